/**
 * Remembers the last exchanges for Activity. What is kept here, and can be read, has never held a secret, so
 * nothing that reads it can leak one: a call is redacted when there is time, and before anybody looks.
 */
import {
  EXCHANGES_KEPT,
  type Cause,
  type Exchange,
  type ExchangeDetail,
} from '../../../src-shared/exchange.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Clock } from '../../ports.ts';
import type { Form } from '../http.ts';
import { carriesNewSession } from '../reply/new-session.ts';
import { paths } from '../paths.ts';
import { forgetLastMatch, redactForm, redactReply, secretsOfForm } from './redact.ts';

export interface Sending {
  readonly profile: string;
  readonly by: Cause;
  readonly program: string | null;
  /** The address posted to, base URL and path. */
  readonly baseUrl: string;
  readonly path: string;
  /** Null: a GET, without any. */
  readonly form: Form | null;
}

export interface Ending {
  readonly status: number | null;
  /** Null says that BILL answered with success. */
  readonly error: AppError | null;
  /** The reply's JSON; undefined when there was none. */
  readonly json: unknown;
}

/** What a program asked the app for, and was answered without a call. */
export interface ProgramUse {
  readonly program: string;
  readonly command: string;
  /** Empty where it is about none. */
  readonly profile: string;
  readonly status: number;
  readonly error: AppError | null;
}

export interface Recorder {
  /** Adds a row for a call that is being sent, and returns the way to close it (once). */
  begin(sending: Sending): (ending: Ending) => void;
  /**
   * Adds a row for a program's use, or counts on in the row that says the same of it: one that asks all
   * day must not drive everything else out.
   */
  note(use: ProgramUse): void;
  /** Newest first. The same array until something changes. */
  rows(): readonly Exchange[];
  /** Null for an ID that is unknown, or no longer kept. */
  detail(id: number): ExchangeDetail | null;
  /** Forgets every row; a call that is under way leaves none. */
  clear(): void;
}

/** Calls wait for at most so many ms to be redacted, or until there are so many of them: the next may be on its way. */
const WAITS_MS = 50;
const MOST_WAITING = 16;

/**
 * `onCall` is called after each row of a call that is added or closed: whoever called has something to
 * tell as well, mostly; `onChange` after any other change. `keep` is the number of rows.
 * Times: `at` from the clock of the profile's session, `ms` from the monotonic one of the machine.
 */
export function createRecorder(options: {
  readonly clock: Clock;
  /** What the wall clock of a profile's session says; without it, what `clock` says. */
  readonly timeOf?: (profile: string) => number;
  readonly onCall: (profile: string) => void;
  readonly onChange: () => void;
  readonly keep?: number;
}): Recorder {
  const { clock, onCall, onChange, keep = EXCHANGES_KEPT } = options;
  const timeOf = options.timeOf ?? (() => clock.now().wall);
  let details: readonly ExchangeDetail[] = [];
  let rows: readonly Exchange[] = [];
  let lastId = 0;

  /** Made once for each detail: a tool may call many times a second. */
  const made = new WeakMap<ExchangeDetail, Exchange>();

  const keepRows = (next: readonly ExchangeDetail[]) => {
    details = next;
    rows = next.map((detail) => {
      const row = made.get(detail) ?? rowOf(detail);
      made.set(detail, row);
      return row;
    });
  };

  /** What has happened and is in no row yet. Each makes a new list of the one before. */
  let waiting: ((before: readonly ExchangeDetail[]) => readonly ExchangeDetail[])[] = [];
  let timer: NodeJS.Timeout | undefined;

  function settle(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const all = waiting;
    waiting = [];
    keepRows(all.reduce((before, next) => next(before), details));
    forgetLastMatch();
  }

  function later(profile: string, work: (typeof waiting)[number]): void {
    waiting.push(work);
    if (waiting.length >= MOST_WAITING) settle();
    else timer ??= setTimeout(settle, WAITS_MS).unref();
    onCall(profile);
  }

  return {
    begin: ({ profile, by, program, baseUrl, path, form: sent }) => {
      const form = sent ?? [];
      const start = clock.now().mono;
      const id = ++lastId;
      const at = timeOf(profile);
      let secrets: readonly string[] = [];
      later(profile, (before) => {
        secrets = secretsOfForm(form);
        const pending: ExchangeDetail = {
          id,
          profile,
          at,
          endpoint: endpointOf(path),
          by,
          program: program === null ? null : { name: program, times: null },
          ms: null,
          status: null,
          outcome: 'pending',
          error: null,
          newSession: false,
          request: {
            line: `${sent === null ? 'GET' : 'POST'} ${new URL(baseUrl + path).pathname}`,
            baseUrl,
            fields: orWithout(() => redactForm(form, secrets), []),
          },
          reply: null,
        };
        return [pending, ...before].slice(0, keep);
      });

      return ({ status, error, json }) => {
        const ms = Math.max(0, Math.round(clock.now().mono - start));
        later(profile, (before) => {
          // It may have been forgotten meanwhile.
          const place = before.findIndex((detail) => detail.id === id);
          const pending = before[place];
          if (pending === undefined) return before;
          return before.with(place, {
            ...pending,
            ms,
            status,
            outcome: outcomeOf(error),
            error,
            newSession:
              path !== paths.login && orWithout(() => carriesNewSession(json, form), false),
            reply: json === undefined ? null : orWithout(() => redactReply(json, secrets), null),
          });
        });
      };
    },
    note: ({ program, command, profile, status, error }) => {
      settle();
      const isSame = (one: ExchangeDetail) =>
        one.endpoint === command &&
        one.program?.name === program &&
        one.profile === profile &&
        one.status === status;
      const before = details.find((one) => isSame(one) && one.program?.times !== null);
      const used: ExchangeDetail = {
        id: before?.id ?? ++lastId,
        profile,
        at: timeOf(profile),
        endpoint: command,
        by: 'program',
        program: { name: program, times: (before?.program?.times ?? 0) + 1 },
        ms: 0,
        status,
        outcome: error === null ? 'ok' : 'refused',
        error,
        newSession: false,
        request: { line: command, baseUrl: null, fields: [] },
        reply: null,
      };
      keepRows([used, ...details.filter((one) => one !== before)].slice(0, keep));
      onChange();
    },
    rows: () => {
      settle();
      return rows;
    },
    detail: (id) => {
      settle();
      return details.find((detail) => detail.id === id) ?? null;
    },
    clear: () => {
      waiting = [];
      keepRows([]);
      onChange();
    },
  };
}

/** `/Login.json` is `Login`: the name that Activity and the log use. */
export const endpointOf = (path: string) => path.replace(/^\//u, '').replace(/\.json$/u, '');

/** `refused` is for refusals of BILL alone; everything else that went wrong is `failed`. */
function outcomeOf(error: AppError | null): 'ok' | 'refused' | 'failed' {
  if (error === null) return 'ok';
  return error.kind === 'refused' ? 'refused' : 'failed';
}

/** What cannot be redacted is not kept, and takes no other call's row along. */
function orWithout<T>(redact: () => T, without: T): T {
  try {
    return redact();
  } catch {
    return without;
  }
}

function rowOf(detail: ExchangeDetail): Exchange {
  const { request: _, reply: __, ...row } = detail;
  return row;
}
