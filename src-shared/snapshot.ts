/**
 * What a panel may see: the one value that goes up to the renderer, whole, each time something
 * changed. No secret has a place here; what is not named here does not leave main.
 *
 * Every time is epoch milliseconds of main's clock; of a session, and of what it did, by that of the
 * session (`timeOf` in session-view.ts).
 */
import type { Exchange } from './exchange.ts';
import type { HandOffView } from './hand-off.ts';
import type { Server } from './bill/server.ts';
import type { Settings } from './settings.ts';
import type { SessionKind, SessionView } from './session-view.ts';

export interface Snapshot {
  /** Grows by one with each snapshot; the greater one is the newer one. */
  readonly revision: number;
  /** Main's wall clock when this was made: a panel counts on from here. */
  readonly at: number;
  /** The profile that the window shows. */
  readonly selected: string;
  readonly profiles: readonly ProfileView[];
  /** Keyed by profile ID. */
  readonly sessions: Readonly<Record<string, SessionView>>;
  /** Newest first. */
  readonly activity: readonly Exchange[];
  readonly settings: Settings;
  /** What this computer can tell us, and where things lie. */
  readonly system: SystemView;
  readonly storage: StorageView;
  readonly handOff: HandOffView;
  /** Grows when the history has changed: whoever draws a span of it asks again. */
  readonly historyRevision: number;
  /** Notices about the files, shown until they are dismissed. */
  readonly notices: readonly NoticeView[];
  /** Null until the practice sandbox runs. */
  readonly practice: PracticeView | null;
  /** The build names a page with the releases of the app. */
  readonly hasReleasesPage: boolean;
  readonly appVersion: string;
  /** The version of the Electron that runs us, or the name of the host that stands in for it. */
  readonly host: string;
}

/**
 * The bands of the design, as files hold them; `colourWords` has their names, and a profile's name
 * always stands beside its colour.
 */
export const colours = ['blue', 'purple', 'cyan', 'green', 'pink'] as const;
export type Colour = (typeof colours)[number];

/** How much of what was typed is kept for the next time. */
export const keepChoices = ['nothing', 'allButPassword', 'everything'] as const;
export type KeepChoice = (typeof keepChoices)[number];

/**
 * `unknown`: the vault's file was not read yet, so nobody can say. `other`: secrets are kept, but for
 * another server, user or organization than the profile names now, so they are not used.
 */
export type KeptView = KeepChoice | 'unknown' | 'other';

/** Secrets that were typed for a sign-in that did not work, and are kept for the next try: which. */
export interface TypedBeforeView {
  /** They are for this server only. */
  readonly server: Server;
  /** The way to sign in that the password is for; the key is for each. */
  readonly kind: SessionKind;
  readonly password: boolean;
  readonly devKey: boolean;
}

export interface ProfileView {
  readonly id: string;
  readonly name: string;
  readonly colour: Colour;
  /** `session`: one that another tool opened; it cannot be opened again by itself. */
  readonly kind: SessionKind;
  /** What the form starts from, and where the session stands while there is one. */
  readonly server: Server;
  readonly userName: string;
  readonly orgId: string;
  readonly kept: KeptView;
  /** Null where nothing is kept for a try. */
  readonly typedBefore: TypedBeforeView | null;
  /** In no file: this profile is gone when the app quits. */
  readonly draft: boolean;
  /** A sign-in worked, and what to keep of it has not been chosen yet. */
  readonly offerToKeep: boolean;
  readonly staySignedIn: boolean;
  readonly signInOnLaunch: boolean;
  /** How this computer is named to BILL. */
  readonly machineName: string;
  /**
   * Until when BILL promised to trust this device, epoch ms; null when it is not remembered for the
   * profile's user and organization.
   */
  readonly rememberedUntil: number | null;
}

/** Something about the files that is shown until it is dismissed. */
export const noticeKinds = [
  'notSaved',
  'secretsSetAside',
  'secretsRestored',
  'profilesSetAside',
  'profilesUnreadable',
  'profilesNewer',
  'settingsSetAside',
  'settingsUnreadable',
  'settingsNewer',
  'historySetAside',
  'historyLeftAlone',
  'grantsSetAside',
  'grantsUnreadable',
  'grantsNewer',
  'gatewaySetAside',
  'gatewayUnreadable',
  'gatewayNewer',
  'forgetPending',
  'launchStopped',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface NoticeView {
  readonly kind: NoticeKind;
  /** The file or the profile that it is about; null where that needs no name. */
  readonly about: string | null;
}

export interface SystemView {
  /** False where the system cannot say how long nobody has touched the keyboard. */
  readonly reportsIdle: boolean;
  readonly userData: string;
  readonly startAtLogin: StartAtLogin;
  /** False where the system itself colours the icon of the tray, or always shows it in colour. */
  readonly offersOneColour: boolean;
}

/** Whether the system starts the app at login, read back from the system; or why it cannot. */
export type StartAtLogin =
  | { readonly can: true; readonly on: boolean }
  | { readonly can: false; readonly why: 'flatpak' | 'snap' | 'development' | 'flags' };

/** Why nothing protects a secret on this disk. */
export type NoProtection = 'fixedKey' | 'unavailable' | 'failed';

/**
 * Why a file of secrets that exists cannot be read now. `otherKey`: a keyring is there, and does not
 * open it; `otherApp`: so it is, and the desktop portal had sealed it, for the name that a program has
 * there.
 */
export type LockedWhy = 'unavailable' | 'temporarily' | 'failed' | 'otherKey' | 'otherApp' | 'disk';

/** Where secrets go, as src-main/vault knows it. `backend` is a name for people; null when nobody is known by name. */
export type StorageView =
  | { readonly is: 'opening' }
  /** `isLocked`: it is known to be locked, and is asked once it is not. */
  | { readonly is: 'waiting'; readonly isLocked: boolean; readonly backend: string | null }
  | { readonly is: 'ready'; readonly backend: string | null }
  | { readonly is: 'memoryOnly'; readonly why: NoProtection; readonly backend: string | null }
  /** `backend`: who sealed what is there. `answers`: another one, which answers now. */
  | {
      readonly is: 'locked';
      readonly why: LockedWhy;
      readonly backend: string | null;
      readonly answers?: string;
    }
  | { readonly is: 'newerFormat' };

/** A keyring is there, and will never open what another one, or another program name, has sealed. */
export function isOfOtherKey(storage: StorageView): boolean {
  return storage.is === 'locked' && (storage.why === 'otherKey' || storage.why === 'otherApp');
}

/** The practice sandbox's own phone. Its codes are made up here and open nothing outside. */
export interface PracticeView {
  /** The person wants fast time; it runs while a session is open and no code is under way. */
  readonly fastTime: boolean;
  readonly phone: string;
  /** The newest text message, until it was used or has run out. */
  readonly message: { readonly code: string; readonly at: number } | null;
}
