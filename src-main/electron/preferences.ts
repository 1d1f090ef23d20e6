/**
 * Preferences: what may be lost. electron-store keeps them; a file that it cannot read is set aside
 * and the app starts from defaults. Never a secret: the store writes plain text.
 */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ipcMain } from 'electron';
import Store from 'electron-store';
import * as v from 'valibot';
import { readSettings, type Settings } from '../../src-shared/settings.ts';
import type { ObservedEnd, Preferences } from '../ports.ts';

const endsSchema = v.pipe(
  v.array(v.object({ at: v.number(), ageMs: v.number() })),
  v.maxLength(200),
);

/** Opens `preferences.json` in `folder`. `now` (epoch ms) names a file that had to be set aside. */
export function openPreferences(folder: string, now: number): Preferences {
  const file = path.join(folder, 'preferences.json');
  setAsideIfBroken(file, now);
  const store = new Store({
    name: 'preferences',
    cwd: folder,
    configFileMode: 0o600,
    clearInvalidConfig: false,
    accessPropertiesByDotNotation: false,
  });
  // electron-store answers this channel for any frame; we have no use for it.
  ipcMain.removeAllListeners('electron-store-get-data');
  // What could not be written counts all the same until the app quits.
  let settings = readSettings(store.store);
  let ends = readEnds(store.get('observedEnds'));

  function write(key: 'settings' | 'observedEnds', values: Record<string, unknown>): void {
    try {
      for (const [name, value] of Object.entries(values)) store.set(name, value);
    } catch {
      // A full or read-only disk costs this preference at the next start, nothing now.
      process.stderr.write(`Tabkeeper could not write its preferences (${key}).\n`);
    }
  }

  return {
    settings: () => settings,
    changeSettings: (change: Partial<Settings>) => {
      settings = { ...settings, ...change };
      write('settings', change);
    },
    observedEnds: () => ends,
    rememberEnds: (observed) => {
      ends = observed;
      write('observedEnds', { observedEnds: observed });
    },
    wipe: () => {
      settings = readSettings({});
      ends = [];
      rmSync(file, { force: true });
    },
  };
}

function readEnds(stored: unknown): readonly ObservedEnd[] {
  const parsed = v.safeParse(endsSchema, stored);
  return parsed.success ? parsed.output : [];
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
