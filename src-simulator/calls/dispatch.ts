/**
 * The checks every call passes, in their order, and the reply that comes out (bill-api 1 to 4).
 * Pure in the sense that matters: world, request and time in; reply and events out; no I/O.
 */
import { isRefusal, readData } from './data-fields.ts';
import { ENDPOINTS, STUB_ALONE } from './endpoints.ts';
import type { Endpoint } from './endpoints.ts';
import { envelopeText } from './reply-envelope.ts';
import { errorBody } from './errors.ts';
import { refuse, refuseWith, succeed } from './outcome.ts';
import type { Outcome, Refusal } from './outcome.ts';
import { whyUnknownPath } from '../reasons/unknown-path.ts';
import { whyRefused } from '../reasons/reasons.ts';
import type { Why } from '../reasons/reasons.ts';
import { isUnreadable, pathOf, readForm, readQuery, route } from '../http/request.ts';
import type { Fields, Form, RawRequest, Unreadable } from '../http/request.ts';
import { checkDevKey } from '../account/sign-in.ts';
import type { Session } from '../account/live-sessions.ts';
import type { World } from '../world.ts';

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
  const refused = outcome.refused ? whyRefused(outcome) : null;
  return {
    reply: toReply(world, outcome, status),
    sessionId: isUnreadable(form) ? null : (form.fields.get('sessionId') ?? null),
    why: why ?? refused,
    release: release ?? nothing,
  };
}

const nothing = (): void => undefined;

function decide(world: World, request: RawRequest, read: Form | Unreadable, now: number): Decision {
  let form = read;
  const to = route(request.target);
  if (to.kind === 'unknownVersion') return { outcome: refuse('BDC_1003') };
  if (to.kind === 'otherVersion') return { outcome: refuse('BDC_1005', to.version) };
  const path = to.kind === 'endpoint' ? to.path : '';
  const endpoint = ENDPOINTS.get(path) ?? (world.stubs.has(path) ? STUB_ALONE : undefined);
  if (endpoint === undefined) return unknownPath(pathOf(request.target));
  // Errors are read with GET as well, without a form (D S-V3ERR).
  if (request.method === 'GET' && endpoint.needs === 'nothing') form = readQuery(request);
  if (isUnreadable(form)) {
    const status = request.body === null ? 413 : world.options.malformedHttpStatus;
    return { outcome: refuse('BDC_1002'), status, why: form };
  }
  const { fields } = form;
  const devKey = fields.get('devKey') ?? '';
  if (devKey === '' && endpoint.needs !== 'nothing') return { outcome: refuse('BDC_1178') };
  const limited = checkHour(world, endpoint, devKey, now);
  if (limited !== null) return { outcome: limited };
  if (endpoint.needs === 'session') {
    return decideInSession(world, { path, endpoint, devKey, form, now });
  }
  const stub = world.stubs.find(path, {});
  if (stub !== null) return { outcome: succeed(stub.data) };
  if (endpoint.needs === 'nothing') return { outcome: endpoint.act(world) };
  const release = takeSignInSlot(world, endpoint, devKey, fields);
  if (isRefusal(release)) return { outcome: release };
  return { outcome: endpoint.act(world, fields, now, request.origin), release };
}

function unknownPath(path: string): Decision {
  const why = whyUnknownPath(path, ENDPOINTS.keys());
  return { outcome: refuse('BDC_1121'), status: 404, why };
}

/** A call to an endpoint that needs a session, before the session is known. */
interface InSession {
  readonly path: string;
  readonly endpoint: Extract<Endpoint, { needs: 'session' }>;
  readonly devKey: string;
  readonly form: Form;
  readonly now: number;
}

