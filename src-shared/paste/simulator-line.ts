/** The simulator's ready line: its address, and the first of its accounts. */
import { isObject, parseJson } from '../text/parse-json.ts';
import { fact, type Fact, type Facts } from './facts.ts';

/** Null when the text holds no such line. It may stand among others, or be written over several. */
export function readyFacts(text: string): Facts {
  if (!/"event"\s*:\s*"ready"/u.test(text)) return null;
  for (const part of [text, ...text.split('\n')]) {
    const value = parseJson(part);
    if (isObject(value) && value['event'] === 'ready') return factsOf(value);
  }
  return null;
}

function factsOf(ready: Readonly<Record<string, unknown>>): Fact[] {
  const accounts: unknown = ready['accounts'];
  const first: unknown = Array.isArray(accounts) ? accounts[0] : accounts;
  const texts = { url: ready['baseUrl'], ...(isObject(first) ? first : {}) };
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [fact(name, value, 'ready')] : [],
  );
}
