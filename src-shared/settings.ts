/** What a person can set, in one place: the schema and the default of each setting. */
import * as v from 'valibot';

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
  /** A session at risk is told of when at most so many minutes are certain. */
  warnMinutes: whole(2, 20),
  /** What closing the window does. */
  closeAction: v.picklist(['ask', 'hide', 'quit']),
  /** What hiding means has been said: it is said once. */
  closeExplained: v.boolean(),
  /** The user said to hide it even where no tray is known. */
  hidesWithoutTray: v.boolean(),
  /** What quitting does with the sessions that are open. */
  quitAction: v.picklist(['ask', 'signOut', 'lapse']),
  /** One colour in the tray, for those whose panel has it so. */
  monochromeTray: v.boolean(),
  /** Other programs may ask for access: the local API is open. */
  handOff: v.boolean(),
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
  handOff: false,
};

/** Reads settings out of whatever a file held: a value that does not fit is its default. */
export function readSettings(
  stored: Readonly<Record<string, unknown>>,
  defaults: Settings = defaultSettings,
): Settings {
  const read = <N extends SettingName>(name: N): Settings[N] => {
    const parsed = v.safeParse(settingSchemas[name], stored[name]);
    return parsed.success ? (parsed.output as Settings[N]) : defaults[name];
  };
  return {
    touchMinutes: read('touchMinutes'),
    maxHours: read('maxHours'),
    onlyWhileActive: read('onlyWhileActive'),
    tokenIdleHours: read('tokenIdleHours'),
    notifications: read('notifications'),
    warnMinutes: read('warnMinutes'),
    closeAction: read('closeAction'),
    closeExplained: read('closeExplained'),
    hidesWithoutTray: read('hidesWithoutTray'),
    quitAction: read('quitAction'),
    monochromeTray: read('monochromeTray'),
    handOff: read('handOff'),
  };
}
