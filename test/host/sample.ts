/** A tiny app in a temp folder, for the host's own tests: one window, one channel, one event list. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Sample {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** `main` replaces the sample's main module. */
export async function writeSample(main = mainModule): Promise<Sample> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-sample-'));
  await mkdir(path.join(folder, 'renderer'));
  const files = {
    'package.json': JSON.stringify({
      name: 'sample',
      productName: 'Sample',
      version: '1.2.3',
      type: 'module',
      main: 'main.js',
    }),
    'main.js': main,
    'preload.cjs': preload,
    'renderer/index.html': html,
    'renderer/page.js': page,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const mainModule = `
import { readFileSync } from 'node:fs';
import path from 'node:path';
import electron, { app, BrowserWindow, ipcMain, protocol, session } from 'electron';
const seen = (globalThis.seen = []);
globalThis.sameModule = electron.app === app;
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
const userData = process.argv.find((text) => text.startsWith('--user-data='));
if (userData) app.setPath('userData', userData.slice(12));
app.on('web-contents-created', (_, contents) => {
  for (const name of ['will-navigate', 'will-frame-navigate']) {
    contents.on(name, (event) => {
      seen.push([name, event.url]);
      if (!event.url.endsWith('?allowed')) event.preventDefault();
    });
  }
  contents.setWindowOpenHandler(({ url }) => { seen.push(['open', url]); return { action: 'deny' }; });
});
app.on('second-instance', (_, argv) => seen.push(['second-instance', argv.includes('--more')]));
app.on('window-all-closed', () => { if (!globalThis.stay) app.quit(); });
const csp = "default-src 'none'; script-src 'self'; connect-src 'none'";
if (!app.requestSingleInstanceLock()) app.exit(7);
app.whenReady().then(() => {
  const own = session.fromPartition('sample');
  own.protocol.handle('app', (request) => {
    seen.push(['request', request.url]);
    const name = path.basename(new URL(request.url).pathname);
    const headers = { 'content-security-policy': csp };
    if (name !== 'index.html' && name !== 'page.js') return new Response('', { status: 404, headers });
    const type = name === 'page.js' ? 'text/javascript' : 'text/html';
    const body = readFileSync(path.join(import.meta.dirname, 'renderer', name));
    return new Response(body, { headers: { ...headers, 'content-type': type } });
  });
  ipcMain.handle('call', async (event, name, value) => {
    const { webContents } = BrowserWindow.getAllWindows()[0];
    if (name === 'who') return [
      event.senderFrame.url, event.senderFrame.origin,
      event.senderFrame === webContents.mainFrame, event.sender === webContents,
    ];
    if (name === 'fail') throw Object.assign(new TypeError('only this'), { secret: 'not this' });
    if (name === 'function') return () => 1;
    if (name === 'late') { await new Promise((go) => { globalThis.goOn = go; }); seen.push(['late', event.senderFrame]); }
    return value;
  });
  globalThis.openAgain = () => {
    const window = new BrowserWindow({ show: false, width: 500, height: 400, webPreferences: {
      preload: path.join(import.meta.dirname, 'preload.cjs'), session: own,
    } });
    window.once('ready-to-show', () => window.show());
    for (const name of ['close', 'closed', 'show']) window.on(name, () => seen.push([name]));
    return window.loadURL('app://bundle/index.html');
  };
  return globalThis.openAgain();
});
`;

const preload = `
const { contextBridge, ipcRenderer } = require('electron');
contextBridge.exposeInMainWorld('bridge', {
  call: (name, value) => ipcRenderer.invoke('call', name, value),
  on: (listener) => {
    const pass = (_, value) => listener(value);
    ipcRenderer.on('up', pass);
    return () => ipcRenderer.removeListener('up', pass);
  },
});
`;

const html = `<!doctype html><title>Sample</title><h1>Waiting</h1>
<a id="out" href="https://example.com/">out</a>
<a id="blank" href="https://example.com/blank" target="_blank">blank</a>
<a id="mail" href="mailto:nobody@example.com">mail</a>
<a id="allowed" href="/index.html?allowed">allowed</a>
<script>document.title = 'an inline script ran';</script>
<script type="module" src="page.js"></script>`;

const page = `
globalThis.got = [];
globalThis.stop = bridge.on((value) => got.push(value));
document.querySelector('h1').textContent = 'Ready';
`;
