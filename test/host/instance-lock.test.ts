/** One process for one folder of data: another browser host, or the app on Electron. */
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../browser-host/electron/instance-lock.ts';
import { tempDir } from '../temp-dir.ts';

const take = (folder: string) => takeLock(folder, null, () => undefined);
const NOBODY = 2 ** 22 + 1;

describe.skipIf(process.platform === 'win32')('the lock of Electron (a link; POSIX only)', () => {
  const locked = (target: string) => {
    const folder = tempDir();
    symlinkSync(target, path.join(folder, 'SingletonLock'));
    return folder;
  };

  it.each([
    ['a living process', `${hostname()}-${process.pid}`],
    ['another computer, which shares the folder', `elsewhere-${NOBODY}`],
  ])('[V70] held by %s keeps the browser host out, which touches nothing', (_, target) => {
    const folder = locked(target);
    expect(() => take(folder)).toThrow('Tabkeeper runs on Electron. Quit it, or choose another');
    expect(readdirSync(folder)).toEqual(['SingletonLock']);
  });

  it.each([
    ['a dead process', `${hostname()}-${NOBODY}`],
    ['nobody: no process', `${hostname()}-x`],
    ['nobody: no such text', 'x'],
  ])('held by %s keeps nobody out', (_, target) => {
    expect(take(locked(target))).toBe(true);
  });
});

it('[V70] the folder that a living browser host has is not taken, one of a dead one is', () => {
  const [living, dead] = [tempDir(), tempDir()];
  writeFileSync(path.join(living, 'browser-host.lock'), String(process.ppid));
  writeFileSync(path.join(dead, 'browser-host.lock'), String(NOBODY));
  expect([take(living), take(dead)]).toEqual([false, true]);
});
