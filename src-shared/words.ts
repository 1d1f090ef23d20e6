/**
 * Every sentence a person reads about states and errors: window, tray, notifications and command
 * line share it. Exhaustive: a new kind of error or state does not compile until it has its words.
 *
 * The file is long because it is one table. Rules: a title has no full stop; then one sentence of
 * what happened and one of what to do; "%s" is the server that answered.
 */
import type { Cause, Exchange } from './exchange.ts';
import type { OperationId } from './operations.ts';
import type { AppError, HostRefusal, InputProblem, LineFault, OddReply } from './result.ts';
import { BILL_SANDBOX_URL, type Server } from './server.ts';
import type {
  EndedView,
  EndReason,
  KeepAliveView,
  OpenState,
  OpenView,
  SessionView,
  TrustView,
} from './snapshot.ts';
import {
  clock,
  clockSeconds,
  day,
  dayWithYear,
  left,
  moment,
  nextFullHour,
  span,
} from './times.ts';

// ---------------------------------------------------------------------------------------------
// Names

/** The server as the subject of a sentence. */
export function serverName(server: Server): string {
  switch (server.kind) {
    case 'bill':
      return 'BILL';
    case 'practice':
      return 'the practice sandbox';
    case 'local':
      return hostOf(server.url) ?? 'the local server';
  }
}

/** The short name beside the SANDBOX tag. */
export function serverTag(server: Server): string {
  switch (server.kind) {
    case 'bill':
      return 'api-stage';
    case 'practice':
      return 'practice';
    case 'local':
      return hostOf(server.url) ?? 'local';
  }
}

