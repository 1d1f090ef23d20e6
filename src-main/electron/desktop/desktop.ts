/** What the desktop does on the user's click: the clipboard, the browser, and the user's own files. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clipboard, dialog, shell } from 'electron';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Desktop } from '../../ports.ts';
import { put } from './clipboard.ts';
import type { LoginItem } from './login-item.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

/** What we exported ourselves is far shorter. */
const LONGEST_FILE = 1024 * 1024;

/** `openPage` gets URLs of the closed list only; see src-shared/links.ts. */
export function createDesktop(secrets: SecretClipboard, loginItem: LoginItem): Desktop {
  return {
    copySecret: (text) => secrets.copy(text),
    copyText: (text) => put(text, () => clipboard.writeText(text)),
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
