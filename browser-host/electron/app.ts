/** `app`: the order of start and end, as Electron keeps it, and where things are. */
import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { baseWindows } from './base-window.ts';
import { takeLock } from './instance-lock.ts';
import { record } from '../record.ts';
import { RELAUNCH_CODE } from '../../scripts/relaunch.ts';
import { openSafeStorage } from './safe-storage.ts';
import { onSessionCreated, openSessions } from './session.ts';
import { emitPreventable, HostEmitter, HostEvent, strict, type Part } from '../strict.ts';
import { BrowserWindow, watchWindows } from './window.ts';

const EVENTS = [
  ...['will-finish-launching', 'ready', 'window-all-closed', 'before-quit', 'will-quit', 'quit'],
  ...['activate', 'second-instance', 'browser-window-created', 'web-contents-created'],
  ...['session-created', 'render-process-gone', 'child-process-gone', 'browser-window-focus'],
  // Never due in this host: no network goes through Chromium, and nothing registers a protocol.
  ...['certificate-error', 'select-client-certificate', 'login', 'open-url', 'open-file'],
];

const emitter = new HostEmitter('app', EVENTS);
let root = process.cwd();
let manifest: { version?: string; productName?: string; name?: string } = {};
let name: string | null = null;
const paths = new Map<string, string>();
let whenReady: () => void = () => undefined;
const readiness = new Promise<void>((resolve) => {
  whenReady = resolve;
});
let isReady = false;
let isQuitting = false;
let holdsLock = false;
const switches = new Map<string, string>();

/** Tells `app` where the app lies, before its main module runs. */
export function configureApp(appPath: string, argv: readonly string[], packaged: boolean): void {
  root = appPath;
  Object.assign(emitter, { isPackaged: packaged });
  manifest = JSON.parse(
    readFileSync(path.join(appPath, 'package.json'), 'utf8'),
  ) as typeof manifest;
  for (const [, key = '', value = ''] of argv.flatMap((text) => [
    ...text.matchAll(/^--([^=]+)(?:=(.*))?$/gu),
  ])) {
    switches.set(key, value);
  }
  // electron_main_delegate.cc turns the one into the other.
  if (process.env['ELECTRON_DISABLE_SANDBOX'] !== undefined) switches.set('no-sandbox', '');
}

/** The main module has been evaluated: Electron is ready only now. */
export function becomeReady(): void {
  isReady = true;
  openSessions();
  openSafeStorage();
  emitter.emit('will-finish-launching');
  emitter.emit('ready', new HostEvent(), {});
  whenReady();
}

onSessionCreated((session) => emitter.emit('session-created', session));
watchWindows({
  contentsCreated: (contents) => {
    contents.on('render-process-gone', (event: HostEvent, details: object) =>
      emitter.emit('render-process-gone', event, contents, details),
    );
    emitter.emit('web-contents-created', new HostEvent(), contents);
    emitter.emit(
      'browser-window-created',
      new HostEvent(),
      BrowserWindow.fromWebContents(contents),
    );
  },
  allClosed: () => {
    if (isQuitting) finishQuit();
    else if (!emitter.emit('window-all-closed')) quit();
  },
});

function quit(): void {
  if (isQuitting) return;
  if (emitPreventable(emitter, 'before-quit', {})) return;
  isQuitting = true;
  const windows = BrowserWindow.getAllWindows();
  for (const window of [...windows, ...baseWindows()]) {
    window.close();
    if (!window.isDestroyed()) {
      isQuitting = false; // A window refused to close, which ends the quitting.
      return;
    }
  }
  if (windows.length === 0) setImmediate(finishQuit);
}

function finishQuit(): void {
  if (!isQuitting) return;
  if (emitPreventable(emitter, 'will-quit', {})) {
    isQuitting = false;
    return;
  }
  emitter.emit('quit', new HostEvent(), 0);
  process.exit(record.relaunched === null ? 0 : RELAUNCH_CODE);
}

/** Chromium, its folder and the lock go in the handlers of `exit`. */
function exit(code = 0): void {
  if (isReady) emitter.emit('quit', new HostEvent(), code);
  process.exit(code);
}

