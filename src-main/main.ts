/** Entry of the main process: the order of start and stop. Builds the adapters, calls createApp. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { app, dialog, session, type BrowserWindow } from 'electron';
import { createApp } from './app.ts';
import { readArguments } from './electron/arguments.ts';
import { createDesktop } from './electron/desktop.ts';
import { hostIpc, sendSnapshot } from './electron/ipc-host.ts';
import { setMenu } from './electron/menu.ts';
import { openPreferences } from './electron/preferences.ts';
import { registerScheme, serveBundle } from './electron/protocol.ts';
import { lockDown } from './electron/security.ts';
import { installTestHooks } from './electron/test-hooks.ts';
import { loadStart, openWindow, showWindow } from './electron/window.ts';
import { createPractice } from './practice.ts';
import { systemClock } from './system/clock.ts';
import { createFileLog } from './system/log.ts';
import { createMovableClock } from './system/movable-clock.ts';

/** Not kept between starts: a partition without `persist:` lives in memory. */
const PARTITION = 'tabkeeper';

const options = readArguments(process.argv);
app.setName('Tabkeeper');
if (options.userData !== null) app.setPath('userData', path.resolve(options.userData));
registerScheme();
lockDown();

// A second instance must not touch a file before it knows that it is the second.
if (app.requestSingleInstanceLock()) {
  // Not awaited: Electron becomes ready only after this module was evaluated.
  app.whenReady().then(start).catch(giveUp);
} else {
  app.exit(0);
}

/** A start that fails is told, not swallowed; the message may hold a path, never a secret. */
function giveUp(error: unknown): void {
  const what = error instanceof Error ? error.message : 'unknown cause';
  dialog.showErrorBox('Tabkeeper could not start', what);
  app.exit(1);
}

async function start(): Promise<void> {
  const userData = app.getPath('userData');
  const movable = TEST_HOOKS ? createMovableClock(systemClock) : null;
  const clock = movable ?? systemClock;
  const warn = (text: string) => process.stderr.write(`${text}\n`);
  const log = createFileLog(userData, clock, warn);
  const preferences = openPreferences(userData, clock.now().wall);
  const ownSession = session.fromPartition(PARTITION);
  serveBundle(ownSession, path.join(import.meta.dirname, 'renderer'));
  setMenu();

  let window: BrowserWindow | null = null;
  const tabkeeper = createApp({
    clock,
    chance: Math.random,
    log,
    desktop: createDesktop(clock),
    practice: createPractice(clock),
    server: { start: preferences.server(), remember: preferences.rememberServer },
    device: { deviceId: randomUUID(), machineName: hostname().slice(0, 100) },
    version: app.getVersion(),
    host: `Electron ${process.versions.electron ?? ''}`.trim(),
    publish: (snapshot) => sendSnapshot(window, snapshot),
  });
  if (movable !== null) installTestHooks(movable, tabkeeper, () => window);
  hostIpc(() => window, tabkeeper.route, log);

  app.on('second-instance', () => {
    if (window !== null) showWindow(window);
  });
  // Until there is a tray, closing the window quits and lets the session lapse.
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    tabkeeper
      .stop()
      .catch(() => undefined)
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });

  window = openWindow(ownSession);
  window.on('closed', () => {
    window = null;
  });
  await loadStart(window);
  if (options.practice) await tabkeeper.practise();
}
