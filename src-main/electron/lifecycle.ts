/** Electron's life from the first line to the last: what must come before `ready`, and how it ends. */
import path from 'node:path';
import { app, dialog } from 'electron';
import type { Arguments } from './arguments.ts';
import { isDriven } from './driven.ts';
import { registerScheme } from './protocol.ts';
import { lockDown } from './security.ts';

/**
 * What must happen before Electron is ready. False for a second instance, or one that is driven from
 * outside: both must end without having touched a file.
 */
export function prepare({ userData }: Arguments): boolean {
  app.setName('Tabkeeper');
  if (userData !== null) app.setPath('userData', path.resolve(userData));
  registerScheme();
  lockDown();
  return !isDriven() && app.requestSingleInstanceLock();
}

/** Runs `start` once Electron is ready. Not awaited: `ready` waits for the main module to end. */
export function whenReady(start: () => Promise<void>): void {
  app.whenReady().then(start).catch(giveUp);
}

/** A start that fails is told, not swallowed; the message may hold a path, never a secret. */
function giveUp(error: unknown): void {
  dialog.showErrorBox(
    'Tabkeeper could not start',
    error instanceof Error ? error.message : 'The cause is not known.',
  );
  app.exit(1);
}

/** Ends at once, for a second instance. */
export function leave(): void {
  app.exit(0);
}

/** Undefined where something else stands in for Electron. */
const versions: Readonly<Record<string, string | undefined>> = process.versions;

export const facts = {
  userData: () => app.getPath('userData'),
  version: () => app.getVersion(),
  host: () =>
    versions['electron'] === undefined ? 'browser host' : `Electron ${versions['electron']}`,
};

/** A second start of the app is a wish to see the window; its arguments are not to be trusted. */
export function onSecondInstance(listener: () => void): void {
  app.on('second-instance', listener);
}

/** Until there is a tray, closing the window quits. */
export function quitWithLastWindow(): void {
  app.on('window-all-closed', () => app.quit());
}

/** Holds the end back until `stop` has settled. */
export function beforeEnd(stop: () => Promise<void>): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stop()
      .catch(() => undefined)
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });
}
