/** The rules of what may be written where: does ESLint find it anywhere else, and let it pass at home? */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });
const linter = new Linter();
const rules = ['no-restricted-syntax', 'no-eval', 'no-new-func'] as const;

/**
 * The rules of this kind that `text` breaks, if it were the text of `file`: those of the file's own
 * configuration, without the others, which would first read the whole project.
 */
async function broken(file: string, text: string): Promise<string[]> {
  const config = (await eslint.calculateConfigForFile(path.join(root, file))) as Linter.Config;
  const own = Object.fromEntries(rules.map((rule) => [rule, config.rules?.[rule] ?? 'off']));
  const found = linter.verify(text, [{ languageOptions: { parser: ts.parser }, rules: own }]);
  return found.map(({ ruleId, message }) => ruleId ?? message);
}

const homes = {
  'src-main/electron/window.ts': 'new BrowserWindow({});',
  'src-main/electron/desktop.ts': 'await shell.openExternal(url);',
  'src-main/electron/ipc-host.ts': "ipcMain.handle('a', () => null);",
  'src-main/electron/preload.ts': "contextBridge.exposeInMainWorld('a', {});",
} as const;

describe('what belongs in one file', { timeout: 60_000 }, () => {
  it.each(Object.entries(homes))('passes in %s and nowhere else', async (home, code) => {
    expect(await broken(home, code)).toEqual([]);
    const others = [...Object.keys(homes), 'src-main/main.ts', 'src-renderer/main.ts'];
    for (const other of others.filter((file) => file !== home)) {
      expect([other, await broken(other, code)]).toEqual([other, ['no-restricted-syntax']]);
    }
  });

  it.each(Object.keys(homes))('is in %s as it is now, once', async (home) => {
    const text = await readFile(path.join(root, home), 'utf8');
    const [name = ''] = /BrowserWindow\(|openExternal\(|ipcMain\.handle\(|exposeInMain\w+\(/u.exec(
      text,
    ) ?? [''];
    expect([name, text.split(name).length - 1]).toEqual([name, 1]);
    expect(await broken(home, text)).toEqual([]);
  });
});

describe('what belongs nowhere', { timeout: 60_000 }, () => {
  it.each([
    'ipcMain.on("a", f);',
    'ipcMain.handleOnce("a", f);',
    'ipcRenderer.send("a");',
    'new WebContentsView();',
    'new BaseWindow();',
    'shell.openPath(file);',
    'store.openInEditor();',
    'app.setAsDefaultProtocolClient("tabkeeper");',
    'contents.executeJavaScript("1");',
    'app.commandLine.appendSwitch("disable-web-security");',
    'session.setCertificateVerifyProc(f);',
    'app.on("certificate-error", f);',
    'run("--no-sandbox");',
    'safeStorage.encryptString("a");',
    'safeStorage.isEncryptionAvailable();',
    'create({ experimentalFeatures: true });',
    'create({ enableBlinkFeatures: "A" });',
    'register({ privileges: { bypassCSP: true } });',
    'register({ privileges: { allowServiceWorkers: true } });',
    'eval("1");',
    'new Function("return 1");',
  ])('%s', async (code) => {
    expect((await broken('src-main/electron/lifecycle.ts', code)).length).toBe(1);
  });

  it('leaves alone what only looks like it', async () => {
    const code = 'ipcMain.removeAllListeners("electron-store-get-data"); desktop.openPage(url);';
    expect(await broken('src-main/electron/preferences.ts', code)).toEqual([]);
  });
});
