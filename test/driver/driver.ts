/** The one interface that end-to-end specs are written against, whatever runs the app. */
import type * as Electron from 'electron';
import type { Page } from 'playwright-core';
import type { HostControls } from '../../browser-host/control.ts';
import type { Keyring } from '../../browser-host/electron/safe-storage.ts';

export type HostName = 'browser' | 'electron';

export interface LaunchOptions {
  readonly host?: HostName;
  /** A folder of the caller's; without it a fresh one, which goes at `close`. */
  readonly userData?: string;
  /** The app's own arguments, such as `--practice`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another app than this project's build: a folder with a package.json. */
  readonly appPath?: string;
  /** Browser host only: the app at `appPath` was packed, and `app.isPackaged` says so. */
  readonly packaged?: boolean;
  /** What the browser host's safeStorage says. Electron has the system's own keyring. */
  readonly keyring?: Keyring;
  /** Runs in main before the app's first line; it travels as text. `host` is there on the browser host alone. */
  readonly before?: (parts: Parts, arg: null, host: HostControls) => void;
  /** False: do not wait for a window, since the app starts without one. */
  readonly waitForWindow?: boolean;
}

/** Electron's module, as far as a function that runs on both hosts can use it. */
export type Parts = typeof Electron;

export interface AppDriver {
  readonly host: HostName;
  readonly userData: string;
  /** The page of the app's newest window. Throws when there is none. */
  readonly page: Page;
  /** Resolves to the page of a window that is open or opens within `timeoutMs`. */
  window(timeoutMs?: number): Promise<Page>;
  /**
   * Moves the app's clock by `ms`, in steps from timer to timer. At each step `alsoMove` moves the
   * clock of whatever the app talks to first, so that both sides see the same time.
   */
  advance(ms: number, alsoMove?: (ms: number) => void | Promise<void>): Promise<void>;
  /** Moves the app's clock by `ms` without waiting for calls that are under way. */
  move(ms: number): Promise<void>;
  /** From now on the app's clock stands still, however slow the machine is, but for what moves it here. */
  hold(): Promise<void>;
  /** Sets the app's wall clock forward or back by `ms`; the monotonic one stays. */
  jumpWall(ms: number): Promise<void>;
  /** Resolves when the app has nothing under way, what the page asked for before included. */
  settled(): Promise<void>;
  /** Everything that crossed to the renderer so far, one text a message. */
  ipcToRenderer(): Promise<string[]>;
  /** Everything that the app wrote to stdout and stderr so far. */
  stdout(): string;
  clipboard(): Promise<string>;
  /** Sends one of powerMonitor's events. */
  power(event: 'suspend' | 'resume' | 'shutdown' | 'lock-screen' | 'unlock-screen'): Promise<void>;
  readonly pid: number | undefined;
  /** How to start the same app once more. */
  readonly again: AppProcess['again'];
  /** Starts a second process on the same user-data folder; resolves when it has ended. */
  secondInstance(): Promise<{ readonly code: number | null; readonly output: string }>;
  /**
   * Runs a function in the main process. It travels as text: it can use its arguments, globals and
   * nothing else. The third argument is there on the browser host alone.
   */
  evaluateMain<R, A = undefined>(
    fn: (parts: Parts, arg: A, host: HostControls) => R | Promise<R>,
    ...arg: A extends undefined ? [] : [A]
  ): Promise<R>;
  /** Resolves to the exit code when the app's process has ended. */
  readonly exited: Promise<number | null>;
  /** Quits the app as a person does, and removes what it made. Rejects when it had to be killed. */
  close(): Promise<void>;
}

/** The process of an app, and the two things that differ between the hosts. */
export interface AppProcess {
  readonly pid: number | undefined;
  readonly exited: Promise<number | null>;
  output(): string;
  toRenderer(): Promise<string[]>;
  /** All pages, oldest first. */
  pages(): Page[];
  run(source: string, arg: unknown): Promise<unknown>;
  quit(): Promise<void>;
  kill(): void;
  /** How to start the same app once more, for a second instance. */
  readonly again: { readonly command: string; readonly args: readonly string[] };
}
