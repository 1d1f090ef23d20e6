/** The small parts of the desktop: clipboard, browser, message boxes, theme, power, screen. */
import { record } from './record.ts';
import { HostEmitter, strict, type Part } from './strict.ts';

let clipboardText = '';

/** In memory: a test must not take over the clipboard of the person who runs it. */
export const clipboard = strict('clipboard', {
  writeText: (text) => {
    clipboardText = text;
    return Promise.resolve();
  },
  readText: () => Promise.resolve(clipboardText),
  clear: () => {
    clipboardText = '';
  },
} satisfies Part<Electron.Clipboard, 'writeText' | 'readText' | 'clear'>);

export const shell = strict('shell', {
  openExternal: (url) => {
    record.openedExternally.push(url);
    return Promise.resolve();
  },
} satisfies Part<Electron.Shell, 'openExternal'>);

export const dialog = strict('dialog', {
  showMessageBox: (...args: unknown[]) => {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    const response = record.dialogAnswers.shift() ?? options.cancelId ?? 0;
    record.dialogs.push({ options, response });
    process.stderr.write(`${options.title ?? 'Message'}: ${options.message}\n`);
    return Promise.resolve({ response, checkboxChecked: false });
  },
  showErrorBox: (title, content) => {
    record.dialogs.push({ options: { title, content }, response: 0 });
    process.stderr.write(`${title}: ${content}\n`);
  },
  showSaveDialog: () => {
    const filePath = record.filesChosen.shift() ?? '';
    return Promise.resolve({ canceled: filePath === '', filePath });
  },
  showOpenDialog: () => {
    const file = record.filesChosen.shift();
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
  themeSource: Electron.NativeTheme['themeSource'] = 'system';

  constructor() {
    super('nativeTheme', ['updated']);
  }

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark';
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

  constructor() {
    super('powerMonitor', [
      ...['suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen', 'on-ac', 'on-battery'],
      ...['user-did-become-active', 'user-did-resign-active', 'thermal-state-change'],
    ]);
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
