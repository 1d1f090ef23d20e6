/** Where a text is no JSON: the place and the kind, for people; that it is one at all, for everything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flawOf, type FlawKind } from '../../../src-renderer/panels/console/data/json-flaw.ts';
import { HIDDEN } from '../../../src-shared/text/mask.ts';
import { flawWords } from '../../../src-shared/words/console-words.ts';

describe('the flaw in a text', () => {
  it.each<[string, FlawKind, number, number]>([
    ['', 'value', 1, 1],
    ['{', 'brace', 1, 2],
    ['{"a":1', 'brace', 1, 7],
    ['{\n  "a": 1\n  "b": 2\n}', 'comma', 3, 3],
    ['{\n  "a" 1\n}', 'colon', 2, 7],
    ['{"a":}', 'value', 1, 6],
    ['{"a":1,}', 'name', 1, 8],
    ['{a:1}', 'symbol', 1, 2],
    ['{"a":[1,2}', 'comma', 1, 10],
    ['{"a":[1,2', 'bracket', 1, 10],
    ['{"a":True}', 'symbol', 1, 6],
    ['{"a":"x}', 'string', 1, 6],
    ['{"a":"x\ny"}', 'string', 1, 6],
    ['{"a":"\\q"}', 'escape', 1, 6],
    ['{"a":01}', 'comma', 1, 7],
    ['{"a":1} 2', 'end', 1, 9],
    ['{"a":1 /* b */}', 'comment', 1, 8],
    ['[1]', 'object', 1, 1],
    ['null', 'object', 1, 1],
    [`{\n  "accountNumber": "${HIDDEN}"\n}`, 'hidden', 2, 21],
  ])('of %j is %s in line %i, column %i', (text, kind, line, column) => {
    expect(flawOf(text)).toMatchObject({ kind, line, column });
  });

  it('is none in an object', () => {
    expect(flawOf('{"a":[1,{"b":null}]}')).toBeNull();
  });

  it('is said with its place', () => {
    const flaw = flawOf('{\n  "a": 1\n  "b": 2\n}');
    expect(flaw && flawWords(flaw)).toBe(
      'Line 3, column 3: a comma or a closing bracket is missing.',
    );
  });

  it('is there for whatever JSON.parse refuses, within the text, and for nothing that it takes', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue()).map((it) => JSON.stringify(it));
    const cut = fc
      .tuple(objects, fc.nat(), fc.constantFrom('', ',', '"', '{', ']', '\\', '\n', '\u0000', 'é'))
      .map(([text, at, sign]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + sign + text.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(objects, cut, fc.string()), (text) => {
        const flaw = flawOf(text);
        let value: unknown;
        let parses = true;
        try {
          value = JSON.parse(text);
        } catch {
          parses = false;
        }
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        expect(flaw === null).toBe(parses && isObject && !text.includes(HIDDEN));
        if (flaw === null) return;
        expect(flaw.from).toBeGreaterThanOrEqual(0);
        expect(flaw.to).toBeLessThanOrEqual(text.length);
        expect(flaw.to).toBeGreaterThanOrEqual(flaw.from);
        const lines = text.split('\n');
        expect(flaw.line).toBeLessThanOrEqual(lines.length);
        expect(flaw.column).toBeLessThanOrEqual((lines[flaw.line - 1] ?? '').length + 1);
      }),
    );
  });
});
