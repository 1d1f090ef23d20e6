/**
 * Texts of any characters at all. fast-check's own unit for them, `binary`, makes a table of all the million
 * for each arbitrary that has it, which takes longer than a whole spec.
 */
import fc, { type Arbitrary, type StringConstraints } from 'fast-check';

/** Where the halves of pairs stand, which are no characters. */
const HALVES = { from: 0xd800, many: 0x800 };

const anyCharacter: Arbitrary<string> = fc.nat({ max: 0x10ffff - HALVES.many }).map(
  (n) => String.fromCodePoint(n < HALVES.from ? n : n + HALVES.many),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? -1) : -1;
    if (code < 0 || String.fromCodePoint(code) !== text) throw new Error('It is no character.');
    return code < HALVES.from ? code : code - HALVES.many;
  },
);

export const anyText = (constraints: Omit<StringConstraints, 'unit'> = {}): Arbitrary<string> =>
  fc.string({ ...constraints, unit: anyCharacter });
