/** Where the window was left, over restarts: kept in `window.json`, read once and replaced whole. */
import path from 'node:path';
import { screen, type Rectangle } from 'electron';
import * as v from 'valibot';
import type { NoticeView } from '../../../src-shared/snapshot.ts';
import { openJsonStore } from '../../files/json-store.ts';
import { createKeptValue } from '../../files/kept-value.ts';

/** Without a position the system chooses one. */
export type Place = Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>>;

export interface WindowPlace {
  last(): Place;
  remember(bounds: Rectangle): void;
  /** What the user is to be told of the file; null when all is well. */
  notice(): NoticeView | null;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
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
const fileSchema = v.pipe(
  // valibot takes an array for an object.
  v.custom<object>((value) => !Array.isArray(value)),
  v.object({ bounds: v.optional(v.unknown()) }),
);

/**
 * The place kept in `folder`. Never rejects: what cannot be read is set aside, what cannot be written
 * counts until the app quits. `now`: epoch ms, for the name of a file that has to be set aside.
 */
export async function openWindowPlace(folder: string, now: () => number): Promise<WindowPlace> {
  const file = createKeptValue({
    store: openJsonStore(path.join(folder, 'window.json'), {
      isOurs: (value) => v.is(fileSchema, value),
      now,
    }),
    parse: (value) => v.parse(fileSchema, value),
    notices: {
      setAside: 'windowSetAside',
      unreadable: 'windowSetAside',
      newer: 'windowSetAside',
    },
    // It is looked at when it is next told of something else: nobody waits for it.
    onChange: () => undefined,
  });
  let last = placeOf((await file.load())?.bounds);
  return {
    last: () => last,
    remember: (bounds) => {
      last = placeOf(bounds);
      file.save(() => ({ bounds }));
    },
    notice: () => {
      const notice = file.notice();
      // It may be lost without harm: no reason to ask anybody for room on the disk.
      return notice?.kind === 'notSaved' ? null : notice;
    },
    settled: () => file.settled(),
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
