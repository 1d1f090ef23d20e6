/**
 * Takes the session's keys out of a reply, should the server echo them: in their place stands what the
 * tool may write there. Over whole replies and over pieces of one, where a key may be cut in two.
 */
import { secretPattern } from '../bill/record/redact.ts';
import type { SessionKeys } from '../ports.ts';
import { STAND_IN } from './body/session-fields.ts';

/** A shorter key of a local server is a word that may stand anywhere, and guards nothing. */
const SHORTEST_MASKED = 12;

export interface EchoMask {
  readonly text: (text: string) => string;
  /** What is certain of the bytes so far. `isLast`: all of them. */
  readonly bytes: (chunk: Buffer, isLast: boolean) => Buffer;
}

type Found = ReturnType<typeof secretPattern>;
/** Of a session's keys, for as long as these are there. */
const patterns = new WeakMap<SessionKeys, { readonly found: Found }>();

function patternOf(keys: SessionKeys): Found {
  const made = patterns.get(keys);
  if (made !== undefined) return made.found;
  // Bytes are looked at as latin1, a character each.
  const secrets = [keys.sessionId, keys.devKey]
    .filter((key) => key.length >= SHORTEST_MASKED)
    .map((key) => Buffer.from(key, 'utf8').toString('latin1'));
  const found = secretPattern(secrets);
  patterns.set(keys, { found });
  return found;
}

/** One for each reply. */
export function createEchoMask(keys: SessionKeys): EchoMask {
  const found = patternOf(keys);
  if (found === null) return { text: (text) => text, bytes: (chunk) => chunk };
  const { pattern, longest } = found;
  let held = '';
  return {
    text: (text) => text.replace(pattern, STAND_IN),
    bytes: (chunk, isLast) => {
      const text = held + chunk.toString('latin1');
      // The usual reply: in one piece and without a key.
      if (isLast && held === '' && text.search(pattern) === -1) return chunk;
      let masked = '';
      let done = 0;
      for (const match of text.matchAll(pattern)) {
        masked += text.slice(done, match.index) + STAND_IN;
        done = match.index + match[0].length;
      }
      // What may be the beginning of a key waits for what follows.
      const certain = isLast ? text.length : Math.max(done, text.length - longest + 1);
      held = text.slice(certain);
      return Buffer.from(masked + text.slice(done, certain), 'latin1');
    },
  };
}
