/** A server that keeps what it was sent, as a server reads it. */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface Received {
  readonly path: string;
  readonly authorization: string | null;
  readonly contentType: string;
  /** In the order sent. */
  readonly fields: readonly (readonly [string, string])[];
  /** The arguments of all processes while the call was under way; empty where the system has no list. */
  readonly processes: string;
}

export interface Echo {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly received: Received[];
  close(): void;
}

/** What every user of the computer may read. */
function argumentsOfAll(): string {
  if (process.platform !== 'linux') return '';
  const ids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  return ids.map(argumentsOf).join('\n');
}
function argumentsOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

export async function startEcho(): Promise<Echo> {
  const received: Received[] = [];
  const read = async (request: IncomingMessage): Promise<Received> => ({
    path: request.url ?? '',
    authorization: request.headers.authorization ?? null,
    contentType: request.headers['content-type']?.split(';')[0] ?? '',
    fields: [...new URLSearchParams((await buffer(request)).toString())],
    processes: argumentsOfAll(),
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
