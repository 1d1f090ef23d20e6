/** Which of the sections of a page that scrolls is the one that is read. */

/** In pixels; `top` and `bottom` as the sections' own tops are counted. */
export interface Sight<P> {
  /** Where an address led to; null for the whole page. */
  readonly wanted: P | null;
  readonly top: number;
  readonly bottom: number;
  readonly scrolled: number;
  /** How far one can scroll; 0 where all is in sight. */
  readonly scrollable: number;
}

/**
 * The section that an address led to, as long as its head is in sight; else the one under a line that goes from the top of what is in sight to its bottom as one scrolls: so the
 * first one has its turn, and so has each of the last ones, which never come to the top.
 */
export function sectionInSight<P>(
  sections: readonly Section<P>[],
  { wanted, top, bottom, scrolled, scrollable }: Sight<P>,
): P {
  const isSeen = (it: Section<P>) => it.part === wanted && it.top >= top - 1 && it.top < bottom;
  if (wanted !== null && sections.some(isSeen)) return wanted;
  const line = top + (bottom - top) * (scrollable > 0 ? Math.min(1, scrolled / scrollable) : 0);
  const [first] = sections;
  if (first === undefined) throw new Error('there is no section');
  return (sections.findLast((it) => it.top <= line + 1) ?? first).part;
}

interface Section<P> {
  readonly part: P;
  readonly top: number;
}
