/**
 * Working days by chance: when the machine sleeps, when the line is down, when BILL is unwell. Plain
 * data in true time, made once for each seed, so that a policy and an oracle meet the same day.
 *
 * The parameters of a plain day are those by which the interval of ten minutes was chosen: an
 * interruption every 70 minutes or so, half of them sleeps of 14 minutes at the median and half of
 * them outages of 4, in nine hours. They were set before anything was measured.
 */
import { exponential, lognormal, luck, type Luck } from './luck.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const INTERRUPTED_EVERY_MS = 70 * MINUTE;
const SLEEP_MEDIAN_MS = 14 * MINUTE;
const OUTAGE_MEDIAN_MS = 4 * MINUTE;
const WORKING_DAY_MS = 9 * HOUR;
/** How often the system tells of a sleep before it comes. */
const SUSPEND_TOLD = 0.8;
/** How often it tells of the wake, and of the network. */
const RESUME_TOLD = 0.9;
const NETWORK_TOLD = 0.7;

/** From a true time to another, in ms since the start of the day. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Sleep extends Span {
  readonly suspendTold: boolean;
  readonly resumeTold: boolean;
}

/** What BILL, or something in its place, answers instead of an answer. */
export type Illness = 'page' | '503' | '429' | 'hour' | 'atOnce';

export interface Day {
  readonly seed: number;
  readonly kind: 'quiet' | 'plain' | 'wild';
  readonly ms: number;
  readonly sleeps: readonly Sleep[];
  /** The line is down: a call fails at once, or hangs until its timeout. */
  readonly outages: readonly (Span & { readonly hangs: boolean })[];
  readonly ill: readonly (Span & { readonly with: Illness })[];
  /** Somebody sets the wall clock. */
  readonly clockSet: readonly { readonly at: number; readonly by: number }[];
  /** BILL ends the session, whatever it is. */
  readonly kills: readonly number[];
  readonly networkTold: boolean;
  /** The monotonic clock stands still in sleep, as on Linux and macOS. */
  readonly monoSleeps: boolean;
}

/** Nothing happens. */
export function quietDay(seed: number): Day {
  return {
    ...{ seed, kind: 'quiet', ms: WORKING_DAY_MS, sleeps: [], outages: [], ill: [] },
    ...{ clockSet: [], kills: [], networkTold: true, monoSleeps: true },
  };
}

/** Sleeps and outages, as they come to a person who works on a laptop. */
export function plainDay(seed: number): Day {
  const draw = luck(seed);
  const sleeps: Sleep[] = [];
  const outages: (Span & { hangs: boolean })[] = [];
  let at = exponential(draw, INTERRUPTED_EVERY_MS);
  while (at < WORKING_DAY_MS) {
    const isSleep = draw() < 0.5;
    const to = at + lognormal(draw, isSleep ? SLEEP_MEDIAN_MS : OUTAGE_MEDIAN_MS);
    if (isSleep) {
      sleeps.push(slept(draw, at, to));
      // In half of the wakes the network takes its time.
      if (draw() < 0.5) outages.push({ from: to, to: to + draw() * 40 * SECOND, hangs: false });
    } else outages.push({ from: at, to, hangs: draw() < 0.3 });
    at = to + exponential(draw, INTERRUPTED_EVERY_MS);
  }
  return {
    ...quietDay(seed),
    ...{ kind: 'plain', sleeps, outages },
    networkTold: draw() < NETWORK_TOLD,
    monoSleeps: draw() < 0.8,
  };
}

/** A plain day on which more goes wrong than anybody deserves. */
export function wildDay(seed: number): Day {
  const plain = plainDay(seed);
  const draw = luck(seed + 1_000_000);
  const somewhere = () => draw() * WORKING_DAY_MS;
  const sometimes = (probability: number, least: number, most: number): number[] =>
    draw() < probability
      ? Array.from({ length: least + Math.floor(draw() * (most - least + 1)) }, somewhere)
      : [];
  const spans = (starts: number[], length: () => number): Span[] =>
    starts.map((from) => ({ from, to: from + length() }));

  const restless = plain.sleeps.flatMap((sleep) =>
    draw() < 0.4 ? darkWakes(draw, sleep) : [sleep],
  );
  const flapping = sometimes(0.3, 1, 2).flatMap((from) => flaps(draw, from));
  const pages = spans(sometimes(0.3, 1, 2), () => lognormal(draw, 6 * MINUTE));
  const full = spans(sometimes(0.2, 1, 2), () => (1 + draw() * 9) * MINUTE);
  const busy = spans(sometimes(0.3, 1, 3), () => draw() * 2 * MINUTE);
  const failing = spans(sometimes(0.3, 1, 2), () => draw() * 5 * MINUTE);
  // The day starts at a full hour.
  const used = sometimes(0.1, 1, 1).map((from) => ({
    from: Math.max(from, Math.ceil(from / HOUR) * HOUR - 25 * MINUTE),
    to: Math.ceil(from / HOUR) * HOUR,
  }));
  return {
    ...plain,
    kind: 'wild',
    sleeps: restless,
    outages: [...plain.outages, ...flapping].sort((a, b) => a.from - b.from),
    ill: [
      ...pages.map((span) => ({ ...span, with: 'page' as const })),
      ...full.map((span) => ({ ...span, with: '429' as const })),
      ...failing.map((span) => ({ ...span, with: '503' as const })),
      ...busy.map((span) => ({ ...span, with: 'atOnce' as const })),
      ...used.map((span) => ({ ...span, with: 'hour' as const })),
    ],
    clockSet: sometimes(0.3, 1, 3).map((at) => ({ at, by: (draw() - 0.5) * 4 * HOUR })),
    kills: sometimes(0.2, 1, 1),
  };
}

function slept(draw: Luck, from: number, to: number): Sleep {
  return { from, to, suspendTold: draw() < SUSPEND_TOLD, resumeTold: draw() < RESUME_TOLD };
}

/** Each minute the machine is awake for some seconds, with its lid closed. */
function darkWakes(draw: Luck, { from, to }: Sleep): Sleep[] {
  const parts: Sleep[] = [];
  for (let start = from; start < to;) {
    const end = Math.min(to, start + MINUTE);
    parts.push(slept(draw, start, end));
    start = end + (5 + draw() * 15) * SECOND;
  }
  return parts;
}

/** The network comes and goes for ten minutes. */
function flaps(draw: Luck, start: number): (Span & { hangs: boolean })[] {
  const spans: (Span & { hangs: boolean })[] = [];
  for (let from = start; from < start + 10 * MINUTE;) {
    const to = from + (10 + draw() * 50) * SECOND;
    spans.push({ from, to, hangs: draw() < 0.3 });
    from = to + (10 + draw() * 50) * SECOND;
  }
  return spans;
}
