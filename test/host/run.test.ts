/** The runner as a person starts it: what it prints, and what is left when it ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { describe as describeState } from '../../browser-host/progress.ts';
import { readHostOptions } from '../../browser-host/options.ts';
import { startWords } from '../../src-shared/words.ts';
import { tempDir } from '../temp-dir.ts';
import { NOW, openSession } from '../browser/snapshots.ts';
import { writeSample } from './sample.ts';

const runner = path.resolve(import.meta.dirname, '../../browser-host/run.ts');
const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean();
});

const main = `
import path from 'node:path';
import { app, BrowserWindow, protocol, session } from 'electron';
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }]);
app.requestSingleInstanceLock();
app.whenReady().then(async () => {
  session.defaultSession.protocol.handle('app', () => new Response('<h1>Hi</h1>', { headers: { 'content-type': 'text/html' } }));
  const window = new BrowserWindow({});
  await window.loadURL('app://bundle/index.html');
  const send = (revision, view) => window.webContents.send('tabkeeper:snapshot', { revision, at: 0, sessions: { one: view } });
  send(1, { state: 'signedOut', error: null, ended: null });
  send(2, { state: 'signedOut', error: null, ended: null });
  send(3, { state: 'signingIn', since: 0, userName: 'not to be printed' });
});
`;

describe('the runner', () => {
  it('says that a file cannot be the folder of the app’s data, in a box too, and fails', async () => {
    const sample = await writeSample('');
    cleanUp.push(sample.remove);
    const file = path.join(sample.folder, 'package.json');
    const child = spawn(process.execPath, [runner, '--headless', `--user-data=${file}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: sample.folder },
    });
    let output = '';
    const note = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    const sentence = startWords.folder(file);
    expect(output).toContain(`${sentence}\n`);
    expect(output).toContain(`${startWords.title}: ${sentence}\n`);
  });

  it('prints each change of state, saves a screenshot, and leaves nothing else behind', async () => {
    const sample = await writeSample(main);
    const temp = tempDir();
    cleanUp.push(sample.remove);
    const child = spawn(process.execPath, [runner, '--headless', '--app', sample.folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temp, XDG_CONFIG_HOME: path.join(temp, 'config') },
    });
    let output = '';
    const note = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    const ended = new Promise((resolve) => child.once('close', resolve));

    await expect.poll(() => output).toMatch(/\d\d signing in\n/u);
    const folder = /go to (\S+)/u.exec(output)?.[1] ?? '';
    expect(path.dirname(folder)).toBe(temp);
    await expect.poll(() => readdir(folder)).toEqual(['001-signedOut.png', '002-signingIn.png']);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    const left = (await readdir(temp)).filter((name) => name !== 'config');
    expect(left).toEqual([path.basename(folder)]);
    // Not the folder that Electron takes.
    const inConfig = await readdir(path.join(temp, 'config'));
    expect(inConfig.filter((name) => name !== 'chromium')).toEqual([
      expect.stringMatching(/. in a browser$/u),
    ]);
    expect(output.match(/signed out/gu)).toHaveLength(1);
    expect(output).not.toContain('not to be printed');
  });

  it('does not open a window on a port that another program has', async () => {
    const sample = await writeSample(main);
    const temp = tempDir();
    cleanUp.push(sample.remove);
    const other = createServer().listen(0, '127.0.0.1');
    cleanUp.push(() => new Promise((resolve) => other.close(() => resolve())));
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const child = spawn(
      process.execPath,
      [runner, '--headless', '--app', sample.folder, '--cdp-port', String(port)],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, XDG_CONFIG_HOME: path.join(temp, 'config') },
      },
    );
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(errors).toContain(`127.0.0.1:${port} is taken: choose another --cdp-port.`);
  });

  it('says what it does of a session in one line without secrets', () => {
    const view = { ...openSession, endsAtLeast: NOW + 35 * 60_000 };
    expect(describeState(view, NOW)).toBe('live, at least 35 min, not trusted');
    expect(describeState({ ...view, mfa: { step: 'sending' } }, NOW)).toMatch(/, sending a code$/u);
  });

  it('passes on what is meant for the app', () => {
    const given = ['--headless', '--user-data', '/tmp/x', '--practice', '--cdp-port=9222'];
    expect(readHostOptions(given, '/root')).toEqual({
      headless: true,
      driver: false,
      packaged: false,
      cdpPort: 9222,
      appPath: '/root',
      appArgs: [`--user-data=${path.resolve('/tmp/x')}`, '--practice'],
    });
    expect(() => readHostOptions(['--cdp-port', '0'], '/')).toThrow('1 to 65535');
  });
});
