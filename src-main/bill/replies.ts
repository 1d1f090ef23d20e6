/**
 * Parses what the server says, once. Past this file there are domain values and AppErrors; unknown
 * fields are ignored, and nothing of an unreadable reply is quoted anywhere.
 */
import * as v from 'valibot';
import type { Organization } from '../../src-shared/contract.ts';
import { fail, ok, type AppError, type OddReply, type Result } from '../../src-shared/result.ts';
import type { SessionInfo, SignedIn } from '../ports.ts';
import type { Endpoint } from './paths.ts';
import { isFine, type Reply } from './http.ts';
import { meaningOf } from './meanings.ts';

/** Visible text of bounded length: no control, format or half characters. */
const opaque = (max: number) => v.pipe(v.string(), v.maxLength(max), v.regex(/^\P{C}+$/u));
/** BILL's object IDs have 20 characters; the rest is room. */
const objectId = opaque(100);

// bill-api 1.3. Plain objects: what is not named here is dropped, own `__proto__` included.
const envelope = v.object({
  response_status: v.picklist([0, 1]),
  response_data: v.optional(v.unknown()),
});
const refusal = v.object({
  error_code: v.pipe(v.string(), v.regex(/^BDC_\d{1,8}$/u)),
  error_message: v.string(),
});

// bill-api 1.4, one for each endpoint.
const signedIn = v.object({
  sessionId: opaque(1024),
  orgId: objectId,
  usersId: objectId,
  // Shown, never followed: a strange one is no reason to refuse a session.
  apiEndPoint: v.fallback(v.nullable(opaque(2048)), null),
});
const sessionInfo = v.object({ organizationId: objectId, userId: objectId });
const organizations = v.array(
  v.object({ orgId: objectId, orgName: v.pipe(v.string(), v.maxLength(400)) }),
);
const challenge = v.object({ challengeId: opaque(1024) });
// Old documents promise the mfaId only for a remembered device (bill-api 0, conflict 2). Whatever
// stands in its place, the envelope says that the code was accepted: it would not be a second time.
const verified = v.fallback(v.object({ mfaId: v.fallback(v.nullable(opaque(1024)), null) }), {
  mfaId: null,
});
const status = v.object({ isTrusted: v.boolean() });

/** BILL's texts are sentences; more is something else. */
const MAX_ERROR_TEXT = 500;

/** Makes a domain value of `response_data` (or of the whole); null when it lacks what it must hold. */
export type Read<T> = (data: unknown, whole: unknown) => T | null;

const reader =
  <S extends v.GenericSchema, T>(schema: S, make: (output: v.InferOutput<S>) => T): Read<T> =>
  (data) => {
    const parsed = v.safeParse(schema, data);
    return parsed.success ? make(parsed.output) : null;
  };

export const readSignedIn: Read<SignedIn> = reader(signedIn, (output) => output);
export const readSessionInfo: Read<SessionInfo> = reader(sessionInfo, (output) => output);
/** Each once, cleaned of what cannot be seen: names are chosen by people. */
export const readOrganizations: Read<readonly Organization[]> = reader(organizations, (output) => {
  const names = new Map(output.map(({ orgId, orgName }) => [orgId, orgName]));
  return [...names].map(([orgId, name]) => ({ orgId, orgName: name.replace(/\p{C}/gu, '') }));
});
export const readChallenge = reader(challenge, ({ challengeId }) => ({ challengeId }));
export const readVerified = reader(verified, ({ mfaId }) => ({ mfaId }));
export const readStatus = reader(status, ({ isTrusted }) => ({ isTrusted }));

export interface Answer<T> {
  readonly result: Result<T>;
  /** The reply's JSON, for the recorder; undefined when it was none. */
  readonly json: unknown;
}

/**
 * Judges a reply of `endpoint`. A well-formed refusal of BILL is one under any HTTP status (an unknown path is
 * 404 with BDC_1121); success needs 2xx as well. `scrub` takes the call's secrets out of BILL's
 * text, which may echo what was sent. Errors: `refused`, or `oddReply` with `status` (any status
 * outside 2xx), `html`, `json` or `shape`.
 */
export function readAnswer<T>(
  reply: Reply,
  endpoint: Endpoint | 'named',
  read: Read<T>,
  scrub: (text: string) => string,
): Answer<T> {
  const json = parse(reply.text);
  const found = v.safeParse(envelope, json);
  if (found.success && found.output.response_status === 1) {
    const said = v.safeParse(refusal, found.output.response_data);
    if (said.success) {
      const { error_code: code, error_message: message } = said.output;
      const text = cleanText(message, scrub);
      const meaning = meaningOf(code, endpoint);
      const { serverTime } = reply;
      return { json, result: fail({ kind: 'refused', meaning, code, text, serverTime }) };
    }
  }
  if (!isFine(reply.status)) return { json, result: fail(odd(reply, 'status')) };
  if (json === undefined) return { json, result: fail(odd(reply, notJson(reply))) };
  const value =
    found.success && found.output.response_status === 0
      ? read(found.output.response_data, json)
      : null;
  return { json, result: value === null ? fail(odd(reply, 'shape')) : ok(value) };
}

function odd(reply: Reply, what: OddReply): AppError {
  const { status, retryAfterMs } = reply;
  return { kind: 'oddReply', odd: what, status, retryAfterMs };
}

function notJson(reply: Reply): OddReply {
  const text = reply.text.trim();
  if (text === '') return 'shape';
  return reply.html || text.startsWith('<') ? 'html' : 'json';
}

/** Keeps BILL's spacing to the letter (BDC_1109 has two spaces), drops what cannot be seen. */
function cleanText(text: string, scrub: (text: string) => string): string {
  const visible = text.replace(/[\r\n\t]+/gu, ' ').replace(/\p{C}/gu, '');
  return Array.from(scrub(visible)).slice(0, MAX_ERROR_TEXT).join('');
}

/** The parser's own error quotes the text, so it ends here. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
