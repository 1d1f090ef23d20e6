/** Start at login on macOS and Windows, in the stand-in for Electron. */
import { beforeEach, expect, it, vi } from 'vitest';
import { openLoginItem, wasOpenedAtLogin } from '../../../src-main/electron/login-item.ts';
import { app } from '../../host/app.ts';
import { record } from '../../host/record.ts';
import { pretend } from './platform.ts';

vi.mock('electron', async () => ({ ...(await import('../../host/electron.ts')) }));

beforeEach(() => {
  Object.assign(app, { isPackaged: true });
  record.loginItem = { openAtLogin: false, wasOpenedAtLogin: false, args: [] };
});

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

it('sees what was changed in the system’s own settings when it looks again', async () => {
  pretend('darwin');
  const item = await openLoginItem();
  expect(await item.refresh()).toBe(false);
  record.loginItem = { ...record.loginItem, openAtLogin: true };
  expect(await item.refresh()).toBe(true);
  expect(item.state()).toEqual({ can: true, on: true });
});
