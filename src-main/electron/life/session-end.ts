/**
 * Windows reports that the user logs off or the system shuts down to windows only. Closed to the
 * tray the app has none, so a window is made that is never shown.
 */
import { BaseWindow } from 'electron';

export interface SessionEnd {
  /** The session is about to end; the user can still cancel. */
  readonly mayEnd: () => void;
  /** The session ends: the process may be killed at any time after this returns. */
  readonly ends: () => void;
}

/** Referenced here, because a window that is garbage-collected receives nothing. */
let listener: BaseWindow | null = null;

/** Listens until the app ends. Elsewhere than on Windows there is nothing to listen for here. */
export function followSessionEnd({ mayEnd, ends }: SessionEnd): void {
  if (process.platform !== 'win32') return;
  listener ??= new BaseWindow({ show: false, skipTaskbar: true, focusable: false });
  listener.on('query-session-end', mayEnd);
  listener.on('session-end', ends);
}
