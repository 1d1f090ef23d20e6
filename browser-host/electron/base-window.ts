/** `BaseWindow`: a window without a page. Nothing is seen of it; it hears of the end of a session. */
import { emitPreventable, HostEmitter, HostEvent, strict, type Part } from '../strict.ts';

const open = new Set<BaseWindow>();

export class BaseWindow extends HostEmitter {
  /** As given, for tests to look at. */
  readonly hostOptions: Electron.BaseWindowConstructorOptions;

  constructor(options: Electron.BaseWindowConstructorOptions = {}) {
    super('BaseWindow', ['close', 'closed', 'query-session-end', 'session-end']);
    this.hostOptions = options;
    this satisfies Part<Electron.BaseWindow, 'close' | 'destroy' | 'isDestroyed' | 'on' | 'off'>;
    const self = strict('BaseWindow', this);
    open.add(self);
    return self;
  }

  close(): void {
    if (!this.isDestroyed() && !emitPreventable(this, 'close', {})) this.destroy();
  }

  destroy(): void {
    for (const window of open) if (window.hostOptions === this.hostOptions) open.delete(window);
    this.emit('closed', new HostEvent());
  }

  isDestroyed(): boolean {
    return ![...open].some((window) => window.hostOptions === this.hostOptions);
  }
}

/** Those without a page; BrowserWindow.getAllWindows() has the others. */
export const baseWindows = (): readonly BaseWindow[] => [...open];
