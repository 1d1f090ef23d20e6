/** What to say about a path that is no operation of BILL. */
import type { Why } from './reasons.ts';

const BASE = '/api/v2';

/**
 * Suggests the path that differs in capitals alone, in slashes, in the `.json` at its end, or in the
 * `/api/v2` before it.
 * @param path as it was asked for, without a query
 * @param known operations, below the base
 */
export function whyUnknownPath(path: string, known: Iterable<string>): Why {
  const below = path.startsWith(`${BASE}/`);
  const wanted = plain(path);
  for (const one of known) {
    if (plain(one) !== wanted) continue;
    const meant = below ? one : `${BASE}${one}`;
    const capitals = path.toLowerCase().endsWith(one.toLowerCase()) && !path.endsWith(one);
    const hint = `Did you mean ${meant}?${capitals ? ' Capitals count.' : ''}`;
    return { reason: 'unknownPath', hint };
  }
  return { reason: 'unknownPath', hint: 'This path is no operation of BILL’s API version 2.' };
}

function plain(path: string): string {
  const lower = path.toLowerCase().replaceAll(/\/+/g, '/');
  return lower.replace(/^\/api\/v2(?=\/)/, '').replace(/(\.json)?\/?$/, '');
}
