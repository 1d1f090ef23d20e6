/** The server's own list of codes: which forms of it are understood, and how often it is asked for. */
import { describe, expect, it } from 'vitest';
import { allowBaseUrl } from '../../src-main/bill/base-url.ts';
import { createErrorList } from '../../src-main/bill/error-list.ts';
import { readCodeTexts } from '../../src-main/bill/reply/listed-codes.ts';
import type { BaseUrl } from '../../src-main/ports.ts';
import { fail, ok } from '../../src-shared/result.ts';
import { FakeBillApi } from '../fakes/fake-bill-api.ts';
import { ManualClock } from '../fakes/manual-clock.ts';

const read = (data: unknown) => {
  const found = readCodeTexts(data);
  return found === null ? null : Object.fromEntries(found);
};
const texts = { BDC_1999: 'One.', BDC_2000: 'Two.' };
const rows = Object.entries(texts);

describe('the list of codes', () => {
  it.each([
    [
      'entries as in a refusal',
      rows.map(([error_code, error_message]) => ({ error_code, error_message })),
    ],
    ['entries as v3 has them', rows.map(([code, message]) => ({ code, message, more: [1] }))],
    ['a text for each code', texts],
    ['one of these within `errors`', { errors: texts, count: 2 }],
  ])('is understood as %s', (_, data) => {
    expect(read(data)).toEqual(texts);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'BDC_1999: One.'],
    ['an empty list', []],
    ['a list of texts', ['BDC_1999', 'One.']],
    ['entries without a code', [{ error_message: 'One.' }, { code: 1999, message: 'One.' }]],
    ['codes that are none', { BDC_: 'One.', bdc_1999: 'Two.', BDC_123456789: 'Three.' }],
    ['texts that are none', { BDC_1999: { text: 'One.' }, BDC_2000: 7, BDC_2001: '  ' }],
    [
      'more entries than there can be codes',
      Array.from({ length: 5001 }, () => ({ code: 'BDC_1999', message: 'One.' })),
    ],
    ['lists within lists', [[[{ code: 'BDC_1999', message: 'One.' }]]]],
  ])('is not understood as %s', (_, data) => {
    expect(read(data)).toBeNull();
  });

  it('passes over what is no code in it, and keeps the first text of a code', () => {
    const data = JSON.parse(
      '[{"code":"BDC_1999","message":"One."},{"code":"__proto__","message":"x"},null,7,{"code":"BDC_1999","message":"Another."},{"__proto__":{"code":"BDC_2000","message":"Two."}}]',
    ) as unknown;
    expect(read(data)).toEqual({ BDC_1999: 'One.' });
    expect(read(JSON.parse('{"BDC_1999":"One.","__proto__":{"BDC_2000":"Two."}}'))).toEqual({
      BDC_1999: 'One.',
    });
  });
});

function bench() {
  const api = new FakeBillApi();
  const clock = new ManualClock();
  const list = createErrorList({ api, clock });
  const ask = (code: string, url = 'http://127.0.0.1:8080/api/v2') => {
    const allowed = allowBaseUrl(url);
    if (!allowed.ok) throw new Error(`not allowed: ${url}`);
    return list(allowed.value, code, { profile: 'first' });
  };
  return { api, clock, ask };
}
const times = ({ api }: ReturnType<typeof bench>) => api.of('listErrors').length;
const MINUTE = 60_000;

describe('whoever asks what a code means', () => {
  it('gets the text of a server’s list, which is asked for once, however many ask at once', async () => {
    const it = bench();
    it.api.on('listErrors', 'hold');
    const two = [it.ask('BDC_1999'), it.ask('BDC_2000')];
    it.api.last('listErrors').answer(ok(new Map([['BDC_1999', 'A code of its own.']])));
    expect(await Promise.all(two)).toEqual([
      { is: 'said', text: 'A code of its own.' },
      { is: 'absent' },
    ]);
    it.clock.advance(24 * 60 * MINUTE);
    expect(await it.ask('BDC_1999')).toEqual({ is: 'said', text: 'A code of its own.' });
    expect(times(it)).toBe(1);
  });

  it('[C140] is told why there is no list, and asks a server that gave none again after ten minutes', async () => {
    const it = bench();
    const error = { kind: 'oddReply', odd: 'shape', status: 200, retryAfterMs: null } as const;
    it.api.on('listErrors', fail(error));
    for (let n = 0; n < 20; n += 1) {
      expect(await it.ask('BDC_1999')).toEqual({ is: 'notRead', error });
    }
    it.clock.advance(9 * MINUTE);
    await it.ask('BDC_1999');
    expect(times(it)).toBe(1);
    it.api.heal('listErrors');
    it.clock.advance(MINUTE);
    expect(await it.ask('BDC_1999')).toEqual({ is: 'said', text: 'A code of its own.' });
    expect(times(it)).toBe(2);
  });

  it('gets the text of that server alone, and the lists of a few servers are kept', async () => {
    const it = bench();
    const url = (port: number) => `http://127.0.0.1:${port}/api/v2`;
    for (let port = 8001; port <= 8009; port += 1) await it.ask('BDC_1999', url(port));
    expect(it.api.of('listErrors').map(({ args }) => args[0] as BaseUrl)).toEqual(
      Array.from({ length: 9 }, (_, n) => url(8001 + n)),
    );
    await it.ask('BDC_1999', url(8009));
    expect(times(it)).toBe(9);
    await it.ask('BDC_1999', url(8001));
    expect(times(it)).toBe(10);
  });

  it('[C140] is shown marks of direction as marks, nothing that cannot be seen, and not without end', async () => {
    const it = bench();
    const hostile = `\u202eevil\u0000\u0007 <b>${'x'.repeat(100_000)}`;
    it.api.on(
      'listErrors',
      ok(
        new Map([
          ['BDC_1999', hostile],
          ['BDC_2000', '\u0000\u200b'],
        ]),
      ),
    );
    const said = await it.ask('BDC_1999');
    expect(said).toMatchObject({ is: 'said' });
    const text = said.is === 'said' ? said.text : '';
    expect(text.startsWith('[U+202E]evil <b>xxx')).toBe(true);
    expect(text.length).toBeLessThanOrEqual(501);
    expect(await it.ask('BDC_2000')).toEqual({ is: 'absent' });
  });
});
