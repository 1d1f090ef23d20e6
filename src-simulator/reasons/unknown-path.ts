/** What to say about a path that is no operation of BILL. */
import type { Why } from './reasons.ts';

/** Suggests the path that differs in capitals alone, or in the `.json` at its end. */
export function whyUnknownPath(path: string, known: Iterable<string>): Why {
  const wanted = plain(path);
  for (const one of known) {
    if (plain(one) !== wanted) continue;
    return { reason: 'unknownPath', hint: `Did you mean ${one}? Capitals count.` };
  }
  return { reason: 'unknownPath', hint: 'This path is no operation of BILL’s API version 2.' };
}

function plain(path: string): string {
  return path.toLowerCase().replace(/\.json$/, '');
}
