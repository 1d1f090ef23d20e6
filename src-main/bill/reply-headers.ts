/** Reads the two reply headers that matter to us: when to come back, and what time it is there. */

const days = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const months = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
/** The one form that servers may still send (RFC 9110, 5.6.7); `Date.parse` alone takes anything. */
const httpDate = new RegExp(`^${days}, \\d\\d ${months} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$`, 'u');

/** An HTTP date as epoch milliseconds; null when absent or not in the standard form. */
export function parseHttpDate(text: string | undefined): number | null {
  if (text === undefined || !httpDate.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/**
 * Retry-After as milliseconds from the reply: seconds, or a date less `now` (epoch ms, the server's
 * own if it said). Never negative; null when absent, malformed or beyond reason (over ten years).
 */
export function parseRetryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,8}$/u.test(text)) return Number(text) * 1000;
  const date = parseHttpDate(text);
  return date === null ? null : Math.max(0, date - now);
}
