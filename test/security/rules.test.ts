/** The rules of what may be written where: does ESLint find it anywhere else, and let it pass at home? */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { lateImports } from '../../scripts/guarded-syntax.ts';

const root = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });
const linter = new Linter();
const rules = ['no-restricted-syntax', 'no-eval', 'no-new-func'] as const;

/** By file, the rules of this kind in its own configuration. */
const known = new Map<string, Promise<Linter.Config>>();

async function rulesOf(file: string): Promise<Linter.Config> {
  const config = (await eslint.calculateConfigForFile(path.join(root, file))) as Linter.Config;
  const own = Object.fromEntries(rules.map((rule) => [rule, config.rules?.[rule] ?? 'off']));
  const languageOptions = file.endsWith('.svelte')
    ? { parser: config.languageOptions?.parser, parserOptions: { parser: ts.parser } }
    : { parser: ts.parser };
  return { languageOptions, rules: own };
}

/**
 * The rules of this kind that `text` breaks, if it were the text of `file`: those of the file's own
 * configuration, without the others, which would first read the whole project.
 */
async function broken(file: string, text: string): Promise<string[]> {
  const config = known.get(file) ?? rulesOf(file);
  known.set(file, config);
  const found = linter.verify(text, [await config]);
  return found.map(({ ruleId, message }) => {
    if (ruleId === null) throw new Error(`${text}: ${message}`);
    return ruleId;
  });
}

const homes = {
  'src-main/electron/window/window.ts': [
    "import { BrowserWindow } from 'electron';",
    'new BrowserWindow({});',
  ],
  'src-main/electron/desktop/desktop.ts': [
    "import { shell } from 'electron';",
    'await shell.openExternal(url);',
  ],
  'src-main/electron/window/ipc-host.ts': ["ipcMain.handle('a', () => null);"],
  'src-main/electron/window/preload.ts': [
    "import { contextBridge, ipcRenderer } from 'electron';",
    "contextBridge.exposeInMainWorld('a', {});",
  ],
} as const;
const others = [
  ...Object.keys(homes),
  ...['src-main/main.ts', 'src-main/electron/window/window-store.ts', 'src-renderer/mount.ts'],
  ...['src-shared/links.ts', 'src-simulator/http/http-server.ts'],
];

