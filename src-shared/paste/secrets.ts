/** The `data` of a Kubernetes secret is base64, of which nothing in the value itself tells. */
import type { Fact } from './types.ts';

/** The facts with what is encoded decoded; a text that is no base64 of a text becomes none. */
export function decodeSecrets(facts: readonly Fact[]): readonly Fact[] {
  if (!facts.some(({ name, text }) => name === 'kind' && text === 'Secret')) return facts;
  return facts.map((fact) =>
    fact.path.at(-1) === 'data' && fact.text !== null
      ? { ...fact, text: decoded(fact.text.trim()), plain: false }
      : fact,
  );
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By hand: there is no `atob` in plain ECMAScript. */
function decoded(text: string): string | null {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/u.test(text)) return null;
  let bits = 0;
  let held = 0;
  let percent = '';
  for (const sign of text.replace(/=+$/u, '')) {
    bits = (bits << 6) | ALPHABET.indexOf(sign);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    percent += `%${((bits >> held) & 0xff).toString(16).padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(percent);
  } catch {
    return null;
  }
}
