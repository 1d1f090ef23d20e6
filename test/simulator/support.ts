/**
 * What the simulator's tests share: a clock moved by hand, a started simulator, and calls over HTTP.
 */
import { createConnection } from 'node:net';
import { request as httpRequest } from 'node:http';
import { onTestFinished } from 'vitest';

import { startSimulator } from '../../src-simulator/index.ts';
import type {
  Simulator,
  SimulatorAccount,
  SimulatorClock,
  SimulatorEvent,
  SimulatorOptions,
} from '../../src-simulator/index.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** 10:00 sharp, so that clock hours are easy to see. */
export const START = Date.UTC(2026, 10, 24, 10, 0, 0);

export class HandClock implements SimulatorClock {
  #now = START;
  now(): number {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now += ms;
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** `BDC_…`, null for success, undefined where the reply is no envelope. */
  readonly code: string | null | undefined;
  readonly message: string | undefined;
  readonly data: unknown;
}

export type FieldsIn = Readonly<Record<string, string>>;

export interface Sending {
  readonly method?: string;
  /** Sent as it is instead of the encoded fields. */
  readonly raw?: string | Buffer;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of /api/v2. */
  readonly root?: string;
}

/** As it stands in a form; its name has no quote. */
interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}
const BOUNDARY = 'between-the-parts';

export class Bench {
  readonly clock: HandClock;
  readonly simulator: Simulator;
  readonly events: SimulatorEvent[];

  constructor(clock: HandClock, simulator: Simulator, events: SimulatorEvent[]) {
    this.clock = clock;
    this.simulator = simulator;
    this.events = events;
  }

  /** The nth account that fits, starting with 0. */
  account(fits: Partial<SimulatorAccount> = {}, nth = 0): SimulatorAccount {
    const found = this.simulator.accounts.filter((account) =>
      Object.entries({ condition: 'normal', kind: 'user', ...fits }).every(
        ([key, value]) => account[key as keyof SimulatorAccount] === value,
      ),
    )[nth];
    if (found === undefined) throw new Error(`No account fits ${JSON.stringify(fits)}.`);
    return found;
  }

