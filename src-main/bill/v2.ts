/**
 * BillApi over BILL's v2 form posts: which fields go where, and what a reply becomes. Each call
 * takes its turn at the gate, is posted, recorded and judged; nothing else happens here.
 */
import type { Cause } from '../../src-shared/exchange.ts';
import { fail, ok, type AppError, type Result } from '../../src-shared/result.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { BaseUrl, BillApi, CallContext, Log, SessionKeys } from '../ports.ts';
import { allowBaseUrl } from './base-url.ts';
import type { Spending } from './budgets.ts';
import { paths, type Endpoint } from './paths.ts';
import type { Gate, Rank } from './gate.ts';
import { createHttp, type Form, type HttpOptions, type Posted } from './http.ts';
import { MAX_NAMED_REPLY_BYTES, MAX_REPLY_BYTES, SHOWN_REPLY } from './call-limits.ts';
import { endpointOf, type Recorder } from './record/recorder.ts';
import { createScrub, redactReply, secretsOfForm } from './record/redact.ts';
import {
  readAnswer,
  readChallenge,
  readOrganizations,
  readSessionInfo,
  readSignedIn,
  readStatus,
  readVerified,
  type Answer,
  type Read,
} from './replies.ts';
import { readCodeTexts } from './reply/listed-codes.ts';
import { createFlights } from './sign-in-flights.ts';

/** `lookup` and `timeouts` are for tests. */
export interface BillV2Options extends HttpOptions {
  readonly recorder: Recorder;
  /** One for all clients of the app, since BILL counts by developer key. */
  readonly gate: Gate;
  /** Gets an entry for each request. */
  readonly log?: Log;
}

/** One call, ready to be sent. */
interface Call<T> {
  readonly baseUrl: BaseUrl;
  readonly devKey: string;
  readonly orgId: string;
  readonly endpoint: Endpoint | 'named';
  /** Below the base URL. */
  readonly path: string;
  /** Null: a GET, without any. */
  readonly form: Form | null;
  readonly read: Read<T>;
  readonly context: CallContext;
  readonly spends?: Spending;
  /** Repeated once if the connection is cut before any reply: only what changes nothing. */
  readonly isRead?: true;
  readonly cut?: 'untilSent';
}

/**
 * BILL's v2 API (bill-api 1.2 to 1.4). Nothing rejects, and no error holds anything that was sent:
 * `hostRefused` and `ownLimit` before sending; then `line`, `oddReply`, `refused`, or `cancelled`.
 *
 * - Nothing is retried, except that a read (GetSessionInfo, MFAStatus) whose connection is cut
 *   before any reply is sent once more, at once, on a new connection. Both are in the recorder.
 * - Two sign-ins of one profile with the same credentials share one request; with others the second
 *   is `notNow`. A cancelled sign-in resolves at once; if its request was out already and BILL
 *   accepts it, the session that nobody knows is signed out.
 * - `log` gets the endpoint, the cause, the outcome and the duration of each request.
 */
