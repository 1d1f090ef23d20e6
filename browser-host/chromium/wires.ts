/**
 * The way to a Chromium's debugging port. Playwright's own deflates each long message, and Chromium takes
 * far longer to inflate the files of a page than to read them, on a way that never leaves the computer.
 */
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ConnectOverCDPTransport } from 'playwright-core';
import { WebSocket } from 'ws';

/** Resolves once Chromium takes messages; `endpoint` is such as `http://127.0.0.1:20123`. */
export async function openTransport(endpoint: string): Promise<ConnectOverCDPTransport> {
  const version = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${endpoint}/json/version`, resolve).once('error', reject);
  });
  const { webSocketDebuggerUrl } = (await json(version)) as { webSocketDebuggerUrl: string };
  // Screenshots are long, and Chromium is ours.
  const socket = new WebSocket(webSocketDebuggerUrl, { perMessageDeflate: false, maxPayload: 0 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
  });
  const transport: ConnectOverCDPTransport = {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(),
  };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as object;
    // One a turn, so that what a message sets off is done before the next.
    setImmediate(() => transport.onmessage?.(message));
  });
  // What comes after the opening ends in the closing.
  socket.on('error', () => undefined);
  socket.once('close', () => setImmediate(() => transport.onclose?.()));
  return transport;
}
