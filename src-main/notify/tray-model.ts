/**
 * What the tray shows, as a pure function of the snapshot: icon, tooltip and at most twelve rows. Flat,
 * since GNOME shows submenus badly; the primary action is the same word as in window and notification.
 */
import { refusedForTrust } from '../../src-shared/bill/operations.ts';
import {
  canBeVerified,
  isOpen,
  timeOf,
  type OpenView,
  type SessionView,
} from '../../src-shared/session-view.ts';
import type { ProfileView, Snapshot } from '../../src-shared/snapshot.ts';
import { MINUTE } from '../../src-shared/text/times.ts';
import {
  nextMinuteIn,
  primaryOf,
  stateLine,
  trayWords,
  trustWords,
  type PrimaryAction,
} from '../../src-shared/words.ts';

/** Each icon differs by shape, and only then by colour. */
export type TrayIcon = 'live' | 'lapsing' | 'atRisk' | 'signedOut' | 'offline' | 'needsYou';

export type TrayAction =
  | { readonly do: 'extendNow' | 'resume' | 'copySessionId' | 'pauseKeepAlive' | 'endPause' }
  /** These need the window. */
  | { readonly do: 'open' | 'signIn' | 'verify' | 'settings' }
  | { readonly do: 'select'; readonly profile: string }
  | { readonly do: 'quit' };

export type TrayRow =
  | { readonly is: 'line' }
  | { readonly is: 'text'; readonly label: string }
  | {
      readonly is: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly enabled: boolean;
    }
  | {
      readonly is: 'profile';
      readonly label: string;
      readonly checked: boolean;
      readonly action: TrayAction;
    };

export interface TrayModel {
  readonly icon: TrayIcon;
  /** The first row's text. */
  readonly tooltip: string;
  readonly rows: readonly TrayRow[];
}

const PROFILES_SHOWN = 4;

export function trayModel(snapshot: Snapshot): TrayModel {
  const { profiles, sessions, selected } = snapshot;
  const profile = profiles.find(({ id }) => id === selected);
  const session = sessions[selected];
  const now = timeOf(session, snapshot.at);
  if (profile === undefined || session === undefined) {
    return { icon: 'signedOut', tooltip: 'Tabkeeper', rows: closing() };
  }
  const title = `${profile.name} – ${stateLine(session, now)}`;
  return {
    icon: iconOf(session),
    tooltip: title,
    rows: [
      { is: 'text', label: title },
      ...trustRow(session, now),
      { is: 'line' },
      primaryRow(profile, session),
      action(trayWords.copyId, { do: 'copySessionId' }, isOpen(session)),
      ...profileRows(snapshot),
      { is: 'line' },
      ...pauseRow(session),
      ...closing(),
    ],
  };
}

/** Milliseconds until a row of the tray may say something else without a new snapshot. */
export function trayChangesIn({ sessions, at }: Snapshot): number {
  const all = Object.values(sessions);
  const changesIn = (session: SessionView) =>
    Math.ceil(nextMinuteIn(session, timeOf(session, at)) / (session.clock?.speed ?? 1));
  return Math.min(...all.map(changesIn), MINUTE);
}

/** When two are true: needs you, at risk, offline, live or left to end, signed out. */
function iconOf(session: SessionView): TrayIcon {
  switch (session.state) {
    case 'signedOut':
    case 'signingIn':
      return 'signedOut';
    case 'expired':
      return 'needsYou';
    case 'atRisk':
      return 'atRisk';
    case 'busy':
    case 'checking':
      return 'atRisk';
    case 'offline':
      return 'offline';
    case 'live':
    case 'lapsing':
      return needsVerification(session) ? 'needsYou' : session.state;
  }
}

/** Only when the user asked for something that needs it. */
function needsVerification({ trust, tries }: OpenView): boolean {
  return canBeVerified(trust) && refusedForTrust(tries).length > 0;
}

function trustRow(session: SessionView, now: number): TrayRow[] {
  if (!isOpen(session)) return [];
  const { trust } = session;
  if (trust.is === 'unavailable') return [];
  if (canBeVerified(trust)) {
    const needed = needsVerification(session);
    return [action(needed ? trayWords.verifyNeeded : trayWords.verify, { do: 'verify' })];
  }
  return [{ is: 'text', label: trustWords(trust, now).title }];
}

