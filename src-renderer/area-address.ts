/** How the window's address names its areas. */
import { areas, type Area } from '../src-shared/window/areas.ts';

/** The area that a hash such as `#verify` names; the first one for anything else. */
export function areaOf(hash: string): Area {
  return areas.find((area) => hash === `#${area}` || hash.startsWith(`#${area}/`)) ?? 'session';
}

/** The API console, a place within Activity: what is sent there is listed here. */
export const CONSOLE = 'activity/console';

/** The part of the area, as in `#settings/diagnostics`; empty for the whole. */
export const partOf = (hash: string): string => hash.split('/')[1] ?? '';
