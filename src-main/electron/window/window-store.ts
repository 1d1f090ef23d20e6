/**
 * What the window remembers over restarts and may lose without harm: kept by electron-store in
 * `window.json`. What a person sets is in preferences.json, which a full disk must not cut.
 */
import { ipcMain } from 'electron';
import Store from 'electron-store';

/** Values of JSON by their names. Neither throws: without a file nothing is found, and nothing kept. */
export interface WindowStore {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

/** The store in `folder`. */
export function openWindowStore(folder: string): WindowStore {
  const store = openStore(folder);
  return {
    get: (name) => {
      try {
        return store?.get(name);
      } catch {
        return undefined;
      }
    },
    set: (name, value) => {
      try {
        store?.set(name, value);
      } catch {
        // It is not remembered.
      }
    },
  };
}

function openStore(folder: string): Store | null {
  try {
    return new Store({
      name: 'window',
      cwd: folder,
      clearInvalidConfig: true,
      configFileMode: 0o600,
    });
  } catch {
    return null;
  } finally {
    // electron-store answers this channel for any frame; we have no use for it.
    ipcMain.removeAllListeners('electron-store-get-data');
  }
}
