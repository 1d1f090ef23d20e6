/** What the desktop does on the user's click: the clipboard, the browser, and the user's own files. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clipboard, dialog, shell } from 'electron';
import { fail, ok } from '../../../src-shared/result.ts';
import { fileText } from '../../files/file-text.ts';
import type { Desktop } from '../../ports.ts';
import { codeOf } from '../../../src-shared/text/thrown.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { put } from './clipboard.ts';
import type { LoginItem } from './login-item.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

/** In bytes. A file that we exported is far shorter. */
const LONGEST_FILE = 1024 * 1024;

/**
 * Writes a file where the user said, so that a full disk leaves the one before it. Where nothing may be
 * put beside it, as behind a portal, it is written in its place.
 */
async function write(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, Buffer.from(text));
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) throw error;
    await writeFile(file, text, { mode: 0o600 });
  }
}

/** `openPage` gets URLs of the closed list only; see src-shared/links.ts. */
export function createDesktop(secrets: SecretClipboard, loginItem: LoginItem): Desktop {
  return {
    copySecret: (text) => secrets.copy(text),
    clearSecret: (text) => secrets.forget(text),
    copyText: (text) => put(text, () => clipboard.writeText(text)),
    setStartAtLogin: (on) => loginItem.set(on),
    saveText: async (name, text) => {
      const extension = path.extname(name).slice(1);
      const filters = [{ name: extension.toUpperCase(), extensions: [extension] }];
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name, filters });
      if (canceled || filePath === '') return fail({ kind: 'notNow' });
      try {
        await write(filePath, text);
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
        const read = fileText(await readFile(file));
        return read === null ? fail({ kind: 'file', trouble: 'notJson', at: null }) : ok(read.text);
      } catch {
        return fail({ kind: 'file', trouble: 'notRead', at: null });
      }
    },
    chooseEnvFile: async (isNew) => {
      if (!isNew) {
        // A name that begins with a dot is hidden on most systems; a link is shown as what it is.
        const { canceled, filePaths } = await dialog.showOpenDialog({
          properties: ['openFile', 'showHiddenFiles', 'noResolveAliases', 'dontAddToRecent'],
        });
        return canceled ? null : (filePaths[0] ?? null);
      }
      const { canceled, filePath } = await dialog.showSaveDialog({
        defaultPath: '.env',
        properties: ['showHiddenFiles', 'createDirectory', 'dontAddToRecent'],
      });
      return canceled || filePath === '' ? null : filePath;
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
