/** Where the window was left, over restarts. */
import { screen, type Rectangle } from 'electron';
import * as v from 'valibot';
import type { WindowStore } from './window-store.ts';

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

/** What the disk does not take counts until the app quits. */
export function createWindowPlace(store: Pick<WindowStore, 'get' | 'set'>): WindowPlace {
  let last = placeOf(store.get('bounds'));
  return {
    last: () => last,
    remember: (bounds) => {
      last = placeOf(bounds);
      store.set('bounds', bounds);
    },
  };
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
