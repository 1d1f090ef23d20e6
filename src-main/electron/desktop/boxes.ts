/**
 * Message boxes that never hold main up: while one waits for an answer, keep-alive's timers go on.
 * On macOS a box without a parent would hold everything, so there it gets our window as its parent.
 */
import {
  dialog,
  type BrowserWindow,
  type MessageBoxOptions,
  type MessageBoxReturnValue,
} from 'electron';

export type Box = (options: MessageBoxOptions) => Promise<MessageBoxReturnValue>;

interface BoxWindows {
  readonly current: () => BrowserWindow | null;
  readonly show: () => Promise<void>;
}

/** Shows a box over our window if there is one, or else for itself. */
export function createBox(windows: BoxWindows): Box {
  return async (given) => {
    const options = { title: 'Tabkeeper', ...given };
    const shown = () => {
      const window = windows.current();
      return window === null || window.isDestroyed() ? null : window;
    };
    if (shown() === null && process.platform === 'darwin') await windows.show();
    const parent = shown();
    return parent === null ? dialog.showMessageBox(options) : boxOver(parent, options);
  };
}

/** Over this window, which is brought into view: a box over one that is hidden is seen by nobody. */
export function boxOver(
  window: BrowserWindow,
  options: MessageBoxOptions,
): Promise<MessageBoxReturnValue> {
  if (!window.isVisible()) window.show();
  return dialog.showMessageBox(window, options);
}
