/**
 * One call of a tool, sent with the live keys: recorded, judged as far as that takes, and given back whole
 * where it is short, piece by piece where it is not.
 */
import { fail, means, ok, type Result } from '../../src-shared/result.ts';
import type { PassedHead } from '../bill/pass-on.ts';
import { JUDGED_REPLY_BYTES } from '../bill/call-limits.ts';
import { isFine } from '../bill/http.ts';
import { endpointOf } from '../bill/record/recorder.ts';
import { createScrub } from '../bill/record/redact.ts';
import { readAnswer } from '../bill/replies.ts';
import type { SessionKeys } from '../ports.ts';
import { createEchoMask, type EchoMask } from './echo-mask.ts';
import type { ToolBody } from './body/form-body.ts';
import type { GatewayDoor } from './gateway-door.ts';
import type { ReadHead } from './gateway-head.ts';
import { givenHeaders, sentHeaders } from './passed-headers.ts';

/** A reply that was read to its end. */
export interface WholeReply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly bytes: Buffer;
}

/** Where a reply goes: at once, or piece by piece where it is too long to be held. */
export interface Sink {
  whole(reply: WholeReply): void;
  begin(status: number, headers: readonly string[]): void;
  /** Resolves when there is room for more. Rejects when the tool has gone. */
  write(bytes: Buffer): Promise<void>;
  end(): void;
  /** What was begun has no end. */
  cut(): void;
}

export interface ToolCall {
  readonly head: ReadHead;
  readonly rawHeaders: readonly string[];
  /** Null for a call without one. */
  readonly body: ToolBody | null;
  /** What is left of the query without the session's keys. */
  readonly query: string;
  readonly signal: AbortSignal;
  readonly sink: Sink;
}

/** `sink`: it has gone there. A reply is held back where another one may come in its place. */
export type Given = WholeReply | 'sink' | null;

export interface Passed {
  /** What the session learns of it. */
  readonly result: Result<null>;
  /** Null where no reply came that can be given back. */
  readonly given: Given;
}

type Deps = Pick<GatewayDoor, 'clock' | 'log' | 'recorder' | 'passOn'>;

/** Never rejects. `holdsDead`: a reply that calls the session dead is held back. */
export async function passCall(
  { clock, log, recorder, passOn }: Deps,
  { head, rawHeaders, body, query, signal, sink }: ToolCall,
  { keys, holdsDead }: { readonly keys: SessionKeys; readonly holdsDead: boolean },
): Promise<Passed> {
  const { profile, program, method, path, token, operation } = head;
  const isOpen = operation.is === 'passed' && operation.isOpen;
  const { baseUrl, devKey, sessionId } = keys;
  const filled = (await body?.fill(isOpen ? null : keys)) ?? null;
  const own: readonly (readonly [string, string])[] = isOpen
    ? []
    : [
        ['devKey', devKey],
        ['sessionId', sessionId],
      ];
  const start = clock.now().mono;
  const mask = createEchoMask(keys);
  let status: number | null = null;
  let json: unknown = undefined;
  let given: Given = null;

  const passing = passOn<null>(
    {
      baseUrl,
      method,
      reads: operation.is === 'passed' && operation.reads,
      target: query === '' ? path : `${path}?${query}`,
      headers: [
        ...sentHeaders(rawHeaders, [token, sessionId]),
        ...['accept-encoding', 'identity'],
        ...(filled === null ? [] : ['content-type', filled.type]),
      ],
      body: filled?.bytes ?? null,
      signal,
    },
    async (reply, chunks) => {
      ({ status } = reply);
      const headers = givenHeaders(reply.headers, mask.text);
      const judge = (all: Buffer) => {
        const answer = readAnswer(
          { ...reply, text: new TextDecoder().decode(all) },
          'named',
          () => true,
          (text) => createScrub([sessionId, devKey])(text),
        );
        ({ json } = answer);
        return answer.result.ok ? ok(null) : answer.result;
      };
      const { first, rest } = await readFirst(chunks, (read) => beginsFine(reply.status, read));
      if (rest === null) {
        const whole = { status, headers, bytes: mask.bytes(first, true) };
        // First of all: what is learnt of it can wait, and the tool does.
        const canBeDead = holdsDead && !beginsFine(status, first);
        if (!canBeDead) {
          given = 'sink';
          sink.whole(whole);
        }
        const judged = judge(first);
        const isHeld = canBeDead && !judged.ok && means(judged.error, 'sessionInvalid');
        given = isHeld ? whole : 'sink';
        if (canBeDead && !isHeld) sink.whole(whole);
        return judged;
      }
      given = 'sink';
      sink.begin(status, headers);
      try {
        const all = await stream(first, rest, mask, sink);
        return all === null ? judgeLong(reply, first) : judge(all);
      } catch (error) {
        sink.cut();
        throw error;
      }
    },
  );
  // While the request is on its way.
  const form = [...own, ...(body?.fields ?? [])];
  const end = recorder.begin({ profile, by: 'program', program, baseUrl, path, form });
  const result = await passing;
  const error = result.ok ? null : result.error;
  end({ status, error, json });
  const ms = Math.max(0, Math.round(clock.now().mono - start));
  const outcome = error === null ? 'ok' : error.kind === 'refused' ? error.code : error.kind;
  log.write({ event: 'call', endpoint: endpointOf(path), by: 'program', outcome, ms });
  return { result, given };
}

