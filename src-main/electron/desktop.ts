/** What the desktop does on the user's click: the clipboard and the browser. */
import { clipboard, shell } from 'electron';
import type { Cancel, Clock, Desktop } from '../ports.ts';

/** A copied secret stays this long at most. */
const CLEAR_AFTER_MS = 30_000;

/** `openPage` gets URLs of the closed list only; see src-shared/links.ts. */
export function createDesktop(clock: Clock): Desktop {
  let cancelClear: Cancel = () => undefined;

  async function clearIfStillOurs(text: string): Promise<void> {
    try {
      if ((await clipboard.readText()) === text) clipboard.clear();
    } catch {
      // Another program holds the clipboard. What it holds now is not ours to clear.
    }
  }

  return {
    copySecret: async (text) => {
      try {
        await clipboard.writeText(text);
      } catch {
        return false;
      }
      cancelClear();
      cancelClear = clock.after(CLEAR_AFTER_MS, () => {
        clearIfStillOurs(text).catch(() => undefined);
      });
      return true;
    },
    openPage: async (url) => {
      try {
        await shell.openExternal(url);
        return true;
      } catch {
        return false;
      }
    },
  };
}
