/**
 * What the host was asked to do and could only note: the test driver reads it, and drives the parts
 * that a person or the system would (a menu click, a suspend, the answer to a message box).
 */
export interface BoxShown {
  readonly options: object;
  /** Null while it waits for an answer. */
  response: number | null;
  /** The title of the window that it belongs to; null for a box of its own. */
  readonly parent: string | null;
  /** In Electron main would stand still until somebody answers. */
  readonly blocks: boolean;
}

export interface BoxAnswer {
  readonly response: number;
  readonly checkboxChecked?: boolean;
}

export interface HostRecord {
  readonly openedExternally: string[];
  /** Each message and error box, with the answer that it got. */
  readonly dialogs: BoxShown[];
  /** The answers that the next message boxes get; without one: the box's `cancelId`, or 0. */
  readonly dialogAnswers: (number | BoxAnswer)[];
  /** True: message boxes wait until `dialogAnswers` has an answer for them. */
  boxesWait: boolean;
  /** Each one that was shown, oldest first. */
  readonly notifications: unknown[];
  /** What Notification.isSupported() says. */
  notificationsSupported: boolean;
  /** What the system knows of the start at login; macOS and Windows. */
  loginItem: {
    openAtLogin: boolean;
    wasOpenedAtLogin: boolean;
    /** Of Windows: what it starts, and false when its Task Manager has switched that off. */
    path: string;
    args: readonly string[];
    approved: boolean;
  };
  /** The formats beside the text that lie on the clipboard. */
  clipboardFormats: string[];
  readonly trays: unknown[];
  applicationMenu: unknown;
  /** `app.enableSandbox()` was called, which is possible before `ready` only. */
  sandboxEnabled: boolean;
  /** What the system says of the network, and how long nobody has touched the keyboard (s). */
  online: boolean;
  idleSeconds: number;
  /** The files that the next save and open dialogs name; without one they are cancelled. */
  readonly filesChosen: string[];
  /** What main asked of the window system that a page cannot do. */
  readonly ignored: string[];
}

export const record: HostRecord = {
  openedExternally: [],
  dialogs: [],
  dialogAnswers: [],
  boxesWait: false,
  notifications: [],
  notificationsSupported: true,
  loginItem: { openAtLogin: false, wasOpenedAtLogin: false, path: '', args: [], approved: true },
  clipboardFormats: [],
  trays: [],
  applicationMenu: undefined,
  sandboxEnabled: false,
  online: true,
  idleSeconds: 0,
  filesChosen: [],
  ignored: [],
};

type Listener = (channel: string, packed: string) => void;
const listeners = new Set<Listener>();

/** Called with each message to a renderer: the channel and the packed arguments or reply. */
export function onToRenderer(listener: Listener): void {
  listeners.add(listener);
}

export function noteToRenderer(channel: string, packed: string): void {
  for (const listener of listeners) listener(channel, packed);
}
