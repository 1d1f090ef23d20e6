/**
 * A urlencoded body without the session's keys, to be sent with the live ones. Everything else stays as
 * it was sent, byte for byte: only names are decoded, and the values of these two fields. Pure.
 */
import type { SessionKeys } from '../../ports.ts';
import { keyNamed, NOTHING_GIVEN, withGiven, type GivenKeys } from './session-fields.ts';

/** What a tool sent, read once; it may be sent more than once, each time with the keys of then. */
export interface ToolBody {
  readonly given: GivenKeys;
  /** Without these, for Activity. A file is told by its name and size. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The body with these keys in it; null: with none. */
  fill(keys: SessionKeys | null): Promise<{ readonly type: string; readonly bytes: Buffer }>;
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Null for what is no such text. */
export function readForm(bytes: Buffer): ToolBody | null {
  const split = splitForm(bytes.toString('latin1'));
  if (split === null) return null;
  const { given, rest } = split;
  return {
    given,
    fields: [...new URLSearchParams(Buffer.from(rest, 'latin1').toString('utf8'))],
    fill: (keys) => {
      const own =
        keys === null ? [] : [encoded('devKey', keys.devKey), encoded('sessionId', keys.sessionId)];
      const text = [...own, ...(rest === '' ? [] : [rest])].join('&');
      return Promise.resolve({ type: FORM_TYPE, bytes: Buffer.from(text, 'latin1') });
    },
  };
}

/** The same of a query: what is left of it. */
export function splitForm(
  text: string,
): { readonly given: GivenKeys; readonly rest: string } | null {
  let given = NOTHING_GIVEN;
  const rest: string[] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decoded(at === -1 ? pair : pair.slice(0, at));
    const key = name === null ? null : keyNamed(name);
    if (name === null) return null;
    if (key === null) {
      rest.push(pair);
      continue;
    }
    const value = decoded(at === -1 ? '' : pair.slice(at + 1));
    const more = value === null ? null : withGiven(given, key, value);
    if (more === null) return null;
    given = more;
  }
  return { given, rest: rest.join('&') };
}

const encoded = (name: string, value: string) => `${name}=${encodeURIComponent(value)}`;

/** Null for what cannot be decoded, and for a NUL, at which some servers end a name. */
function decoded(text: string): string | null {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '));
    return plain.includes('\0') ? null : plain;
  } catch {
    return null;
  }
}