describe('what belongs in one file', () => {
  const each = Object.entries(homes).flatMap(([home, codes]) =>
    codes.map((code) => [code, home] as const),
  );
  it.each(each)('%s passes in %s and nowhere else', async (code, home) => {
    expect(await broken(home, code)).toEqual([]);
    for (const other of others.filter((file) => file !== home)) {
      expect([other, new Set(await broken(other, code))]).toEqual([
        other,
        new Set(['no-restricted-syntax']),
      ]);
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

describe('what is loaded later', () => {
  const each = Object.entries(lateImports).flatMap(([home, files]) =>
    files.map((file) => [file, home] as const),
  );
  it.each(each)('%s is loaded by %s and nobody else', async (file, home) => {
    const code = `await import('${file}');`;
    expect(await broken(home, code)).toEqual([]);
    for (const other of [...others, ...Object.keys(lateImports)].filter((one) => one !== home)) {
      expect([other, await broken(other, code)]).not.toEqual([other, []]);
    }
    expect(await readFile(path.join(root, home), 'utf8')).toContain(`import('${file}')`);
  });
});

describe('what belongs nowhere', () => {
  it.each([
    'ipcMain.on("a", f);',
    'ipcMain.handleOnce("a", f);',
    'ipcRenderer.send("a");',
    'new WebContentsView();',
    'new BaseWindow();',
    'new BrowserView();',
    'crashReporter.start({ submitURL: url });',
    'shell.openPath(file);',
    'store.openInEditor();',
    'app.setAsDefaultProtocolClient("tabkeeper");',
    'contents.executeJavaScript("1");',
    'app.commandLine.appendSwitch("disable-web-security");',
    'session.setCertificateVerifyProc(f);',
    'app.on("certificate-error", f);',
    'run("--no-sandbox");',
    'run("no-sandbox");',
    'safeStorage.encryptString("a");',
    'safeStorage.isEncryptionAvailable();',
    'create({ experimentalFeatures: true });',
    'create({ enableBlinkFeatures: "A" });',
    'create({ "enableBlinkFeatures": "A" });',
    'register({ privileges: { bypassCSP: true } });',
    'register({ privileges: { allowServiceWorkers: true } });',
    'eval("1");',
    'new Function("return 1");',
  ])('%s', async (code) => {
    for (const file of [
      'src-main/electron/life/lifecycle.ts',
      'src-simulator/http/http-server.ts',
    ]) {
      expect([file, await broken(file, code)]).not.toEqual([file, []]);
    }
  });

  it('leaves alone what only looks like it', async () => {
    const code =
      'ipcMain.removeAllListeners("electron-store-get-data"); desktop.openPage(url); own.protocol.handle(scheme, f);';
    expect(await broken('src-main/electron/window/window-store.ts', code)).toEqual([]);
    const types = [
      "import type { BrowserWindow, Shell } from 'electron';",
      "import type * as Electron from 'electron';",
      "import { app, dialog, type BrowserWindow } from 'electron';",
    ];
    for (const one of types)
      expect([one, await broken('src-main/electron/desktop/tray.ts', one)]).toEqual([one, []]);
  });
});

describe('no way around them', () => {
  it.each([
    // under another name
    "import { BrowserWindow as Pane } from 'electron';",
    "import { ipcMain as door } from 'electron/main';",
    "import { shell as opener } from 'electron';",
    "import { 'ipcMain' as door } from 'electron';",
    "import { crashReporter } from 'electron';",
    "import { BaseWindow, WebContentsView, BrowserView } from 'electron';",
    // through the module
    "import electron from 'electron';",
    "import { default as electron } from 'electron';",
    "import * as electron from 'electron';",
    "import electron = require('electron');",
    "const electron = await import('electron');",
    "const electron = require('electron');",
    "import { createRequire } from 'node:module';",
    "export { ipcMain } from 'electron';",
    "export * from 'electron';",
    'new electron.BrowserWindow({});',
    'electron.ipcMain.handle("a", f);',
    'electron.shell.openExternal(url);',
    'electron["BrowserWindow"];',
    'electron.crashReporter.start({});',
    // by a quoted name
    'shell["openExternal"](url);',
    'anything["openExternal"](url);',
    'anything[`openExternal`](url);',
    'app.commandLine["appendSwitch"]("a");',
    'contents["executeJavaScript"]("1");',
    // taken apart or copied
    'const { openExternal } = module;',
    'const { openExternal: open } = module;',
    'const { "appendSwitch": add } = app.commandLine;',
    'const { handle } = ipcMain;',
    'const door = ipcMain;',
    'door = ipcMain;',
    'const Pane = BrowserWindow;',
  ])('%s', async (code) => {
    expect(await broken('src-main/electron/life/lifecycle.ts', code)).not.toEqual([]);
  });

  it.each([
    ['src-main/electron/window/window.ts', "import { BrowserWindow as Pane } from 'electron';"],
    ['src-main/electron/window/window.ts', 'const Pane = BrowserWindow;'],
    ['src-main/electron/desktop/desktop.ts', 'const { openExternal } = shell;'],
    ['src-main/electron/desktop/desktop.ts', 'shell.openPath(file);'],
    ['src-main/electron/desktop/desktop.ts', 'shell[verb](file);'],
    ['src-main/electron/window/ipc-host.ts', 'const { handle } = ipcMain;'],
    ['src-main/electron/window/ipc-host.ts', 'ipcMain["on"]("a", f);'],
    ['src-main/electron/window/window-store.ts', 'ipcMain.handle("a", f);'],
    ['src-main/electron/window/window-store.ts', 'ipcMain.removeAllListeners("tabkeeper:call");'],
    ['src-main/electron/window/preload.ts', 'const wire = ipcRenderer;'],
    [
      'src-renderer/panels/paste/paste-reader.ts',
      "await import('../../../src-shared/paste/form.ts');",
    ],
    ['src-renderer/panels/paste/paste-reader.ts', 'await import(file);'],
    ['src-main/electron/window/preload.ts', 'ipcRenderer.sendSync("a");'],
  ])('at home neither: %s, %s', async (home, code) => {
    expect(await broken(home, code)).not.toEqual([]);
  });
});

describe('BILL’s codes and paths', () => {
  const homes = [
    'src-main/bill/v2.ts',
    'src-shared/words/errors/refusals.ts',
    'src-simulator/account/trust.ts',
  ];
  const code = [
    "const invalid = 'BDC_1109';",
    'const said = `BDC_1109: ${text}`;',
    'const meanings = { BDC_1109: true };',
    'const isCode = /^BDC_\\d+$/u;',
    "const path = '/Login.json';",
    "const path = '/Crud/Create/VendorBankAccount.json';",
    'const url = `${base}/List/Bill.json`;',
    "const byCode = source.includes('MFAAuthenticate');",
  ];
  it.each(code)('are found outside of bill/ and words/, and pass inside: %s', async (text) => {
    for (const file of [
      'src-main/session/mfa/mfa.ts',
      'src-shared/snapshot.ts',
      'src-main/app.ts',
      'src-cli/app/local-client.ts',
    ]) {
      expect([file, await broken(file, text)]).toEqual([file, ['no-restricted-syntax']]);
    }
    for (const home of homes) expect([home, await broken(home, text)]).toEqual([home, []]);
  });

  it.each([
    '<code>BDC_1361</code>',
    '<p title="BDC_1361">refused</p>',
    '<p>{call.code === "BDC_1361" ? "a" : "b"}</p>',
    '<p>Asks MFAStatus.</p>',
  ])('are found in the markup of a panel: %s', async (markup) => {
    const found = await broken('src-renderer/panels/verify/Steps.svelte', markup);
    expect(found).toEqual(['no-restricted-syntax']);
  });

  it.each([
    ['src-main/app.ts', "const words = 'Keep-alive goes on without it.';"],
    ['src-main/app.ts', 'const words = `${count} sessions are open.`;'],
    ['src-renderer/panels/verify/Steps.svelte', '<p>Nothing is sent until you press it.</p>'],
    ['src-renderer/panels/verify/Steps.svelte', '<p title="Nothing is sent now.">a</p>'],
  ])('and so are sentences for a person, in %s: %s', async (file, text) => {
    expect(await broken(file, text)).toEqual(['no-restricted-syntax']);
    if (file.endsWith('.ts')) {
      expect(await broken('src-shared/words/desktop-words.ts', text)).toEqual([]);
      expect(await broken(file, text.replace(/= (.*);/u, '= new Error($1);'))).toEqual([]);
    }
  });

  it('are left alone in comments, and files of our own are no paths of BILL’s', async () => {
    const text = "// BDC_1109\nconst own = path.join(folder, 'preferences.json');";
    expect(await broken('src-main/electron/window/preferences.ts', text)).toEqual([]);
  });
});
