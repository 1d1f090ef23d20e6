/**
 * One connection to the running app: first it proves who it is, then, on the same connection, it is
 * asked. A token never goes to whoever merely took the app's place at the socket or the pipe.
 */
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { codeOf } from '../../src-shared/text/thrown.ts';
import { lineWords } from '../../src-shared/words/command-words.ts';
import { crypto, http, net } from '../system/builtins.ts';
import { Stopped } from '../table/exit-codes.ts';
import type { Endpoint } from './endpoint-file.ts';

export interface Reply {
  readonly status: number;
  /** What stood in the body as JSON. */
  readonly value: unknown;
}

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  /** How long the whole answer may take. */
  readonly withinMs: number;
}

export interface LocalLine {
  /** The app's own version. */
  readonly version: string;
  ask(ask: Ask): Promise<Reply>;
  /** The answer as it comes in; its status is 200. Rejects with a Reply for any other. */
  stream(ask: Ask): Promise<IncomingMessage>;
  close(): void;
}

/** The longest answer that is read: BILL's own replies end at 1 MiB. */
const MOST_BYTES = 16 * 1024 * 1024;
const HELLO_MS = 10_000;

/** Rejects with Stopped: 6 where nobody listens or it is not the app, 124 where nothing is said. */
export async function openLine({ address, key }: Endpoint): Promise<LocalLine> {
  const agent = agentOfOne(address);
  const send = (ask: Ask) => sendOver(agent, ask);
  const nonce = crypto().randomBytes(32).toString('hex');
  try {
    const hello = await answerOf(
      await send({ method: 'GET', path: `/v1/hello?nonce=${nonce}`, withinMs: HELLO_MS }),
    );
    const { version, proof } = (hello.value ?? {}) as Readonly<Record<string, unknown>>;
    if (hello.status !== 200 || typeof version !== 'string') throw notTheApp();
    if (!proves(proof, key, nonce)) throw new Stopped('notRunning', lineWords.wrongProof);
    return {
      version,
      ask: async (ask) => answerOf(await send(ask)),
      stream: async (ask) => {
        const sent = await send(ask);
        if (sent.message.statusCode !== 200) {
          const { status } = await answerOf(sent);
          throw new StreamRefused(status);
        }
        sent.deadline.end();
        return sent.message;
      },
      close: () => agent.destroy(),
    };
  } catch (error) {
    agent.destroy();
    throw error;
  }
}

/** The app did not open the stream; `status` is HTTP's. */
export class StreamRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The stream was refused with ${status}.`);
    this.status = status;
  }
}

const notTheApp = () => new Stopped('other', lineWords.notTheApp);

function proves(proof: unknown, key: string, nonce: string): boolean {
  if (typeof proof !== 'string' || !/^[0-9a-f]{64}$/iu.test(proof)) return false;
  const expected = crypto().createHmac('sha256', key).update(nonce).digest();
  return crypto().timingSafeEqual(expected, Buffer.from(proof, 'hex'));
}

/** An agent whose first connection is its only one: a second one would have proved nothing. */
function agentOfOne(address: string): Agent {
  const agent = new (http().Agent)({ keepAlive: true, maxSockets: 1 });
  let isUsed = false;
  const connect = (_: unknown, done: (error: Error | null, stream?: Duplex) => void) => {
    if (isUsed) {
      done(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
      return undefined;
    }
    isUsed = true;
    return net().connect(address);
  };
  return Object.assign(agent, { createConnection: connect });
}

interface Sent {
  readonly message: IncomingMessage;
  readonly deadline: Deadline;
}

/** Ends the request when its time is over. */
interface Deadline {
  readonly isOver: () => boolean;
  end(): void;
}

function deadlineOf(request: ClientRequest, ms: number): Deadline {
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    request.destroy(new Error('late'));
  }, ms);
  return { isOver: () => isOver, end: () => clearTimeout(timer) };
}

function sendOver(agent: Agent, { method, path, token, body, withinMs }: Ask): Promise<Sent> {
  const text = body === undefined ? null : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    // Of TLS. Else Node works one out of the Host, at the cost of milliseconds.
    const noServerName = { servername: '' };
    const request = http().request({
      ...noServerName,
      agent,
      method,
      path,
      headers: {
        host: 'tabkeeper',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(text === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': text.length }),
      },
    });
    const deadline = deadlineOf(request, withinMs);
    request.once('response', (message) => resolve({ message, deadline }));
    request.on('error', (error) => {
      deadline.end();
      reject(deadline.isOver() ? new Stopped('timeOut', lineWords.silent) : stoppedBy(error));
    });
    request.end(text ?? undefined);
  });
}

/** The whole answer. Rejects with Stopped for what is too long, cut short, late, or no JSON. */
function answerOf({ message, deadline }: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (stopped: Stopped) => {
      deadline.end();
      message.destroy();
      reject(stopped);
    };
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_BYTES) stop(notTheApp());
      else chunks.push(chunk);
    });
    message.once('error', (error) =>
      stop(deadline.isOver() ? new Stopped('timeOut', lineWords.silent) : stoppedBy(error)),
    );
    message.once('end', () => {
      deadline.end();
      try {
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        resolve({ status: message.statusCode ?? 0, value });
      } catch {
        reject(notTheApp());
      }
    });
  });
}

/** What a failure of the connection means. */
export function stoppedBy(error: unknown): Stopped {
  const code = codeOf(error) ?? '';
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return new Stopped('notRunning', lineWords.leftOver);
    case 'EACCES':
    case 'EPERM':
      return new Stopped('notRunning', lineWords.forbidden(code));
    case 'ECONNRESET':
    case 'EPIPE':
      return new Stopped('notRunning', lineWords.ended);
    default:
      return code.startsWith('HPE_')
        ? notTheApp()
        : new Stopped('notRunning', lineWords.failed(code === '' ? 'unknown' : code));
  }
}
