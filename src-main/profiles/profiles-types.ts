/** The profiles as others see them: what can be asked of them and done to them. Types only. */
import type { Result } from '../../src-shared/result.ts';
import type { Server } from '../../src-shared/bill/server.ts';
import type { Colour, KeepChoice, KeptView, NoticeView } from '../../src-shared/snapshot.ts';
import type { Secrets, Typed } from '../session/session-events.ts';
import type { Device, Remembered } from '../session/state.ts';
import type { Profile } from './profile.ts';

export interface ProfileChange {
  readonly name?: string;
  readonly colour?: Colour;
  readonly staySignedIn?: boolean;
  readonly signInOnLaunch?: boolean;
}

/** What was chosen for a profile that is new; the name is empty where none was. */
export interface Look {
  readonly name: string;
  readonly colour: Colour;
}

export interface KeptFacts {
  readonly what: KeptView;
  readonly offer: boolean;
  readonly draft: boolean;
}

export interface Profiles {
  /** Reads the list. There is always at least one profile. */
  load(): Promise<void>;
  /** Removes what the vault still holds of profiles that were forgotten while it was shut. */
  prune(): Promise<void>;
  /** The vault has changed: makes the changes that had to wait for it. */
  follow(): Promise<void>;
  /** Notices about the list's file, and about forgotten profiles that could not be removed yet. */
  notices(): readonly NoticeView[];
  all(): readonly Profile[];
  get(id: string): Profile | null;
  selected(): string;
  select(id: string): void;
  /** Null when the list is full. */
  create(): Profile | null;
  /** A profile for the practice sandbox, so that no other changes its server; null as above. */
  practice(): Profile | null;
  /** Fails when there is no such profile, or the list is full. */
  duplicate(id: string): Result<Profile>;
  edit(id: string, change: ProfileChange): void;
  move(id: string, to: number): void;
  /**
   * Removes the profile, its secrets, and the files that hold old ciphertext of them: at once, or
   * when the vault can be written; until then `notices` says so.
   */
  forget(id: string): Promise<void>;
  /** A sign-in with these credentials worked: what to keep of it may now be chosen. */
  signInWorked(id: string, server: Server, typed: Typed, look: Look | null): Promise<void>;
  /** Another tool's session was taken over: there is nothing to keep of it. */
  useSessionWorked(id: string, server: Server, look: Look | null): void;
  /** Nobody has named it yet, and no sign-in has. */
  isUnnamed(id: string): boolean;
  /** Gives it a name that nobody has chosen; it may be another one, so that it is the only one. */
  suggestName(id: string, name: string): void;
  /** The session is over: what was typed for it is not kept for a choice any more. */
  withdraw(id: string): void;
  /** False when nothing worked yet, so that there is nothing to keep. */
  keep(id: string, what: KeepChoice, device: Device): Promise<boolean>;
  kept(id: string): KeptFacts;
  /** What is kept of a profile's secrets, for filling what was left empty. */
  secrets(id: string): Promise<Secrets>;
  /** As far as it is known now: the vault may still be opening. */
  device(id: string): Device;
  /** True where a device is remembered for the profile, or nobody can tell yet. */
  mayRemember(id: string): boolean;
  renewDevice(id: string, deviceId: string): void;
  nameMachine(id: string, machineName: string): void;
  rememberDevice(id: string, remembered: Remembered | null): Promise<void>;
  /** Everything that can be written to a file of the user's: no secret. */
  exported(): unknown;
  /** Adds what such a file holds and gives their number; fails with the place that is wrong. */
  imported(value: unknown): Result<number>;
  /** Tries once more to write a list that the disk refused. */
  saveAgain(): Promise<void>;
  /** Resolves when the list is written, or was refused. */
  settled(): Promise<void>;
  /** Back to one draft, in memory. The vault and the files are wiped by others. */
  reset(): Promise<void>;
}
