/** Names that somebody else chose, as they may be shown. */
import { describe, expect, test } from 'vitest';
import { shownName, withMarksShown } from '../../../src-shared/text/visible.ts';

const family = '👩\u200d👩\u200d👧\u200d👦';
const flagOfWales = '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}';

describe('[C122] a name', () => {
  test.each([
    ['as it is', 'Acme & Söhne GmbH', 'Acme & Söhne GmbH'],
    ['joined emoji whole', `Acme ${family}`, `Acme ${family}`],
    ['a joined emoji with a colour of skin', 'A 👩🏽\u200d🚀', 'A 👩🏽\u200d🚀'],
    ['a heart with its selector', 'A ❤\ufe0f\u200d🔥', 'A ❤\ufe0f\u200d🔥'],
    ['a flag of a region', `A ${flagOfWales}`, `A ${flagOfWales}`],
    ['a flag of a country', 'A 🇨🇭', 'A 🇨🇭'],
    ['the joiner of a Persian word', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['Hebrew', 'חברה בע״מ', 'חברה בע״מ'],
    ['a mark that turns the direction', 'Acme\u202eemcA', 'Acme[U+202E]emcA'],
    ['marks of direction around it', '\u2066Acme\u2069', '[U+2066]Acme[U+2069]'],
    ['a left-to-right mark', 'Acme\u200e', 'Acme[U+200E]'],
    ['an Arabic letter mark', '\u061cAcme', '[U+061C]Acme'],
    ['no joiner between Latin letters', 'Ac\u200dme\u200c', 'Acme'],
    ['no zero width space', 'Ac\u200bme', 'Acme'],
    ['no byte order mark', '\ufeffAcme', 'Acme'],
    ['no line break', 'Acme\r\nBeta\tGamma', 'Acme Beta Gamma'],
    ['no control characters', 'Ac\u0000\u001bme', 'Acme'],
    ['no half of a character', 'Ac\ud83dme', 'Acme'],
    ['no spaces around it', '  Acme ', 'Acme'],
    ['nothing', '', ''],
    ['nothing of what cannot be seen', '\u200b\u200b', ''],
  ])('shows %s', (_, name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  test.each([
    ['plain', 'x'.repeat(1_000_000), `${'x'.repeat(120)}…`],
    ['of 120', 'x'.repeat(120), 'x'.repeat(120)],
    ['of joined emoji', family.repeat(1000), `${family.repeat(Math.floor(120 / family.length))}…`],
    ['with an emoji at the cut', `${'x'.repeat(119)}${family}`, `${'x'.repeat(119)}…`],
  ])('of any length is cut between characters: %s', (_, name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  test('of one letter with ten thousand accents is cut, and shown all the same', () => {
    const shown = shownName(`a${'\u0301'.repeat(10_000)}bc`);
    expect(shown.length).toBeLessThanOrEqual(121);
    expect(shown.startsWith('a\u0301')).toBe(true);
  });
});

test('marks of direction are shown in a text, and turn nothing there', () => {
  expect(withMarksShown('{"a": "x\u202ey\u200f"}')).toBe('{"a": "x[U+202E]y[U+200F]"}');
});
