/**
 * The system's keyring through Electron's asynchronous safeStorage. To be called after `ready` only:
 * before it, macOS would use an item of another name.
 */
import { safeStorage } from 'electron';
import type { SecretBox } from '../vault/secret-box.ts';

export function createSecretBox(): SecretBox {
  return {
    platform: process.platform,
    available: async () => await safeStorage.isAsyncEncryptionAvailable(),
    // The other systems have one keyring each, and Electron has this function on Linux only.
    backend: () => (process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null),
    seal: async (text) => await safeStorage.encryptStringAsync(text),
    open: async (sealed) => {
      const answer = await safeStorage.decryptStringAsync(Buffer.from(sealed));
      return { text: answer.result, shouldReseal: answer.shouldReEncrypt };
    },
  };
}
