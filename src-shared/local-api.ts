/**
 * What programs are told over the local API: the shapes of its answers, as schemas, so that the
 * description of the API is made from them. Every time is ISO 8601 in UTC.
 */
import * as v from 'valibot';
import { meanings } from './bill/meaning.ts';
import { openApiWords } from './words/tools/open-api-words.ts';

/** What a program may do, as a person grants it. None holds another one. */
export const scopes = ['status', 'read', 'call', 'session'] as const;
export type Scope = (typeof scopes)[number];

/** How long a grant is good for: until the app quits, or so long at most. */
export const grantEnds = ['quit', '12h', '30d'] as const;
export type GrantEnd = (typeof grantEnds)[number];

const time = v.pipe(v.string(), v.isoTimestamp());
const profileId = v.string();

const named = { id: profileId, name: v.string() };
const standing = {
  server: v.picklist(['bill', 'practice', 'local']),
  /** Empty for practice until it runs. */
  baseUrl: v.string(),
  state: v.picklist([
    ...(['live', 'atRisk', 'checking', 'busy', 'offline'] as const),
    ...(['signingIn', 'signedOut', 'expired'] as const),
  ]),
  organizationId: v.nullable(v.string()),
  userId: v.nullable(v.string()),
  /** Null where it is not known. */
  trusted: v.nullable(v.boolean()),
  trustedUntil: v.nullable(time),
  /** A lower bound: calls made elsewhere extend the session too. */
  expiresAtLeast: v.nullable(time),
  keepAlive: v.picklist(['on', 'paused', 'stopped']),
};

export const statusSchema = v.object({ profile: v.object(named), ...standing });
/** `getStatus`, and the event `status`. */
export type ToolStatus = v.InferOutput<typeof statusSchema>;

/** An entry of `listProfiles`: the same, with the profile's ID and name beside the rest. */
export const listedSchema = v.object({ ...named, ...standing });
export type ListedProfile = v.InferOutput<typeof listedSchema>;

export const sessionSchema = v.object({
  ...statusSchema.entries,
  sessionId: v.string(),
  devKey: v.string(),
});
/** `getSession`: the one answer with secrets in it. */
export type ToolSession = v.InferOutput<typeof sessionSchema>;

export const gatewaySchema = v.object({ url: v.pipe(v.string(), v.url()), token: v.string() });
/** `getGateway`: the token opens the gateway for this profile, and no session ID is in it. */
export type ToolGateway = v.InferOutput<typeof gatewaySchema>;

/** The event `sessionChanged`. */
export const sessionChangedSchema = v.object({
  profile: profileId,
  oldMasked: v.string(),
  newMasked: v.string(),
  at: time,
});
export type SessionChanged = v.InferOutput<typeof sessionChangedSchema>;

export const helloSchema = v.object({ v: v.literal(1), version: v.string(), proof: v.string() });

/** A program's question: 202. */
export const askedSchema = v.object({ id: v.string(), code: v.string(), expiresAt: time });
export type Asked = v.InferOutput<typeof askedSchema>;

/** What became of it. The token is given once. */
export const answerSchema = v.object({
  state: v.picklist(['asking', 'granted', 'refused', 'expired']),
  token: v.exactOptional(v.string()),
});
export type GrantAnswer = v.InferOutput<typeof answerSchema>;

export const toolErrorKinds = [
  'input', // 400
  'noGrant', // 401
  'scope', // 403
  'host', // 403
  'origin', // 403
  'unknownCommand', // 404
  'unknownProfile', // 404
  'timeout', // 408: the request did not come to its end in time
  'noSession', // 409
  'notNow', // 409: there is a session, and this does not fit its state
  'noGateway', // 409
  'tooLarge', // 413, and 431 for the head
  'tooFast', // 429
  'api', // 502: BILL refused, or could not be reached
  'internal', // 500
] as const;
export type ToolErrorKind = (typeof toolErrorKinds)[number];

export const toolErrorSchema = v.object({
  kind: v.picklist(toolErrorKinds),
  message: v.string(),
  /** BILL's own, where BILL refused: `BDC_1361`. */
  code: v.exactOptional(v.string()),
  meaning: v.exactOptional(
    v.pipe(v.picklist([...meanings, 'forTheApp']), v.description(openApiWords.meaning)),
  ),
});
export type ToolError = v.InferOutput<typeof toolErrorSchema>;

/** The file by which a client finds the app: `<userData>/hand-off/endpoint.json`. */
export interface Endpoint {
  readonly v: 1;
  /** The path of a socket, or the name of a pipe. */
  readonly address: string;
  /** Hex. Proves, as the key of `hello`'s HMAC, that the app answers and nobody else. */
  readonly key: string;
  readonly pid: number;
}
