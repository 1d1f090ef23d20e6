/** What a profile is, and what can be done to the list of them. Pure; secrets are in the vault. */
import * as v from 'valibot';
import type { Server } from '../../src-shared/server.ts';

export const profileKinds = ['password', 'token', 'session'] as const;
export type ProfileKind = (typeof profileKinds)[number];

/** The bands of the design; a profile's name always stands beside its colour. */
export const colours = ['blue', 'purple', 'cyan', 'green', 'pink'] as const;
export type Colour = (typeof colours)[number];

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

const serverSchema = v.variant('kind', [
  v.object({ kind: v.literal('bill') }),
  v.object({ kind: v.literal('practice') }),
  v.object({ kind: v.literal('local'), url: text(2048) }),
]);

/** One profile as the file holds it. Unknown keys of a later version are dropped. */
export const profileSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/u)),
  name: text(60),
  colour: v.picklist(colours),
  kind: v.picklist(profileKinds),
  server: serverSchema,
  userName: text(320),
  orgId: text(64),
  /** Stays the same for the life of a remembered device (bill-api 1.6). */
  deviceId: text(100),
  machineName: text(100),
  staySignedIn: v.boolean(),
  signInOnLaunch: v.boolean(),
});

export type Profile = Readonly<Omit<v.InferOutput<typeof profileSchema>, 'server'>> & {
  readonly server: Server;
};
