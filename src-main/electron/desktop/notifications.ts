/**
 * Shows what src-main/notify/announcer.ts decided: one notification per profile, which replaces the one
 * before. Each gets a new ID and the old one is closed: with a shared ID Electron would deliver a
 * click to the older one, and closing the older one would remove the newer.
 */
import { app, Notification } from 'electron';
import type { Incident } from '../../../src-shared/incident.ts';
import { incidentWords } from '../../../src-shared/words.ts';
import type { Log } from '../../ports.ts';
import { portableProgram } from '../life/program.ts';

export interface NotificationDeps {
  /** Runs what the incident offers; a click on the notification does it as well. */
  readonly act: (profile: string, action: Incident['action']) => void;
  /** Used where the system shows no notification; null when the incident is over. */
  readonly fallBack: (profile: string, incident: Incident | null) => void;
  readonly log: Log;
}

/** The way to show a profile's incident, or to take it away with null. */
export function createNotifications(
  deps: NotificationDeps,
): (profile: string, incident: Incident | null) => void {
  const { act, fallBack, log } = deps;
  /** Referenced here, because a notification that is garbage-collected loses its listeners. */
  const shown = new Map<string, Notification>();

  function give(profile: string, incident: Incident, name: string): void {
    shown.delete(profile);
    log.write({ event: 'failure', where: 'notification', name });
    fallBack(profile, incident);
  }

  function show(profile: string, incident: Incident): void {
    const { title, body, button } = incidentWords(incident);
    const actions = [{ type: 'button', text: button }] as const;
    const notification = new Notification({ title, body, actions: [...actions] });
    const run = () => act(profile, incident.action);
    notification.on('click', run);
    notification.on('action', run);
    // Unsigned builds on macOS may not notify, nor programs without a shortcut on Windows. A late
    // failure of a notification that was replaced since is ignored.
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
 * Where no notification is shown: text beside the icon in the menu bar of macOS, elsewhere the
 * window asks for attention. Of several profiles the newest incident is shown.
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
