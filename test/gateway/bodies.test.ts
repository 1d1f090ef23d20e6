/** Bodies of tools: the live keys are filled in, and everything else is what was sent. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEchoMask } from '../../src-main/gateway/echo-mask.ts';
import { readForm } from '../../src-main/gateway/body/form-body.ts';
import type { ReadHead } from '../../src-main/gateway/gateway-head.ts';
import {
  createBodyReader,
  isRefused,
  type BodyReader,
} from '../../src-main/gateway/body/tool-body.ts';
import { readMultipart } from '../../src-main/gateway/body/multipart-body.ts';
import { givenHeaders, sentHeaders } from '../../src-main/gateway/passed-headers.ts';
import { mayPass } from '../../src-main/gateway/body/session-fields.ts';
import { scaled } from '../scale.ts';
import { allowed } from '../bill/support.ts';

const keys = {
  baseUrl: allowed('http://127.0.0.1:4010/api/v2'),
  sessionId: '!bLive+Session/Id=&0123456789',
  devKey: '01LIVEDEVKEY00000ABC',
  orgId: '00801',
};
const filled = async (text: string) =>
  (await readForm(Buffer.from(text, 'latin1'))?.fill(keys))?.bytes.toString('latin1');
const own = 'devKey=01LIVEDEVKEY00000ABC&sessionId=!bLive%2BSession%2FId%3D%260123456789';

describe('a form', () => {
  test.each([
    ['nothing', '', own],
    ['no key', 'data=%7B%7D', `${own}&data=%7B%7D`],
    ['stand-ins in another order', 'sessionId=tabkeeper&data=1&devKey=', `${own}&data=1`],
    ['an encoded name', 'session%49d=tabkeeper&x=1', `${own}&x=1`],
    ['bytes of another encoding', 'name=%E9+%e9', `${own}&name=%E9+%e9`],
    ['a field without a value', 'a&b=&=c', `${own}&a&b=&=c`],
  ])('with %s is sent with the live keys, and the rest as it was', async (_, sent, wanted) => {
    expect(await filled(sent)).toBe(wanted);
  });

  test('keeps every other field to the byte, whatever it is', async () => {
    const field = fc
      .tuple(fc.string(), fc.string())
      .filter(
        ([name]) =>
          !['sessionid', 'devkey'].includes(name.trim().toLowerCase()) && !name.includes('\0'),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 8 }), async (fields) => {
        const sent = new URLSearchParams(fields).toString();
        expect(await filled(sent)).toBe(sent === '' ? own : `${own}&${sent}`);
      }),
      { numRuns: scaled(300) },
    );
  });

  test('may hold the stand-in, the live ID or an earlier one, and no other', () => {
    const isOwn = (id: string) => id === keys.sessionId || id === 'earlier';
    const may = (sessionId: string | null, devKey: string | null = null) =>
      mayPass({ sessionId, devKey }, keys, isOwn);
    for (const fine of [null, '', 'tabkeeper', keys.sessionId, 'earlier'])
      expect(may(fine)).toBe(true);
    for (const bad of ['another', ' tabkeeper', 'Tabkeeper', '0']) expect(may(bad)).toBe(false);
    expect(may(null, keys.devKey)).toBe(true);
    expect(may(null, 'tabkeeper')).toBe(true);
    expect(may(null, 'earlier')).toBe(false);
  });
});

describe('of bodies', () => {
  const MiB = 1024 * 1024;
  const head = { contentType: 'multipart/form-data; boundary=b', method: 'POST' } as ReadHead;
  const request = (bytes: Buffer): IncomingMessage =>
    Object.assign(Readable.from([bytes]), { headers: {} }) as unknown as IncomingMessage;
  const withFile = (size: number) => {
    const start = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
    const end = '\r\n--b--\r\n';
    return Buffer.concat([
      Buffer.from(start),
      Buffer.alloc(size - start.length - end.length, 'x'),
      Buffer.from(end),
    ]);
  };
  const kind = (read: Awaited<ReturnType<BodyReader['read']>>) =>
    read !== null && isRefused(read) ? read.body : 'read';
  const refused = (why: string) => ({
    error: { kind: why, message: expect.any(String) as string },
  });
  const read = (reader: BodyReader, bytes: Buffer, length: number | null) =>
    reader.read({ ...head, length }, request(bytes), () => undefined).then(kind);

  test('one of 32 MiB is read, and refused with one byte more, whether its length was told or not', async () => {
    const [fits, more] = [withFile(32 * MiB), Buffer.alloc(32 * MiB + 1)];
    expect(await read(createBodyReader(), fits, fits.length)).toBe('read');
    for (const told of [null, more.length]) {
      expect(await read(createBodyReader(), more, told)).toEqual(refused('body'));
    }
  });

  test('160 MiB are held at once, and the next has to come again until one is released', async () => {
    const reader = createBodyReader();
    const junk = Buffer.alloc(32 * MiB);
    const requests = Array.from({ length: 5 }, () => request(junk));
    for (const one of requests) await reader.read({ ...head, length: null }, one, () => undefined);
    const small = withFile(1000);
    for (const told of [null, small.length]) {
      expect(await read(reader, small, told)).toEqual(refused('busy'));
    }
    for (const one of requests.slice(0, 1)) reader.release(one);
    expect(await read(reader, small, null)).toBe('read');
  });
});

test('a file goes on byte for byte beside the live keys, with its name and its type', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 98, 13, 10, 128]);
  const form = new FormData();
  form.append('sessionId', 'tabkeeper');
  form.append('data', '{"fileName":"ä.pdf"}');
  form.append('file', new File([bytes], 'ä "1".pdf', { type: 'application/pdf' }));
  const sent = new Response(form);
  const type = sent.headers.get('content-type') ?? '';
  const read = await readMultipart(Buffer.from(await sent.arrayBuffer()), type);
  expect(read?.given).toEqual({ sessionId: 'tabkeeper', devKey: null });
  const out = await read?.fill(keys);
  const headers = { 'content-type': out?.type ?? '' };
  const arrived = await new Response(new Uint8Array(out?.bytes ?? []), { headers }).formData();
  expect([...arrived.keys()]).toEqual(['devKey', 'sessionId', 'data', 'file']);
  expect(arrived.get('sessionId')).toBe(keys.sessionId);
  expect(arrived.get('data')).toBe('{"fileName":"ä.pdf"}');
  const file = arrived.get('file') as File;
  expect([file.name, file.type]).toEqual(['ä "1".pdf', 'application/pdf']);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
});

test('an echo is found wherever a reply is cut, and nothing else is touched', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one));
  const echo = fc.constantFrom(keys.sessionId, encodeURIComponent(keys.sessionId), keys.devKey);
  const piece = fc.oneof(
    bytes,
    echo.map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      (pieces, size) => {
        const whole = Buffer.concat(pieces);
        const mask = createEchoMask(keys);
        const out: Buffer[] = [];
        for (let at = 0; at < whole.length; at += size) {
          out.push(mask.bytes(whole.subarray(at, at + size), false));
        }
        out.push(mask.bytes(Buffer.alloc(0), true));
        const all = Buffer.concat(out);
        expect(all).toEqual(createEchoMask(keys).bytes(whole, true));
        expect(all.includes(keys.sessionId)).toBe(false);
        if (!pieces.some((one) => one.includes('LIVEDEV') || one.includes('Live'))) {
          expect(all).toEqual(whole);
        }
      },
    ),
    { numRuns: scaled(300) },
  );
});

describe('headers', () => {
  test('of one connection, and what opens something, stay here', () => {
    const sent = ['Accept', 'a', 'Connection', 'X-Hop, close', 'X-Hop', '1', 'Authorization', 'b'];
    const more = [
      'Cookie',
      'c',
      'TE',
      'd',
      'Referer',
      'e',
      'X-Forwarded-For',
      'f',
      'Upgrade',
      'h2c',
    ];
    const last = [
      'X-Own',
      'holds T here',
      'User-Agent',
      'curl/8',
      'Content-Type',
      'g',
      'X-Fine',
      '2',
    ];
    expect(sentHeaders([...sent, ...more, ...last], ['T'])).toEqual([
      ...['Accept', 'a', 'User-Agent', 'curl/8', 'X-Fine', '2'],
    ]);
  });

  test('that would set something at the tool, or let a page read, are not given back', () => {
    const raw = ['Content-Type', 'a', 'Set-Cookie', 'sid=1', 'Access-Control-Allow-Origin', '*'];
    const more = ['Location', 'http://evil', 'Connection', 'X-Hop', 'X-Hop', '1', 'Date', 'b'];
    expect(givenHeaders([...raw, ...more], (text) => text)).toEqual([
      ...['Content-Type', 'a', 'Date', 'b'],
    ]);
  });
});