const appData = () => {
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? homedir();
  return process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
};

function getPath(which: string): string {
  const known = paths.get(which);
  if (known !== undefined) return known;
  switch (which) {
    case 'home':
      return homedir();
    case 'temp':
      return tmpdir();
    case 'appData':
      return appData();
    case 'userData':
    case 'sessionData':
      // Not Electron's: each host has a lock of its own, and neither heeds that of the other.
      return path.join(appData(), `${getName()} in a browser`);
    case 'logs':
      return path.join(getPath('userData'), 'logs');
    case 'exe':
      return process.execPath;
    default:
      throw new Error(`the browser host has no path '${which}'`);
  }
}

/** Neither makes the folder nor looks at it, as Electron's does not. */
function setPath(which: string, folder: string): void {
  if (!path.isAbsolute(folder)) throw new Error('Path must be absolute');
  paths.set(which, folder);
}

function getName(): string {
  return name ?? manifest.productName ?? manifest.name ?? 'Electron';
}

function requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
  holdsLock ||= takeLock(getPath('userData'), additionalData, (second) =>
    emitter.emit(
      'second-instance',
      new HostEvent(),
      second.argv,
      second.workingDirectory,
      second.additionalData,
    ),
  );
  return holdsLock;
}

const commandLine = strict('app.commandLine', {
  appendSwitch: (key, value = '') => void switches.set(key, value),
  hasSwitch: (key) => switches.has(key),
  getSwitchValue: (key) => switches.get(key) ?? '',
  removeSwitch: (key) => void switches.delete(key),
} satisfies Part<
  Electron.CommandLine,
  'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'
>);

const parts = {
  whenReady: () => readiness,
  isReady: () => isReady,
  isPackaged: false,
  quit,
  exit,
  getPath,
  setPath,
  getName,
  setName: (given: string) => void (name = given),
  getVersion: () => manifest.version ?? '',
  getAppPath: () => root,
  getLocale: () => 'en-US',
  focus: () => undefined,
  // Chromium's sandbox is on unless the host runs as root, which it says. Electron takes the switch
  // off its own command line, the one that hasSwitch reads: who asks after that is told no.
  enableSandbox: () => {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    switches.delete('no-sandbox');
    record.sandboxEnabled = true;
  },
  relaunch: (options = {}) => {
    record.relaunched = { args: options.args ?? process.argv.slice(1), ...options };
  },
  setAppUserModelId: (id) => void (record.appUserModelId = id),
  getLoginItemSettings: ({ path: program = process.execPath, args = [] } = {}) => {
    const { loginItem } = record;
    // Windows compares what it is asked about with what it was given; see browser_win.cc.
    const same =
      process.platform !== 'win32' ||
      (program === loginItem.path && args.join(' ') === loginItem.args.join(' '));
    const openAtLogin = loginItem.openAtLogin && same;
    return {
      openAtLogin,
      status: openAtLogin ? ('enabled' as const) : ('not-registered' as const),
      launchItems: [],
      wasOpenedAtLogin: loginItem.wasOpenedAtLogin,
      executableWillLaunchAtLogin: loginItem.openAtLogin && loginItem.approved,
    };
  },
  setLoginItemSettings: ({ openAtLogin = false, path: program = process.execPath, args = [] }) => {
    record.loginItem = { ...record.loginItem, openAtLogin, path: program, args, approved: true };
  },
  requestSingleInstanceLock,
  hasSingleInstanceLock: () => holdsLock,
} satisfies Part<
  Electron.App,
  | ('whenReady' | 'isReady' | 'isPackaged' | 'quit' | 'exit' | 'getPath')
  | ('setPath' | 'getName' | 'setName' | 'getVersion' | 'getAppPath' | 'getLocale' | 'focus')
  | ('getLoginItemSettings' | 'setLoginItemSettings')
  | (
      | 'relaunch'
      | 'enableSandbox'
      | 'setAppUserModelId'
      | 'requestSingleInstanceLock'
      | 'hasSingleInstanceLock'
    )
>;

export const app = strict('app', Object.assign(emitter, parts, { commandLine }));
