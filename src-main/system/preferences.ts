/**
 * Preferences: what a person has set, in `preferences.json`. A file that cannot be read is set aside
 * or left alone, and the app starts from defaults. Never a secret: the file is plain text.
 */
import * as v from 'valibot';
import {
  defaultSettings,
  readSettings,
  settingSchemas,
  type Settings,
} from '../../src-shared/settings.ts';
import { type JsonStore, openJsonStore } from '../files/json-store.ts';
import { createKeptValue } from '../files/kept-value.ts';
import type { Preferences } from '../ports.ts';

/** A greater version was written by a newer app and is left alone. */
const FILE_VERSION = 1;
const fileSchema = v.pipe(
  // valibot takes an array for an object.
  v.custom<object>((value) => !Array.isArray(value)),
  v.looseObject({ version: v.optional(v.pipe(v.number(), v.safeInteger())) }),
);

type Values = Readonly<Record<string, unknown>>;

function parseValues(value: unknown): Values | 'newer' | null {
  const parsed = v.safeParse(fileSchema, value);
  if (!parsed.success) return null;
  return (parsed.output.version ?? 0) > FILE_VERSION ? 'newer' : parsed.output;
}

/** The file of the preferences. `now`: epoch ms, for the name of a file that had to be set aside. */
export function openPreferencesStore(file: string, now: () => number): JsonStore {
  return openJsonStore(file, { isOurs: (value) => parseValues(value) !== null, now });
}

export interface PreferencesOptions {
  readonly store: JsonStore;
  /** What differs from the usual defaults on this desktop. */
  readonly defaults?: Partial<Settings>;
  /** `notice` says something else now. */
  readonly onChange: () => void;
}

/** Opens the preferences. Never rejects: what cannot be read or written counts until the app quits. */
export async function openPreferences(options: PreferencesOptions): Promise<Preferences> {
  const file = createKeptValue({
    store: options.store,
    parse: parseValues,
    onChange: options.onChange,
    notices: {
      setAside: 'settingsSetAside',
      unreadable: 'settingsUnreadable',
      newer: 'settingsNewer',
    },
  });
  const defaults = { ...defaultSettings, ...options.defaults };
  /** What else is in the file stays there. */
  let values: Values = (await file.load()) ?? {};
  let settings = readSettings(values, defaults);

  function write(change: Values): void {
    values = { ...values, version: FILE_VERSION, ...change };
    file.save(() => values);
  }

  return {
    settings: () => settings,
    changeSettings: (change) => {
      settings = { ...settings, ...change };
      write(change);
    },
    others: () => without(values, ['version', ...Object.keys(settingSchemas)]),
    drop: (names) => {
      values = without(values, names);
      write({});
    },
    notice: () => file.notice(),
    saveAgain: () => file.saveAgain(),
    settled: () => file.settled(),
    wipe: async () => {
      await file.reset();
      values = {};
      settings = readSettings({}, defaults);
    },
  };
}

function without(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
