/** How a secret looks where a person may see it: view, Activity and reports share one form. */

/** What stands for a secret of which nothing may be shown. */
export const HIDDEN = '••••••••••';

/**
 * A long opaque ID (16 characters or more) keeps its first two and last four characters, so that
 * two of them can be told apart: `!b••••••••••3Rq8`. Anything shorter is hidden entirely.
 */
export function maskId(value: string): string {
  const characters = Array.from(value);
  if (characters.length < 16) return HIDDEN;
  return characters.slice(0, 2).join('') + HIDDEN + characters.slice(-4).join('');
}