export function createBillV2(options: BillV2Options): BillApi {
  const { clock, recorder, gate, log } = options;
  const post = createHttp(options);
  const joinSignIn = createFlights();

  /** Sends a call in its turn. */
  async function send<T>(call: Call<T>): Promise<Result<T>> {
    const { devKey, orgId, context, spends = null } = call;
    const allowed = allowBaseUrl(call.baseUrl);
    if (!allowed.ok) return allowed;
    try {
      const turn = { devKey, orgId, rank: rankOf(context.by), spends, signal: context.signal };
      return await gate.run(turn, async () => {
        let last = await exchange(call);
        if (last.cutEarly && call.isRead === true) last = await exchange(call);
        // A reply may arrive just before the abort takes effect. A sign-in handles that itself
        // (sign-in-flights.ts).
        const tooLate = context.signal.aborted && call.cut !== 'untilSent';
        return tooLate ? fail({ kind: 'cancelled' }) : last.result;
      });
    } catch (thrown) {
      log?.write({ event: 'failure', where: 'bill', name: nameOf(thrown) });
      return fail({ kind: 'internal' });
    }
  }

  /** One request and its reply, recorded. */
  async function exchange<T>(call: Call<T>): Promise<{ result: Result<T>; cutEarly: boolean }> {
    const { baseUrl, path, form, context } = call;
    const { profile, by, program = null, signal } = context;
    const start = clock.now().mono;
    const end = recorder.begin({ profile, by, program, baseUrl, path, form });
    const most = call.endpoint === 'named' ? MAX_NAMED_REPLY_BYTES : MAX_REPLY_BYTES;
    const posted = await post({ baseUrl, path, form, signal, cut: call.cut ?? 'always', most });
    const { json, result } = judge(call, posted);
    const error = result.ok ? null : result.error;
    end({ status: posted.ok ? posted.value.status : posted.status, error, json });
    const outcome = wordFor(error);
    const ms = Math.max(0, Math.round(clock.now().mono - start));
    log?.write({ event: 'call', endpoint: endpointOf(path), by, outcome, ms });
    return { result, cutEarly: !posted.ok && posted.cutEarly };
  }

  function inSession<T>(
    keys: SessionKeys,
    context: CallContext,
    endpoint: Endpoint,
    data: string | null,
    read: Read<T>,
    extra: Pick<Call<T>, 'spends' | 'isRead'> = {},
  ): Promise<Result<T>> {
    const { baseUrl, devKey, orgId } = keys;
    const form = formOf(keys, data);
    const path = paths[endpoint];
    return send({ baseUrl, devKey, orgId, endpoint, path, form, read, context, ...extra });
  }

  const api: BillApi = {
    signIn: (credentials, context) => {
      const { baseUrl, userName, password, orgId, devKey, device } = credentials;
      const known = device === null ? {} : { mfaId: device.mfaId, deviceId: device.deviceId };
      const form = Object.entries({ userName, password, orgId, devKey, ...known });
      return joinSignIn({
        profile: context.profile,
        credentials,
        signal: context.signal,
        start: (signal) =>
          send({
            baseUrl,
            devKey,
            orgId,
            endpoint: 'login',
            path: paths.login,
            form,
            read: readSignedIn(orgId),
            context: { ...context, signal },
            spends: 'signIn',
            cut: 'untilSent',
          }),
        undo: ({ sessionId }) => {
          const signal = new AbortController().signal;
          return api.signOut({ baseUrl, sessionId, devKey, orgId }, { ...context, signal });
        },
      });
    },

    findOrganizations: ({ baseUrl, userName, password, devKey }, context) =>
      send({
        baseUrl,
        devKey,
        orgId: '',
        endpoint: 'listOrganizations',
        path: paths.listOrganizations,
        form: Object.entries({ userName, password, devKey }),
        read: readOrganizations,
        context,
        spends: 'signIn',
      }),

    touch: (keys, context) =>
      inSession(keys, context, 'getSessionInfo', null, readSessionInfo, { isRead: true }),

    signOut: async (keys, context) => {
      const result = await inSession(keys, context, 'logout', null, readAnything);
      return result.ok ? ok(null) : result;
    },

    sendMfaCode: (keys, context) =>
      inSession(keys, context, 'mfaChallenge', '{"useBackup":false}', readChallenge, {
        spends: 'textMessage',
      }),

    submitMfaCode: (keys, answer, context) => {
      const { challengeId, code, deviceId, machineName, rememberDevice } = answer;
      const data = JSON.stringify({
        challengeId,
        token: code,
        deviceId,
        machineName,
        rememberMe: rememberDevice,
      });
      return inSession(keys, context, 'mfaAuthenticate', data, readVerified);
    },

    checkTrust: (keys, { mfaId, deviceId }, context) => {
      const data = JSON.stringify({ mfaId, deviceId });
      return inSession(keys, context, 'mfaStatus', data, readStatus, { isRead: true });
    },

    listErrors: (baseUrl, context) =>
      send({
        baseUrl,
        // It names no developer key and no organization, and so is counted for none.
        ...{ devKey: '', orgId: '', form: null },
        endpoint: 'listErrors',
        path: paths.listErrors,
        read: readCodeTexts,
        context,
      }),

    tryOperation: (keys, path, data, context) => {
      const { baseUrl, devKey, orgId } = keys;
      const form = formOf(keys, data);
      const secrets = secretsOfForm(form);
      const read: Read<{ reply: string }> = (_, whole) => ({
        reply: redactReply(whole, secrets, SHOWN_REPLY),
      });
      return send({ baseUrl, devKey, orgId, endpoint: 'named', path, form, read, context });
    },

    callOperation: (keys, path, data, context) => {
      const { baseUrl, devKey, orgId } = keys;
      const form = formOf(keys, data);
      // Whatever a server echoes: a program that may call is not one that may see the keys.
      const scrub = createScrub([keys.sessionId, keys.devKey]);
      const read: Read<{ data: unknown }> = (reply) => ({
        data: JSON.parse(scrub(JSON.stringify(reply ?? null))) as unknown,
      });
      return send({ baseUrl, devKey, orgId, endpoint: 'named', path, form, read, context });
    },
  };
  return api;
}

/** Whoever waits goes first. */
function rankOf(by: Cause): Rank {
  switch (by) {
    case 'you':
    case 'signIn':
      return 'person';
    case 'keepAlive':
    case 'beforeSleep':
    case 'afterWake':
    case 'check':
      return 'app';
    case 'program':
      return 'program';
  }
}

function formOf(keys: SessionKeys, data: string | null): Form {
  const { devKey, sessionId } = keys;
  return Object.entries({ devKey, sessionId, ...(data === null ? {} : { data }) });
}

function judge<T>({ endpoint, form, read }: Call<T>, posted: Posted): Answer<T> {
  if (!posted.ok) return { json: undefined, result: fail(posted.error) };
  return readAnswer(posted.value, endpoint, read, createScrub(secretsOfForm(form ?? [])));
}

/** For replies that hold nothing we need. */
const readAnything: Read<true> = () => true;

/** For the log: the class of the outcome and BILL's code, never a text. */
function wordFor(error: AppError | null): string {
  if (error === null) return 'ok';
  switch (error.kind) {
    case 'refused':
      return error.code;
    case 'line':
      return `line ${error.fault}`;
    case 'oddReply':
      return `oddReply ${error.odd}`;
    default:
      return error.kind;
  }
}
