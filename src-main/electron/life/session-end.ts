/**
 * Windows tells the end of a session, when the user logs off or the system shuts down, to windows alone,
 * and closed to the tray the app has none: so there is one that is never shown.
 */
import { BaseWindow } from 'electron';

export interface SessionEnd {
  /** It may end; the user can still think better of it. */
  readonly mayEnd: () => void;
  /** It ends: after this word the process may be gone at any time. */
  readonly ends: () => void;
}

/** Kept: a window that is collected hears nothing. */
let listener: BaseWindow | null = null;

/** Listens until the app ends. Elsewhere than on Windows there is nothing to listen for here. */
export function followSessionEnd({ mayEnd, ends }: SessionEnd): void {
  if (process.platform !== 'win32') return;
  listener ??= new BaseWindow({ show: false, skipTaskbar: true, focusable: false });
  listener.on('query-session-end', mayEnd);
  listener.on('session-end', ends);
}
