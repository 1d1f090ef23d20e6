/** What a profile is, and what can be done to the list of them. Pure; secrets are in the vault. */
import * as v from 'valibot';
import { shortId } from '../../src-shared/contract.ts';
import type { Server } from '../../src-shared/bill/server.ts';
import { colours, type Colour } from '../../src-shared/snapshot.ts';
import { hidesSomething, withoutUnseen } from '../../src-shared/text/visible.ts';
import { allowBaseUrl } from '../bill/base-url.ts';

/** More than anybody has, and few enough to be read whole. */
export const MAX_PROFILES = 200;
const MAX_NAME = 60;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

const server = v.variant('kind', [
  v.object({ kind: v.literal('bill') }),
  v.object({ kind: v.literal('practice') }),
  v.object({ kind: v.literal('local'), url: text(2048) }),
]);

/** One profile as the file holds it. Unknown keys of a later version are dropped. */
const profileSchema = v.object({
  id: shortId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_NAME)),
  colour: v.picklist(colours),
  kind: v.picklist(['password', 'token', 'session']),
  server,
  userName: text(320),
  orgId: text(64),
  /** Stays the same for the life of a remembered device (bill-api 1.6). */
  deviceId: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  machineName: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  staySignedIn: v.boolean(),
  signInOnLaunch: v.boolean(),
});

/** The file. A greater version was written by a newer app and is left alone. */
export const FILE_VERSION = 1;
const fileSchema = v.object({
  version: v.pipe(v.number(), v.safeInteger()),
  /**
   * Profiles that the user has forgotten and whose secrets may still be in the vault. Only what is
   * named here is removed from it: one that is merely missing may be the work of one flipped bit.
   */
  forgotten: v.optional(v.pipe(v.array(shortId), v.maxLength(10_000)), []),
  selected: text(40),
  profiles: v.pipe(
    v.array(profileSchema),
    v.maxLength(MAX_PROFILES),
    v.check((list) => new Set(list.map((one) => one.id)).size === list.length),
  ),
});

export type Profile = Readonly<v.InferOutput<typeof profileSchema>>;

export type ProfileFile = v.InferOutput<typeof fileSchema>;

/** What says which computer it was: neither is written to a file of the user's. */
const DEVICE = ['deviceId', 'machineName'] as const;

const exportSchema = v.object({
  ...fileSchema.entries,
  profiles: v.pipe(v.array(v.omit(profileSchema, DEVICE)), v.maxLength(MAX_PROFILES)),
});

export type Exported = v.InferOutput<typeof exportSchema>;

/** A profile without what names this computer. */
export function withoutDevice(profile: Profile): Omit<Profile, (typeof DEVICE)[number]> {
  const { deviceId: _, machineName: __, ...rest } = profile;
  return rest;
}

/** The same as `parseProfileFile`, for what Export has written, now or in an earlier version. */
export function parseExport(value: unknown): Exported | 'newer' | null {
  return parse(exportSchema, value);
}

export function parseProfileFile(value: unknown): ProfileFile | 'newer' | null {
  return parse(fileSchema, value);
}

function parse<T extends { readonly version: number }>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
): T | 'newer' | null {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output.version > FILE_VERSION ? 'newer' : parsed.output;
  const version = v.safeParse(v.object({ version: v.number() }), value);
  return version.success && version.output.version > FILE_VERSION ? 'newer' : null;
}

/** The first place that is not as it must be, as in `profiles.2.name`; null for none, or for all of it. */
export function exportTrouble(value: unknown): string | null {
  const { issues } = v.safeParse(exportSchema, value);
  return issues === undefined ? null : v.getDotPath(issues[0]);
}

/**
 * The first place of a file from elsewhere that the app would not have written itself: a name that
 * shows nothing, a text that hides something, a server that is never sent to. Null when all of it is well.
 */
export function importTrouble({ profiles }: Exported): string | null {
  for (const [index, { name, userName, orgId, server: where }] of profiles.entries()) {
    if (cleanName(name) !== name) return `profiles.${index}.name`;
    if (hidesSomething(userName)) return `profiles.${index}.userName`;
    if (hidesSomething(orgId)) return `profiles.${index}.orgId`;
    if (where.kind === 'local' && !allowBaseUrl(where.url).ok)
      return `profiles.${index}.server.url`;
  }
  return null;
}

/** A name without what cannot be seen, at most `max` long; empty when nothing is left. */
export function cleanName(name: string, max = MAX_NAME): string {
  // Cutting may have split a surrogate pair.
  const cut = withoutUnseen(name).trim().slice(0, max);
  return cut.replace(/[\ud800-\udbff]$/u, '').trimEnd();
}

/** A profile that nobody has named yet carries this name. */
export const UNNAMED = 'New profile';

/** A fresh profile, in the colour that the fewest of `others` have. */
export function blank(
  own: string,
  others: readonly Profile[],
  machine: { readonly deviceId: string; readonly machineName: string },
  where: Server,
): Profile {
  return {
    id: own,
    name: UNNAMED,
    colour: freshColour(others),
    kind: 'password',
    server: where,
    userName: '',
    orgId: '',
    ...machine,
    staySignedIn: true,
    signInOnLaunch: false,
  };
}

/** The colour that the fewest of `others` have. */
export function freshColour(others: readonly Profile[]): Colour {
  const count = (colour: Colour) => others.filter((one) => one.colour === colour).length;
  return colours.reduce((least, colour) => (count(colour) < count(least) ? colour : least));
}

/** The list with the profile at the place `to`; a place beyond the end is the end. */
export function moved(list: readonly Profile[], which: string, to: number): readonly Profile[] {
  const profile = list.find((one) => one.id === which);
  if (profile === undefined) return list;
  return list.filter((one) => one !== profile).toSpliced(to, 0, profile);
}

/** "Acme", "Acme 2", "Acme 3": a name that no other profile has, and that fits into the file. */
export function freeName(wanted: string, others: readonly Profile[]): string {
  const taken = new Set(others.map(({ name }) => name));
  const first = cleanName(wanted) || UNNAMED;
  if (!taken.has(first)) return first;
  for (let n = 2; ; n += 1) {
    const ending = ` ${n}`;
    const name = cleanName(first, MAX_NAME - ending.length) + ending;
    if (!taken.has(name)) return name;
  }
}

/** Whom secrets are for: one server, one user, one organization. No secret itself. */
export function identityOf({
  server: where,
  userName,
  orgId,
}: Pick<Profile, 'server' | 'userName' | 'orgId'>): string {
  const url = where.kind === 'local' ? where.url : '';
  return JSON.stringify([where.kind, url, userName, orgId]);
}
