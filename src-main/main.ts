/** Entry of the main process: the order of start and stop. Builds the adapters, calls createApp. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { createApp } from './app.ts';
import { readArguments } from './electron/arguments.ts';
import { createDesktop } from './electron/desktop.ts';
import { listenForHints, reportsIdle } from './electron/hints.ts';
import { hostIpc, sendSnapshot } from './electron/ipc-host.ts';
import * as lifecycle from './electron/lifecycle.ts';
import { setMenu } from './electron/menu.ts';
import { systemNetwork } from './electron/network.ts';
import { createNotifications } from './electron/notifications.ts';
import { openPreferences } from './electron/preferences.ts';
import { serveBundle } from './electron/protocol.ts';
import { createSecretBox } from './electron/secret-box.ts';
import { installTestHooks } from './electron/test-hooks.ts';
import { createWindows } from './electron/window.ts';
import { createPractice } from './practice.ts';
import { openProfileStore } from './profiles/store.ts';
import { systemClock } from './system/clock.ts';
import { createFileLog } from './system/log.ts';
import { createMovableClock } from './system/movable-clock.ts';
import { createVault } from './vault/vault.ts';

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

  const vault = createVault({
    dir: path.join(userData, 'vault'),
    box: createSecretBox(),
    clock,
    log: (event) => log.write(event),
    onChange: () => app.changed(),
  });
  const notify = createNotifications((profile, action) => {
    windows.show();
    app.act(profile, action);
  });
  const app = createApp({
    ...{ clock, log, preferences, vault, notify },
    network: systemNetwork(session),
    chance: Math.random,
    desktop: createDesktop(clock),
    practice: createPractice(clock),
    profileStore: openProfileStore(path.join(userData, 'profiles.json'), () => clock.now().wall),
    newId: randomUUID,
    machineName: hostname().slice(0, 100) || 'This computer',
    system: { reportsIdle: reportsIdle(), userData },
    version: lifecycle.facts.version(),
    host: lifecycle.facts.host(),
    publish: (snapshot) => sendSnapshot(windows.current(), snapshot),
    inSight: windows.inSight,
    wipeFiles: () => wipeLogs(userData),
  });
  if (movable !== null) installTestHooks(movable, app, windows.current);
  hostIpc(windows.current, app.route, log);
  lifecycle.onSecondInstance(windows.show);
  lifecycle.quitWithLastWindow();
  const stopHints = listenForHints(clock, (hint) => app.hint(hint));
  lifecycle.beforeEnd(() => {
    stopHints();
    return app.stop();
  });

  const started = app.start();
  await windows.open();
  if (!options.practice) return;
  await started;
  await app.practise();
}

async function wipeLogs(userData: string): Promise<void> {
  for (const name of ['tabkeeper.log', 'tabkeeper.log.1']) {
    await rm(path.join(userData, name), { force: true });
  }
}
