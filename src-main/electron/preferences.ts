/**
 * Preferences: what may be lost. electron-store keeps them; a file that it cannot read is set aside
 * and the app starts from defaults. Never a secret: the store writes plain text.
 */
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { ipcMain } from 'electron';
import Store from 'electron-store';
import * as v from 'valibot';
import type { Server } from '../../src-shared/server.ts';

const serverSchema = v.variant('kind', [
  v.object({ kind: v.literal('bill') }),
  v.object({ kind: v.literal('practice') }),
  v.object({ kind: v.literal('local'), url: v.pipe(v.string(), v.maxLength(2048)) }),
]);

export interface Preferences {
  server(): Server;
  rememberServer(server: Server): void;
}

/** Opens `preferences.json` in `folder`. `now` (epoch ms) names a file that had to be set aside. */
export function openPreferences(folder: string, now: number): Preferences {
  setAsideIfBroken(path.join(folder, 'preferences.json'), now);
  const store = new Store({
    name: 'preferences',
    cwd: folder,
    configFileMode: 0o600,
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
  });
  // electron-store answers this channel for any frame; we have no use for it.
  ipcMain.removeAllListeners('electron-store-get-data');
  return {
    server: () => {
      const parsed = v.safeParse(serverSchema, store.get('server'));
      return parsed.success ? parsed.output : { kind: 'bill' };
    },
    rememberServer: (server) => {
      try {
        store.set('server', server);
      } catch {
        // A full or read-only disk costs this preference, never the sign-in that caused it.
      }
    },
  };
}

/** electron-store throws at cut or garbled files, and takes an array for an empty store. */
function setAsideIfBroken(file: string, now: number): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return; // None yet, or not readable at all: then the store says so itself.
  }
  if (isObject(text)) return;
  renameSync(file, file.replace(/\.json$/u, `.bad-${now}.json`));
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
