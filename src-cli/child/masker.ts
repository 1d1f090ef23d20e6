/**
 * Takes secrets out of a stream of bytes, however it is cut into pieces: as they are, or with any of
 * their bytes percent-encoded. Only what may still become a secret is held back. Pure.
 */

export const CONCEALED = '<concealed by tabkeeper>';

export interface Masker {
  /** What may be shown of everything so far, and was not yet. */
  push(piece: Uint8Array): Uint8Array;
  /** The rest: a beginning of a secret that did not go on. */
  end(): Uint8Array;
}

/** Empty secrets are none. Of several that begin at one place the longest is taken out. */
export function createMasker(secrets: readonly string[]): Masker {
  const wanted = secrets.filter((one) => one !== '').map((one) => Buffer.from(one));
  const begins = new Uint8Array(256);
  for (const secret of wanted) begins[secret[0] ?? 0] = 1;
  if (wanted.length > 0) begins[PERCENT] = 1;
  const mask = Buffer.from(CONCEALED);
  let held: Uint8Array = Buffer.alloc(0);

  function take(piece: Uint8Array, isLast: boolean): Uint8Array {
    const text = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const shown: Uint8Array[] = [];
    let from = 0;
    let at = 0;
    while (at < text.length) {
      if (begins[text[at] ?? 0] === 0) {
        at++;
        continue;
      }
      const ends = wanted.map((secret) => endOf(secret, 0, text, at));
      if (!isLast && ends.includes(OPEN)) break;
      const end = Math.max(...ends.filter((one) => one !== OPEN), NONE);
      if (end === NONE) {
        at++;
        continue;
      }
      shown.push(text.subarray(from, at), mask);
      from = at = end;
    }
    shown.push(text.subarray(from, at));
    // A copy: the piece's memory may be used again by whoever gave it.
    held = Buffer.from(text.subarray(at));
    return shown.length === 1 ? (shown[0] ?? held) : Buffer.concat(shown);
  }

  return { push: (piece) => take(piece, false), end: () => take(Buffer.alloc(0), true) };
}

const PERCENT = 0x25;
/** The text differs from the secret. */
const NONE = -1;
/** The text ends within it. */
const OPEN = Infinity;

/** Where `secret` from its byte `n` on, which begins at `at`, ends in `text`; or NONE, or OPEN. */
function endOf(secret: Uint8Array, n: number, text: Uint8Array, at: number): number {
  while (n < secret.length) {
    if (at >= text.length) return OPEN;
    const byte = secret[n] ?? 0;
    const isPlain = text[at] === byte;
    if (text[at] === PERCENT) {
      const coded = codedEnd(byte, text, at);
      if (coded === OPEN) return OPEN;
      if (coded !== NONE) {
        if (!isPlain) {
          at = coded;
          n++;
          continue;
        }
        // A percent sign may stand for itself, or begin its own code.
        const ends = [endOf(secret, n + 1, text, coded), endOf(secret, n + 1, text, at + 1)];
        return Math.max(...ends);
      }
    }
    if (!isPlain) return NONE;
    at++;
    n++;
  }
  return at;
}

/** Where the percent code of `byte` that begins at `at` ends. */
function codedEnd(byte: number, text: Uint8Array, at: number): number {
  for (const [n, digit] of [byte >> 4, byte & 15].entries()) {
    const found = text[at + 1 + n];
    if (found === undefined) return OPEN;
    if (hexValue(found) !== digit) return NONE;
  }
  return at + 3;
}

function hexValue(character: number): number {
  if (character >= 0x30 && character <= 0x39) return character - 0x30;
  const letter = character | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NONE;
}
