/**
 * Shows what session/announcer.ts decided: one notification a profile, in the place of the last. Each
 * has an ID of its own, and the one before is closed: of two with one ID Electron would hand a click to
 * the older one, and closing that would take the newer one away.
 */
import { app, Notification } from 'electron';
import { incidentWords, type Incident } from '../../../src-shared/incident.ts';
import type { Log } from '../../ports.ts';
import { portableProgram } from '../life/program.ts';

export interface NotificationDeps {
  /** Runs the incident's verb; a click on the notification does it as well. */
  readonly act: (profile: string, action: Incident['action']) => void;
  /** Says it in another way where the system shows no notification; null: it is over. */
  readonly fallBack: (profile: string, incident: Incident | null) => void;
  readonly log: Log;
}

/** The way to show a profile's incident, or to take it away with null. */
export function createNotifications(
  deps: NotificationDeps,
): (profile: string, incident: Incident | null) => void {
  const { act, fallBack, log } = deps;
  /** Kept: a notification that is collected loses its listeners. */
  const shown = new Map<string, Notification>();

  function give(profile: string, incident: Incident, name: string): void {
    shown.delete(profile);
    log.write({ event: 'failure', where: 'notification', name });
    fallBack(profile, incident);
  }

  function show(profile: string, incident: Incident): void {
    const { title, body, verb } = incidentWords(incident);
    const actions = [{ type: 'button', text: verb }] as const;
    const notification = new Notification({ title, body, actions: [...actions] });
    const run = () => act(profile, incident.action);
    notification.on('click', run);
    notification.on('action', run);
    // Unsigned builds on macOS may not notify, nor programs that Windows has no shortcut of. A late
    // word of one that was replaced since says nothing of the one that is shown.
    notification.on('failed', () => {
      if (shown.get(profile) === notification) give(profile, incident, 'failed');
    });
    shown.set(profile, notification);
    notification.show();
  }

  return (profile, incident) => {
    fallBack(profile, null);
    shown.get(profile)?.close();
    shown.delete(profile);
    if (incident === null) return;
    if (mayNotify() && Notification.isSupported()) show(profile, incident);
    else give(profile, incident, 'unsupported');
  };
}

/**
 * Where no notification is shown: words beside the icon in the menu bar of macOS, elsewhere a window
 * that asks for a look. The newest of several profiles has the word.
 */
export function createFallBack(
  say: (words: string) => void,
  nudge: () => void,
): NotificationDeps['fallBack'] {
  const unseen = new Map<string, string>();
  return (profile, incident) => {
    if (incident === null && !unseen.delete(profile)) return;
    if (incident !== null) unseen.set(profile, incidentWords(incident).title);
    say([...unseen.values()].at(-1) ?? '');
    if (incident !== null && process.platform !== 'darwin') nudge();
  };
}

/**
 * The first notification on Windows writes a link to the running program into the Start menu, in the
 * place of the installed one's. The portable program and a development run must not leave theirs there.
 */
export function mayNotify(): boolean {
  return process.platform !== 'win32' || (app.isPackaged && portableProgram() === null);
}
