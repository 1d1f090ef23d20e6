/** Electron's life from the first line to the last: what must come before `ready`, and how it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, dialog, powerMonitor } from 'electron';
import { ownErrorWords, startWords } from '../../../src-shared/words.ts';
import { nameOf } from '../../../src-shared/text/thrown.ts';
import type { Clock, Instant, Log } from '../../ports.ts';
import type { Arguments } from './arguments.ts';
import type { Box } from '../desktop/boxes.ts';
import { remoteControlSwitch } from './remote-control.ts';
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
  // First, because lockDown removes a switch that remoteControlSwitch looks for.
  const remoteControl = remoteControlSwitch();
  if (remoteControl !== null)
    return { sentence: startWords.remoteControl(remoteControl), code: 1, inBox: false };
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
 * Shows why a start has failed; the message may hold a path, never a secret. The only box that
 * blocks main: nothing runs yet that it could delay.
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

/** A second start of the app means: show the window. Its arguments are not trusted. */
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

/** The end of the app once it is decided, when nobody is asked any more. */
export interface Ending {
  /** The end is decided, though something may be done first. A second start waits from now on. */
  begin(): void;
  /** True once it is decided: no window may come up any more. */
  hasBegun(): boolean;
  /** Ends the app, whatever becomes of its windows. */
  quit(): void;
}

interface EndingDeps {
  readonly clock: Clock;
  /** From now on no window may prevent the end. */
  readonly letGo: () => void;
  /** A person quits from the dock of macOS: asks what becomes of open sessions. */
  readonly ask: () => void;
  /** Nobody may be there to answer a question: does what the settings say, and calls `quit`. */
  readonly unattended: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal's Ctrl-C may reach us twice: from the terminal, and from whoever started us. */
const SAME_SIGNAL_MS = 1000;

/** Handles each way in which the app may be told to end. */
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

  // Electron turns a signal into `before-quit`. On macOS quitting from the dock arrives the same
  // way, so only a listener of our own can tell them apart. Being set later, it replaces
  // Electron's; if both should run, no question is asked either.
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
  // On Linux Electron asks the system to delay a shutdown once `shutdown` has a listener, but it
  // looks before the first listener of any kind is added. So another one is added first.
  powerMonitor.on('resume', () => undefined);
  powerMonitor.on('shutdown', shutdown);
  return { begin, hasBegun: () => begun, quit };
}

/** The system does not wait for us much longer than this when it shuts down. */
const STOP_WITHIN_MS = 2000;

/** Delays the end until `stop` has settled, 2 s at most. `isAsked`: the keyring is being asked. */
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
  // While the Keychain shows a dialog, a task of Chromium waits for the answer and prevents its
  // end. Everything of ours is written by now, so the process can be killed.
  app.on('quit', () => {
    if (process.platform === 'darwin' && isAsked()) process.kill(process.pid, 'SIGKILL');
  });
}

/**
 * Handles exceptions that nobody caught: logs their class alone, shows one box, and lets sessions
 * go on. `tell` must not block main. Returns what does the same with a failure at a named place.
 */
export function surviveErrors(log: Log, tell: Box): (where: string) => (error: unknown) => void {
  let shown = false;
  const note = (where: string) => (error: unknown) => {
    log.write({ event: 'failure', where, name: nameOf(error) });
    if (shown) return;
    shown = true;
    tell({
      type: 'error',
      message: ownErrorWords.title,
      detail: ownErrorWords.detail,
    }).catch(() => undefined);
  };
  process.on('uncaughtException', note('uncaught'));
  process.on('unhandledRejection', note('unhandled'));
  return note;
}
