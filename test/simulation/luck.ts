/** Chance that repeats: evenly spread over [0, 1), the same for the same seed. */
export type Luck = () => number;

export function luck(seed: number): Luck {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Time until the next of events that come at random, `mean` apart. */
export const exponential = (draw: Luck, mean: number) => -mean * Math.log(1 - draw());

/** Most are near the median, a few are many times as long: sigma 1. */
export function lognormal(draw: Luck, median: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  return median * Math.exp(normal);
}
