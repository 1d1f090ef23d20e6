/** Entry of the main process: the order of start and stop. Builds the adapters, calls createApp. */
import { randomUUID } from 'node:crypto';
import { arch, hostname, platform, release } from 'node:os';
import path from 'node:path';
import type { AppError } from '../src-shared/result.ts';
import type { Area } from '../src-shared/window/areas.ts';
import { errorWords } from '../src-shared/words.ts';
import { createApp, type App } from './app.ts';
import { readArguments } from './electron/life/arguments.ts';
import { createBox } from './electron/desktop/boxes.ts';
import { askClose } from './electron/life/closing.ts';
import { createLeaving } from './electron/life/leaving.ts';
import { createDesktop } from './electron/desktop/desktop.ts';
import { listenForHints, reportsIdle } from './electron/life/hints.ts';
import { hostIpc, sendSnapshot } from './electron/window/ipc-host.ts';
import * as lifecycle from './electron/life/lifecycle.ts';
import { openLoginItem, wasOpenedAtLogin } from './electron/desktop/login-item.ts';
import { setMenu } from './electron/desktop/menu.ts';
import { systemNetwork } from './electron/window/network.ts';
import { createGrantNotification } from './electron/desktop/grant-notification.ts';
import { createFallBack, createNotifications } from './electron/desktop/notifications.ts';
import { serveBundle } from './electron/window/protocol.ts';
import { createSecretBox } from './electron/desktop/keyring-box.ts';
import { createSecretClipboard } from './electron/desktop/secret-clipboard.ts';
import { followSessionEnd } from './electron/life/session-end.ts';
import { installTestHooks } from './electron/life/test-hooks.ts';
import { createTrayActions } from './electron/desktop/tray-actions.ts';
import { createTray } from './electron/desktop/tray.ts';
import { applyAppearance } from './electron/window/appearance.ts';
import { createRecentActions } from './electron/window/recent-actions.ts';
import { createWindowPlace } from './electron/window/window-place.ts';
import { openWindowStore } from './electron/window/window-store.ts';
import { createWindows, type Windows } from './electron/window/window.ts';
import { openGatewayStore } from './gateway/gateway-file.ts';
import { openGrantsStore } from './grants/grants.ts';
import { createLocalApi } from './local-api/socket-door.ts';
import type { Cancel, Clock } from './ports.ts';
import { toolsOfBuild } from './electron/life/program.ts';
import { openHistoryFile } from './history/history-file.ts';
import { createPractice } from './servers/practice.ts';
import { newDeviceId } from './system/new-device-id.ts';
import { openProfileStore } from './profiles/profile-store.ts';
import { readLicences, readReleasesPage } from './system/bundled.ts';
import { shellLines } from './hand-off/shell-lines.ts';
import { createToolFolder } from './hand-off/tool-folder.ts';
import { systemClock } from './system/clock.ts';
import { createFileLog, readLogTail } from './system/log.ts';
import { createMovableClock } from './system/movable-clock.ts';
import { openPreferences, openPreferencesStore } from './system/preferences.ts';
import { trayHostComesUp, watchTrayHost } from './system/tray-host.ts';
import { wipeUserData } from './system/user-data.ts';
import { trayChangesIn, trayModel, wantsOneColour } from './notify/tray-model.ts';
import { createVault } from './vault/vault.ts';

const options = readArguments(process.argv);
const refusal = await lifecycle.prepare(options, systemClock);
if (refusal === null) lifecycle.whenReady(start);
else lifecycle.refuse(refusal);