function decideInSession(world: World, call: InSession): Decision {
  const { path, devKey, now } = call;
  const key = checkDevKey(world, devKey);
  if (isRefusal(key)) return { outcome: key };
  const session = findSession(world, call.form.fields.get('sessionId') ?? '', devKey);
  if (isRefusal(session)) return { outcome: session };
  const release = world.slots.take(devKey, session.orgId);
  const outcome = release === null ? refuse('BDC_1322') : actInSession(world, call, session);
  if (call.endpoint === STUB_ALONE && outcome.refused && outcome.code === 'BDC_1121') {
    return { ...unknownPath(`/api/v2${path}`), release: release ?? nothing };
  }
  if (!outcome.refused || world.options.failedCallResetsIdle) world.sessions.touch(session, now);
  return release === null ? { outcome } : { outcome, release };
}

function actInSession(
  world: World,
  { path, endpoint, form, now }: InSession,
  session: Session,
): Outcome {
  const { options } = world;
  if (session.user.kind === 'token' && endpoint.from === 'user') {
    return { ...refuseWith(options.tokenMfaError), reason: 'untrusted', hint: NO_MFA };
  }
  if (endpoint.isProtected?.(options) === true) {
    const refusal = refuseUntrusted(world, session, form, now);
    if (refusal !== null) return refusal;
  }
  // GetSessionInfo and Logout take no data; `data={}` that some clients send is tolerated (C S-CB).
  const data = endpoint.data === 'none' ? {} : readData(form.fields, endpoint.data);
  if (isRefusal(data)) return data;
  const call = { world, session, data, now, upload: form.files.get('file') ?? null };
  if (endpoint.protects?.(call) === true) {
    const refusal = refuseUntrusted(world, session, form, now);
    if (refusal !== null) return refusal;
  }
  const stub = world.stubs.find(path, data);
  return stub === null ? endpoint.act(call) : succeed(stub.data);
}

const NO_MFA = 'A sync token has no 2-step verification.';

/**
 * The refusal of what only a trusted session may do, or null. A remembered mfaId with its deviceId
 * beside the data makes this one call trusted.
 */
function refuseUntrusted(
  world: World,
  session: Session,
  { fields }: Form,
  now: number,
): Refusal | null {
  const { options, trust } = world;
  if (session.user.kind === 'token') {
    const hint = 'A sync token cannot do what only a trusted session may.';
    return { ...refuseWith(options.tokenProtectedError), reason: 'untrusted', hint };
  }
  const [mfaId = '', deviceId = ''] = [fields.get('mfaId'), fields.get('deviceId')];
  const takes = options.protectedCallTakesMfaId && mfaId !== '';
  const carried = takes && trust.isRemembered(mfaId, session.user, deviceId, now);
  if (carried || trust.isTrusted(session, now)) return null;
  return { ...refuseWith(options.untrustedError), reason: 'untrusted' };
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
  const { options } = world;
  if (sessionId === '') return noSession('BDC_1109', 'The form field "sessionId" is missing.');
  const found = world.sessions.find(sessionId, devKey);
  switch (found) {
    case 'unknown':
      return noSession(options.unknownSessionError, 'There never was such a session.');
    case 'idle':
      return noSession(options.idleSessionError, 'The session had no call for too long.');
    case 'ended':
      return noSession(options.endedSessionError, 'The session was ended.');
    case 'otherDevKey':
      return noSession(
        options.otherDevKeySessionError,
        'The session was opened with another developer key.',
      );
    default:
      return found;
  }
}

function noSession(option: string, hint: string): Refusal {
  return { ...refuseWith(option), reason: 'session', hint };
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
    const { code } = outcome;
    const limit = code === 'BDC_1144' || code === 'BDC_1322';
    return {
      status: status ?? (limit ? options.limitHttpStatus : options.errorHttpStatus),
      code,
      headers,
      body: envelopeText(1, errorBody(options, outcome)),
    };
  }
  const cookie = outcome.cookieFor;
  const attributes = options.cookieAttributes === '' ? '' : `; ${options.cookieAttributes}`;
  return {
    status: status ?? 200,
    code: outcome.partCode,
    headers: cookie === null ? headers : { ...headers, 'set-cookie': `sid=${cookie}${attributes}` },
    body: envelopeText(outcome.partCode === null ? 0 : 1, outcome.data),
  };
}
