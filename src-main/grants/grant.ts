/** What a program was given: pure rules of its scopes, its profiles and its end, and its form in the file. */
import * as v from 'valibot';
import type { GrantRequest } from '../../src-shared/contract.ts';
import type { GrantView } from '../../src-shared/hand-off.ts';
import { grantEnds, scopes, type Scope } from '../../src-shared/local-api.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** A grant that lets a program change something, or take the secrets, ends after this at the latest. */
const LONGEST_WITH_POWER_MS = 12 * HOUR;

export interface Grant {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null for all of them, those to come included. */
  readonly profiles: readonly string[] | null;
  readonly until: GrantRequest['until'];
  readonly createdAt: number;
  /** Epoch ms; null: when the app quits. */
  readonly endsAt: number | null;
  readonly lastUsedAt: number | null;
  /** SHA-256 of the token, in hex. The token itself is kept nowhere. */
  readonly tokenHash: string;
}

/** What was asked for, as a grant that begins now. */
export function grantOf(
  request: GrantRequest,
  { id, tokenHash, now }: { readonly id: string; readonly tokenHash: string; readonly now: number },
): Grant {
  const { name, until } = request;
  return {
    id,
    name,
    scopes: scopes.filter((scope) => request.scopes.includes(scope)),
    profiles: request.profiles === '*' ? null : [...new Set(request.profiles)],
    until,
    createdAt: now,
    endsAt: endOf(request, now),
    lastUsedAt: null,
    tokenHash,
  };
}

function endOf({ until, scopes: asked }: GrantRequest, now: number): number | null {
  const hasPower = asked.includes('call') || asked.includes('session');
  const longest = hasPower ? LONGEST_WITH_POWER_MS : Infinity;
  const wanted = until === 'quit' ? Infinity : until === '12h' ? 12 * HOUR : 30 * DAY;
  const ms = Math.min(longest, wanted);
  return ms === Infinity ? null : now + ms;
}

/** A clock that was set back must not make a grant longer than it was given for. */
export const isOver = ({ createdAt, endsAt }: Grant, now: number): boolean =>
  endsAt !== null && (now >= endsAt || now < createdAt - DAY);

/** Without a profile that is gone; null when it was for that one alone. */
export function withoutProfile(grant: Grant, profile: string): Grant | null {
  if (grant.profiles?.includes(profile) !== true) return grant;
  const profiles = grant.profiles.filter((id) => id !== profile);
  return profiles.length === 0 ? null : { ...grant, profiles };
}

export const mayReach = ({ profiles }: Pick<Grant, 'profiles'>, profile: string): boolean =>
  profiles === null || profiles.includes(profile);

/** As the window may see it. */
export function viewOf({ id, name, scopes: given, profiles, ...times }: Grant): GrantView {
  const { createdAt, endsAt, lastUsedAt } = times;
  return { id, name, scopes: given, profiles, createdAt, endsAt, lastUsedAt };
}

// ---------------------------------------------------------------- the file

/** A greater version was written by a newer app and is left alone. */
const FILE_VERSION = 1;
const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/u));
const fileSchema = v.object({
  version: v.pipe(v.number(), v.safeInteger()),
  grants: v.pipe(
    v.array(
      v.object({
        id,
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
        scopes: v.pipe(v.array(v.picklist(scopes)), v.minLength(1)),
        profiles: v.nullable(v.array(id)),
        until: v.picklist(grantEnds),
        createdAt: moment,
        endsAt: v.nullable(moment),
        lastUsedAt: v.nullable(moment),
        tokenHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u)),
      }),
    ),
    v.maxLength(1000),
  ),
});

/** Null for what is no file of ours. */
export function parseGrants(value: unknown): readonly Grant[] | 'newer' | null {
  const version = v.safeParse(v.object({ version: v.number() }), value);
  if (version.success && version.output.version > FILE_VERSION) return 'newer';
  const parsed = v.safeParse(fileSchema, value);
  if (!parsed.success) return null;
  // Such a grant is never written; one that stands there all the same has ended.
  return parsed.output.grants.filter(({ until }) => until !== 'quit');
}

/** What is written: grants that are for this run of the app alone are not. */
export const grantsFile = (grants: readonly Grant[]): unknown => ({
  version: FILE_VERSION,
  grants: grants.filter(({ until }) => until !== 'quit'),
});
