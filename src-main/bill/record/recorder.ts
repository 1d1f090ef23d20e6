/**
 * Remembers the last exchanges for Activity. Redaction happens as they come in: what is kept here
 * has never held a secret, so nothing that reads it can leak one.
 */
import type { Cause, Exchange, ExchangeDetail } from '../../../src-shared/exchange.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Clock } from '../../ports.ts';
import type { Form } from '../http.ts';
import { EXCHANGES_KEPT } from '../call-limits.ts';
import { carriesNewSession } from '../reply/new-session.ts';
import { paths } from '../paths.ts';
import { redactForm, redactReply, secretsOfForm } from './redact.ts';

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

/**
 * `onCall` is called after each row of a call that is added or closed: whoever called has something to
 * tell as well, mostly; `onChange` after any other change. `keep` is the number of rows.
 * Times: `at` from the clock of the profile's session, `ms` from the monotonic one of the machine.
 */
export function createRecorder(options: {
  readonly clock: Clock;
  /** What the wall clock of a profile's session says; without it, what `clock` says. */
  readonly timeOf?: (profile: string) => number;
  readonly onCall: () => void;
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

  const keepRows = (next: readonly ExchangeDetail[], tell: () => void) => {
    details = next;
    rows = next.map((detail) => {
      const row = made.get(detail) ?? rowOf(detail);
      made.set(detail, row);
      return row;
    });
    tell();
  };

  return {
    begin: ({ profile, by, program, baseUrl, path, form: sent }) => {
      const form = sent ?? [];
      const start = clock.now().mono;
      const id = ++lastId;
      const secrets = secretsOfForm(form);
      const pending: ExchangeDetail = {
        id,
        profile,
        at: timeOf(profile),
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
          fields: redactForm(form, secrets),
        },
        reply: null,
      };
      keepRows([pending, ...details].slice(0, keep), onCall);

      return ({ status, error, json }) => {
        const ended: ExchangeDetail = {
          ...pending,
          ms: Math.max(0, Math.round(clock.now().mono - start)),
          status,
          outcome: outcomeOf(error),
          error,
          newSession: path !== paths.login && carriesNewSession(json, form),
          reply: json === undefined ? null : redactReply(json, secrets),
        };
        keepRows(
          details.map((detail) => (detail.id === id ? ended : detail)),
          onCall,
        );
      };
    },
    note: ({ program, command, profile, status, error }) => {
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
      keepRows([used, ...details.filter((one) => one !== before)].slice(0, keep), onChange);
    },
    rows: () => rows,
    detail: (id) => details.find((detail) => detail.id === id) ?? null,
    clear: () => keepRows([], onChange),
  };
}

/** `/Login.json` is `Login`: the name that Activity and the log use. */
export const endpointOf = (path: string) => path.replace(/^\//u, '').replace(/\.json$/u, '');

/** `refused` is for refusals of BILL alone; everything else that went wrong is `failed`. */
function outcomeOf(error: AppError | null): 'ok' | 'refused' | 'failed' {
  if (error === null) return 'ok';
  return error.kind === 'refused' ? 'refused' : 'failed';
}

function rowOf(detail: ExchangeDetail): Exchange {
  const { request: _, reply: __, ...row } = detail;
  return row;
}
