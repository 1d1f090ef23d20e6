/**
 * How a time is written, everywhere the same: `14:07`, `24 Dec`, "31 min", "5 h 7 min".
 * Times are epoch milliseconds and are written in the zone of the computer, on the 24-hour clock.
 */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const months = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;
const two = (n: number) => String(n).padStart(2, '0');

/** `14:07` */
export function clock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `14:07:03` */
export function clockSeconds(at: number): string {
  return `${clock(at)}:${two(new Date(at).getSeconds())}`;
}

/** `24 Dec` */
export function day(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${months[date.getMonth()] ?? ''}`;
}

/** `24 Dec 2026` */
export function dayWithYear(at: number): string {
  return `${day(at)} ${new Date(at).getFullYear()}`;
}

function daysApart(at: number, now: number): number {
  const midnight = (t: number) => new Date(t).setHours(0, 0, 0, 0);
  // Rounded, since a day with a clock change has 23 or 25 hours.
  return Math.round((midnight(now) - midnight(at)) / DAY);
}

/** `14:07` today, `23 Nov, 14:07` on any other day. */
export function moment(at: number, now: number): string {
  return daysApart(at, now) === 0 ? clock(at) : `${day(at)}, ${clock(at)}`;
}

/** The head of a day's rows: `Today, 24 Nov`. */
export function dayHead(at: number, now: number): string {
  const apart = daysApart(at, now);
  if (apart === 0) return `Today, ${day(at)}`;
  return apart === 1 ? `Yesterday, ${day(at)}` : dayWithYear(at);
}

/**
 * A length of time, cut down to what is surely in it, so that "at least" stays true:
 * `41 s`, `31 min`, `5 h 7 min`, `12 days`.
 */
export function span(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < MINUTE) return `${Math.floor(positive / SECOND)} s`;
  if (positive < HOUR) return `${Math.floor(positive / MINUTE)} min`;
  if (positive < 2 * DAY) {
    const minutes = Math.floor((positive % HOUR) / MINUTE);
    const hours = `${Math.floor(positive / HOUR)} h`;
    return minutes === 0 ? hours : `${hours} ${minutes} min`;
  }
  return `${Math.floor(positive / DAY)} days`;
}

/** What is left of a session: whole minutes, and seconds only in the last two minutes. */
export function left(ms: number): string {
  return ms < 2 * MINUTE ? `${Math.floor(Math.max(0, ms) / SECOND)} s` : span(ms);
}

/** How old a value is: `now` below one minute. */
export function age(at: number, now: number): string {
  return now - at < MINUTE ? 'now' : span(now - at);
}

/** A wait that is still to come, rounded up so that it never ends early: `41 s`, `3 min`. */
export function wait(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / SECOND);
  return seconds < 120 ? `${seconds} s` : span(Math.ceil(seconds / 60) * MINUTE);
}

/** The next full hour after `at` of the world's clock: when BILL's hourly limits start anew. */
export function nextFullHour(at: number): number {
  return (Math.floor(at / HOUR) + 1) * HOUR;
}
