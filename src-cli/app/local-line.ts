/**
 * One connection to the running app: first it proves who it is, then, on the same connection, it is
 * asked. A token never goes to whoever merely took the app's place at the socket or the pipe.
 */
import type { Socket } from 'node:net';

import { codeOf } from '../../src-shared/text/thrown.ts';
import { lineWords } from '../../src-shared/words/tools/command-words.ts';
import { crypto, net } from '../system/builtins.ts';
import { Stopped } from '../table/exit-codes.ts';
import type { Endpoint } from './endpoint-file.ts';
import { createReplyReader, type ReplyReader } from './http-reply.ts';

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
  /** One at a time. Rejects with Stopped. */
  ask(ask: Ask): Promise<Reply>;
  /**
   * The answer as it comes in, in pieces of text; `withinMs` is for its beginning. Resolves at its end,
   * and rejects with StreamRefused where its status is not 200, else with Stopped.
   */
  stream(ask: Ask, onText: (piece: string) => void): Promise<void>;
  close(): void;
}

/** The longest answer that is read: BILL's own replies end at 1 MiB. */
const MOST_BYTES = 16 * 1024 * 1024;
const HELLO_MS = 10_000;

/** Rejects with Stopped: 6 where nobody listens or it is not the app, 124 where nothing is said. */
export async function openLine({ address, key }: Endpoint): Promise<LocalLine> {
  const connection = connect(address);
  const ask = (what: Ask) => answerTo(connection, what);
  const nonce = crypto().randomBytes(32).toString('hex');
  try {
    const path = `/v1/hello?nonce=${nonce}`;
    const hello = await ask({ method: 'GET', path, withinMs: HELLO_MS });
    const { version, proof } = (hello.value ?? {}) as Readonly<Record<string, unknown>>;
    if (hello.status !== 200 || typeof version !== 'string') throw notTheApp();
    if (!proves(proof, key, nonce)) throw new Stopped('notRunning', lineWords.wrongProof);
    return {
      version,
      ask,
      stream: (what, onText) => streamOf(connection, what, onText),
      close: () => connection.socket.destroy(),
    };
  } catch (error) {
    connection.socket.destroy();
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

/** What is under way on a connection. */
interface Exchange {
  readonly reader: ReplyReader;
  fail(stopped: Stopped): void;
}

interface Connection {
  readonly socket: Socket;
  /** Sends at once, and reads the answer into `exchange`. */
  begin(ask: Ask, exchange: Exchange): void;
  /** The answer is whole. */
  done(): void;
  /** Ends the connection, and what is under way on it. */
  stop(stopped: Stopped): void;
}

/** Never a second one in the place of the first: that would have proved nothing. */
function connect(address: string): Connection {
  const socket = net().connect(address);
  let current: Exchange | null = null;
  let ended: Stopped | null = null;

  function stop(stopped: Stopped): void {
    ended ??= stopped;
    socket.destroy();
    const failed = current;
    current = null;
    failed?.fail(ended);
  }

  /** Whatever a reader throws, the answer is none. */
  function guarded(read: () => void): void {
    try {
      read();
    } catch (error) {
      stop(error instanceof Stopped ? error : notTheApp());
    }
  }

  socket.on('data', (piece) => {
    if (current === null) stop(notTheApp());
    else guarded(() => current?.reader.push(piece));
  });
  socket.on('error', (error) => stop(stoppedBy(error)));
  socket.on('close', () => {
    guarded(() => current?.reader.close());
    stop(new Stopped('notRunning', lineWords.ended));
  });
  return {
    socket,
    stop,
    begin: (ask, exchange) => {
      if (ended !== null) {
        exchange.fail(ended);
        return;
      }
      current = exchange;
      socket.write(written(ask));
    },
    done: () => {
      current = null;
    },
  };
}

/** The request in one piece. No value of ours can break a line of it: see `isToken`. */
function written({ method, path, token, body }: Ask): Buffer {
  const content = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: tabkeeper',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(content === null
      ? []
      : ['Content-Type: application/json', `Content-Length: ${content.length}`]),
  ];
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n`);
  return content === null ? bytes : Buffer.concat([bytes, content]);
}

/** The whole answer. Rejects with Stopped for what is too long, cut short, late, or no JSON. */
function answerTo(connection: Connection, ask: Ask): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let status = 0;
    const late = after(ask.withinMs, connection);
    const reader = createReplyReader({
      head: (given) => (status = given),
      body: (piece) => {
        length += piece.length;
        if (length > MOST_BYTES) throw notTheApp();
        chunks.push(piece);
      },
      end: () => {
        clearTimeout(late);
        const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        connection.done();
        resolve({ status, value });
      },
    });
    connection.begin(ask, {
      reader,
      fail: (stopped) => {
        clearTimeout(late);
        reject(stopped);
      },
    });
  });
}

function streamOf(
  connection: Connection,
  ask: Ask,
  onText: (piece: string) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = new TextDecoder();
    let status = 0;
    const late = after(ask.withinMs, connection);
    const reader = createReplyReader({
      head: (given) => {
        status = given;
        clearTimeout(late);
        if (status !== 200) reject(new StreamRefused(status));
      },
      body: (piece) => {
        if (status === 200) onText(text.decode(piece, { stream: true }));
      },
      end: () => {
        connection.done();
        resolve();
      },
    });
    connection.begin(ask, {
      reader,
      fail: (stopped) => {
        clearTimeout(late);
        reject(stopped);
      },
    });
  });
}

/** Ends the request when its time is over. */
function after(ms: number, connection: Connection): NodeJS.Timeout {
  return setTimeout(() => connection.stop(new Stopped('timeOut', lineWords.silent)), ms);
}

/** What a failure of the connection means. */
function stoppedBy(error: unknown): Stopped {
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
      return new Stopped('notRunning', lineWords.failed(code === '' ? 'unknown' : code));
  }
}
