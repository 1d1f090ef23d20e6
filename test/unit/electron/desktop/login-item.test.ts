/** Start at login on the three systems, in the stand-in for Electron. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  openLoginItem,
  wasOpenedAtLogin,
} from '../../../../src-main/electron/desktop/login-item.ts';
import { app } from '../../../../browser-host/electron/app.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';
import { tempDir } from '../../../temp-dir.ts';

beforeEach(() => {
  Object.assign(app, { isPackaged: true });
  record.loginItem = {
    ...{ openAtLogin: false, wasOpenedAtLogin: false },
    ...{ path: '', args: [], approved: true },
  };
});

/** Variables of the environment, until the test is over. */
function inside(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

it.each([
  ['darwin', []],
  ['win32', ['--hidden']],
] as const)('on %s passes only arguments that arrive', async (platform, args) => {
  pretend(platform);
  const item = await openLoginItem();
  expect(item.state()).toEqual({ can: true, on: false });
  expect(await item.set(true)).toBe(true);
  expect(record.loginItem).toMatchObject({ openAtLogin: true, args });
  expect(item.state()).toEqual({ can: true, on: true });
});

it('on macOS asks the system whether it started us at login', () => {
  pretend('darwin');
  expect(wasOpenedAtLogin()).toBe(false);
  record.loginItem = { ...record.loginItem, wasOpenedAtLogin: true };
  expect(wasOpenedAtLogin()).toBe(true);
  pretend('win32');
  expect(wasOpenedAtLogin()).toBe(false);
});

it('is not offered on macOS with flags, which do not arrive there', async () => {
  pretend('darwin');
  const item = await openLoginItem(['--user-data=/Users/dana/second']);
  expect(item.state()).toEqual({ can: false, why: 'flags' });
  expect(await item.set(true)).toBe(false);
  expect(record.loginItem.openAtLogin).toBe(false);
});

it('sees what was changed in the system’s own settings when it looks again', async () => {
  pretend('darwin');
  const item = await openLoginItem();
  expect(await item.refresh()).toBe(false);
  record.loginItem = { ...record.loginItem, openAtLogin: true };
  expect(await item.refresh()).toBe(true);
  expect(item.state()).toEqual({ can: true, on: true });
});

describe('on Windows', () => {
  beforeEach(() => pretend('win32'));

  it('passes the flags that the app runs with, and is on with them alone', async () => {
    const item = await openLoginItem(['--user-data=D:\\My data\\']);
    expect(await item.set(true)).toBe(true);
    expect(record.loginItem.args).toEqual(['--hidden', '"--user-data=D:\\My data\\\\"']);
    expect(item.state()).toEqual({ can: true, on: true });
    expect((await openLoginItem()).state()).toEqual({ can: true, on: false });
  });

  it('starts a portable program by its own path, not by where it was unpacked', async () => {
    inside({
      PORTABLE_EXECUTABLE_FILE: 'D:\\Apps\\Tabkeeper portable.exe',
      PORTABLE_EXECUTABLE_APP_FILENAME: 'Tabkeeper',
    });
    const item = await openLoginItem();
    expect(await item.set(true)).toBe(true);
    expect(record.loginItem.path).toBe('D:\\Apps\\Tabkeeper portable.exe');
  });

  it('does not take another portable program, which started it, for itself', async () => {
    inside({
      PORTABLE_EXECUTABLE_FILE: 'D:\\Other.exe',
      PORTABLE_EXECUTABLE_APP_FILENAME: 'other',
    });
    await (await openLoginItem()).set(true);
    expect(record.loginItem.path).toBe(process.execPath);
  });

  it('is off where the Task Manager has switched it off, and on again when it is wanted', async () => {
    const item = await openLoginItem();
    await item.set(true);
    record.loginItem = { ...record.loginItem, approved: false };
    expect(await item.refresh()).toBe(true);
    expect(item.state()).toEqual({ can: true, on: false });
    expect(await item.set(true)).toBe(true);
    expect(item.state()).toEqual({ can: true, on: true });
  });
});

describe('on Linux', () => {
  let config: string;
  beforeEach(() => {
    pretend('linux');
    config = tempDir();
    inside({ XDG_CONFIG_HOME: config, FLATPAK_ID: undefined, SNAP: undefined });
  });
  const files = () => readdir(path.join(config, 'autostart'));

  it('is our own file, read back', async () => {
    const item = await openLoginItem();
    expect(item.state()).toEqual({ can: true, on: false });
    expect(await item.set(true)).toBe(true);
    expect(item.state()).toEqual({ can: true, on: true });
    expect(await files()).toEqual(['dev.tabkeeper.app.desktop']);
    await rm(path.join(config, 'autostart', 'dev.tabkeeper.app.desktop'));
    expect(await item.refresh()).toBe(true);
    expect(item.state()).toEqual({ can: true, on: false });
    await item.set(true);
    expect(await item.set(false)).toBe(true);
    expect(await files()).toEqual([]);
    expect(record.loginItem.openAtLogin).toBe(false);
  });

  it('is on with the flags that the app runs with, which it carries', async () => {
    const item = await openLoginItem(['--password-store=kwallet6']);
    expect(await item.set(true)).toBe(true);
    expect(item.state()).toEqual({ can: true, on: true });
    expect((await openLoginItem()).state()).toEqual({ can: true, on: false });
  });

  it('stays as it was when the disk refuses, and says so', async () => {
    // A file where the folder must be: refused for every user.
    await writeFile(path.join(config, 'autostart'), '');
    const item = await openLoginItem();
    expect(await item.set(true)).toBe(false);
    expect(item.state()).toEqual({ can: true, on: false });
  });

  it('is refused with its reason in a snap, and writes nothing', async () => {
    await mkdir(path.join(config, 'autostart'));
    inside({ SNAP: path.dirname(process.execPath) });
    const item = await openLoginItem();
    expect(item.state()).toEqual({ can: false, why: 'snap' });
    expect(await item.set(true)).toBe(false);
    expect(await files()).toEqual([]);
  });
});

it('is not offered to a development build, which would start a bare Electron', async () => {
  Object.assign(app, { isPackaged: false });
  expect((await openLoginItem()).state()).toEqual({ can: false, why: 'development' });
});
