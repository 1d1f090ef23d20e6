/** Replies that are too large, or that would become so. */
import { gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import {
  client,
  context,
  httpServer,
  infoFrom,
  json,
  keysAt,
  later,
  odd,
  sessionInfo,
} from './support.ts';

describe('[C24] a compressed reply, which nobody asked for, is refused unread', () => {
  test('a bomb of 200 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const { baseUrl } = await httpServer((_, response) => {
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().rss;
    const result = await client().api.touch(keysAt(baseUrl), context());
    expect(result).toEqual(odd('encoded', 200));
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test.each(['gzip', 'br', 'deflate', 'zstd', 'GZIP, gzip', 'x-unknown'])('%s', async (name) => {
    const { result } = await infoFrom((response) =>
      response.writeHead(200, { 'content-encoding': name }).end(sessionInfo),
    );
    expect(result).toEqual(odd('encoded', 200));
  });

  test('identity is no compression', async () => {
    const { result } = await infoFrom((response) =>
      response.writeHead(200, { 'content-encoding': 'Identity' }).end(sessionInfo),
    );
    expect(result).toMatchObject({ ok: true });
  });
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
    const { result } = await infoFrom((response) => response.writeHead(200, json).end(body));
    expect(result).toMatchObject({ ok: true });
    const { result: more } = await infoFrom((response) => {
      response.writeHead(200, json).write(body);
      response.end(' ');
    });
    expect(more).toEqual(odd('tooLarge', 200));
  });
});