function primaryRow(profile: ProfileView, session: SessionView): TrayRow {
  const primary = primaryOf(profile, session);
  if (primary === null) return action(trayWords.signingIn, { do: 'open' }, false);
  const idle = !isOpen(session) || (!session.extending && !session.signingOut);
  return action(primary.label, primaryActions[primary.action], idle);
}

const primaryActions: Readonly<Record<PrimaryAction, TrayAction>> = {
  extendNow: { do: 'extendNow' },
  keepOn: { do: 'endPause' },
  resume: { do: 'resume' },
  signIn: { do: 'signIn' },
};

/** The first ones; the one that is shown is always among them. */
function shownProfiles({ profiles, selected }: Snapshot): readonly ProfileView[] {
  const first = profiles.slice(0, PROFILES_SHOWN);
  if (first.some(({ id }) => id === selected)) return first;
  return [...first.slice(0, -1), ...profiles.filter(({ id }) => id === selected)];
}

function profileRows(snapshot: Snapshot): TrayRow[] {
  const { profiles, sessions, selected, at } = snapshot;
  if (profiles.length < 2) return [];
  const rows = shownProfiles(snapshot).map(({ id, name }): TrayRow => {
    const session = sessions[id];
    const state = session === undefined ? '' : ` (${stateLine(session, timeOf(session, at))})`;
    return {
      is: 'profile',
      label: `${name}${state}`,
      checked: id === selected,
      action: { do: 'select', profile: id },
    };
  });
  const more = profiles.length > PROFILES_SHOWN ? [action(trayWords.more, { do: 'settings' })] : [];
  return [{ is: 'line' }, ...rows, ...more];
}

function pauseRow(session: SessionView): TrayRow[] {
  if (!isOpen(session) || session.kind === 'token') return [];
  switch (session.keepAlive.halt) {
    case 'paused':
    case 'off':
      return [action(trayWords.endPause, { do: 'endPause' })];
    case 'maxAge':
      return [];
    case 'away':
    case null:
      return [action(trayWords.pause, { do: 'pauseKeepAlive' })];
  }
}

function closing(): TrayRow[] {
  return [action(trayWords.open, { do: 'open' }), action(trayWords.quit, { do: 'quit' })];
}

function action(label: string, what: TrayAction, enabled = true): TrayRow {
  return { is: 'action', label, action: what, enabled };
}

/** True where every icon of the bar is of one colour: GNOME, whose bar is dark in both its looks. */
export function wantsOneColour(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const desktops = env['XDG_CURRENT_DESKTOP']?.split(':') ?? [];
  return platform === 'linux' && desktops.includes('GNOME');
}

/** What a desktop can show in its tray. */
export interface TrayFace {
  setIcon(icon: TrayIcon, monochrome: boolean): void;
  setMenu(model: TrayModel): void;
}

/** Passes on what has changed and nothing else: a menu that is rebuilt all the time flickers. */
export function createTrayUpdater(face: TrayFace): (model: TrayModel, monochrome: boolean) => void {
  let icon = '';
  let menu = '';
  return (model, monochrome) => {
    const newIcon = `${model.icon} ${monochrome}`;
    if (newIcon !== icon) face.setIcon(model.icon, monochrome);
    icon = newIcon;
    const newMenu = JSON.stringify([model.tooltip, model.rows]);
    if (newMenu !== menu) face.setMenu(model);
    menu = newMenu;
  };
}

/**
 * The icon's file as the build names it (scripts/icons). macOS gets a template image, which the system
 * colours; on Linux there is a white one for a dark bar.
 */
export function trayIconFile(
  icon: TrayIcon,
  platform: NodeJS.Platform,
  monochrome: boolean,
): string {
  if (platform === 'darwin') return `${icon}Template.png`;
  if (platform === 'win32') return `${icon}.ico`;
  return `${icon}${monochrome ? '-mono' : ''}.png`;
}
