/** How the window's address names its areas. */
import { areas, type Area } from '../src-shared/areas.ts';

/** The area that a hash such as `#verify` names; the first one for anything else. */
export function areaOf(hash: string): Area {
  return areas.find((area) => hash === `#${area}` || hash.startsWith(`#${area}/`)) ?? 'session';
}

/** The API console, a place within Activity: what is sent there is listed here. */
export const CONSOLE = 'activity/console';

/** In the order of their digits. */
const places = [...areas, CONSOLE] as const;

/** The part of the area, as in `#settings/diagnostics`; empty for the whole. */
export const partOf = (hash: string): string => hash.split('/')[1] ?? '';

/**
 * Where a key that is pressed with Ctrl or Cmd leads: its number, and for Settings the comma that it has
 * everywhere. Where digits need Shift, as on a French keyboard, the key's place counts.
 */
export function placeOfKey({
  key,
  code,
}: Pick<KeyboardEvent, 'key' | 'code'>): (typeof places)[number] | undefined {
  const digit = /^Digit(\d)$/u.exec(code)?.[1] ?? key;
  return key === ',' ? 'settings' : places[Number(digit) - 1];
}
