/** A program that speaks to the local API by hand: over the socket of endpoint.json, or with raw bytes. */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import type { Endpoint, GrantAnswer } from '../../src-shared/local-api.ts';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & {
    readonly value?: unknown;
    readonly error?: {
      readonly kind: string;
      readonly message: string;
      readonly code?: string;
      readonly meaning?: string;
    };
  };
  readonly headers: IncomingMessage['headers'];
}

export interface Sending {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is sent: nothing is made of it. */
  readonly raw?: string | Buffer;
}

export const readEndpoint = (folder: string): Endpoint =>
  JSON.parse(readFileSync(path.join(folder, 'endpoint.json'), 'utf8')) as Endpoint;

export interface Client {
  readonly address: string;
  get(target: string, sending?: Sending): Promise<Reply>;
  post(command: string, input?: unknown, sending?: Sending): Promise<Reply>;
  /** What the socket says to these bytes, until it ends the connection. */
  say(bytes: string | Buffer, options?: { readonly keepOpen?: boolean }): Promise<string>;
  events(token: string): Promise<Events>;
  /** Asks for a grant: the ID of the question and its code. */
  ask(change?: Readonly<Record<string, unknown>>): Promise<{ id: string; code: string }>;
  answer(id: string, wait?: number): Promise<GrantAnswer>;
  /** Whether whoever answers has the key of endpoint.json. */
  proves(key: string): Promise<boolean>;
}

export interface Events {
  /** Each event with its data, in order. */
  readonly seen: readonly { readonly event: string; readonly data: Record<string, unknown> }[];
  readonly text: () => string;
  /** Resolves once `is` is true of what was seen. */
  until(is: (seen: Events['seen']) => boolean): Promise<void>;
  readonly ended: Promise<void>;
  close(): void;
}

/** `folder`: `<userData>/hand-off`. */
export const clientOf = (folder: string): Client => clientAt(readEndpoint(folder).address);

export function clientAt(address: string): Client {
  const send = (method: string, target: string, { token, headers = {}, raw }: Sending = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const sent = request(
        {
          socketPath: address,
          method,
          path: target,
          headers: {
            host: 'tabkeeper',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers: got } = response;
            const body = JSON.parse(Buffer.concat(chunks).toString()) as Reply['body'];
            resolve({ status, body, headers: got });
          });
        },
      );
      sent.on('error', reject);
      sent.end(raw);
    });

  const client: Client = {
    address,
    get: (target, sending) => send('GET', target, sending),
    post: (command, input = {}, sending = {}) =>
      send('POST', `/v1/${command}`, { raw: JSON.stringify(input), ...sending }),
    say: (bytes, { keepOpen = false } = {}) =>
      new Promise((resolve) => {
        const socket = connect(address);
        let said = '';
        socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(said));
        if (keepOpen) socket.write(bytes);
        else socket.end(bytes);
      }),
    events: (token) => follow(address, token),
    ask: async (change = {}) => {
      const reply = await client.post('grants', {
        ...{ name: 'a program', scopes: ['status'], profiles: '*', until: 'quit' },
        ...change,
      });
      if (reply.status !== 202) throw new Error(`asking gave ${reply.status}`);
      return reply.body as unknown as { id: string; code: string };
    },
    answer: async (id, wait = 0) => {
      const { body } = await client.get(`/v1/grants/${id}?wait=${wait}`);
      return body as unknown as GrantAnswer;
    },
    proves: async (key) => {
      const nonce = randomBytes(16).toString('hex');
      const { body } = await client.get(`/v1/hello?nonce=${nonce}`);
      return body['proof'] === createHmac('sha256', key).update(nonce).digest('hex');
    },
  };
  return client;
}

function follow(address: string, token: string): Promise<Events> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'tabkeeper', authorization: `Bearer ${token}` };
    const sent = request({ socketPath: address, path: '/v1/events', headers }, (response) => {
      const seen: { event: string; data: Record<string, unknown> }[] = [];
      const waiting = new Set<() => void>();
      let text = '';
      let rest = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const parts = (rest + chunk.toString()).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const found = /^event: (\w+)\ndata: (.*)$/u.exec(part);
          if (found === null) continue;
          const [, event = '', data = ''] = found;
          seen.push({ event, data: JSON.parse(data) as Record<string, unknown> });
        }
        for (const look of [...waiting]) look();
      });
      response.on('error', () => undefined);
      const ended = new Promise<void>((end) => response.on('close', () => end()));
      if (response.statusCode !== 200) reject(new Error(`events gave ${response.statusCode}`));
      resolve({
        seen,
        text: () => text,
        ended,
        until: (is) =>
          new Promise((done) => {
            const look = () => {
              if (!is(seen)) return;
              waiting.delete(look);
              done();
            };
            waiting.add(look);
            look();
          }),
        close: () => sent.destroy(),
      });
    });
    sent.on('error', () => undefined);
    sent.end();
  });
}