interface First {
  readonly first: Buffer;
  /** Null where that was all. */
  readonly rest: AsyncIterator<Buffer, undefined> | null;
}

/** The server has this long, in ms, to go on with a reply that is given whole if it does. */
const GOES_ON_WITHIN_MS = 20;

/** `mayGo`: what was read so far can be given before the rest is there, which a slow server takes its time for. */
async function readFirst(
  chunks: AsyncIterable<Buffer, undefined>,
  mayGo: (read: Buffer) => boolean,
): Promise<First> {
  const read: Buffer[] = [];
  let size = 0;
  const all = chunks[Symbol.asyncIterator]();
  for (;;) {
    const next = all.next();
    if (size > 0 && (await isSlow(next)) && mayGo(Buffer.concat(read))) {
      return { first: Buffer.concat(read), rest: after(next, all) };
    }
    const { done, value } = await next;
    if (done === true) return { first: Buffer.concat(read), rest: null };
    read.push(value);
    size += value.length;
    if (size > JUDGED_REPLY_BYTES) return { first: Buffer.concat(read), rest: all };
  }
}

function isSlow(next: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), GOES_ON_WITHIN_MS);
    const goesOn = () => {
      clearTimeout(timer);
      resolve(false);
    };
    next.then(goesOn, goesOn);
  });
}

/** The same iterator, one piece of which was asked for already. */
function after(
  asked: Promise<IteratorResult<Buffer, undefined>>,
  rest: AsyncIterator<Buffer, undefined>,
): AsyncIterator<Buffer, undefined> {
  let first: typeof asked | null = asked;
  return {
    next: () => {
      const next = first ?? rest.next();
      first = null;
      return next;
    },
  };
}

/**
 * A tool that reads slowly is waited for; nothing is piled up here but what can be judged. Resolves to the
 * whole reply, or to null where it is longer than that.
 */
async function stream(
  first: Buffer,
  rest: AsyncIterator<Buffer, undefined>,
  mask: EchoMask,
  sink: Sink,
): Promise<Buffer | null> {
  let read = [first];
  let size = first.length;
  await sink.write(mask.bytes(first, false));
  for (;;) {
    const { done, value } = await rest.next();
    if (done === true) break;
    size += value.length;
    read = size > JUDGED_REPLY_BYTES ? [] : [...read, value];
    await sink.write(mask.bytes(value, false));
  }
  await sink.write(mask.bytes(Buffer.alloc(0), true));
  sink.end();
  return size > JUDGED_REPLY_BYTES ? null : Buffer.concat(read);
}

/** As BILL's success does. */
const beginsFine = (status: number, first: Buffer): boolean =>
  isFine(status) &&
  /^\s*\{\s*"response_status"\s*:\s*0\s*,/u.test(first.toString('latin1', 0, 200));

/** Too long to be a refusal: it answers the call where it begins as a success. */
function judgeLong({ status, retryAfterMs }: PassedHead, first: Buffer): Result<null> {
  if (beginsFine(status, first)) return ok(null);
  const odd = isFine(status) ? 'shape' : 'status';
  return fail({ kind: 'oddReply', odd, status, retryAfterMs });
}
