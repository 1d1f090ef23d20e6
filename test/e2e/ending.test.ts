/** The end that nobody is there to be asked about, and a start that comes into it. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startWords } from '../../src-shared/words.ts';
import { tempDir } from '../temp-dir.ts';
import { boxes, boxesWait, clickTray, command, windows } from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { signIn } from './window.ts';

onBrowserHost('[E103] the end', () => {
  let sandbox: Sandbox;
  let app: AppDriver;
  let userData: string;
  const start = async (options: LaunchOptions = {}) => {
    app = await launchApp({ userData, ...options });
    await signIn(app.page, sandbox);
    await boxesWait(app);
  };
  beforeEach(async () => {
    userData = tempDir();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await app.close();
    await sandbox.close();
  });
  const log = () => readFile(path.join(userData, 'tabkeeper.log'), 'utf8');
  const signal = (name: NodeJS.Signals) => {
    const { pid } = app;
    if (pid === undefined) throw new Error('the app has no process');
    process.kill(pid, name);
  };

  // Windows has no signals: it ends a process, and asks nobody. Each other signal, and which listens:
  // unit/electron/life/lifecycle.test.ts.
  it.skipIf(process.platform === 'win32')(
    'by a signal with a session open asks nothing, lets it lapse and is in good order',
    async () => {
      await start();
      signal('SIGHUP');
      expect(await app.exited).toBe(0);
      expect(app.stdout()).not.toContain('A session is open.');
      expect(sandbox.calls('Logout')).toBe(0);
      expect(await log()).toContain('"stopped"');
    },
  );

  it.skipIf(process.platform === 'win32')(
    'by a signal signs out where that was chosen, and waits five seconds at most for it',
    async () => {
      await start();
      await command(app, 'changeSettings', { quitAction: 'signOut' });
      sandbox.simulator.setFaults([{ fault: 'hang', endpoint: '/Logout.json' }]);
      await app.hold();
      signal('SIGTERM');
      await expect.poll(() => sandbox.calls('Logout')).toBe(1);
      await app.move(4999);
      expect(await windows(app)).toBe(1);
      await app.move(1).catch(() => undefined);
      expect(await app.exited).toBe(0);
      expect(await log()).toContain('"stopped"');
    },
  );

  it('that waits for a sign-out shows no window to a second start, which goes on when it is over', async () => {
    await start();
    await command(app, 'changeSettings', { quitAction: 'signOut' });
    sandbox.simulator.setFaults([{ fault: 'hang', endpoint: '/Logout.json' }]);
    await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await app.hold();
    await clickTray(app, 'Quit…');
    await expect.poll(() => sandbox.calls('Logout')).toBe(1);

    const { command: program, args } = app.again;
    const second = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    second.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    second.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise((resolve) => second.once('close', resolve));
    await expect.poll(() => output).toContain(startWords.ending);
    const minimized = await app.evaluateMain(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isMinimized()),
    );
    expect(minimized).toEqual([true]);
    expect((await log()).match(/"started"/gu)).toHaveLength(1);

    await app.move(5000).catch(() => undefined);
    expect(await app.exited).toBe(0);
    await expect.poll(async () => (await log()).match(/"started"/gu)?.length).toBe(2);
    second.kill('SIGTERM');
    expect(await ended).toBe(process.platform === 'win32' ? null : 0);
  });

  it('that somebody is asked about is not held up by the question when a signal comes', async () => {
    if (process.platform === 'win32') return;
    await start();
    await clickTray(app, 'Quit…');
    await expect.poll(async () => (await boxes(app)).length).toBe(1);
    expect(await windows(app)).toBe(1);
    signal('SIGTERM');
    expect(await app.exited).toBe(0);
  });
});
