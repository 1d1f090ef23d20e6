/** Entry of the main process: the order of start and stop. Builds the adapters, calls createApp. */
import { randomUUID } from 'node:crypto';
import { arch, hostname, platform, release } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp, type App } from './app.ts';
import { readArguments } from './electron/arguments.ts';
import { askClose, askQuit } from './electron/closing.ts';
import { createDesktop } from './electron/desktop.ts';
import { listenForHints, reportsIdle } from './electron/hints.ts';
import { hostIpc, sendSnapshot } from './electron/ipc-host.ts';
import * as lifecycle from './electron/lifecycle.ts';
import { openLoginItem } from './electron/login-item.ts';
import { setMenu } from './electron/menu.ts';
import { systemNetwork } from './electron/network.ts';
import { createNotifications } from './electron/notifications.ts';
import { openPreferences } from './electron/preferences.ts';
import { serveBundle } from './electron/protocol.ts';
import { createSecretBox } from './electron/secret-box.ts';
import { installTestHooks } from './electron/test-hooks.ts';
import { createTrayActions } from './electron/tray-actions.ts';
import { createTray } from './electron/tray.ts';
import { createWindows } from './electron/window.ts';
import type { Cancel } from './ports.ts';
import { createPractice } from './practice.ts';
import { openProfileStore } from './profiles/store.ts';
import { readNotices, readReleasesPage } from './system/bundled.ts';
import { systemClock } from './system/clock.ts';
import { createFileLog, readLogTail } from './system/log.ts';
import { createMovableClock } from './system/movable-clock.ts';
import { wipeUserData } from './system/user-data.ts';
import { trayModel } from './tray-model.ts';
import { createVault } from './vault/vault.ts';

/** A server that does not answer must not keep the app from quitting. */
const SIGN_OUT_WITHIN_MS = 5000;

/** The tray says minutes. */
const TRAY_EVERY_MS = 60_000;

const options = readArguments(process.argv);
if (lifecycle.prepare(options)) lifecycle.whenReady(start);
else lifecycle.leave();

async function start(): Promise<void> {
  const userData = lifecycle.facts.userData();
  const movable = TEST_HOOKS ? createMovableClock(systemClock) : null;
  const clock = movable ?? systemClock;
  const log = createFileLog(userData, clock, (text) => process.stderr.write(`${text}\n`));
  lifecycle.surviveErrors(log);
  const preferences = openPreferences(userData, clock.now().wall);
  const loginItem = await openLoginItem();
  const releasesPage = await readReleasesPage(import.meta.dirname);
  const session = serveBundle(path.join(import.meta.dirname, 'renderer'));

  const windows = createWindows({
    ...{ session, clock, log },
    mayClose: async () => {
      const choice = await askClose(preferences);
      if (choice === 'quit') await leave();
      return choice === 'hide';
    },
  });
  const vault = createVault({
    dir: path.join(userData, 'vault'),
    box: createSecretBox(),
    clock,
    log: ({ event: what, ...details }) =>
      log.write({ event: 'vault', what, details: Object.values(details).join(' ') }),
    onChange: () => app.changed(),
  });
  const app: App = createApp({
    ...{ clock, log, preferences, vault },
    network: systemNetwork(session),
    chance: Math.random,
    desktop: createDesktop(clock, loginItem),
    practice: createPractice(clock),
    profileStore: openProfileStore(path.join(userData, 'profiles.json'), () => clock.now().wall),
    newId: randomUUID,
    machineName: hostname().slice(0, 100) || 'This computer',
    system: () => ({ reportsIdle: reportsIdle(), userData, startAtLogin: loginItem.state() }),
    version: lifecycle.facts.version(),
    host: lifecycle.facts.host(),
    machine: {
      ...{ platform: platform(), arch: arch(), release: release() },
      node: process.versions.node,
    },
    readLog: () => readLogTail(userData),
    notices: () => readNotices(import.meta.dirname),
    releasesPage,
    publish: (snapshot) => {
      sendSnapshot(windows.current(), snapshot);
      showInTray();
    },
    notify: createNotifications((profile, action) => {
      app.act(profile, action);
      show(action === 'verify' ? 'verify' : 'session');
    }),
    inSight: windows.inSight,
    wipeFiles: () => wipeUserData(userData),
  });
  const show = (area?: Parameters<typeof windows.show>[0]) => {
    windows.show(area).catch(() => undefined);
  };

  /** A person quits: what becomes of open sessions is theirs to say. */
  async function leave(): Promise<void> {
    const open = Object.values(app.snapshot().sessions).filter((one) => 'mfa' in one).length;
    const choice = await askQuit(preferences, open);
    if (choice === 'cancel') return;
    if (choice === 'signOut') await Promise.race([app.signOutAll(), delay(SIGN_OUT_WITHIN_MS)]);
    lifecycle.quit();
  }
  const quit = () => {
    leave().catch(() => lifecycle.quit());
  };

  const tray = createTray(
    path.join(import.meta.dirname, 'icons'),
    createTrayActions({
      route: app.route,
      snapshot: () => app.snapshot(),
      show: windows.show,
      quit,
    }),
  );
  let cancelTray: Cancel = () => undefined;
  function showInTray(): void {
    cancelTray();
    tray.update(trayModel(app.snapshot()), preferences.settings().monochromeTray);
    cancelTray = clock.after(TRAY_EVERY_MS, showInTray);
  }

  if (TEST_HOOKS && movable !== null) installTestHooks(movable, app, windows.current);
  hostIpc(windows.current, app.route, log);
  setMenu(quit);
  lifecycle.onSecondInstance(() => show());
  lifecycle.onActivate(() => show());
  lifecycle.stayWithoutWindow();
  lifecycle.onQuitting(windows.letGo);
  const stopHints = listenForHints(clock, (hint) => app.hint(hint));
  lifecycle.beforeEnd(() => {
    stopHints();
    cancelTray();
    tray.destroy();
    return app.stop();
  });

  const started = app.start();
  // Without a window only where a tray is sure to be: a desktop on Linux may show none.
  if (!options.hidden || process.platform === 'linux') await windows.show();
  if (!options.practice) return;
  await started;
  await app.practise();
}