async function start(): Promise<void> {
  const userData = lifecycle.facts.userData();
  const handOffFolder = path.join(userData, 'hand-off');
  const binFolder = path.join(userData, 'bin');
  const movable = TEST_HOOKS ? createMovableClock(systemClock) : null;
  const clock = movable ?? systemClock;
  let windows: Windows | null = null;
  const log = createFileLog(userData, clock, (text) => process.stderr.write(`${text}\n`));
  const box = createBox({
    current: () => windows?.current() ?? null,
    show: async () => windows?.show(),
  });
  const note = lifecycle.surviveErrors(log, box);
  const now = () => clock.now().wall;
  const preferences = await openPreferences({
    store: openPreferencesStore(path.join(userData, 'preferences.json'), now),
    defaults: { monochromeTray: wantsOneColour() },
    onChange: () => app.changed(),
  });
  const loginItem = await openLoginItem(options.lasting);
  const secretClipboard = createSecretClipboard(clock);
  const releasesPage = await readReleasesPage(import.meta.dirname);
  const session = await serveBundle(path.join(import.meta.dirname, 'renderer'));

  const windowStore = openWindowStore(userData);
  // Before there is a window, so that its first frame has the right colours.
  applyAppearance(null, preferences.settings());

  const opened = createWindows({
    session,
    clock,
    log,
    place: createWindowPlace(windowStore),
    onDocument: (window) => applyAppearance(window, preferences.settings()),
    mayClose: async () => {
      const choice = await askClose(preferences, box, lookForTray);
      if (choice === 'quit') await leaving.leave();
      return choice === 'hide';
    },
    onFocus: () => {
      loginItem.refresh().then(
        (isNew) => isNew && app.changed(),
        () => undefined,
      );
    },
  });
  windows = opened;
  const secretBox = createSecretBox();
  const vault = createVault({
    dir: path.join(userData, 'vault'),
    box: secretBox,
    clock,
    log: ({ event: what, ...details }) =>
      log.write({ event: 'vault', what, details: Object.values(details).join(' ') }),
    onChange: () => app.changed(),
  });
  const app: App = createApp({
    clock,
    log,
    preferences,
    vault,
    network: systemNetwork(),
    chance: Math.random,
    desktop: createDesktop(secretClipboard, loginItem),
    practice: createPractice(clock),
    profileStore: openProfileStore(path.join(userData, 'profiles.json'), now),
    historyFile: openHistoryFile(path.join(userData, 'history.jsonl')),
    recentActions: createRecentActions(windowStore),
    grantsStore: openGrantsStore(path.join(handOffFolder, 'grants.json'), now),
    gatewayStore: openGatewayStore(path.join(handOffFolder, 'gateway.json'), now),
    localApi: (door) => createLocalApi({ folder: handOffFolder, door, clock, log }),
    tools: createToolFolder(toolsOfBuild(import.meta.dirname), binFolder),
    lines: shellLines(binFolder, process.platform),
    newId: randomUUID,
    newDeviceId,
    machineName: hostname().slice(0, 100) || 'This computer',
    system: () => ({
      reportsIdle: reportsIdle(),
      userData,
      startAtLogin: loginItem.state(),
      offersOneColour: process.platform === 'linux',
    }),
    version: lifecycle.facts.version(),
    host: lifecycle.facts.host(),
    machine: {
      platform: platform(),
      arch: arch(),
      release: release(),
      node: process.versions.node,
    },
    readLog: () => readLogTail(userData),
    licences: () => readLicences(import.meta.dirname),
    releasesPage,
    notify: createNotifications({
      act: (profile, action) => {
        app.act(profile, action);
        show(action === 'verify' ? 'verify' : 'session');
      },
      fallBack: createFallBack((words) => tray.say(words), opened.nudge),
      log,
    }),
    inSight: opened.inSight,
    quit: () => leaving.quit(),
    restart: () => leaving.restart(),
    wipeFiles: () => wipeUserData(userData),
  });
  const tell = (error: AppError) => {
    const { title, what, next } = errorWords(error);
    box({ type: 'error', message: title, detail: `${what} ${next}` }).catch(() => undefined);
  };
  const show = (area?: Area) => {
    opened.show(area).catch(() => undefined);
  };

  const leaving = createLeaving({ app, preferences, box, clock, ending: () => ending });

  const tray = createTray(
    path.join(import.meta.dirname, 'icons'),
    createTrayActions({
      route: app.route,
      snapshot: () => app.snapshot(),
      show: opened.show,
      quit: leaving.quit,
    }),
  );
  const lookForTray = watchTrayHost(() => tray.renew());
  let cancelTray: Cancel = () => undefined;
  let stopping: Promise<unknown> | null = null;
  function showInTray(snapshot = app.snapshot()): void {
    cancelTray();
    if (stopping !== null) return;
    tray.update(trayModel(snapshot), preferences.settings().monochromeTray);
    cancelTray = clock.after(trayChangesIn(snapshot), () => showInTray());
  }

  const asked = createGrantNotification({ inSight: opened.inSight, show });
  const unsubscribe = app.subscribe((snapshot) => {
    applyAppearance(opened.current(), snapshot.settings);
    sendSnapshot(opened.current(), snapshot);
    showInTray(snapshot);
    asked(snapshot.handOff.question);
  });

  if (TEST_HOOKS && movable !== null) installTestHooks(movable, app, opened.current);
  hostIpc(opened.current, app.route, log);
  setMenu({
    settings: () => show('settings'),
    quit: leaving.quit,
    resize: (to) => {
      preferences.changeSettings({ textSize: to(preferences.settings().textSize) });
      app.changed();
    },
  });
  const ending = lifecycle.followEnding({
    clock,
    letGo: opened.letGo,
    ask: leaving.quit,
    unattended: leaving.unattended,
  });
  const showAgain = () => {
    if (!ending.hasBegun()) show();
  };
  lifecycle.onSecondInstance(showAgain);
  lifecycle.onActivate(showAgain);
  lifecycle.stayWithoutWindow();
  const stopHints = listenForHints(clock, (hint) => {
    app.hint(hint);
    // After a sleep the times in the tray are out of date, and its timer was suspended as well.
    showInTray();
  });
  function stop(): Promise<unknown> {
    stopHints();
    unsubscribe();
    cancelTray();
    tray.destroy();
    return (stopping ??= Promise.all([
      ...[secretClipboard.clear(), app.stop(), windowStore.settled()],
    ]));
  }
  lifecycle.beforeEnd(stop, () => secretBox.isAsked());
  followSessionEnd({
    mayEnd: () => {
      secretClipboard.clear().catch(() => undefined);
    },
    ends: () => {
      stop().catch(() => undefined);
    },
  });

  const hidden = options.hidden || wasOpenedAtLogin();
  // First of all: the rest has time while the page is loaded. Whoever came to practise has begun already, and
  // would be shown the ways to begin: there the window waits for the sign-in, but not for a disk that hangs.
  const shown = hidden || options.practice ? null : opened.show();
  app.start().catch(note('start'));
  const practising = options.practice ? app.practise().catch(note('practice')) : null;
  if (practising !== null) await Promise.race([practising, practiceWaited(clock)]);
  // The window is left out only where a tray is sure to be there: a desktop on Linux may show none.
  const isHidden = hidden && (await trayHostComesUp(clock, lookForTray));
  if (shown === null && !isHidden && !ending.hasBegun()) await opened.show();
  await shown;
  // Nothing waits for it, and it starts a program.
  if (!hidden) lookForTray().catch(() => undefined);
  const practice = await practising;
  if (practice?.ok === false && !ending.hasBegun()) tell(practice.error);
}

/** So long the window waits for the sign-in to the practice sandbox, in ms. */
const PRACTICE_WITHIN_MS = 10_000;
const practiceWaited = (clock: Clock) =>
  new Promise<void>((resolve) => {
    clock.after(PRACTICE_WITHIN_MS, resolve);
  });
