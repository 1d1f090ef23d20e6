/** What a child prints never shows a secret, however it arrives, and nothing else is changed or kept back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONCEALED, createMasker } from '../../src-cli/child/masker.ts';
import { scaled } from '../scale.ts';

/** The same said in another way: one pattern over the whole text. */
function reference(text: string, secrets: readonly string[]): string {
  const byte = (value: number) => {
    const hex = value.toString(16).padStart(2, '0');
    const either = hex.replace(/./gu, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:%${either}|\\x${hex})`;
  };
  const forms = secrets
    .filter((one) => one !== '')
    .map((one) => Array.from(Buffer.from(one), byte).join(''));
  const latin = Buffer.from(text).toString('latin1');
  let shown = '';
  for (let at = 0; at < latin.length;) {
    const rest = latin.slice(at);
    const lengths = forms.map((form) => longest(form, rest));
    const length = Math.max(0, ...lengths);
    shown += length > 0 ? CONCEALED : latin.charAt(at);
    at += length > 0 ? length : 1;
  }
  return shown;
}
const longest = (form: string, text: string) =>
  new RegExp(`^${form}`, 'u').exec(text)?.[0].length ?? 0;

function masked(pieces: readonly Uint8Array[], secrets: readonly string[]): string {
  const masker = createMasker(secrets);
  const shown = pieces.map((piece) => masker.push(piece));
  return Buffer.concat([...shown, masker.end()]).toString('latin1');
}

function cut(text: string, places: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const at = [...places.map((place) => place % (bytes.length + 1)), 0, bytes.length];
  const sorted = at.sort((one, other) => one - other);
  return sorted.slice(1).map((end, n) => bytes.subarray(sorted[n], end));
}

/** Few letters, so that beginnings of a secret are met often. */
const secret = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '+', 'é', '='),
  minLength: 3,
  maxLength: 8,
});
const coded = (text: string, which: number) =>
  Array.from(Buffer.from(text), (byte, n) => {
    const hex = `%${byte.toString(16).padStart(2, '0')}`;
    const isPlain = byte < 128 && ((which >> (n % 16)) & 1) === 0;
    return isPlain ? String.fromCharCode(byte) : (which & 1) === 0 ? hex : hex.toUpperCase();
  }).join('');
const noise = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '+', '%', '2', 'f', 'F', 'é', '='),
  maxLength: 12,
});

describe('the mask over a stream', () => {
  it('takes every form of every secret out, wherever the stream is cut', () => {
    const parts = fc.array(fc.tuple(noise, fc.nat(1), fc.nat(65_535)), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.tuple(secret, secret),
        parts,
        fc.array(fc.nat(200)),
        (secrets, given, places) => {
          const text = given
            .map(([before, which, how]) => before + coded(secrets[which as 0 | 1], how))
            .join('');
          const shown = masked(cut(text, places), secrets);
          expect(shown).toBe(reference(text, secrets));
          for (const one of secrets) {
            for (const form of [one, encodeURIComponent(one)]) {
              expect(shown).not.toContain(Buffer.from(form).toString('latin1'));
            }
          }
        },
      ),
      { numRuns: scaled(1000) },
    );
  });

  it('passes a stream without a secret on byte for byte', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        const whole = Buffer.concat(pieces).toString('latin1');
        expect(masked(pieces, ['never-in-there', ''])).toBe(whole);
      }),
      { numRuns: scaled(300) },
    );
  });

  it('holds back nothing but what may still become a secret', () => {
    fc.assert(
      fc.property(noise, secret, (text, one) => {
        const masker = createMasker([one]);
        const shown = masker.push(Buffer.from(text));
        const held = Buffer.from(masker.end()).toString('latin1');
        // All of it goes on to be the secret, in some form.
        const bytes = Array.from(Buffer.from(one));
        const goesOn = held === '' || couldBegin(bytes, held);
        expect([held, goesOn]).toEqual([held, true]);
        expect(Buffer.from(shown).toString('latin1') + held).toBe(reference(text, [one]));
      }),
      { numRuns: scaled(1000) },
    );
  });

  it('takes the longer of two secrets that begin alike', () => {
    const text = Buffer.from('abc abcdef abcd');
    expect(masked([text], ['abc', 'abcdef'])).toBe(`${CONCEALED} ${CONCEALED} ${CONCEALED}d`);
  });

  it('knows a percent sign of the secret itself, as it is and encoded', () => {
    const secrets = ['a%25b'];
    for (const form of ['a%25b', 'a%2525b', '%61%2525b', 'a%25%32%35b']) {
      expect([form, masked([Buffer.from(form)], secrets)]).toEqual([form, CONCEALED]);
    }
    expect(masked([Buffer.from('a%b')], secrets)).toBe('a%b');
  });
});

/** Whether `held` is the beginning of some form of the secret. */
function couldBegin(secretBytes: readonly number[], held: string): boolean {
  if (held === '') return true;
  const [byte, ...rest] = secretBytes;
  if (byte === undefined) return false;
  const hex = `%${byte.toString(16).padStart(2, '0')}`;
  const isCoded = hex.startsWith(held.slice(0, 3).toLowerCase());
  if (isCoded && (held.length <= 3 || couldBegin(rest, held.slice(3)))) return true;
  return held.charCodeAt(0) === byte && couldBegin(rest, held.slice(1));
}
