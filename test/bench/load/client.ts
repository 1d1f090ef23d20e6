/**
 * Calls a server over kept connections, each with one call under way at a time, as fast as it answers.
 * On bare sockets, so that it takes less time than what it measures.
 */
import { createConnection, type Socket } from 'node:net';

/** A whole request, head and body. */
export function requestBytes(port: number, path: string, fields: Record<string, string>): Buffer {
  const body = new URLSearchParams(fields).toString();
  return Buffer.from(
    [
      `POST /api/v2${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'content-type: application/x-www-form-urlencoded',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/**
 * Opens a connection for each of `requests` and repeats it there.
 * @returns how many replies came in `ms` milliseconds, or until `count` of them had come
 */
export async function drive(
  port: number,
  requests: readonly Buffer[],
  until: { readonly ms?: number; readonly count?: number },
): Promise<{ readonly replies: number; readonly seconds: number }> {
  let replies = 0;
  const begun = performance.now();
  const isOver = () =>
    replies >= (until.count ?? Infinity) || performance.now() - begun >= (until.ms ?? Infinity);
  const sockets: Socket[] = [];
  await Promise.all(
    requests.map(
      (request) =>
        new Promise<void>((resolve, reject) => {
          const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
          sockets.push(socket);
          let held = '';
          socket.setEncoding('latin1');
          socket.on('connect', () => socket.write(request));
          socket.on('error', reject);
          socket.on('close', () => resolve());
          socket.on('data', (chunk: string) => {
            held += chunk;
            if (!isWhole(held)) return;
            if (!held.startsWith('HTTP/1.1 200') || !held.includes('"response_status":0')) {
              reject(new Error(`A call failed: ${held}`));
            }
            held = '';
            replies += 1;
            if (isOver()) socket.destroy();
            else socket.write(request);
          });
        }),
    ),
  );
  return { replies, seconds: (performance.now() - begun) / 1000 };
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(0, end));
  return text.length >= end + 4 + Number(length?.[1]);
}
