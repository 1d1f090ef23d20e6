/** Refusals that are readable by their code, whatever stands beside it and whoever says them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src-main/bill/replies.ts';
import { infoOf, odd } from './support.ts';

const answer = async (status: number, body: unknown) => {
  const { result, recorder } = await infoOf(JSON.stringify(body), status);
  return { result, row: recorder.rows()[0] };
};
const refused = (code: string, text: string) => ({
  ok: false,
  error: {
    kind: 'refused',
    code,
    text,
    ...(code === 'BDC_1109' ? { meaning: 'sessionInvalid' } : {}),
  },
});
const envelope = (data: unknown) => ({
  response_status: 1,
  response_message: 'Error',
  response_data: data,
});
const TEXT = 'Session is invalid.  Please log in.';

describe('[C121] a refusal counts by its code', () => {
  test.each([
    ['null', null],
    ['none', undefined],
    ['a number', 7],
    ['true', true],
    ['a list', [TEXT]],
    ['an object', { text: TEXT }],
    ['an empty text', ''],
  ])('with %s as its sentence', async (_, error_message) => {
    for (const status of [200, 401, 403, 500]) {
      const { result, row } = await answer(
        status,
        envelope({ error_code: 'BDC_1109', error_message }),
      );
      expect(result).toMatchObject(refused('BDC_1109', ''));
      expect(row).toMatchObject({ outcome: 'refused', status });
    }
  });

  test.each([
    ['as documented', [{ code: 'BDC_1109', message: TEXT }]],
    ['with more fields', [{ severity: 'ERROR', code: 'BDC_1109', message: TEXT, timestamp: 'x' }]],
    ['behind what is none', [null, 'x', { message: 'y' }, { code: 'BDC_1109', message: TEXT }]],
    ['behind a code of another kind', [{ code: 'E1' }, { code: 'BDC_1109', message: TEXT }]],
    [
      'before another',
      [
        { code: 'BDC_1109', message: TEXT },
        { code: 'BDC_1002', message: 'z' },
      ],
    ],
  ])('in the form of the gateway, under 401 and 403: %s', async (_, list) => {
    for (const status of [401, 403]) {
      const { result } = await answer(status, list);
      expect(result).toMatchObject(refused('BDC_1109', TEXT));
    }
  });

  test.each([null, undefined, 7, [], {}])(
    'of the gateway with the sentence %j',
    async (message) => {
      const { result } = await answer(401, [{ code: 'BDC_1109', message }]);
      expect(result).toMatchObject(refused('BDC_1109', ''));
    },
  );

  test('of the gateway that is not about the session', async () => {
    const { result } = await answer(403, [{ code: 'BDC_1361', message: 'Untrusted session.' }]);
    expect(result).toMatchObject(refused('BDC_1361', 'Untrusted session.'));
  });
});

test('[C122] the sentence of a refusal is shown like a name: joined emoji whole, marks as marks', async () => {
  const { result } = await answer(
    200,
    envelope({ error_code: 'BDC_1119', error_message: 'No  such vendor: 👩\u200d🚀 \u202ex\r\ny' }),
  );
  expect(result).toMatchObject(refused('BDC_1119', 'No  such vendor: 👩\u200d🚀 [U+202E]x y'));
});

describe('[C121] what cannot be read says nothing of the session', () => {
  test.each([
    ['an empty list', 401, []],
    ['a list without codes', 401, [{ message: TEXT }]],
    ['a code of another kind', 401, [{ code: '1109', message: TEXT }]],
    ['a code with more to it', 401, [{ code: 'BDC_1109 ', message: TEXT }]],
    ['a number as code', 401, [{ code: 1109, message: TEXT }]],
    ['a list within a list', 401, [[{ code: 'BDC_1109', message: TEXT }]]],
    ['an object that is no list', 401, { code: 'BDC_1109', message: TEXT }],
    ['an inherited code', 401, [{ ['__proto__']: { code: 'BDC_1109' } }]],
    ['the form of the gateway under 500', 500, [{ code: 'BDC_1109', message: TEXT }]],
    ['the form of the gateway under 404', 404, [{ code: 'BDC_1109', message: TEXT }]],
    ['an envelope without a code', 401, envelope({ error_message: TEXT })],
  ])('%s', async (_, status, body) => {
    expect((await answer(status, body)).result).toEqual(odd('status', status));
  });

  test('the form of the gateway with status 200', async () => {
    const { result } = await answer(200, [{ code: 'BDC_1109', message: TEXT }]);
    expect(result).toEqual(odd('shape', 200));
  });
});

test('[C121] no reply at all ends a session but by an own code that reads BDC_1109', () => {
  const code = fc.constantFrom('BDC_1109', 'BDC_1109 ', 'BDC_1361', '1109', '', null, 1109);
  const sentence = fc.constantFrom<unknown>('x', null, undefined, 7, [], {});
  const item = fc.oneof(
    fc.record({ code, message: sentence }, { requiredKeys: [] }),
    fc.record({ error_code: code, error_message: sentence }, { requiredKeys: [] }),
    fc.jsonValue(),
  );
  const body = fc.oneof(
    item,
    fc.array(item),
    fc.record({
      response_status: fc.constantFrom<unknown>(0, 1, 2, '1', null),
      response_data: item,
    }),
  );
  const status = fc.constantFrom(200, 204, 401, 403, 404, 500, 503);
  fc.assert(
    fc.property(body, status, (json, code) => {
      const text = JSON.stringify(json);
      const reply = { status: code, text, html: false, serverTime: null, retryAfterMs: null };
      const { result } = readAnswer(
        reply,
        'getSessionInfo',
        () => null,
        (it) => it,
      );
      const dead =
        !result.ok && result.error.kind === 'refused' && result.error.meaning === 'sessionInvalid';
      const listed = (code === 401 || code === 403) && Array.isArray(json) ? json : [];
      const first = (listed as readonly (Said | null)[]).find(
        (one) => typeof one?.code === 'string' && /^BDC_\d+$/u.test(one.code),
      );
      const { response_status: said, response_data: data } = Object(json) as Envelope;
      const told = said === 1 ? (Object(data) as Said).error_code : first?.code;
      expect(dead).toBe(told === 'BDC_1109');
    }),
  );
});

interface Said {
  readonly code?: unknown;
  readonly error_code?: unknown;
}
interface Envelope {
  readonly response_status?: unknown;
  readonly response_data?: unknown;
}
