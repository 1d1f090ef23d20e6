/** IDs of a reply that lead to the object: by prefix, by field, and never where there is none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import facts from '../../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { offeredAs } from '../../../src-renderer/panels/console/operation-list.ts';
import {
  bodyOfRead,
  entityOf,
  piecesOf,
} from '../../../src-renderer/panels/console/reply-links.ts';

const letters = fc.stringMatching(/^[0-9A-Za-z]{17}$/);
const reads = facts.flatMap(({ name, data }) => {
  const id = data?.['id'];
  return name.startsWith('Crud/Read/') && typeof id === 'string'
    ? [[name.slice('Crud/Read/'.length), id.slice(0, 3)] as const]
    : [];
});

describe('an ID in a reply', () => {
  it.each([
    ['id', '00n01ABCDEFGHI000001', 'Bill'],
    ['id', '00902XYZXYZXYZ00a1b2', 'Vendor'],
    ['vendorId', '00901ABCDEFGHI000001', 'Vendor'],
    ['createdBy', '00601ABCDEFGHI000001', 'User'],
    // A prefix that nobody knows, under a name that everybody does.
    ['vendorId', 'zzz01ABCDEFGHI000001', 'Vendor'],
    ['id', 'zzz01ABCDEFGHI000001', null],
    // A line of a bill has no Read of its own.
    ['id', 'bli01ABCDEFGHI000001', null],
    ['vendorId', '00000000000000000000', null],
    ['vendorId', '00901ABCDEFGHI00000', null],
    ['vendorId', '00901ABCDEFGHI0000012', null],
    ['vendorId', '009 01ABCDEFGHI00001', null],
    ['name', 'not an ID but a name', null],
  ])('%s %j is of %s', (name, value, entity) => {
    expect(entityOf(name, value)).toBe(entity);
  });

  it('is known for each entity that can be read, whatever follows the prefix', () => {
    expect(reads.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(fc.constantFrom(...reads), letters, ([entity, prefix], rest) => {
        expect(entityOf('anything', prefix + rest)).toBe(entity);
        expect(offeredAs(`Crud/Read/${entity}`)).not.toBeNull();
      }),
    );
  });

  it('is found in the lines of any reply, each once, and nothing of a line is lost', () => {
    const id = fc
      .tuple(fc.constantFrom(...reads), letters)
      .map(([[, prefix], rest]) => prefix + rest);
    const value: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue(), id, fc.array(id));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (reply) => {
        const text = JSON.stringify(reply, null, 2);
        const pieces = text.split('\n').map(piecesOf);
        expect(pieces.map((line) => line.map((piece) => piece.text).join('')).join('\n')).toBe(
          text,
        );
        const linked = pieces.flat().flatMap((piece) => (piece.read === null ? [] : [piece.text]));
        expect(linked).toEqual(idsOf(reply, ''));
      }),
    );
  });

  it('leads to the Read of its object, filled in', () => {
    expect(piecesOf('    "vendorId": "00901ABCDEFGHI000001",')).toEqual([
      { text: '    "vendorId": "', read: null },
      {
        text: '00901ABCDEFGHI000001',
        read: { operation: 'Crud/Read/Vendor', entity: 'Vendor' },
      },
      { text: '",', read: null },
    ]);
    expect(JSON.parse(bodyOfRead('00901ABCDEFGHI000001'))).toEqual({ id: '00901ABCDEFGHI000001' });
  });
});

/** By the values themselves, in the order in which JSON writes them. */
function idsOf(value: unknown, name: string): string[] {
  if (typeof value === 'string') return entityOf(name, value) === null ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => idsOf(item, ''));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => idsOf(item, key));
}
