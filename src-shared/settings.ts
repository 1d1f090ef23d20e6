/** What a person can set, in one place: the schema and the default of each setting. */
import * as v from 'valibot';
import { textSizes } from './window/text-size.ts';

const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

export const settingSchemas = {
  /** Minutes of known inactivity before a touch. */
  touchMinutes: whole(5, 30),
  /** Keep-alive stops this many hours after the sign-in. */
  maxHours: whole(1, 72),
  /** Touch only while the computer is in use; offered where the system reports idle time. */
  onlyWhileActive: v.boolean(),
  /**
   * Hours of inactivity after which a token's session ends; 0 for never. The overview page says
   * never, newer pages say 48 (bill-api 0, conflict 1).
   */
  tokenIdleHours: v.picklist([0, 48]),
  notifications: v.boolean(),
  /** A notification about a session at risk is shown when at most so many minutes are certain. */
  warnMinutes: whole(2, 20),
  /** What closing the window does. */
  closeAction: v.picklist(['ask', 'hide', 'quit']),
  /** The user was told once what hiding means. */
  closeExplained: v.boolean(),
  /** The user said to hide it even where no tray is known. */
  hidesWithoutTray: v.boolean(),
  /** What quitting does with the sessions that are open. */
  quitAction: v.picklist(['ask', 'signOut', 'lapse']),
  /** A tray icon of one colour, for panels whose icons all are. */
  monochromeTray: v.boolean(),
  /** Of the window, and of what the system draws for it. */
  theme: v.picklist(['system', 'light', 'dark']),
  textSize: v.picklist(textSizes),
  /** Other programs may ask for access: the local API is open. */
  handOff: v.boolean(),
  /** How much of a session its details show. */
  detailLevel: v.picklist(['few', 'all', 'expert']),
} as const;

export type SettingName = keyof typeof settingSchemas;
export type Settings = {
  readonly [N in SettingName]: v.InferOutput<(typeof settingSchemas)[N]>;
};

export const defaultSettings: Settings = {
  touchMinutes: 10,
  maxHours: 12,
  onlyWhileActive: false,
  tokenIdleHours: 0,
  notifications: true,
  warnMinutes: 10,
  closeAction: 'hide',
  closeExplained: false,
  hidesWithoutTray: false,
  quitAction: 'ask',
  monochromeTray: false,
  theme: 'system',
  textSize: 100,
  handOff: false,
  detailLevel: 'few',
};

/** Reads settings out of whatever a file held: a value that does not fit is its default. */
export function readSettings(
  stored: Readonly<Record<string, unknown>>,
  defaults: Settings = defaultSettings,
): Settings {
  const entries = Object.entries(settingSchemas).map(([name, schema]) => {
    const parsed = v.safeParse(schema, stored[name]);
    return [name, parsed.success ? parsed.output : defaults[name as SettingName]];
  });
  return Object.fromEntries(entries) as Settings;
}
