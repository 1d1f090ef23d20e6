/**
 * Where the window was left, over restarts: kept by electron-store in `window.json`, since it may be
 * lost without harm. What a person sets is in preferences.json, which a full disk must not cut.
 */
import { ipcMain, screen, type Rectangle } from 'electron';
import Store from 'electron-store';
import * as v from 'valibot';

/** Without a position the system chooses one. */
export type Place = Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>>;

export interface WindowPlace {
  last(): Place;
  remember(bounds: Rectangle): void;
}

const first: Place = { width: 960, height: 640 };

const pixels = (min: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(20_000));
const boundsSchema = v.object({
  width: pixels(100),
  height: pixels(100),
  x: pixels(-20_000),
  y: pixels(-20_000),
});

/** The place kept in `folder`. Never throws: without a store it is kept until the app quits. */
export function openWindowPlace(folder: string): WindowPlace {
  const store = openStore(folder);
  let last = placeOf(store?.get('bounds'));
  return {
    last: () => last,
    remember: (bounds) => {
      last = placeOf(bounds);
      try {
        store?.set('bounds', bounds);
      } catch {
        // It counts until the app quits.
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

/** Somewhere in sight: the screen on which it was may be gone. */
function placeOf(stored: unknown): Place {
  const parsed = v.safeParse(boundsSchema, stored);
  if (!parsed.success) return first;
  const { x, y, width, height } = parsed.output;
  const { workArea } = screen.getDisplayMatching(parsed.output);
  const isIn = (at: number, from: number, length: number) => at >= from && at < from + length;
  const isInSight = isIn(x, workArea.x, workArea.width) && isIn(y, workArea.y, workArea.height);
  return isInSight ? { x, y, width, height } : { width, height };
}
