/** The system's keyring, in the stand-in for Electron: who is asked, and whether somebody is. */
import { expect, it, vi } from 'vitest';
import { createSecretBox } from '../../../../src-main/electron/desktop/keyring-box.ts';
import { app } from '../../../../browser-host/electron/app.ts';
import { safeStorage } from '../../../../browser-host/electron/safe-storage.ts';
import { pretend } from '../platform.ts';

it.each([
  ['darwin', ''],
  ['win32', ''],
  ['linux', 'basic'],
  ['linux', 'kwallet6'],
] as const)(
  'is not asked whether it is locked on %s with the store "%s", which has none',
  async (platform, store) => {
    pretend(platform);
    app.commandLine.appendSwitch('password-store', store);
    vi.stubEnv('PATH', '/nonexistent');
    expect(await createSecretBox().isLocked()).toBe(false);
    vi.unstubAllEnvs();
    app.commandLine.removeSwitch('password-store');
  },
);

it('is asked until it has answered, whatever it answers', async () => {
  const box = createSecretBox();
  let answer: (sealed: Buffer) => void = () => undefined;
  const seal = vi
    .spyOn(safeStorage, 'encryptStringAsync')
    .mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    .mockRejectedValueOnce(new Error('refused'));
  expect(box.isAsked()).toBe(false);
  const sealed = box.seal('text');
  expect(box.isAsked()).toBe(true);
  answer(Buffer.from('v11sealed'));
  await sealed;
  expect(box.isAsked()).toBe(false);
  await expect(box.seal('text')).rejects.toThrow('refused');
  expect(box.isAsked()).toBe(false);
  seal.mockRestore();
});
