/**
 * The calls of the control API as a table: method and path, and what each does. Pure but for what the
 * controls do.
 */
import type { Controls } from './controls.ts';

export interface ControlCall {
  /** The last part of the path where the route has one open; else empty. */
  readonly name: string;
  readonly query: URLSearchParams;
  /** The body as JSON; undefined where there was none. */
  readonly body: unknown;
}

/** Undefined is 204; `notFound` is 404. */
export type ControlAnswer = object | undefined | 'notFound';

/** A refusal whose message is a sentence for whoever wrote the call. */
export class ControlError extends Error {}

type Act = (controls: Controls, call: ControlCall) => ControlAnswer;

const done = (act: (controls: Controls, call: ControlCall) => void): Act => {
  return (controls, call) => {
    act(controls, call);
    return undefined;
  };
};

/** By path, then by method. `*` stands for the last part of a path. */
export const ROUTES: Readonly<Record<string, Readonly<Record<string, Act>>>> = {
  '/v1/health': { GET: () => ({ ok: true }) },
  '/v1/accounts': { GET: (controls) => controls.accounts() },
  '/v1/messages': {
    // A + that was not encoded is a space in a query.
    GET: (controls, { query }) => controls.messages(query.get('phone')?.replace(/^ /, '+') ?? null),
  },
  '/v1/sessions': {
    GET: (controls) => controls.sessions(),
    DELETE: done((controls) => controls.endAllSessions()),
  },
  '/v1/sessions/*': {
    DELETE: (controls, { name }) => (controls.endSession(name) ? undefined : 'notFound'),
  },
  '/v1/faults': { PUT: done((controls, { body }) => controls.setFaults(body)) },
  '/v1/stubs': { PUT: done((controls, { body }) => controls.setStubs(body)) },
  '/v1/data': {
    GET: (controls) => controls.exportData(),
    PUT: done((controls, { body }) => controls.replaceData(body)),
  },
  '/v1/data/reset': { POST: done((controls) => controls.resetData()) },
  '/v1/clock': {
    GET: (controls) => ({ now: controls.now() }),
    POST: (controls, { body }) => {
      controls.advance(readAdvance(body));
      return { now: controls.now() };
    },
  },
  '/v1/reset': { POST: done((controls) => controls.reset()) },
};

function readAdvance(body: unknown): number {
  const value: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'advanceMs') : undefined;
  if (typeof value === 'number') return value;
  throw new ControlError('"advanceMs" must be a number of milliseconds.');
}
