/**
 * The checks every call passes, in their order, and the reply that comes out (bill-api 1 to 4).
 * Pure in the sense that matters: world, request and time in; reply and events out; no I/O.
 */
import { isRefusal, readData } from './data-fields.ts';
import { ENDPOINTS } from './endpoints.ts';
import type { Endpoint } from './endpoints.ts';
import { errorText } from './errors.ts';
import { refuse, refuseWith, succeed } from './outcome.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { isUnreadable, readForm, route } from './request.ts';
import type { Fields, Form, RawRequest, Unreadable } from './request.ts';
import { checkDevKey } from './sign-in.ts';
import type { Session } from './sessions.ts';
import type { RefusalReason } from './types.ts';
import type { World } from './world.ts';

export interface Reply {
  readonly status: number;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Call {
  readonly reply: Reply;
  /** The sessionId the caller gave, for the record. */
  readonly sessionId: string | null;
  /** Why it was refused; null where it was not, or nobody can tell. */
  readonly why: Why | null;
  /** Gives the place among the calls at once back; to be called when the reply is out. */
  readonly release: () => void;
}

export interface Why {
  readonly reason: RefusalReason;
  readonly hint: string | null;
}

interface Decision {
  readonly outcome: Outcome;
  readonly why?: Why;
  readonly status?: number;
  readonly release?: () => void;
}

/** Answers one request at the simulated time `now` (epoch milliseconds). */
export function answer(world: World, request: RawRequest, now: number): Call {
  world.sessions.sweep(now);
  const form = readForm(request, world.options.lenientContentType);
  const { outcome, status, why, release } = decide(world, request, form, now);
  return {
    reply: toReply(world, outcome, status),
    sessionId: isUnreadable(form) ? null : (form.fields.get('sessionId') ?? null),
    why: why ?? null,
    release: release ?? nothing,
  };
}

const nothing = (): void => undefined;

function decide(world: World, request: RawRequest, form: Form | Unreadable, now: number): Decision {
  const to = route(request.target);
  if (to.kind === 'unknownVersion') return { outcome: refuse('BDC_1003') };
  if (to.kind === 'otherVersion') return { outcome: refuse('BDC_1005', to.version) };
  const endpoint = to.kind === 'endpoint' ? ENDPOINTS.get(to.path) : undefined;
  if (endpoint === undefined) return { outcome: refuse('BDC_1121'), status: 404 };
  if (isUnreadable(form)) {
    const status = request.body === null ? 413 : world.options.malformedHttpStatus;
    return { outcome: refuse('BDC_1002'), status, why: form };
  }
  const { fields } = form;
  const devKey = fields.get('devKey') ?? '';
  if (devKey === '' && endpoint.needs !== 'nothing') return { outcome: refuse('BDC_1178') };
  const limited = checkHour(world, endpoint, devKey, now);
  if (limited !== null) return { outcome: limited };
  if (endpoint.needs === 'nothing') return { outcome: endpoint.act(world) };
  if (endpoint.needs === 'credentials') {
    const release = takeSignInSlot(world, endpoint, devKey, fields);
    if (isRefusal(release)) return { outcome: release };
    return { outcome: endpoint.act(world, fields, now, request.origin), release };
  }
  return decideInSession(world, endpoint, devKey, fields, now);
}

function decideInSession(
  world: World,
  endpoint: Extract<Endpoint, { needs: 'session' }>,
  devKey: string,
  fields: Fields,
  now: number,
): Decision {
  const key = checkDevKey(world, devKey);
  if (isRefusal(key)) return { outcome: key };
  const session = findSession(world, fields.get('sessionId') ?? '', devKey);
  if (isRefusal(session)) return { outcome: session };
  const release = world.slots.take(devKey, session.orgId);
  const outcome =
    release === null ? refuse('BDC_1322') : actInSession(world, endpoint, session, fields, now);
  if (!outcome.refused || world.options.failedCallResetsIdle) world.sessions.touch(session, now);
  return release === null ? { outcome } : { outcome, release };
}

function actInSession(
  world: World,
  endpoint: Extract<Endpoint, { needs: 'session' }>,
  session: Session,
  fields: Fields,
  now: number,
): Outcome {
  const { options } = world;
  if (session.user.kind === 'token' && endpoint.from !== 'any') {
    return refuseWith(
      endpoint.from === 'trusted' ? options.tokenProtectedError : options.tokenMfaError,
    );
  }
  if (endpoint.from === 'trusted' && !world.trust.isTrusted(session, now)) {
    return refuseWith(options.untrustedError);
  }
  // GetSessionInfo and Logout take no data; `data={}` that some clients send is tolerated (C S-CB).
  const data = endpoint.data === 'none' ? {} : readData(fields, endpoint.data);
  if (isRefusal(data)) return data;
  return endpoint.act({ world, session, data, now });
}

/** Hourly limits of a known developer key. Calls over the limit count as well. */
function checkHour(world: World, endpoint: Endpoint, devKey: string, now: number): Refusal | null {
  if (!world.directory.devKeys.has(devKey)) return null;
  const { options } = world;
  if (!world.calls.count(devKey, now)) return refuse('BDC_1144', String(options.callsPerHour));
  if (endpoint.needs !== 'credentials') return null;
  const counter = options.listOrgsSharesLoginLimit ? devKey : `${devKey} ${endpoint.counts}`;
  if (world.signIns.count(counter, now)) return null;
  return refuse('BDC_1144', String(options.loginLimitNumber));
}

/** A Login counts among the calls at once of the organization it names, if there is such a one. */
function takeSignInSlot(
  world: World,
  endpoint: Extract<Endpoint, { needs: 'credentials' }>,
  devKey: string,
  fields: Fields,
): (() => void) | Refusal {
  const orgId = fields.get('orgId') ?? '';
  const known = world.directory.devKeys.has(devKey) && world.directory.orgs.has(orgId);
  if (endpoint.counts !== 'login' || !known) return () => undefined;
  return world.slots.take(devKey, orgId) ?? refuse('BDC_1322');
}

function findSession(world: World, sessionId: string, devKey: string): Session | Refusal {
  if (sessionId === '') return refuse('BDC_1109');
  const found = world.sessions.find(sessionId, devKey);
  switch (found) {
    case 'unknown':
      return refuseWith(world.options.unknownSessionError);
    case 'idle':
      return refuseWith(world.options.idleSessionError);
    case 'ended':
      return refuseWith(world.options.endedSessionError);
    case 'otherDevKey':
      return refuseWith(world.options.otherDevKeySessionError);
    default:
      return found;
  }
}

/** A reply for a BDC code outside the rules: what a fault asked for, or a request for another host. */
export function refusalReply(world: World, outcome: Refusal, status: number): Reply {
  return toReply(world, outcome, status);
}

/** A plain success, for faults that replace the real answer. */
export function successReply(world: World, data: unknown): Reply {
  return toReply(world, succeed(data), undefined);
}

/** The envelope of bill-api 1.3. API errors go out as HTTP 200 unless said otherwise (C* S-NODE). */
function toReply(world: World, outcome: Outcome, status: number | undefined): Reply {
  const { options } = world;
  const headers = { 'content-type': options.contentType };
  if (outcome.refused) {
    const { code, params } = outcome;
    const limit = code === 'BDC_1144' || code === 'BDC_1322';
    const text = outcome.text ?? errorText(options, code, params) ?? 'Simulated error.';
    return {
      status: status ?? (limit ? options.limitHttpStatus : options.errorHttpStatus),
      code,
      headers,
      body: envelope(1, 'Error', { error_code: code, error_message: text }),
    };
  }
  const cookie = outcome.cookieFor;
  const attributes = options.cookieAttributes === '' ? '' : `; ${options.cookieAttributes}`;
  return {
    status: status ?? 200,
    code: null,
    headers: cookie === null ? headers : { ...headers, 'set-cookie': `sid=${cookie}${attributes}` },
    body: envelope(0, 'Success', outcome.data),
  };
}

function envelope(status: 0 | 1, message: 'Success' | 'Error', data: unknown): string {
  return JSON.stringify({
    response_status: status,
    response_message: message,
    response_data: data,
  });
}
