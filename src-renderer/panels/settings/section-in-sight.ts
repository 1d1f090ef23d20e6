/** Which of the sections of a page that scrolls is the one that is read. */

/** In pixels; `top` and `bottom` as the sections' own tops are counted. */
export interface Sight {
  readonly top: number;
  readonly bottom: number;
  readonly scrolled: number;
  /** How far one can scroll; 0 where all is in sight. */
  readonly scrollable: number;
}

/**
 * The section under a line that goes from the top of what is in sight to its bottom as one scrolls: so the
 * first one has its turn, and so has each of the last ones, which never come to the top.
 */
export function sectionInSight<P>(
  sections: readonly Section<P>[],
  { top, bottom, scrolled, scrollable }: Sight,
): P {
  const line = top + (bottom - top) * (scrollable > 0 ? Math.min(1, scrolled / scrollable) : 0);
  const [first] = sections;
  if (first === undefined) throw new Error('there is no section');
  return (sections.findLast((it) => it.top <= line + 1) ?? first).part;
}

interface Section<P> {
  readonly part: P;
  readonly top: number;
}
