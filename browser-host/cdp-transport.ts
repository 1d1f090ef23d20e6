/**
 * The way to a Chromium's debugging port. Playwright's own deflates each long message, and Chromium takes
 * far longer to inflate the files of a page than to read them, on a way that never leaves the computer.
 */
import { randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ConnectOverCDPTransport } from 'playwright-core';

/** RFC 6455, 5.2: the kinds of frames, and the bits beside them. */
const KIND = { more: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
const LAST = 0x80;
const MASKED = 0x80;

/** Resolves once Chromium takes messages; `endpoint` is such as `http://127.0.0.1:20123`. */
export async function openTransport(endpoint: string): Promise<ConnectOverCDPTransport> {
  const version = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${endpoint}/json/version`, resolve).once('error', reject);
  });
  const { webSocketDebuggerUrl } = (await json(version)) as { webSocketDebuggerUrl: string };
  const { socket, head } = await upgrade(webSocketDebuggerUrl.replace(/^ws:/u, 'http:'));
  return transportOver(socket, head);
}

function upgrade(url: string): Promise<{ readonly socket: Socket; readonly head: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': randomBytes(16).toString('base64'),
    };
    const request = get(url, { headers });
    request.once('upgrade', (_response, socket, head) => resolve({ socket: socket, head }));
    request.once('response', ({ statusCode }) =>
      reject(new Error(`Chromium answered ${statusCode} instead of opening a connection.`)),
    );
    request.once('error', reject);
  });
}

function transportOver(socket: Socket, head: Buffer): ConnectOverCDPTransport {
  const transport: ConnectOverCDPTransport = {
    send: (message) => write(socket, KIND.text, Buffer.from(JSON.stringify(message))),
    close: () => {
      write(socket, KIND.close, Buffer.alloc(0));
      socket.end();
    },
  };
  let parts: Buffer[] = [];
  const read = createFrameReader((kind, isLast, payload) => {
    if (kind === KIND.ping) write(socket, KIND.pong, payload);
    else if (kind === KIND.close) socket.end();
    else if (kind === KIND.text || kind === KIND.more) {
      parts.push(payload);
      if (!isLast) return;
      const message = JSON.parse(Buffer.concat(parts).toString()) as object;
      parts = [];
      // One a turn, so that what a message sets off is done before the next.
      setImmediate(() => transport.onmessage?.(message));
    }
  });
  socket.setNoDelay(true);
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => setImmediate(() => transport.onclose?.()));
  if (head.length > 0) read(head);
  return transport;
}

/** What a client sends has a mask: with one of zeros it goes as it is. */
function write(socket: Socket, kind: number, payload: Buffer): void {
  if (!socket.writable) return;
  const { length } = payload;
  const extra = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = Buffer.alloc(2 + extra + 4);
  header[0] = LAST | kind;
  header[1] = MASKED | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) header.writeUInt16BE(length, 2);
  if (extra === 8) header.writeBigUInt64BE(BigInt(length), 2);
  socket.cork();
  socket.write(header);
  socket.write(payload);
  socket.uncork();
}

/** Returns what takes the bytes as they come; `onFrame` gets each frame once it is whole. */
export function createFrameReader(
  onFrame: (kind: number, isLast: boolean, payload: Buffer) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes that the frame under way needs before anything can be done. */
  let wanted = 2;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, held);
    for (;;) {
      const size = sizeOf(bytes);
      wanted = size.whole;
      if (bytes.length < wanted) break;
      const first = bytes[0] ?? 0;
      onFrame(first & 0x0f, (first & LAST) !== 0, bytes.subarray(size.header, size.whole));
      bytes = bytes.subarray(size.whole);
    }
    chunks = bytes.length === 0 ? [] : [bytes];
    held = bytes.length;
  };
}

/** The bytes of a frame's header, and of all of it as far as the bytes say so far. */
function sizeOf(bytes: Buffer): { readonly header: number; readonly whole: number } {
  const short = (bytes[1] ?? 0) & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < header) return { header, whole: header };
  const length =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  return { header, whole: header + length };
}
