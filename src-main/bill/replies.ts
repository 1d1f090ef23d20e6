/**
 * Parses what the server says, once. Past this file there are domain values and AppErrors; unknown
 * fields are ignored, and nothing of an unreadable reply is quoted anywhere.
 */
import * as v from 'valibot';
import type { Organization } from '../../src-shared/contract.ts';
import { fail, ok, type AppError, type OddReply, type Result } from '../../src-shared/result.ts';
import { parseJson } from '../../src-shared/text/parse-json.ts';
import { shownName, shownText } from '../../src-shared/text/visible.ts';
import type { SessionInfo, SignedIn } from '../ports.ts';
import type { Endpoint } from './paths.ts';
import { isFine, type Reply } from './http.ts';
import { meaningOf } from './code-meanings.ts';

/** Visible text of bounded length: no control, format or half characters. */
const opaque = (max: number) => v.pipe(v.string(), v.maxLength(max), v.regex(/^\P{C}+$/u));
/** BILL's object IDs have 20 characters; the rest is room. */
const objectId = opaque(100);

// bill-api 1.3. Plain objects: what is not named here is dropped, own `__proto__` included.
const envelope = v.object({
  response_status: v.picklist([0, 1]),
  response_data: v.optional(v.unknown()),
});
const code = v.pipe(v.string(), v.regex(/^BDC_\d{1,8}$/u));
/** A refusal counts by its code: one without a readable text is a refusal all the same. */
const sentence = v.fallback(v.string(), '');
const refusal = v.object({ error_code: code, error_message: sentence });
// The gateway in front of BILL answers in the form of v3 (bill-api 3.1).
const gatewayRefusal = v.object({ code, message: sentence });

// bill-api 1.4, one for each endpoint.
const told = v.fallback(v.nullable(objectId), null);
const signedIn = v.object({
  sessionId: opaque(1024),
  // Both names are BILL's own (bill-api 0, conflict 5).
  ...{ orgId: told, organizationId: told },
  ...{ usersId: told, userId: told },
  // Shown, never followed: a strange one is no reason to refuse a session.
  apiEndPoint: v.fallback(v.nullable(opaque(2048)), null),
});
// The same two IDs, by the same two names each.
const sessionInfo = v.object({
  ...{ orgId: told, organizationId: told },
  ...{ usersId: told, userId: told },
});
const organization = v.object({ orgId: objectId, orgName: v.fallback(v.string(), '') });
const challenge = v.object({ challengeId: opaque(1024) });
// Old documents promise the mfaId only for a remembered device (bill-api 0, conflict 2). A missing
// or odd one is not an error: the envelope says that the code was accepted, and BILL would not
// accept it twice.
const verified = v.fallback(v.object({ mfaId: v.fallback(v.nullable(opaque(1024)), null) }), {
  mfaId: null,
});
const status = v.object({ isTrusted: v.boolean() });

/** BILL's texts are sentences. A longer text is cut off. */
const MAX_ERROR_TEXT = 500;

/** Makes a domain value of `response_data` (or of the whole); null when it lacks what it must hold. */
export type Read<T> = (data: unknown, whole: unknown) => T | null;

const reader =
  <S extends v.GenericSchema, T>(
    schema: S,
    make: (output: v.InferOutput<S>) => T | null,
  ): Read<T> =>
  (data) => {
    const parsed = v.safeParse(schema, data);
    return parsed.success ? make(parsed.output) : null;
  };

/**
 * A reply with a session ID is a sign-in. `asked`: the organization that was asked for, which stands
 * in where none is told; nothing that was sent can stand in for the user's ID.
 */
export const readSignedIn = (asked: string): Read<SignedIn> =>
  reader(signedIn, ({ sessionId, apiEndPoint, ...ids }) => ({
    sessionId,
    apiEndPoint,
    orgId: ids.orgId ?? ids.organizationId ?? asked,
    usersId: ids.usersId ?? ids.userId,
  }));
