/** The two ways to a Chromium's debugging protocol: the pipe of one that we started, and a port. */
import type { Readable, Writable } from 'node:stream';
import { WebSocket } from 'ws';

/** Also what Playwright takes for a transport. */
export interface Wire {
  send(message: object): void;
  close(): void;
  onmessage?: (message: object) => void;
  onclose?: () => void;
}

/** One a turn, so that what a message sets off is done before the next. */
const take = (wire: Wire, text: string) => {
  const message = JSON.parse(text) as object;
  setImmediate(() => wire.onmessage?.(message));
};
const end = (wire: Wire) => setImmediate(() => wire.onclose?.());

/** Messages over a pipe end with a NUL. */
export function pipeWire(to: Writable, from: Readable): Wire {
  const wire: Wire = {
    send: (message) => {
      if (to.writable) to.write(`${JSON.stringify(message)}\0`);
    },
    close: () => to.end(),
  };
  let rest: Buffer[] = [];
  from.on('data', (data: Buffer) => {
    let from = 0;
    for (let at = data.indexOf(0); at >= 0; at = data.indexOf(0, from)) {
      take(wire, Buffer.concat([...rest, data.subarray(from, at)]).toString());
      rest = [];
      from = at + 1;
    }
    rest.push(data.subarray(from));
  });
  // What goes wrong ends in the closing.
  for (const pipe of [to, from]) pipe.on('error', () => undefined);
  from.once('close', () => end(wire));
  return wire;
}

/**
 * Resolves once Chromium takes messages at `endpoint`, a `ws:` address. Playwright's own way deflates each
 * long message, and Chromium takes far longer to inflate the files of a page than to read them, on a way
 * that never leaves the computer.
 */
export async function socketWire(endpoint: string): Promise<Wire> {
  // Screenshots are long, and Chromium is ours.
  const socket = new WebSocket(endpoint, { perMessageDeflate: false, maxPayload: 0 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
  });
  const wire: Wire = {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(),
  };
  socket.on('message', (data: Buffer) => take(wire, data.toString()));
  // What comes after the opening ends in the closing.
  socket.on('error', () => undefined);
  socket.once('close', () => end(wire));
  return wire;
}
