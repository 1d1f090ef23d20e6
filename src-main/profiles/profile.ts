/** What a profile is, and what can be done to the list of them. Pure; secrets are in the vault. */
import * as v from 'valibot';
import type { Server } from '../../src-shared/server.ts';
import { colours, type Colour, type SessionKind } from '../../src-shared/snapshot.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

const server = v.variant('kind', [
  v.object({ kind: v.literal('bill') }),
  v.object({ kind: v.literal('practice') }),
  v.object({ kind: v.literal('local'), url: text(2048) }),
]);

/** One profile as the file holds it. Unknown keys of a later version are dropped. */
const profileSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/u)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
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
  selected: text(40),
  profiles: v.pipe(v.array(profileSchema), v.maxLength(200)),
});

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour;
  readonly kind: SessionKind;
  readonly server: Server;
  readonly userName: string;
  readonly orgId: string;
  readonly deviceId: string;
  readonly machineName: string;
  readonly staySignedIn: boolean;
  readonly signInOnLaunch: boolean;
}

export type ProfileFile = v.InferOutput<typeof fileSchema>;

/** What is written to a file of the user's: a device ID says which computer it was, and stays. */
const exportSchema = v.object({
  ...fileSchema.entries,
  profiles: v.pipe(v.array(v.omit(profileSchema, ['deviceId'])), v.maxLength(200)),
});

export type Exported = v.InferOutput<typeof exportSchema>;

/** A profile without what names this computer. */
export function withoutDevice({ deviceId: _, ...rest }: Profile): Omit<Profile, 'deviceId'> {
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

/** A profile that nobody has named yet carries this name. */
export const UNNAMED = 'New profile';

/** A fresh profile, in the colour that the fewest of `others` have. */
export function blank(
  id: string,
  others: readonly Profile[],
  machine: { readonly deviceId: string; readonly machineName: string },
  server: Server,
): Profile {
  return {
    id,
    name: UNNAMED,
    colour: freshColour(others),
    kind: 'password',
    server,
    userName: '',
    orgId: '',
    ...machine,
    staySignedIn: true,
    signInOnLaunch: false,
  };
}

function freshColour(others: readonly Profile[]): Colour {
  const count = (colour: Colour) => others.filter((one) => one.colour === colour).length;
  return colours.reduce((least, colour) => (count(colour) < count(least) ? colour : least));
}

/** The list with the profile at the place `to`; a place beyond the end is the end. */
export function moved(list: readonly Profile[], id: string, to: number): readonly Profile[] {
  const profile = list.find((one) => one.id === id);
  if (profile === undefined) return list;
  return list.filter((one) => one !== profile).toSpliced(to, 0, profile);
}

/** "Acme", "Acme 2", "Acme 3": a name that no other profile has. */
export function freeName(wanted: string, others: readonly Profile[]): string {
  const taken = new Set(others.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted} ${n}`)) return `${wanted} ${n}`;
}