export const readSessionInfo: Read<SessionInfo> = reader(sessionInfo, (ids) => {
  const organizationId = ids.organizationId ?? ids.orgId;
  const userId = ids.userId ?? ids.usersId;
  return organizationId === null || userId === null ? null : { organizationId, userId };
});
/** Each once, by a name that can be shown: people chose it. An entry without an ID is left out. */
export const readOrganizations: Read<readonly Organization[]> = (data) => {
  if (!Array.isArray(data)) return null;
  const readable = data.flatMap((entry: unknown) => {
    const read = v.safeParse(organization, entry);
    return read.success ? [read.output] : [];
  });
  // Nothing but odd entries is no list of organizations.
  if (readable.length === 0 && data.length > 0) return null;
  const names = new Map(readable.map(({ orgId, orgName }) => [orgId, orgName]));
  return [...names].map(([orgId, name]) => ({ orgId, orgName: shownName(name) }));
};
export const readChallenge = reader(challenge, ({ challengeId }) => ({ challengeId }));
export const readVerified = reader(verified, ({ mfaId }) => ({ mfaId }));
export const readStatus = reader(status, ({ isTrusted }) => ({ isTrusted }));

export interface Answer<T> {
  readonly result: Result<T>;
  /** The reply's JSON, for the recorder; undefined when it was none. */
  readonly json: unknown;
}

/**
 * Judges a reply of `endpoint`. A refusal of BILL is one under any HTTP status (an unknown path is 404
 * with BDC_1121), and one of the gateway under 401 and 403; success needs 2xx as well. `scrub` takes
 * the call's secrets out of BILL's text, which may echo what was sent. Errors: `refused`, or `oddReply` with `status` (any status
 * outside 2xx), `html`, `json` or `shape`.
 */
export function readAnswer<T>(
  reply: Reply,
  endpoint: Endpoint | 'named',
  read: Read<T>,
  scrub: (text: string) => string,
): Answer<T> {
  const json = parseJson(reply.text);
  const found = v.safeParse(envelope, json);
  const said =
    found.success && found.output.response_status === 1
      ? refusalIn(found.output.response_data)
      : gatewayRefusalIn(json, reply.status);
  if (said !== null) {
    const text = cleanText(said.text, scrub);
    const meaning = meaningOf(said.code, endpoint);
    const { serverTime } = reply;
    return { json, result: fail({ kind: 'refused', meaning, code: said.code, text, serverTime }) };
  }
  if (!isFine(reply.status)) return { json, result: fail(odd(reply, 'status')) };
  if (json === undefined) return { json, result: fail(odd(reply, notJson(reply))) };
  const value =
    found.success && found.output.response_status === 0
      ? read(found.output.response_data, json)
      : null;
  return { json, result: value === null ? fail(odd(reply, 'shape')) : ok(value) };
}

interface Said {
  readonly code: string;
  readonly text: string;
}

function refusalIn(data: unknown): Said | null {
  const { success, output } = v.safeParse(refusal, data);
  return success ? { code: output.error_code, text: output.error_message } : null;
}

/** The first code of BILL's in the gateway's list; it says 401 or 403 with it (bill-api 3.1). */
function gatewayRefusalIn(json: unknown, status: number): Said | null {
  if (!Array.isArray(json) || (status !== 401 && status !== 403)) return null;
  for (const entry of json as unknown[]) {
    const { success, output } = v.safeParse(gatewayRefusal, entry);
    if (success) return { code: output.code, text: output.message };
  }
  return null;
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

/** Keeps BILL's spacing to the letter (BDC_1109 has two spaces). */
function cleanText(text: string, scrub: (text: string) => string): string {
  // A secret is found also where what cannot be seen stands between its characters.
  const bare = text.replace(/[\r\n\t]+/gu, ' ').replace(/\p{C}/gu, '');
  const scrubbed = scrub(bare);
  return shownText(scrubbed === bare ? text : scrubbed, MAX_ERROR_TEXT);
}
