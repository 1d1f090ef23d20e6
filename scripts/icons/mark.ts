/**
 * The mark, once: a ring with a notch at 12 o'clock and, inside it, the shape of a state. Distances to
 * it on a grid of 16 × 16 are all that the icons of the three systems are drawn from. The window's
 * own glyph (StateGlyph.svelte) has the same measures; a test holds the two together.
 */

/** What is inside the ring. */
export type Shape = 'full' | 'half' | 'bars' | 'none' | 'slash' | 'bang';

export const GRID = 16;
export const ring = { radius: 6.25, stroke: 1.5, gapDegrees: 52 } as const;
export const disc = { radius: 3.25 } as const;
export const bars = { dx: 1.6, from: 5.6, to: 10.4 } as const;
export const slash = { from: [3.9, 12.1], to: [12.1, 3.9] } as const;
export const bang = { from: [8, 5], to: [8, 8.6], dot: { y: 11, radius: 0.95 } } as const;

/** The signed distance to a figure, in units of the grid: below zero inside it. */
export type Figure = (x: number, y: number) => number;

const CENTRE = GRID / 2;
const half = ring.stroke / 2;

const circle =
  (cx: number, cy: number, radius: number): Figure =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

/** A line with round ends, as wide as the ring's stroke. */
const line =
  ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]): Figure =>
  (x, y) => {
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy) - half;
  };

/** Where the ring ends, right of 12 o'clock; its other end is the mirror image. */
export const ringEnd = {
  dx: ring.radius * Math.sin((ring.gapDegrees * Math.PI) / 360),
  dy: -ring.radius * Math.cos((ring.gapDegrees * Math.PI) / 360),
} as const;

const openRing: Figure = (x, y) => {
  const dx = Math.abs(x - CENTRE);
  const dy = y - CENTRE;
  const fromNoon = (Math.atan2(dx, -dy) * 180) / Math.PI;
  if (fromNoon >= ring.gapDegrees / 2) return Math.abs(Math.hypot(dx, dy) - ring.radius) - half;
  return Math.hypot(dx - ringEnd.dx, dy - ringEnd.dy) - half;
};

const union =
  (...figures: Figure[]): Figure =>
  (x, y) =>
    Math.min(...figures.map((figure) => figure(x, y)));

const core = circle(CENTRE, CENTRE, disc.radius);
const inside: Readonly<Record<Shape, readonly Figure[]>> = {
  full: [core],
  half: [(x, y) => Math.max(core(x, y), x - CENTRE)],
  none: [],
  bars: [-bars.dx, bars.dx].map((dx) => line([CENTRE + dx, bars.from], [CENTRE + dx, bars.to])),
  slash: [line(slash.from, slash.to)],
  bang: [line(bang.from, bang.to), circle(CENTRE, bang.dot.y, bang.dot.radius)],
};

/** The ring with a shape in it. */
export const mark = (shape: Shape): Figure => union(openRing, ...inside[shape]);

/** `figure`, made smaller by `factor` around the middle of the grid. */
export const scaled =
  (figure: Figure, factor: number): Figure =>
  (x, y) =>
    figure((x - CENTRE) / factor + CENTRE, (y - CENTRE) / factor + CENTRE) * factor;

/** A square with round corners, `inset` from the edges of the grid. */
export const tile =
  (inset: number, corner: number): Figure =>
  (x, y) => {
    const reach = CENTRE - inset - corner;
    const [dx, dy] = [Math.abs(x - CENTRE) - reach, Math.abs(y - CENTRE) - reach];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - corner;
  };
