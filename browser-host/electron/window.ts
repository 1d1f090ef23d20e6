/** `BrowserWindow`: refuses unsafe preferences, and is otherwise the outside of one page. */
import path from 'node:path';
import { sizePage } from '../chromium/chromium.ts';
import type { HostPage } from '../chromium/host-page.ts';
import { record } from '../record.ts';
import { session as sessions, HostSession } from './session.ts';
import { emitPreventable, HostEmitter, HostEvent, strict, type Part } from '../strict.ts';
import { HostWebContents } from './web-contents.ts';

const EVENTS = [
  ...['close', 'closed', 'ready-to-show', 'show', 'hide', 'focus', 'blur', 'minimize', 'restore'],
  ...['resize', 'move', 'maximize', 'unmaximize', 'page-title-updated'],
  ...['query-session-end', 'session-end'],
];

const windows = new Set<BrowserWindow>();
let onContents: (contents: HostWebContents) => void = () => undefined;
let onAllClosed: () => void = () => undefined;

/** What the app wants to know of windows. */
export function watchWindows(listeners: {
  readonly contentsCreated: (contents: HostWebContents) => void;
  readonly allClosed: () => void;
}): void {
  onContents = listeners.contentsCreated;
  onAllClosed = listeners.allClosed;
}

export class BrowserWindow extends HostEmitter {
  readonly id: number;
  readonly webContents: HostWebContents;
  /** As given, for tests to look at. */
  readonly hostOptions: Electron.BrowserWindowConstructorOptions;
  private bounds: Electron.Rectangle;
  private title: string;
  private visible: boolean;
  private minimized = false;
  private destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', EVENTS);
    const preferences = options.webPreferences ?? {};
    refuseUnsafe(preferences);
    this.hostOptions = options;
    this.title = options.title ?? 'Electron';
    this.visible = options.show ?? true;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    const self = strict('BrowserWindow', this);
    this.webContents = new HostWebContents(chosenSession(preferences), preferences.preload ?? null);
    this.id = this.webContents.id;
    this.webContents.size = { width, height };
    this.webContents.onPageGone = () => self.closeByPerson();
    // With the first paint, or where there is nothing to paint with the end of the load.
    let isReady = false;
    const ready = () => {
      if (!isReady) self.emit('ready-to-show', new HostEvent());
      isReady = true;
    };
    this.webContents.onPainted = ready;
    this.webContents.once('did-finish-load', ready);
    this.webContents.on('page-title-updated', (event: HostEvent, title: string) => {
      self.emit('page-title-updated', event, title);
      if (!event.defaultPrevented) self.title = title;
    });
    this satisfies Part<BaseOfAll, Implemented>;
    windows.add(self);
    onContents(this.webContents);
    return self;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }

  static fromWebContents(contents: HostWebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].find((window) => window.isFocused()) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    if (this.visible && !this.minimized) return;
    this.visible = true;
    this.emit('show', new HostEvent());
    this.onPage((page) => page.bringToFront());
  }

  showInactive(): void {
    this.show();
  }

  flashFrame(): void {
    record.ignored.push('BrowserWindow.flashFrame');
  }

  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    record.ignored.push('BrowserWindow.hide: a page stays on the screen');
    this.emit('hide', new HostEvent());
  }

  focus(): void {
    this.emit('focus', new HostEvent());
    this.onPage((page) => page.bringToFront());
  }

  isFocused(): boolean {
    return this.visible && !this.minimized;
  }

  minimize(): void {
    this.minimized = true;
    this.emit('minimize', new HostEvent());
  }

  restore(): void {
    this.minimized = false;
    this.emit('restore', new HostEvent());
  }

  isVisible(): boolean {
    return this.visible;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  /** Nothing is maximised here. */
  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    const { width, height } = this.bounds;
    this.onPage((page) => sizePage(page, { width, height }));
    this.emit('resize', new HostEvent());
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  setMenuBarVisibility(): void {
    record.ignored.push('BrowserWindow.setMenuBarVisibility');
  }

  close(): void {
    if (this.destroyed || emitPreventable(this, 'close', {})) return;
    this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    const self = [...windows].find((window) => window.id === this.id);
    const finish = () => {
      if (self !== undefined) windows.delete(self);
      this.emit('closed', new HostEvent());
      if (windows.size === 0) onAllClosed();
    };
    // `end` does not reject.
    this.webContents.end().then(finish, finish);
  }

  /** The page is gone already: `close` is told, but cannot be prevented here. */
  private closeByPerson(): void {
    if (this.destroyed) return;
    emitPreventable(this, 'close', {});
    this.destroy();
  }

  private onPage(use: (page: HostPage) => Promise<void>): void {
    this.webContents.page?.then(use).catch(() => undefined);
  }
}

type BaseOfAll = Electron.BrowserWindow;
type Implemented =
  | ('id' | 'loadURL' | 'show' | 'showInactive' | 'hide' | 'focus' | 'isFocused' | 'minimize')
  | (
      | 'restore'
      | 'isVisible'
      | 'isMinimized'
      | 'isDestroyed'
      | 'getBounds'
      | 'getNormalBounds'
      | 'setBounds'
      | 'setTitle'
    )
  | (
      | 'flashFrame'
      | 'getTitle'
      | 'setMenuBarVisibility'
      | 'close'
      | 'destroy'
      | 'on'
      | 'once'
      | 'off'
    );

function refuseUnsafe(preferences: Electron.WebPreferences): void {
  const unsafe = [
    preferences.nodeIntegration === true && 'nodeIntegration: true',
    preferences.nodeIntegrationInWorker === true && 'nodeIntegrationInWorker: true',
    preferences.nodeIntegrationInSubFrames === true && 'nodeIntegrationInSubFrames: true',
    preferences.contextIsolation === false && 'contextIsolation: false',
    preferences.sandbox === false && 'sandbox: false',
    preferences.webSecurity === false && 'webSecurity: false',
    preferences.allowRunningInsecureContent === true && 'allowRunningInsecureContent: true',
    preferences.webviewTag === true && 'webviewTag: true',
  ].filter((text) => text !== false);
  if (unsafe.length > 0) throw new Error(`the browser host refuses ${unsafe.join(', ')}`);
  if (preferences.preload !== undefined && !path.isAbsolute(preferences.preload)) {
    throw new Error('preload script must have absolute path');
  }
}

function chosenSession(preferences: Electron.WebPreferences): HostSession {
  const given: unknown = preferences.session;
  if (given instanceof HostSession) return given;
  return preferences.partition === undefined
    ? sessions.defaultSession
    : sessions.fromPartition(preferences.partition);
}