/** Host and port by hand: there is no `URL` in plain ECMAScript. */
function hostOf(url: string): string | null {
  return /^https?:\/\/([^/?#\s@]+)/iu.exec(url)?.[1] ?? null;
}

/** Puts the server's name in, with a capital where it begins a sentence. */
function fill(text: string, server: string): string {
  const capital = server.charAt(0).toUpperCase() + server.slice(1);
  return text.replace(/(^|[.!?] )%s/gu, `$1${capital}`).replaceAll('%s', server);
}

export const causeWords: Readonly<Record<Cause, string>> = {
  you: 'You',
  signIn: 'Sign-in',
  keepAlive: 'Keep-alive',
  beforeSleep: 'Before sleep',
  afterWake: 'After wake',
};

// ---------------------------------------------------------------------------------------------
// Errors

/** The fields of the forms that an error can be about. */
export type FieldName = 'userName' | 'password' | 'orgId' | 'devKey' | 'url' | 'code' | 'body';

export interface ErrorWords {
  /** What it is, without a full stop. */
  readonly title: string;
  readonly what: string;
  readonly next: string;
  /** The field it concerns, if there is one. */
  readonly field: FieldName | null;
}

const words = (
  title: string,
  what: string,
  next: string,
  field: FieldName | null = null,
): ErrorWords => ({ title, what, next, field });

const AGAIN = 'Try again in a minute.';
const REPORT = 'Try again. If it stays so, restart Tabkeeper.';
const NEW_CODE = 'Send a new code.';

const missing: Readonly<Record<FieldName, string>> = {
  userName: 'Enter your user name.',
  password: 'Enter your password.',
  orgId: 'Enter your organization ID. It starts with 008.',
  devKey: 'Enter your developer key.',
  url: 'Enter the URL of your local server.',
  code: 'Enter the code from your phone.',
  body: 'Write a request body.',
};

function inputWords(field: FieldName | null, problem: InputProblem): ErrorWords {
  switch (problem) {
    case 'missing':
      return words(
        'A field is empty',
        field === null ? 'A field is empty.' : missing[field],
        'Fill it in.',
        field,
      );
    case 'tooLong':
      return words(
        'Too long',
        'This is longer than Tabkeeper takes.',
        'Check what was pasted.',
        field,
      );
    case 'notSixDigits':
      return words(
        'Not six digits',
        'The code has exactly six digits.',
        'Type them as they stand in the message.',
        field,
      );
    case 'notJson':
      return words(
        'Not JSON',
        'The request body is not JSON.',
        'Check quotes, commas and brackets.',
        field,
      );
    case 'malformed':
      return words(
        'Not readable',
        'This is not in the form that is expected here.',
        'Check what was typed.',
        field,
      );
  }
}

/** The contract names a field by its path, for example `server.url`. */
function fieldOf(path: string): FieldName | null {
  const last = path.split('.').at(-1) ?? '';
  if (last === 'server') return 'url';
  return last in missing ? (last as FieldName) : null;
}

const hostWords: Readonly<Record<HostRefusal, ErrorWords>> = {
  notAUrl: words(
    'Not a URL',
    'This is not a URL.',
    'Write it like http://127.0.0.1:8080/api/v2.',
    'url',
  ),
  production: words(
    'Production refused',
    'This is BILL’s production. Tabkeeper talks to the sandbox only.',
    'Choose BILL sandbox.',
    'url',
  ),
  retired: words(
    'Retired sandbox',
    `BILL switched this sandbox off in 2024. The new one is ${BILL_SANDBOX_URL}.`,
    'Choose BILL sandbox.',
    'url',
  ),
  insecure: words(
    'Not encrypted',
    'BILL is reached over https only.',
    'Choose BILL sandbox, or name a server on this computer.',
    'url',
  ),
  notSandbox: words(
    'Not a sandbox',
    'This is neither BILL’s sandbox nor a server on this computer.',
    'Use 127.0.0.1, [::1] or localhost.',
    'url',
  ),
};

const lineWords: Readonly<Record<LineFault, ErrorWords>> = {
  offline: words('No network', 'This computer has no network.', 'Check the connection.'),
  dns: words(
    'Name not found',
    'The name of the server was not found.',
    'Check the network, VPN or proxy.',
  ),
  refused: words(
    'Nobody answers',
    '%s does not take connections there.',
    'Check that it runs and that the port is right.',
  ),
  timeout: words('No answer in time', '%s did not answer in time.', AGAIN),
  tls: words(
    'Certificate not trusted',
    'The certificate of the server could not be checked.',
    'Check for a proxy that opens https.',
  ),
  reset: words('Connection lost', 'The connection broke before the answer came.', AGAIN),
  protocol: words(
    'Not an HTTP answer',
    'What came back is not HTTP.',
    'Check that this is the address of a v2 API.',
  ),
};

const oddWords: Readonly<Record<OddReply, ErrorWords>> = {
  status: words('Odd answer', '%s answered with a status that its API does not use.', AGAIN),
  redirect: words(
    'Sent elsewhere',
    'The server pointed to another address. Tabkeeper does not follow.',
    'Check the network for a sign-in page.',
  ),
  html: words(
    'A page instead of an answer',
    'A web page came back, from a proxy or from maintenance.',
    'Check the network for a sign-in page, then try again.',
  ),
  json: words('Answer cut short', 'The answer was not complete JSON.', AGAIN),
  shape: words(
    'Odd answer',
    'The answer is not in the form of BILL’s API.',
    'Check that this is the address of a v2 API.',
  ),
  encoded: words(
    'Compressed answer',
    'The answer came compressed although plain was asked for.',
    'Check for a proxy in between.',
  ),
  tooLarge: words(
    'Answer too large',
    'The answer is over 1 MiB and was not read.',
    'Check that this is the address of a v2 API.',
  ),
};

const SYSTEM = words('Fault at the server', '%s reports a fault of its own.', AGAIN);
const VERSION = words(
  'API version not known',
  '%s does not know this version of the API.',
  'The URL must end in /api/v2.',
  'url',
);
const ORGANIZATION = words(
  'Organization not found',
  '%s does not know this organization ID.',
  'It starts with 008 and stands in Settings, under Profile.',
  'orgId',
);
const CODE_EXPIRED = words('Code expired', 'This code has run out.', NEW_CODE, 'code');
const BODY = words('Body refused', '%s could not use the request body.', 'Check it.', 'body');

/** The codes of this surface. BILL's own text is shown beside ours, never instead. */
const billWords: Readonly<Record<string, ErrorWords>> = {
  BDC_1001: SYSTEM,
  BDC_1002: words(
    'Request not understood',
    '%s did not understand the request.',
    'Look at it in Activity.',
  ),
  BDC_1003: VERSION,
  BDC_1005: VERSION,
  BDC_1101: words(
    'Sign-in refused',
    'User name and password do not belong together here.',
    'Use the sandbox’s own account: production accounts do not work.',
    'password',
  ),
  BDC_1102: words(
    'Developer key refused',
    '%s does not know this developer key.',
    'Use the key of the sandbox: a production key does not work.',
    'devKey',
  ),
  BDC_1103: words(
    'Developer key inactive',
    'This developer key is switched off.',
    'Make a new one in the developer settings.',
    'devKey',
  ),
  BDC_1104: words(
    'Developer terms open',
    'The terms for this developer key are not accepted yet.',
    'Accept them in BILL’s web app.',
    'devKey',
  ),
  BDC_1105: words(
    'API access off',
    'This organization has its API access switched off.',
    'Switch it on in BILL’s web app.',
    'orgId',
  ),
  BDC_1106: words(
    'Different partner',
    'User and organization belong to different partners.',
    'Use a user of this organization.',
    'orgId',
  ),
  BDC_1107: words(
    'Organization locked',
    'This organization is locked.',
    'Ask BILL’s support, or use another one.',
    'orgId',
  ),
  BDC_1108: words(
    'A value is missing',
    'A value is missing from the request.',
    'Look at it in Activity.',
  ),
  BDC_1109: words(
    'Session not valid',
    '%s does not know this session any more.',
    'Sign in for a new one.',
  ),
  BDC_1110: words(
    'User locked',
    'This user is locked, as after too many wrong passwords.',
    'Reset the password in BILL’s web app.',
    'userName',
  ),
  BDC_1111: words(
    'User not active',
    'This user is not active in that organization.',
    'Check user name and organization ID.',
    'userName',
  ),
  BDC_1113: words('Sign-in refused', '%s gives no reason for it.', AGAIN),
  BDC_1117: { ...BODY, what: 'A required value is missing from the request body.' },
  BDC_1119: { ...BODY, what: 'One value of the request body is not allowed.' },
  BDC_1120: words('Nothing found', 'There is no object with this ID.', 'Check the IDs.', 'body'),
  BDC_1121: words(
    'Endpoint not known',
    '%s has no endpoint of that name.',
    'Check the base URL: it ends in /api/v2.',
    'url',
  ),
  BDC_1122: { ...BODY, what: '%s could not read the request body as JSON.' },
  BDC_1123: ORGANIZATION,
  BDC_1124: { ...BODY, what: 'One value of the request body has the wrong type.' },
  BDC_1129: ORGANIZATION,
  BDC_1144: words(
    'Hourly limit reached',
    'The calls of this developer key are used up until the next full hour.',
    'Wait until then. The session stays open as long as its 35 min last.',
  ),
  BDC_1150: words('No online payments', 'This user is not allowed to pay online.', 'Use another.'),
  BDC_1151: words('No online payments', 'This bank account cannot pay online.', 'Use another.'),
  BDC_1178: words(
    'Developer key missing',
    '%s got no developer key.',
    'Enter your developer key.',
    'devKey',
  ),
  BDC_1322: words(
    'Busy',
    'More than three calls of this organization are under way.',
    'Wait a few seconds. The session stays as it is.',
  ),
  BDC_1354: words(
    'No phone to text',
    'This user has no phone for codes, or its number is not in order.',
    'Add the phone in BILL’s web app, then send the code again.',
  ),
  BDC_1356: CODE_EXPIRED,
  BDC_1358: words(
    'Too many wrong codes',
    'Too many codes were wrong, so %s takes no more of them for now.',
    'Wait 10 min, then send a new code.',
    'code',
  ),
  BDC_1361: words(
    'Session not verified',
    'This operation needs a trusted session, and this one is not verified. Nothing was changed.',
    'Verify by phone, then try it again.',
  ),
  BDC_1374: CODE_EXPIRED,
};

const UNKNOWN_CODE = words(
  'Refused',
  '%s refused it, with a code that Tabkeeper does not know.',
  'Its own text stands beside the code.',
);

/** What happened, what to do, and at which field. `server` as from `serverName`. */
export function errorWords(error: AppError, server = 'BILL'): ErrorWords {
  const plain = plainWords(error);
  return { ...plain, what: fill(plain.what, server), next: fill(plain.next, server) };
}

/**
 * The same at the code step. BILL's code for a wrong token is not public: whatever it refuses there
 * that we do not know leaves the person at this step, with the server's own text.
 */
export function codeErrorWords(error: AppError, server: string): ErrorWords {
  const unknown = error.kind === 'refused' && billWords[error.code] === undefined;
  if (!unknown) return errorWords(error, server);
  const what = fill('%s did not accept this code.', server);
  return words('Code not accepted', what, 'Type it again, or send a new one.', 'code');
}

function plainWords(error: AppError): ErrorWords {
  switch (error.kind) {
    case 'invalidInput':
      return inputWords(fieldOf(error.field), error.problem);
    case 'unknownCommand':
      return words('Not understood', 'The window asked for something that is not there.', REPORT);
    case 'notAllowed':
      return words('Not allowed', 'That was not asked by Tabkeeper’s own window.', REPORT);
    case 'tooFast':
      return words('Too fast', 'That was asked too often in a short time.', 'Wait a few seconds.');
    case 'notNow':
      return words(
        'Not now',
        'That does not fit the state of the session any more.',
        'Look at its state, then decide.',
      );
    case 'internal':
      return words('No answer inside Tabkeeper', 'Something in Tabkeeper itself failed.', REPORT);
    case 'hostRefused':
      return hostWords[error.reason];
    case 'practiceFailed':
      return words('Practice did not start', 'The practice sandbox could not be started.', REPORT);
    case 'ownLimit':
      return error.limit === 'signIn'
        ? words(
            'Too many sign-ins',
            `Tabkeeper stops before BILL’s limit of 200 sign-ins an hour. More from ${clock(error.until)} on.`,
            'Wait until then.',
          )
        : words(
            'Too many messages',
            `BILL allows 5 text messages a minute. The next one from ${clockSeconds(error.until)} on.`,
            'Wait until then.',
          );
    case 'cancelled':
      return words('Cancelled', 'You cancelled it.', 'Start again when you like.');
    case 'line':
      return lineWords[error.fault];
    case 'oddReply': {
      const base = oddWords[error.odd];
      const wait = error.retryAfterMs;
      return wait === null ? base : { ...base, next: `It asks to wait ${span(wait)}.` };
    }
    case 'refused':
      return refusedWords(error.code, error.serverTime);
  }
}

function refusedWords(code: string, serverTime: number | null): ErrorWords {
  const known = billWords[code] ?? UNKNOWN_CODE;
  if (code !== 'BDC_1144' || serverTime === null) return known;
  // The hour is the server's: its clock says when the counting starts anew.
  const until = clock(nextFullHour(serverTime));
  return {
    ...known,
    what: `The calls of this developer key are used up until ${until}, the next full hour.`,
  };
}

/** The server's own code and text, to be shown beside our words; null when it said nothing. */
export function serverSaid(error: AppError): { code: string; text: string } | null {
  switch (error.kind) {
    case 'refused':
      return { code: error.code, text: error.text };
    case 'line':
      return error.code === null ? null : { code: error.code, text: '' };
    case 'oddReply':
      return error.status === null ? null : { code: `HTTP ${error.status}`, text: '' };
    case 'invalidInput':
    case 'unknownCommand':
    case 'notAllowed':
    case 'tooFast':
    case 'notNow':
    case 'internal':
    case 'hostRefused':
    case 'practiceFailed':
    case 'ownLimit':
    case 'cancelled':
      return null;
  }
}

/** The sentence under the title of the form: what came of the sign-in. */
export function signInOutcome(error: AppError, server: string): string {
  switch (error.kind) {
    case 'refused':
      return fill('%s refused the sign-in. Nothing was saved.', server);
    case 'line':
      return fill('%s was not reached. Nothing was saved.', server);
    case 'oddReply':
      return 'The answer was not one to sign in with. Nothing was saved.';
    case 'cancelled':
      return 'Cancelled. Nothing was saved.';
    case 'invalidInput':
    case 'unknownCommand':
    case 'notAllowed':
    case 'tooFast':
    case 'notNow':
    case 'hostRefused':
    case 'practiceFailed':
    case 'ownLimit':
      return 'Nothing was sent.';
    case 'internal':
      return 'Not known what came of it.';
  }
}

const idKinds: Readonly<Record<string, string>> = {
  '006': 'a user ID',
  '009': 'a vendor ID',
  '00n': 'a bill ID',
  '0cu': 'a customer ID',
};

/** What a wrong organization ID seems to be instead; null when its beginning tells nothing. */
export function orgIdWords(orgId: string): Pick<ErrorWords, 'what' | 'next'> | null {
  const start = orgId.trim().slice(0, 3);
  const kind = idKinds[start];
  return kind === undefined
    ? null
    : {
        what: `This is ${kind}: it starts with ${start}.`,
        next: 'Your organization ID starts with 008.',
      };
}

// ---------------------------------------------------------------------------------------------
// The session

export const openStateWords: Readonly<Record<OpenState, string>> = {
  live: 'Live',
  atRisk: 'At risk',
  checking: 'Checking',
  busy: 'Busy',
  offline: 'Offline',
};

export interface StateWords {
  /** Live, At risk, Offline, Busy, Expired, Signed out. */
  readonly word: string;
  /** What follows it: "at least 31 min". Empty when there is nothing to add. */
  readonly rest: string;
}

export function stateWords(session: SessionView, now: number): StateWords {
  switch (session.state) {
    case 'signedOut':
      return { word: 'Signed out', rest: '' };
    case 'signingIn':
      return { word: 'Signing in', rest: '' };
    case 'expired':
      return { word: 'Expired', rest: session.ended ? `at ${moment(session.ended.at, now)}` : '' };
    case 'live':
    case 'atRisk':
    case 'checking':
    case 'busy':
    case 'offline':
      return { word: openStateWords[session.state], rest: timeLeftWords(session, now) };
  }
}

/** "at least 31 min", or that it is not known. */
export function timeLeftWords(session: OpenView, now: number): string {
  if (session.doubtful) return 'time left not known';
  if (session.endsAtLeast === null) return 'does not expire';
  const ms = session.endsAtLeast - now;
  return ms > 0 ? `at least ${left(ms)}` : 'not known if still open';
}

/** One line for tray and terminal: "live, at least 31 min". */
export function stateLine(session: SessionView, now: number): string {
  const { word, rest } = stateWords(session, now);
  return rest === '' ? word.toLowerCase() : `${word.toLowerCase()}, ${rest}`;
}

/** Who had the last contact and when. */
export function contactWords(contact: OpenView['lastContact'], now: number): string {
  const at = moment(contact.at, now);
  switch (contact.by) {
    case 'keepAlive':
      return `Extended by us at ${at}.`;
    case 'beforeSleep':
      return `Extended by us before sleep, at ${at}.`;
    case 'afterWake':
      return `Extended by us after wake, at ${at}.`;
    case 'you':
      return `Extended by your call at ${at}.`;
    case 'signIn':
      return `Signed in at ${at}.`;
  }
}

type KeepAliveWhy = KeepAliveView['why'];

const noTouch: Readonly<Record<KeepAliveWhy, string>> = {
  regular: 'No touch is planned.',
  retry: 'The next touch follows.',
  busy: 'The next touch follows when it is less busy.',
  hourLimit: 'No touch before the next full hour.',
  doubtful: 'A touch follows at once.',
  woke: 'A touch follows at once.',
  offline: 'The next touch waits for the network.',
  paused: 'Keep-alive is paused.',
  maxAge: 'Keep-alive has stopped at the age that you set.',
  away: 'Keep-alive waits until you use this computer.',
  token: 'A token’s session needs no touch.',
  stopped: 'No touch is planned.',
};

/** When the next touch is due, as a sentence. */
export function nextTouchWords(keepAlive: KeepAliveView, extending: boolean): string {
  if (extending) return 'A touch is under way.';
  if (keepAlive.nextTouchAt === null) return noTouch[keepAlive.why];
  switch (keepAlive.why) {
    case 'regular':
      return `Next touch about ${clock(keepAlive.nextTouchAt)}.`;
    case 'retry':
    case 'busy':
    case 'doubtful':
    case 'woke':
      return `Trying again at ${clockSeconds(keepAlive.nextTouchAt)}.`;
    case 'hourLimit':
      return `Next touch after the full hour, at ${clock(keepAlive.nextTouchAt)}.`;
    case 'offline':
    case 'maxAge':
    case 'away':
    case 'token':
    case 'stopped':
      return noTouch[keepAlive.why];
    case 'paused':
      return keepAlive.pausedUntil === null
        ? noTouch.paused
        : `Keep-alive is paused until ${clock(keepAlive.pausedUntil)}.`;
  }
}

/** Why the next touch is due when it is due. */
export function touchReason(why: KeepAliveWhy, lastContactAt: number): string {
  switch (why) {
    case 'regular':
      return `because last contact was ${clock(lastContactAt)}`;
    case 'retry':
      return 'the last touch got no answer';
    case 'busy':
      return 'the server is busy';
    case 'hourLimit':
      return 'the hour’s calls are used up';
    case 'doubtful':
      return 'the clock was moved';
    case 'woke':
      return 'the computer was asleep, or the network came back';
    case 'offline':
      return 'the system says that there is no network';
    case 'paused':
      return 'keep-alive is paused';
    case 'maxAge':
      return 'the session has the age at which keep-alive stops';
    case 'away':
      return 'nobody uses this computer';
    case 'token':
      return 'a token’s session does not expire';
    case 'stopped':
      return 'keep-alive has stopped';
  }
}

export interface BannerWords {
  readonly tone: 'quiet' | 'warn';
  readonly icon: 'offline' | 'busy' | 'clock' | 'alert';
  readonly title: string;
  readonly text: string;
}

/** Two facts under the state word: the last contact, and what follows. */
export function openSentence(session: OpenView, now: number): string {
  const contact = contactWords(session.lastContact, now);
  if (session.signingOut) return `Signing out. ${contact}`;
  if (session.endsAtLeast !== null && session.endsAtLeast <= now) {
    return `No contact for ${span(now - session.lastContact.at)}. Open only if another tool called since.`;
  }
  return `${contact} ${nextTouchWords(session.keepAlive, session.extending)}`;
}

/** The banner of an open session; null when nothing needs the person or the network. */
export function bannerWords(session: OpenView, now: number, server: string): BannerWords | null {
  const { trouble } = session.keepAlive;
  const cause = trouble === null ? '' : `${errorWords(trouble.error, server).what} `;
  const since = trouble === null ? '' : ` since ${moment(trouble.since, now)}`;
  const stands =
    session.endsAtLeast !== null && session.endsAtLeast > now && !session.doubtful
      ? `The session is there until ${clock(session.endsAtLeast)} at least.`
      : 'The next answer says if the session is still open.';
  const banner = (
    tone: BannerWords['tone'],
    icon: BannerWords['icon'],
    title: string,
    text: string,
  ): BannerWords => ({ tone, icon, title: fill(title, server), text: fill(text, server) });
  switch (session.state) {
    case 'offline':
      return banner('quiet', 'offline', `No answer from %s${since}`, cause + stands);
    case 'busy':
      return banner('quiet', 'busy', `%s is busy${since}`, cause + stands);
    case 'atRisk':
      return banner(
        'warn',
        'alert',
        'Ten minutes or less are certain',
        `${cause}Extend now asks %s at once.`,
      );
    case 'checking':
      return banner('quiet', 'clock', 'Asking %s if the session is still open', cause + stands);
    case 'live':
      return session.doubtful
        ? banner(
            'quiet',
            'clock',
            'The computer’s clock was moved back',
            'The time left is not certain until the next answer of %s.',
          )
        : null;
  }
}

const endWords: Readonly<Record<EndReason, string>> = {
  signedOut: '%s confirmed the sign-out.',
  signedOutUnconfirmed: '%s was not reached: the session may stay open there for up to 35 min.',
  endedByServer: '%s ended it before 35 idle minutes were over.',
  idle: '%s ended it after 35 idle minutes.',
};

/** Why and when the session before this one ended: two facts. */
export function endedWords(ended: EndedView, now: number, server: string): string {
  const reason = fill(endWords[ended.reason], server);
  switch (ended.reason) {
    case 'signedOut':
    case 'signedOutUnconfirmed':
      return `Signed out at ${moment(ended.at, now)}. ${reason}`;
    case 'endedByServer':
    case 'idle':
      return `${reason} The last contact was at ${moment(ended.lastContactAt, now)}.`;
  }
}

// ---------------------------------------------------------------------------------------------
// Trust

export interface TrustWords {
  /** The title of the panel and the chip: "Trusted until 24 Dec". */
  readonly title: string;
  /** For the table: "until 24 Dec 2026, 14:13". */
  readonly value: string;
  /** How we know it. */
  readonly how: string;
}

export function trustWords(trust: TrustView, now: number): TrustWords {
  const from = `From ${trust.source} at ${moment(trust.at, now)}.`;
  switch (trust.is) {
    case 'untrusted':
      return {
        title: 'Not trusted',
        value: 'not trusted',
        how: 'Four operations stay locked until you verify by phone.',
      };
    case 'session':
      return {
        title: 'Trusted until the session ends',
        value: 'until the session ends',
        how: `${from} Keep-alive keeps it; signing out ends it.`,
      };
    case 'until':
      return {
        title: `Trusted until ${day(trust.until)}`,
        value: `until ${dayWithYear(trust.until)}, ${clock(trust.until)}`,
        how: `${from} New sign-ins come back trusted without a code.`,
      };
    case 'unknown':
      return {
        title: 'Trust not known',
        value: 'not known',
        how: `${from} No call of the v2 API says it for a session.`,
      };
    case 'unavailable':
      return {
        title: 'Not available',
        value: 'not available',
        how: 'BILL opens no MFA operation to a token sign-in, and no payment.',
      };
  }
}

/** What an operation does where it is sent. */
export const operationWords: Readonly<Record<OperationId, string>> = {
  inviteVendor: 'invites that vendor to connect with your organization',
  addBankAccount: 'adds this bank account to that vendor',
  payBills: 'schedules these payments',
  inviteCustomer: 'invites that customer to connect with your organization',
};

// ---------------------------------------------------------------------------------------------
// Activity

const lineShort: Readonly<Record<LineFault, string>> = {
  offline: 'no network',
  dns: 'no DNS',
  refused: 'no server',
  timeout: 'timed out',
  tls: 'bad TLS',
  reset: 'cut off',
  protocol: 'not HTTP',
};

/** The result column: short enough for 64 px. */
export function resultWord(exchange: Pick<Exchange, 'outcome' | 'error' | 'status'>): string {
  switch (exchange.outcome) {
    case 'pending':
      return '…';
    case 'ok':
      return 'OK';
    case 'refused':
    case 'failed':
      return failureWord(exchange.error, exchange.status);
  }
}

function failureWord(error: AppError | null, status: number | null): string {
  if (error?.kind === 'refused') return error.code;
  if (error?.kind === 'line') return lineShort[error.fault];
  if (error?.kind === 'cancelled') return 'cancelled';
  return status === null ? 'failed' : `HTTP ${status}`;
}

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** "31 calls, 2 refused." */
export function activityWords(calls: readonly Pick<Exchange, 'outcome'>[]): string {
  if (calls.length === 0) return 'No calls yet.';
  const count = (outcome: Exchange['outcome']) =>
    calls.filter((call) => call.outcome === outcome).length;
  const refused = count('refused');
  const failed = count('failed');
  const parts = [plural(calls.length, 'call', 'calls')];
  if (refused > 0) parts.push(`${refused} refused`);
  if (failed > 0) parts.push(`${failed} without an answer`);
  return `${parts.join(', ')}.`;
}

/** "1 wrong code so far." */
export function wrongCodeWords(count: number): string {
  return `${plural(count, 'wrong code', 'wrong codes')} so far.`;
}
