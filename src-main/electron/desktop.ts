/** What the desktop does on the user's click: the clipboard, the browser, and the user's own files. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clipboard, dialog, shell } from 'electron';
import { fail, ok } from '../../src-shared/result.ts';
import type { Cancel, Clock, Desktop } from '../ports.ts';
import type { LoginItem } from './login-item.ts';

/** A copied secret stays this long at most. */
const CLEAR_AFTER_MS = 30_000;

/** What we exported ourselves is far shorter. */
const LONGEST_FILE = 1024 * 1024;

/** `openPage` gets URLs of the closed list only; see src-shared/links.ts. */
export function createDesktop(clock: Clock, loginItem: LoginItem): Desktop {
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
    setStartAtLogin: (on) => loginItem.set(on),
    saveText: async (name, text) => {
      const extension = path.extname(name).slice(1);
      const filters = [{ name: extension.toUpperCase(), extensions: [extension] }];
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name, filters });
      if (canceled || filePath === '') return fail({ kind: 'notNow' });
      try {
        await writeFile(filePath, text, { mode: 0o600 });
        return ok(null);
      } catch {
        return fail({ kind: 'file', trouble: 'notWritten', at: null });
      }
    },
    openText: async () => {
      const filters = [{ name: 'JSON', extensions: ['json'] }];
      const { canceled, filePaths } = await dialog.showOpenDialog({ filters });
      const [file] = filePaths;
      if (canceled || file === undefined) return fail({ kind: 'notNow' });
      try {
        const tooLarge = (await stat(file)).size > LONGEST_FILE;
        if (tooLarge) return fail({ kind: 'file', trouble: 'tooLarge', at: null });
        return ok(await readFile(file, 'utf8'));
      } catch {
        return fail({ kind: 'file', trouble: 'notRead', at: null });
      }
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
