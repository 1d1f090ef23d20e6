/** Replies that are too large, or that would become so. */
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { infoFrom, infoOf, json, later, odd, refusal, sessionInfo } from './support.ts';

const MiB = 1024 * 1024;
const packed = (name: string, body: Buffer | string, status = 200) =>
  infoOf(body, status, { ...json, 'content-encoding': name });
const packers = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  GZIP: gzipSync,
  'identity, gzip': gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  Identity: (body: Buffer) => body,
  '': (body: Buffer) => body,
} satisfies Record<string, (body: Buffer) => Buffer>;

describe('[C120] a reply that comes compressed, though plain was asked for', () => {
  test.each(Object.entries(packers))('is read: %j', async (name, pack) => {
    const { result } = await packed(name, pack(Buffer.from(sessionInfo)));
    expect(result).toMatchObject({ ok: true });
  });

  test('is read as deflate without the wrapper that belongs around it', async () => {
    expect((await packed('deflate', deflateRawSync(sessionInfo))).result).toMatchObject({
      ok: true,
    });
  });

  test.each(Object.entries(packers))('is read for what it refuses: %j', async (name, pack) => {
    const { result } = await packed(name, pack(Buffer.from(refusal('BDC_1109', 'x'))), 401);
    expect(result).toMatchObject({ ok: false, error: { meaning: 'sessionInvalid' } });
  });

  test.each([
    ['a way that is not read', 'zstd', zstdCompressSync(sessionInfo)],
    ['a way that nobody knows', 'x-unknown', sessionInfo],
    ['two ways at once', 'gzip, gzip', gzipSync(gzipSync(sessionInfo))],
    ['a way that it does not come in', 'gzip', sessionInfo],
    ['a way that it does not come in', 'br', gzipSync(sessionInfo)],
    ['a way that it does not come in', 'deflate', gzipSync(sessionInfo)],
    ['gzip that is cut', 'gzip', gzipSync(sessionInfo).subarray(0, -12)],
    ['br that is cut', 'br', brotliCompressSync(sessionInfo).subarray(0, -3)],
    ['deflate that is cut', 'deflate', deflateSync(sessionInfo).subarray(0, -8)],
  ])('is odd in %s: %s', async (_, name, body) => {
    expect((await packed(name, body)).result).toEqual(odd('encoded', 200));
  });

  test('is odd by its status where that says more', async () => {
    expect((await packed('gzip', sessionInfo, 502)).result).toEqual(odd('status', 502));
  });

  test('is empty when it is empty', async () => {
    expect((await packed('gzip', '')).result).toEqual(odd('shape', 200));
  });
});

describe('[C24] a small reply that unpacks to a huge one is given up at 1 MiB', () => {
  const zeros = () => Buffer.alloc(64 * MiB);
  // As fast as each can: it does not matter here how much smaller it would get.
  const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MIN_QUALITY } };
  const bombs = {
    gzip: () => gzipSync(zeros(), { level: 1 }).subarray(0, MiB),
    br: () => brotliCompressSync(zeros(), fast),
    deflate: () => deflateSync(zeros(), { level: 1 }),
  };
  test.each(Object.entries(bombs))('%s of 64 MiB', async (name, make) => {
    const bomb = make();
    expect(bomb.length).toBeLessThanOrEqual(MiB);
    const before = process.memoryUsage().rss;
    expect((await packed(name, bomb)).result).toEqual(odd('tooLarge', 200));
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * MiB);
  });

  test.each(Object.entries(packers))(
    '%j of exactly 1 MiB is read, and one byte more is not',
    async (name, pack) => {
      const exact = Buffer.from(sessionInfo.padEnd(MiB, ' '));
      expect((await packed(name, pack(exact))).result).toMatchObject({ ok: true });
      const more = Buffer.concat([exact, Buffer.from(' ')]);
      expect((await packed(name, pack(more))).result).toEqual(odd('tooLarge', 200));
    },
  );
});

describe('[C25] a reply of 64 MB is given up at 1 MiB', () => {
  const part = Buffer.alloc(64 * 1024, 0x20);

  /** Writes until the other side has had enough; resolves to the bytes that went out. */
  function flood(response: ServerResponse, done: (bytes: number) => void): void {
    let sent = 0;
    const write = () => {
      while (sent < 64 * 1024 * 1024 && !response.destroyed) {
        sent += part.length;
        if (!response.write(part)) return;
      }
      response.end();
    };
    response.on('drain', write).on('close', () => done(sent));
    write();
  }

  test('while it is read, when it does not say how long it is', async () => {
    const sent = later<number>();
    const { result } = await infoFrom((response) => flood(response, sent.resolve));
    expect(result).toEqual(odd('tooLarge', 200));
    expect(await sent.promise).toBeLessThan(32 * 1024 * 1024);
  });

  test('at its head, when it does', async () => {
    const sent = later<number>();
    const { result } = await infoFrom((response) => {
      response.writeHead(200, { 'content-length': String(64 * 1024 * 1024) });
      flood(response, sent.resolve);
    });
    expect(result).toEqual(odd('tooLarge', 200));
  });

  test('a reply of exactly 1 MiB is read', async () => {
    const body = sessionInfo.padEnd(1024 * 1024, ' ');
    const { result } = await infoOf(body);
    expect(result).toMatchObject({ ok: true });
    const { result: more } = await infoFrom((response) => {
      response.writeHead(200, json).write(body);
      response.end(' ');
    });
    expect(more).toEqual(odd('tooLarge', 200));
  });
});
