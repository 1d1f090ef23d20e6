/** A server that keeps what it was sent, as a server reads it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly authorization: string | null;
  readonly contentType: string;
  /** In the order sent. */
  readonly fields: readonly (readonly [string, string])[];
}

export interface Echo {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly received: Received[];
  close(): void;
}

export async function startEcho(): Promise<Echo> {
  const received: Received[] = [];
  const read = async (request: IncomingMessage): Promise<Received> => ({
    path: request.url ?? '',
    authorization: request.headers.authorization ?? null,
    contentType: request.headers['content-type']?.split(';')[0] ?? '',
    fields: [...new URLSearchParams((await buffer(request)).toString())],
  });
  const server = createServer((request, response) => {
    read(request)
      .then((one) => {
        received.push(one);
        response.end('{"response_status":0}');
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/api/v2`,
    received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
