/** Electron's life from the first line to the last: what must come before `ready`, and how it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, dialog, powerMonitor } from 'electron';
import { startWords } from '../../../src-shared/words.ts';
import type { Clock, Instant, Log } from '../../ports.ts';
import type { Arguments } from './arguments.ts';
import type { Box } from '../desktop/boxes.ts';
import { openDoor } from './driven.ts';
import { markEnding, takeFolder, type Refusal } from './instance.ts';
import { registerScheme } from '../window/protocol.ts';
import { lockDown } from '../window/security.ts';

/**
 * What must happen before Electron is ready. Resolves to null, or to why this process must end without
 * having touched a file: it is a second one, is driven from outside, or has no folder that can be used.
 * The main module waits for it at its top, and Electron with it: Chromium writes into the folder too.
 */
export async function prepare({ userData }: Arguments, clock: Clock): Promise<Refusal | null> {
  app.setName('Tabkeeper');
  // Windows ties notifications to it; the same as in electron-builder.yml. A development run is another
  // program, and must not take the installed one's place in the Start menu.
  if (app.isPackaged) app.setAppUserModelId('dev.tabkeeper.app');
  // First of all: what locks down also wipes out that the sandbox was left out.
  const door = openDoor();
  if (door !== null) return { sentence: startWords.door(door), code: 1, inBox: false };
  registerScheme();
  lockDown();
  const folder = userData === null ? app.getPath('userData') : path.resolve(userData);
  return takeFolder(folder, clock);
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
    startWords.title,
    error instanceof Error ? error.message : startWords.unknown,
  );
  app.exit(1);
}

/** Ends at once, and says why: on stderr, and where nobody may see that, in a box as well. */
export function refuse({ sentence, code, inBox }: Refusal): void {
  process.stderr.write(`${sentence}\n`);
  if (!inBox) {
    app.exit(code);
    return;
  }
  // There is a box only once Electron is ready, and by then Chromium has written into its folder.
  const elsewhere = placeElsewhere();
  const show = () => {
    dialog.showErrorBox(startWords.title, sentence);
    if (elsewhere !== null) rmSync(elsewhere, { recursive: true, force: true });
    app.exit(code);
  };
  app.whenReady().then(show, () => app.exit(code));
}

/** Where Chromium may write for the moment; null on a disk that takes nothing at all. */
function placeElsewhere(): string | null {
  try {
    const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-refused-'));
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
    return folder;
  } catch {
    return null;
  }
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
  /** It is decided, though something may have to be done first. A second start waits from now on. */
  begin(): void;
  /** True once it is decided: no window may come up any more. */
  hasBegun(): boolean;
  /** Ends the app, whatever becomes of its windows. */
  quit(): void;
}

interface EndingDeps {
  readonly clock: Clock;
  /** No window may hold the end back from now on. */
  readonly letGo: () => void;
  /** A person wants the end by the dock of macOS: asks what is to be asked. */
  readonly ask: () => void;
  /** Nobody may be there to answer: does what was chosen once for all, and calls `quit`. */
  readonly unattended: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal's Ctrl-C may reach us twice: from the terminal, and from whoever started us. */
const SAME_SIGNAL_MS = 1000;

/** Follows each way in which the app may be told to end. */
export function followEnding({ clock, letGo, ask, unattended }: EndingDeps): Ending {
  let begun = false;
  let decided = false;
  const begin = () => {
    if (!begun) markEnding();
    begun = true;
  };
  const quit = () => {
    begin();
    decided = true;
    app.quit();
  };

  // Electron turns a signal into `before-quit`, on macOS too, where the dock comes the same way: only
  // a listener of our own can tell them apart. It takes the place of Electron's, being set later; if
  // both were told, the question is not asked either.
  let signalled: Instant | null = null;
  const onSignal = () => {
    const now = clock.now();
    if (signalled === null) {
      signalled = now;
      unattended();
    } else if (now.mono - signalled.mono > SAME_SIGNAL_MS) quit();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);

  app.on('before-quit', (event) => {
    if (decided) {
      letGo();
      return;
    }
    event.preventDefault();
    if (process.platform === 'darwin' && signalled === null) ask();
    else unattended();
  });

  // The system ends: sessions are left to lapse, and it waits for a clean end if it is asked to.
  const shutdown = (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    quit();
  };
  // On Linux Electron asks the system to wait as soon as somebody listens for this, but counts before
  // the first listener of all is there: that one must not be it.
  powerMonitor.on('resume', () => undefined);
  powerMonitor.on('shutdown', shutdown);
  return { begin, hasBegun: () => begun, quit };
}

/** The system does not wait for us much longer than this when it shuts down. */
const STOP_WITHIN_MS = 2000;

/**
 * Holds the end back until `stop` has settled, for two seconds at most. `isAsked`: the keyring has not
 * answered yet.
 */
export function beforeEnd(stop: () => Promise<unknown>, isAsked: () => boolean): void {
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
  // The task in which the Keychain waits for an answer to its dialog holds Chromium's end up, for as
  // long as nobody gives one. Everything of ours is written by now.
  app.on('quit', () => {
    if (process.platform === 'darwin' && isAsked()) process.kill(process.pid, 'SIGKILL');
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
