/**
 * The system's keyring through Electron's asynchronous safeStorage. To be called after `ready` only:
 * before it, macOS would use an item of another name.
 */
import { app, safeStorage } from 'electron';
import { isKeyringLocked } from '../../system/keyring-lock.ts';
import type { SecretBox } from '../../vault/secret-box.ts';

export interface SystemBox extends SecretBox {
  /** True while the system has not answered, as while it shows a dialog. */
  isAsked(): boolean;
}

export function createSecretBox(): SystemBox {
  const pending = new Set<Promise<unknown>>();
  async function ask<T>(call: () => Promise<T>): Promise<T> {
    const answer = call();
    pending.add(answer);
    try {
      return await answer;
    } finally {
      pending.delete(answer);
    }
  }

  return {
    platform: process.platform,
    isLocked: async () => asksSecretService() && (await isKeyringLocked()),
    isAsked: () => pending.size > 0,
    available: () => ask(() => safeStorage.isAsyncEncryptionAvailable()),
    // The other systems have one keyring each, and Electron has this function on Linux only.
    backend: () => (process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null),
    seal: (text) => ask(() => safeStorage.encryptStringAsync(text)),
    open: async (sealed) => {
      const answer = await ask(() => safeStorage.decryptStringAsync(Buffer.from(sealed)));
      return { text: answer.result, shouldReseal: answer.shouldReEncrypt };
    },
  };
}

/** With `basic` Chromium asks nobody, and keeps to the key that everybody knows. */
function asksSecretService(): boolean {
  const store = app.commandLine.getSwitchValue('password-store');
  return process.platform === 'linux' && store !== 'basic';
}
