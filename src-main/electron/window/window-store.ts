/**
 * What the window remembers over restarts and may lose without harm: kept by electron-store in
 * `window.json`. What a person sets is in preferences.json, which a full disk must not cut.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ipcMain } from 'electron';
import type Store from 'electron-store';
import { isObject, parseJson } from '../../../src-shared/text/parse-json.ts';

/** Values of JSON by their names. Neither throws: without a file nothing is found, and nothing kept. */
export interface WindowStore {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  /** Resolves when what was set is in the file, or could not be written. */
  settled(): Promise<void>;
}

/** The store in `folder`. A start reads one value: electron-store comes with the first that is written. */
export function openWindowStore(folder: string): WindowStore {
  let opening: Promise<Store | null> | null = null;
  /** Set, and not in the file yet. */
  const waiting = new Map<string, unknown>();
  let line: Promise<void> = Promise.resolve();

  async function write(name: string): Promise<void> {
    if (!waiting.has(name)) return;
    const store = await (opening ??= openStore(folder));
    try {
      store?.set(name, waiting.get(name));
    } catch {
      // It is not remembered.
    }
    waiting.delete(name);
  }

  return {
    get: (name) => (waiting.has(name) ? waiting.get(name) : readFile(folder)[name]),
    set: (name, value) => {
      waiting.set(name, value);
      line = line.then(() => write(name));
    },
    settled: () => line,
  };
}

const NAME = 'window';

function readFile(folder: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseJson(readFileSync(path.join(folder, `${NAME}.json`), 'utf8'));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

async function openStore(folder: string): Promise<Store | null> {
  try {
    const { default: Store } = await import('electron-store');
    return new Store({
      name: NAME,
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
