/** A tool that speaks to the gateway: by requests, or by bytes of its own. */
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: unknown;
  /** Of a refusal of the gateway's. */
  readonly kind: string | null;
}

export interface Sending {
  readonly method?: string;
  /** With the token in it; else it is a bearer token. */
  readonly byPath?: boolean;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** As it is sent. */
  readonly body?: string | Buffer;
  /** Milliseconds after which the tool hangs up. */
  readonly signal?: AbortSignal;
}

export interface Tool {
  readonly port: number;
  readonly token: string;
  /** Posts a form to an operation: `List/Vendor`. */
  post(
    operation: string,
    form?: Readonly<Record<string, string>>,
    sending?: Sending,
  ): Promise<Reply>;
  send(target: string, sending?: Sending): Promise<Reply>;
  /** What the port says to these bytes, until it ends the connection. */
  say(bytes: string | Buffer, options?: { readonly keepOpen?: boolean }): Promise<string>;
}

const FORM = 'application/x-www-form-urlencoded';

export function toolAt(port: number, token: string): Tool {
  const send = (target: string, sending: Sending = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { method = 'POST', byPath = false, body, headers = {}, signal } = sending;
      const used = sending.token === undefined ? token : sending.token;
      const bearer = byPath || used === null ? {} : { authorization: `Bearer ${used}` };
      const sent = request(
        {
          ...{ host: '127.0.0.1', port, method, agent: false },
          path: byPath ? `/~${used}${target}` : target,
          headers: { 'content-type': FORM, ...bearer, ...headers },
          ...(signal === undefined ? {} : { signal }),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve(replyOf(response, Buffer.concat(chunks))));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    port,
    token,
    send,
    post: (operation, form = {}, sending = {}) =>
      send(`/api/v2/${operation}.json`, {
        body: new URLSearchParams(form).toString(),
        ...sending,
      }),
    say: (bytes, { keepOpen = false } = {}) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        let said = '';
        socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(said));
        if (keepOpen) socket.write(bytes);
        else socket.end(bytes);
      }),
  };
}

function replyOf({ statusCode: status = 0, headers }: IncomingMessage, bytes: Buffer): Reply {
  const text = bytes.toString();
  let json: unknown = undefined;
  try {
    json = JSON.parse(text);
  } catch {
    // Not every reply is JSON.
  }
  const { error } = (json ?? {}) as { error?: { kind?: string } };
  return { status, headers, bytes, text, json, kind: error?.kind ?? null };
}