  async call(path: string, fields: FieldsIn, sending: Sending = {}): Promise<Reply> {
    const body = sending.raw ?? new URLSearchParams(fields).toString();
    const target = `${sending.root ?? '/api/v2'}${path}${sending.query ?? ''}`;
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...sending.headers,
    };
    return send(this.simulator.port, sending.method ?? 'POST', target, headers, body);
  }

  signIn(account = this.account(), extra: FieldsIn = {}): Promise<Reply> {
    return this.call('/Login.json', { ...credentials(account), orgId: account.orgId, ...extra });
  }

  /** Signs in and gives the fields every session call needs. */
  async session(account = this.account(), extra: FieldsIn = {}): Promise<FieldsIn> {
    const reply = await this.signIn(account, extra);
    return { devKey: account.devKey, sessionId: text(reply.data, 'sessionId') };
  }

  async challenge(session: FieldsIn, data: unknown = { useBackup: false }): Promise<string> {
    const reply = await this.op('/MFAChallenge.json', session, data);
    return text(reply.data, 'challengeId');
  }

  op(path: string, session: FieldsIn, data?: unknown): Promise<Reply> {
    return this.call(path, {
      ...session,
      ...(data === undefined ? {} : { data: JSON.stringify(data) }),
    });
  }

  /** A call as multipart/form-data, with a file where one is given. */
  multipart(path: string, fields: FieldsIn, file?: SentFile): Promise<Reply> {
    const start = (head: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${head}\r\n`;
    const texts = Object.entries(fields).map(
      ([field, value]) => `${start(`name="${field}"`)}\r\n${value}\r\n`,
    );
    if (file !== undefined) {
      texts.push(
        `${start(`name="file"; filename="${file.name}"`)}content-type: ${file.type}\r\n\r\n`,
      );
    }
    const raw = Buffer.concat([
      Buffer.from(texts.join('')),
      ...(file === undefined ? [] : [file.bytes, Buffer.from('\r\n')]),
      Buffer.from(`--${BOUNDARY}--\r\n`),
    ]);
    const type = `multipart/form-data; boundary=${BOUNDARY}`;
    return this.call(path, {}, { raw, headers: { 'content-type': type } });
  }

  /** UploadAttachment with a file of that many bytes. */
  upload(session: FieldsIn, data: object, name: string, size = 3): Promise<Reply> {
    const file = { name, type: 'application/pdf', bytes: Buffer.alloc(size) };
    const fields = { ...session, data: JSON.stringify(data) };
    return this.multipart('/UploadAttachment.json', fields, file);
  }

  code(account = this.account()): string {
    const code = this.simulator.latestCode(account.phone ?? '');
    if (code === null) throw new Error('No code was texted.');
    return code;
  }

  /** A code that is certainly not the one texted. */
  wrongCode(account = this.account()): string {
    return this.code(account) === '000000' ? '000001' : '000000';
  }

  authenticate(
    session: FieldsIn,
    challengeId: string,
    change: Readonly<Record<string, unknown>> = {},
  ): Promise<Reply> {
    return this.op('/MFAAuthenticate.json', session, {
      challengeId,
      token: 'token' in change ? undefined : this.code(),
      deviceId: 'device-1',
      machineName: "Avery's laptop",
      rememberMe: true,
      ...change,
    });
  }

  /** All three steps; gives the mfaId. */
  async trust(session: FieldsIn, change: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const reply = await this.authenticate(session, await this.challenge(session), change);
    return text(reply.data, 'mfaId');
  }

  of<K extends SimulatorEvent['event']>(kind: K): Extract<SimulatorEvent, { event: K }>[] {
    return this.events.filter(
      (event): event is Extract<SimulatorEvent, { event: K }> => event.event === kind,
    );
  }
}

export async function bench(options: Partial<SimulatorOptions> = {}): Promise<Bench> {
  const clock = new HandClock();
  const events: SimulatorEvent[] = [];
  const simulator = await startSimulator({
    clock,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => simulator.close());
  return new Bench(clock, simulator, events);
}

/** A simulator with a session that its first account has opened. */
export async function signedIn(options: Partial<SimulatorOptions> = {}) {
  const b = await bench(options);
  return { b, session: await b.session() };
}

/** The same, and the session is trusted. */
export async function trusted(options: Partial<SimulatorOptions> = {}) {
  const { b, session } = await signedIn(options);
  await b.trust(session);
  return { b, session };
}

export const code = async (reply: Promise<Reply>) => (await reply).code;
/** Code and text of a refusal, as in `BDC_1117: Missing required data for: name.`; `: ` for none. */
export const said = async (reply: Promise<Reply>) => {
  const { code: shown, message } = await reply;
  return `${shown ?? ''}: ${message ?? ''}`;
};
export const lacks = (key: string) => `BDC_1117: Missing required data for: ${key}.`;
export const badField = (what: string) => `BDC_1119: Invalid field,value: ${what}.`;
export const badData = (what: string) => `BDC_1119: Invalid value for data key,value: ${what}.`;

export function credentials(account: SimulatorAccount): FieldsIn {
  return { userName: account.userName, password: account.password, devKey: account.devKey };
}

/** Bodies of the protected operations that are accepted, each several times, in a trusted session. */
export const PAY_ONE_CENT = { billPays: [{ billId: '00n01ABCDEFGHI000001', amount: 0.01 }] };

/** A text field of a reply's data; fails where it is not there. */
export function text(data: unknown, key: string): string {
  const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, key) : null;
  if (typeof value !== 'string') throw new Error(`No text "${key}" in ${JSON.stringify(data)}.`);
  return value;
}

export function send(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const reply = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: reply,
            ...envelope(reply),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function envelope(reply: string): Pick<Reply, 'code' | 'message' | 'data'> {
  const none = { code: undefined, message: undefined, data: undefined };
  let parsed: unknown;
  try {
    parsed = JSON.parse(reply);
  } catch {
    return none;
  }
  if (typeof parsed !== 'object' || parsed === null || !('response_data' in parsed)) return none;
  const data = parsed.response_data;
  if ('response_status' in parsed && parsed.response_status === 0) {
    return { code: null, message: undefined, data };
  }
  // Around a Bulk call that failed in part stands no code (C ODOO).
  if (typeof data === 'object' && data !== null && 'bulk' in data) return { ...none, data };
  return { code: text(data, 'error_code'), message: text(data, 'error_message'), data };
}

/** Sends bytes on a bare socket and gives all that comes back and how the connection ended. */
export function exchangeBytes(
  port: number,
  bytes: string | Buffer,
): Promise<{ readonly received: Buffer; readonly end: string }> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    let end = 'closed';
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end = error.code ?? 'error';
    });
    socket.on('close', () => {
      resolve({ received: Buffer.concat(chunks), end });
    });
    socket.write(bytes);
  });
}

/** A call as bytes, for exchangeBytes; asks for the connection to be closed. */
export function callBytes(path: string, fields: FieldsIn): string {
  const body = new URLSearchParams(fields).toString();
  return [
    `POST /api/v2${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
