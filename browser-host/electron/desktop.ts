/** The small parts of the desktop: clipboard, browser, message boxes, theme, power, screen. */
import { setTimeout as delay } from 'node:timers/promises';
import { colourPages } from '../chromium/chromium.ts';
import { record, type BoxShown } from '../record.ts';
import { HostEmitter, HostEvent, strict, type Part } from '../strict.ts';

let clipboardText = '';

/** One entry: MIME types, and raw formats under Electron's own name for them. */
export class ClipboardItem {
  readonly types: string[];
  private readonly items: Record<string, unknown>;

  constructor(items: Record<string, unknown>) {
    for (const type of Object.keys(items)) {
      const known = /^(?:text\/plain|electron application\/osclipboard;format="[^"]+")$/u;
      if (!known.test(type)) throw new Error(`the browser host has no clipboard type ${type}`);
    }
    this.items = items;
    this.types = Object.keys(items);
  }

  async getType(type: string): Promise<Blob> {
    const value = await this.items[type];
    if (value === undefined) throw new Error(`no ${type}`);
    return new Blob([value as string | Blob]);
  }
}

/** In memory: a test must not take over the clipboard of the person who runs it. */
export const clipboard = strict('clipboard', {
  // Electron resolves whatever became of it, and so do we: only a look says whether it is there.
  write: async (data) => {
    const [item] = data;
    const isRefused = (item?.types ?? []).some((type) => record.clipboardRefuses.includes(type));
    if (record.clipboardIsHeld || isRefused) return;
    clipboardText = item === undefined ? '' : await (await blobOf(item)).text();
    record.clipboardFormats = (item?.types ?? []).filter((type) => type !== 'text/plain');
  },
  writeText: (text) => {
    if (!record.clipboardIsHeld) {
      clipboardText = text;
      record.clipboardFormats = [];
    }
    return Promise.resolve();
  },
  readText: () => Promise.resolve(clipboardText),
  clear: () => {
    if (record.clipboardIsHeld) return;
    clipboardText = '';
    record.clipboardFormats = [];
  },
} satisfies Part<Electron.Clipboard, 'write' | 'writeText' | 'readText' | 'clear'>);

const blobOf = (item: Electron.ClipboardItem) => item.getType<'text/plain'>('text/plain');

export const shell = strict('shell', {
  openExternal: (url) => {
    record.openedExternally.push(url);
    return Promise.resolve();
  },
} satisfies Part<Electron.Shell, 'openExternal'>);

/** One screen, at which every window is. */
const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display;

export const screen = strict('screen', {
  getDisplayMatching: () => display,
} satisfies Part<Electron.Screen, 'getDisplayMatching'>);

const sayNoFiles = () =>
  process.stderr.write('The browser host has no dialog for files: none was chosen.\n');

export const dialog = strict('dialog', {
  showMessageBox: async (...args: unknown[]) => {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    const parent = args.length > 1 ? (args[0] as Electron.BaseWindow).getTitle() : null;
    // On macOS a box without a parent runs within a loop of its own.
    const blocks = parent === null && process.platform === 'darwin';
    const box: BoxShown = { options, response: null, parent, blocks };
    record.dialogs.push(box);
    process.stderr.write(`${options.title ?? 'Message'}: ${options.message}\n`);
    while (record.boxesWait && record.dialogAnswers.length === 0) await delay(20);
    const next = record.dialogAnswers.shift() ?? options.cancelId ?? 0;
    const { response, checkboxChecked = false } =
      typeof next === 'number' ? { response: next } : next;
    box.response = response;
    return { response, checkboxChecked: checkboxChecked && options.checkboxLabel !== undefined };
  },
  showErrorBox: (title, content) => {
    record.dialogs.push({ options: { title, content }, response: 0, parent: null, blocks: true });
    process.stderr.write(`${title}: ${content}\n`);
  },
  showSaveDialog: () => {
    const filePath = record.filesChosen.shift() ?? '';
    if (filePath === '') sayNoFiles();
    return Promise.resolve({ canceled: filePath === '', filePath });
  },
  showOpenDialog: () => {
    const file = record.filesChosen.shift();
    if (file === undefined) sayNoFiles();
    return Promise.resolve({
      canceled: file === undefined,
      filePaths: file === undefined ? [] : [file],
    });
  },
} satisfies Part<
  Electron.Dialog,
  'showMessageBox' | 'showErrorBox' | 'showSaveDialog' | 'showOpenDialog'
>);

export const net = strict('net', {
  isOnline: () => record.online,
} satisfies Part<Electron.Net, 'isOnline'>);

class NativeTheme extends HostEmitter {
  private source: Electron.NativeTheme['themeSource'] = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.source = source;
    colourPages(source);
    this.emit('updated', new HostEvent());
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }

  get shouldUseHighContrastColors(): boolean {
    return false;
  }
}

export const nativeTheme = strict(
  'nativeTheme',
  new NativeTheme() satisfies Part<
    Electron.NativeTheme,
    'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors' | 'on' | 'off'
  >,
);

class PowerMonitor extends HostEmitter {
  onBatteryPower = false;
  /** What logind was told: that somebody waits for the end of the system. */
  private listensForShutdown = false;
  private isFirst = true;

  constructor() {
    super('powerMonitor', [
      ...['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen', 'on-ac', 'on-battery'],
      ...['user-did-become-active', 'user-did-resign-active', 'thermal-state-change'],
    ]);
    // As lib/browser/api/power-monitor.ts: the hook comes with the first listener of all, and counts
    // before that one is there.
    this.on('newListener', (event: string) => {
      if (this.isFirst) this.isFirst = false;
      else if (event === 'shutdown') this.listensForShutdown = true;
    });
  }

  /** Windows tells the end of a session to windows, and to nobody here; see base-window.ts. */
  override emit(event: string, ...args: unknown[]): boolean {
    const isHeard =
      process.platform === 'darwin' || (process.platform === 'linux' && this.listensForShutdown);
    return (event !== 'shutdown' || isHeard) && super.emit(event, ...args);
  }

  getSystemIdleTime(): number {
    return record.idleSeconds;
  }

  getSystemIdleState(): 'active' {
    return 'active';
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}

/** A test sends `suspend` and the like with `emit`. */
export const powerMonitor = strict(
  'powerMonitor',
  new PowerMonitor() satisfies Part<
    Electron.PowerMonitor,
    | ('getSystemIdleTime' | 'getSystemIdleState' | 'isOnBatteryPower' | 'onBatteryPower')
    | ('on' | 'once' | 'off' | 'removeListener')
  >,
);
