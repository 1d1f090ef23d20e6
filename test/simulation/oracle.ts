/** What could have been done on a day by somebody who knows what is coming. */
import { MINUTE, type Day, type Span } from './days.ts';

export const IDLE_MS = 35 * MINUTE;
/** What is lost later than this before the end of a day counts for nobody. */
export const NOTICED_MS = 15 * MINUTE;

/** When no call can be answered, in order and in one piece: asleep, offline, or BILL is unwell. */
export function silences({ sleeps, outages, ill }: Day): Span[] {
  const spans = [...sleeps, ...outages, ...ill].sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of spans) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/**
 * How often the session must change, though a call is made right before and right after each
 * silence: it does not outlive one of 35 minutes, nor BILL's own word. A session that BILL ended right
 * before such a silence, or on the way into the end of the day, is not missed by anybody.
 */
export function unavoidable(day: Day): number {
  const noticed = (at: number) => at < day.ms - NOTICED_MS;
  const tooLong = silences(day).filter((one) => one.to - one.from >= IDLE_MS && noticed(one.to));
  const hidden = (at: number) =>
    tooLong.some(({ from, to }) => from - NOTICED_MS <= at && at <= to) || !noticed(at);
  return tooLong.length + day.kills.filter((at) => !hidden(at)).length;
}

/** True if a call could be answered for `ms` in one piece between two times. */
export function couldAnswer(day: Day, from: number, to: number, ms: number): boolean {
  let start = from;
  for (const silence of silences(day)) {
    if (silence.to <= start) continue;
    if (Math.min(silence.from, to) - start >= ms) return true;
    start = Math.max(start, silence.to);
  }
  return to - start >= ms;
}
