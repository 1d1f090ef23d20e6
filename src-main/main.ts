/** Entry of the main process: the order of start and stop. Builds the adapters, calls createApp. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { createApp } from './app.ts';
import { readArguments } from './electron/arguments.ts';
import { createDesktop } from './electron/desktop.ts';
import { hostIpc, sendSnapshot } from './electron/ipc-host.ts';
import * as lifecycle from './electron/lifecycle.ts';
import { setMenu } from './electron/menu.ts';
import { openPreferences } from './electron/preferences.ts';
import { serveBundle } from './electron/protocol.ts';
import { installTestHooks } from './electron/test-hooks.ts';
import { createWindows } from './electron/window.ts';
import { createPractice } from './practice.ts';
import { systemClock } from './system/clock.ts';
import { createFileLog } from './system/log.ts';
import { createMovableClock } from './system/movable-clock.ts';

const options = readArguments(process.argv);
if (lifecycle.prepare(options)) lifecycle.whenReady(start);
else lifecycle.leave();

async function start(): Promise<void> {
  const userData = lifecycle.facts.userData();
  const movable = TEST_HOOKS ? createMovableClock(systemClock) : null;
  const clock = movable ?? systemClock;
  const log = createFileLog(userData, clock, (text) => process.stderr.write(`${text}\n`));
  const preferences = openPreferences(userData, clock.now().wall);
  const session = serveBundle(path.join(import.meta.dirname, 'renderer'));
  const windows = createWindows(session);
  setMenu();

  const app = createApp({
    clock,
    chance: Math.random,
    log,
    desktop: createDesktop(clock),
    practice: createPractice(clock),
    server: {
      start: preferences.server(),
      remember: (server) => preferences.rememberServer(server),
    },
    device: { deviceId: randomUUID(), machineName: hostname().slice(0, 100) },
    version: lifecycle.facts.version(),
    host: lifecycle.facts.host(),
    publish: (snapshot) => sendSnapshot(windows.current(), snapshot),
  });
  if (movable !== null) installTestHooks(movable, app, windows.current);
  hostIpc(windows.current, app.route, log);
  lifecycle.onSecondInstance(windows.show);
  lifecycle.quitWithLastWindow();
  lifecycle.beforeEnd(() => app.stop());

  await windows.open();
  if (options.practice) await app.practise();
}
