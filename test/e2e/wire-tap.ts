/**
 * A line to the simulator that is listened to: what goes over it is what must be found nowhere else.
 * The IDs of challenges and devices are told to nobody but the caller, so a test learns them here.
 */
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface WireTap {
  /** Stands for the simulator's own. */
  readonly baseUrl: string;
  /** The values that replies carried under that name, oldest first. */
  replied(name: string): readonly string[];
  /** The `data` that calls of that endpoint carried, oldest first. */
  sent(endpoint: string): readonly string[];
  /** From now on no reply of that endpoint goes out until the function that comes back is called. */
  hold(endpoint: string): () => void;
  close(): Promise<void>;
}

export async function tapWire(simulatorUrl: string): Promise<WireTap> {
  const { host, port, pathname } = new URL(simulatorUrl);
  const bodies: string[] = [];
  const held = new Map<string, Promise<void>>();
  const requests: { readonly path: string; readonly data: string }[] = [];

  async function pass(incoming: IncomingMessage): Promise<{ status: number; body: string }> {
    const sent = await text(incoming);
    const { method, url, headers } = incoming;
    requests.push({ path: url ?? '', data: new URLSearchParams(sent).get('data') ?? '' });
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const to = { host: '127.0.0.1', port, method, path: url, headers: { ...headers, host } };
      request(to, resolve).once('error', reject).end(sent);
    });
    const body = await text(reply);
    bodies.push(body);
    await held.get(url?.split('/').at(-1) ?? '');
    return { status: reply.statusCode ?? 500, body };
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming).then(
      ({ status, body }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${own}${pathname}`,
    replied: (name) =>
      bodies.flatMap((body) => {
        const value = dataOf(body)[name];
        return typeof value === 'string' ? [value] : [];
      }),
    sent: (endpoint) =>
      requests.flatMap(({ path, data }) => (path.endsWith(`/${endpoint}.json`) ? [data] : [])),
    hold: (endpoint) => {
      let letGo = (): void => undefined;
      held.set(`${endpoint}.json`, new Promise((resolve) => (letGo = resolve)));
      return () => {
        held.delete(`${endpoint}.json`);
        letGo();
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A fault sends pages and halves: they carry nothing. */
function dataOf(body: string): Record<string, unknown> {
  try {
    const { response_data } = JSON.parse(body) as { response_data: Record<string, unknown> };
    return response_data;
  } catch {
    return {};
  }
}
