/** Clients that mean no good, or go wrong, at the level of HTTP: the others are served all the same. */
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

import { bench, exchangeBytes } from './support.ts';
import type { Bench } from './support.ts';

const MIB = 1_048_576;
const MULTIPART = 'multipart/form-data; boundary=cut';

/** Whether a client that does nothing wrong is answered. */
async function serves(b: Bench): Promise<boolean> {
  return (await b.call('/GetSessionInfo.json', await b.session())).code === null;
}

function head(b: Bench, lines: readonly string[]): string {
  const host = `host: 127.0.0.1:${String(b.simulator.port)}`;
  return ['POST /api/v2/Login.json HTTP/1.1', host, ...lines, '', ''].join('\r\n');
}

const FORM = 'content-type: application/x-www-form-urlencoded';

describe('an upload over the limit', () => {
  it('is refused with 413, read to its end and kept nowhere', async () => {
    const b = await bench();
    const raw = Buffer.alloc(32 * MIB + 1, 'x');
    const headers = { 'content-type': MULTIPART };
    const reply = await b.call('/UploadAttachment.json', {}, { headers, raw });
    expect([reply.status, reply.code]).toEqual([413, 'BDC_1002']);
    expect(b.simulator.requests()[0]).toMatchObject({ status: 413, reason: 'limit' });
    expect(await serves(b)).toBe(true);
  });

  it('that does not end is cut', async () => {
    const b = await bench();
    const cut = await new Promise((resolve) => {
      const socket = createConnection(b.simulator.port, '127.0.0.1');
      const chunk = Buffer.alloc(MIB);
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', pour);
      socket.on('error', () => undefined);
      socket.on('close', () => resolve('cut'));
      socket.write(head(b, [`content-type: ${MULTIPART}`, 'content-length: 99999999999']));
      pour();
    });
    expect(cut).toBe('cut');
    expect(await serves(b)).toBe(true);
  });

  it('of a form without files is not given the room of one with them', async () => {
    const b = await bench();
    const reply = await b.call('/Login.json', {}, { raw: 'x'.repeat(MIB + 1) });
    expect(reply.status).toBe(413);
  });
});

describe('a slow client', () => {
  const rows: [string, (b: Bench) => string][] = [
    ['a body that does not come', (b) => head(b, [FORM, 'content-length: 100'])],
    ['a body that stops', (b) => `${head(b, [FORM, 'content-length: 100'])}devKey=`],
    ['chunks that do not end', (b) => `${head(b, [FORM, 'transfer-encoding: chunked'])}1\r\nx\r\n`],
    ['a head that does not end', () => 'POST /api/v2/Login.json HTTP/1.1\r\nhost: 127.0.0.1\r\n'],
  ];
  it.each(rows)('(%s) is answered with 408 when its time is over', async (_what, bytes) => {
    const b = await bench({ requestSeconds: 0.05 });
    const { received } = await exchangeBytes(b.simulator.port, bytes(b));
    expect(received.toString()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(received.toString()).toContain('BDC_1002');
    // The time is short, and on a busy machine over for others as well.
    await expect.poll(() => serves(b)).toBe(true);
  });

  it('keeps nobody waiting, however many there are, and takes no place among the calls at once', async () => {
    const b = await bench();
    const account = b.account();
    const session = await b.session();
    const body = `devKey=${account.devKey}&sessionId=${session['sessionId'] ?? ''}`;
    const sockets = await Promise.all(
      Array.from({ length: 200 }, () =>
        connected(b, `${head(b, [FORM, 'content-length: 999'])}${body}`),
      ),
    );
    expect((await b.call('/GetSessionInfo.json', session)).code).toBeNull();
    for (const socket of sockets) socket.destroy();
    expect((await b.call('/GetSessionInfo.json', session)).code).toBeNull();
  });
});

function connected(b: Bench, bytes: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = createConnection(b.simulator.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes, () => resolve(socket));
  });
}

describe('bytes that are no request', () => {
  const rows: [string, string, RegExp][] = [
    ['headers over 16 KiB', `x: ${'x'.repeat(20_000)}`, /^HTTP\/1\.1 431 /],
    ['two lengths', 'content-length: 1\r\ncontent-length: 2', /^HTTP\/1\.1 400 /],
    ['a length and chunks', 'content-length: 1\r\ntransfer-encoding: chunked', /^HTTP\/1\.1 400 /],
    ['a header without a name', ': x', /^HTTP\/1\.1 400 /],
  ];
  it.each(rows)('(%s) are refused in BILL’s envelope', async (_what, lines, status) => {
    const b = await bench();
    const { received } = await exchangeBytes(b.simulator.port, head(b, [lines]));
    expect(received.toString()).toMatch(status);
    expect(received.toString()).toContain('BDC_1002');
    expect(await serves(b)).toBe(true);
  });

  it('that ask for a tunnel get none', async () => {
    const b = await bench();
    const { received } = await exchangeBytes(
      b.simulator.port,
      'CONNECT api-stage.bill.com:443 HTTP/1.1\r\nhost: api-stage.bill.com:443\r\n\r\n',
    );
    expect(received.toString()).not.toContain(' 200 ');
    expect(await serves(b)).toBe(true);
  });
});
