/** Electron's life from the first line to the last: what must come before `ready`, and how it ends. */
import path from 'node:path';
import { app, dialog, powerMonitor } from 'electron';
import type { Log } from '../ports.ts';
import type { Arguments } from './arguments.ts';
import type { Box } from './boxes.ts';
import { isDriven } from './driven.ts';
import { registerScheme } from './protocol.ts';
import { lockDown } from './security.ts';

/**
 * What must happen before Electron is ready. False for a second instance, one that is driven from
 * outside, and one whose folder cannot be used: they must end without having touched a file.
 */
export function prepare({ userData }: Arguments): boolean {
  app.setName('Tabkeeper');
  // Windows ties notifications to it; the same as in electron-builder.yml.
  app.setAppUserModelId('dev.tabkeeper.app');
  if (userData !== null && !useFolder(path.resolve(userData))) return false;
  registerScheme();
  lockDown();
  if (isDriven()) return false;
  if (app.requestSingleInstanceLock()) return true;
  // For a terminal, where a start without a window would be a riddle.
  process.stderr.write('Tabkeeper is running already: its window was asked to show.\n');
  return false;
}

/** False for a folder that is none, and can be none. */
function useFolder(folder: string): boolean {
  try {
    app.setPath('userData', folder);
    return true;
  } catch {
    process.stderr.write(`Tabkeeper: ${folder} cannot be the folder of its data.\n`);
    process.exitCode = 1;
    return false;
  }
}

/** Runs `start` once Electron is ready. Not awaited: `ready` waits for the main module to end. */
export function whenReady(start: () => Promise<void>): void {
  app.whenReady().then(start).catch(giveUp);
}

/**
 * A start that fails is told, not swallowed; the message may hold a path, never a secret. The one box
 * that holds main up: nothing runs yet that would have to go on.
 */
function giveUp(error: unknown): void {
  dialog.showErrorBox(
    'Tabkeeper could not start',
    error instanceof Error ? error.message : 'The cause is not known.',
  );
  app.exit(1);
}

/** Ends at once: for a second instance, and where nothing can be started. */
export function leave(): void {
  app.exit(process.exitCode === 1 ? 1 : 0);
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

/** The app lives on in the tray when its window is gone. */
export function stayWithoutWindow(): void {
  app.on('window-all-closed', () => undefined);
}

/** A click on the icon in the dock. */
export function onActivate(listener: () => void): void {
  app.on('activate', listener);
}

/** The end as it is decided: nobody is asked any more. */
export interface Ending {
  /** Ends the app, whatever becomes of its windows. */
  quit(): void;
}

interface EndingDeps {
  /** No window may hold the end back from now on. */
  readonly letGo: () => void;
  /** Somebody else than us wants the end, such as the dock of macOS: asks what is to be asked. */
  readonly ask: () => void;
  /** Nothing would be asked, since it has been chosen once for all. */
  readonly hasChosen: () => boolean;
}

/** Follows each way in which the app may be told to end. */
export function followEnding({ letGo, ask, hasChosen }: EndingDeps): Ending {
  let decided = false;
  const quit = () => {
    decided = true;
    app.quit();
  };
  app.on('before-quit', (event) => {
    // Elsewhere only signals come this way. Nobody may be there to ask: what was chosen is done.
    if (!decided && (process.platform === 'darwin' || hasChosen())) {
      event.preventDefault();
      ask();
      return;
    }
    letGo();
  });
  // The system ends: sessions are left to lapse, and it waits for a clean end if it is asked to.
  const shutdown = (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    quit();
  };
  powerMonitor.on('shutdown', shutdown);
  return { quit };
}

/** The system does not wait for us much longer than this when it shuts down. */
const STOP_WITHIN_MS = 2000;

/** Holds the end back until `stop` has settled, for two seconds at most. */
export function beforeEnd(stop: () => Promise<unknown>): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_WITHIN_MS));
    Promise.race([stop(), late])
      .catch(() => undefined)
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });
}

/**
 * What nobody caught: noted by its class alone, told once, and the sessions go on. `tell` must not
 * hold main up.
 */
export function surviveErrors(log: Log, tell: Box): void {
  let told = false;
  const note = (where: string) => (error: unknown) => {
    log.write({
      event: 'failure',
      where,
      name: error instanceof Error ? error.name : typeof error,
    });
    if (told) return;
    told = true;
    tell({
      type: 'error',
      message: 'Tabkeeper ran into an error of its own',
      detail: 'Keep-alive goes on. If something looks wrong, start Tabkeeper again.',
    }).catch(() => undefined);
  };
  process.on('uncaughtException', note('uncaught'));
  process.on('unhandledRejection', note('unhandled'));
}
