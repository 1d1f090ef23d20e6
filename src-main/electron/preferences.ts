/**
 * Preferences: what may be lost. electron-store keeps them; what it cannot read is set aside or left
 * alone, and the app starts from defaults. Never a secret: the store writes plain text.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { ipcMain } from 'electron';
import Store from 'electron-store';
import * as v from 'valibot';
import { defaultSettings, readSettings, type Settings } from '../../src-shared/settings.ts';
import { dayEventKinds, type DayEvent, type NoticeView } from '../../src-shared/snapshot.ts';
import type { ObservedEnd, Preferences } from '../ports.ts';
import { wantsOneColour } from '../tray-model.ts';
import { readJsonFile, removeTemps, setAside } from '../system/json-file.ts';

const endsSchema = v.pipe(
  v.array(v.object({ at: v.number(), ageMs: v.number() })),
  v.maxLength(200),
);
const daysSchema = v.pipe(
  v.array(v.object({ at: v.number(), kind: v.picklist(dayEventKinds) })),
  v.maxLength(1000),
);

/** A greater version was written by a newer app and is left alone. */
const FILE_VERSION = 1;
const fileSchema = v.pipe(
  // valibot takes an array for an object, and so does electron-store.
  v.custom<object>((value) => !Array.isArray(value)),
  v.looseObject({ version: v.optional(v.pipe(v.number(), v.safeInteger())) }),
);

type Values = Readonly<Record<string, unknown>>;

/**
 * Opens `preferences.json` in `folder`. Never throws: what cannot be read or written counts until the
 * app quits. `now` (epoch ms) names a file that had to be set aside.
 */
export function openPreferences(folder: string, now: number): Preferences {
  const file = path.join(folder, 'preferences.json');
  const { notice, usable } = prepare(file, now);
  removeTemps(file);
  let store = usable ? openStore(folder) : null;
  const stored = store === null ? {} : read(store);
  /** All that the file should hold, whatever it holds: a disk that was full may have cut it. */
  let wanted: Values = stored;
  let unsaved = false;
  const defaults = { ...defaultSettings, monochromeTray: wantsOneColour() };
  let settings = readSettings(stored, defaults);
  let ends = parsed<readonly ObservedEnd[]>(endsSchema, stored['observedEnds'], []);
  let days = parsed<readonly DayEvent[]>(daysSchema, stored['dayEvents'], []);

  function write(values: Values): void {
    wanted = { ...wanted, version: FILE_VERSION, ...values };
    if (!usable) return;
    store ??= openStore(folder);
    try {
      if (store === null) throw new Error('not open');
      store.store = wanted;
      // electron-store takes a file that a full disk has cut short for written.
      unsaved = store.get('version') !== FILE_VERSION;
    } catch {
      // It counts until the app quits, and `notice` says so.
      unsaved = true;
    }
  }

  return {
    settings: () => settings,
    changeSettings: (change: Partial<Settings>) => {
      settings = { ...settings, ...change };
      write(change);
    },
    observedEnds: () => ends,
    rememberEnds: (observed) => {
      ends = observed;
      write({ observedEnds: observed });
    },
    dayEvents: () => days,
    rememberDays: (events) => {
      days = events;
      write({ dayEvents: events });
    },
    notice: () => (unsaved ? { kind: 'notSaved', about: null } : notice),
    saveAgain: () => {
      if (unsaved) write({});
    },
    wipe: () => {
      settings = readSettings({}, defaults);
      ends = [];
      days = [];
      wanted = {};
      unsaved = false;
      try {
        rmSync(file, { force: true, recursive: true });
      } catch {
        // Whoever wipes looks at the folder afterwards.
      }
    },
  };
}

/**
 * electron-store throws at cut or garbled files, takes an array for an empty store, and lets others
 * read: so the file is looked at first.
 */
function prepare(file: string, now: number): { notice: NoticeView | null; usable: boolean } {
  const found = readJsonFile(file);
  if (found.is === 'missing') return { notice: null, usable: true };
  const ours = v.safeParse(fileSchema, found.is === 'read' ? found.value : null);
  if (ours.success) {
    const isNewer = (ours.output.version ?? 0) > FILE_VERSION;
    return { notice: isNewer ? { kind: 'settingsNewer', about: null } : null, usable: !isNewer };
  }
  const about = found.is === 'unavailable' ? null : setAside(file, now);
  return about === null
    ? { notice: { kind: 'settingsUnreadable', about: null }, usable: false }
    : { notice: { kind: 'settingsSetAside', about }, usable: true };
}

function openStore(folder: string): Store | null {
  try {
    return new Store({
      name: 'preferences',
      cwd: folder,
      configFileMode: 0o600,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
    });
  } catch {
    return null;
  } finally {
    // electron-store answers this channel for any frame; we have no use for it.
    ipcMain.removeAllListeners('electron-store-get-data');
  }
}

function read(store: Store): Values {
  try {
    return store.store;
  } catch {
    return {};
  }
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, stored: unknown, otherwise: T): T {
  const result = v.safeParse(schema, stored);
  return result.success ? result.output : otherwise;
}
