/**
 * Texts of any characters at all. fast-check's own unit for them, `binary`, makes a table of all the million
 * for each arbitrary that has it, and so do its paths and addresses: that takes longer than a whole spec.
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

/** `/a/%C3%A9`, or nothing. */
export const anyPath: Arbitrary<string> = fc
  .array(anyText({ maxLength: 8 }))
  .map((parts) => parts.map((part) => `/${encodeURIComponent(part)}`).join(''));

/** An address of the web with whatever can stand in one. */
export const anyUrl: Arbitrary<string> = fc
  .record({
    scheme: fc.constantFrom('http', 'https'),
    authority: fc.webAuthority({ withIPv4: true, withIPv6: true, withPort: true }),
    path: anyPath,
    rest: fc.array(fc.tuple(fc.constantFrom('?', '#'), anyText({ maxLength: 8 })), {
      maxLength: 2,
    }),
  })
  .map(({ scheme, authority, path, rest }) => {
    const end = rest.map(([sign, text]) => `${sign}${encodeURIComponent(text)}`).join('');
    return `${scheme}://${authority}${path}${end}`;
  });
