/** Paste to fill: what each kind of block gives, what is left alone, and that nothing breaks it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPaste } from '../../src-shared/paste/read.ts';
import { examples } from './examples.ts';
import { anyText } from '../any-text.ts';
import { scaled } from '../scale.ts';

describe.each(Object.entries(examples))('a block of the kind “%s”', (_, rows) => {
  test.each(rows)('$block', ({ block, gives, empty }) => {
    const { found, unfilled } = readPaste(block);
    expect({ found, unfilled }).toEqual({ found: gives, unfilled: empty });
    // Windows’ line ends make no difference.
    expect(readPaste(block.replaceAll(/\r?\n/gu, '\r\n')).found).toEqual(gives);
  });
});

describe('the reader says what it did not understand', () => {
  test.each([
    ['password is hunter2', 'notUnderstood'],
    ['--username a --password b', 'notUnderstood'],
    ['<userName>a</userName><password>b</password>', 'notUnderstood'],
    ["curl -d 'userName=a&password=b", 'notUnderstood'],
    [`password=${'x'.repeat(70_000)}`, 'notUnderstood'],
    ['password=a\uFDD0b', 'notUnderstood'],
    ['[{"userName":"a","password":"b"},{"userName":"c","password":"d"}]', 'accounts'],
    ['DB_PASSWORD=x', 'nothing'],
    ['correct horse 7!', 'nothing'],
    ['', 'nothing'],
    ['{"__proto__":"x","constructor":"y","toString":"z"}', 'nothing'],
    ['BILL_USERNAME=a', 'read'],
  ])('%s: %s', (block, is) => {
    expect(readPaste(block).is).toBe(is);
  });
});

describe('anything', () => {
  const pieces = fc.constantFrom(
    ...['curl ', ' -d ', '--data-urlencode ', "'", '"', '\\', '\n', '=', ':', '{', '}', '[', ']'],
    ...['#', '&', ' ', '%', '%zz', ',', 'password', 'BILL_', 'devKey', 'https://', '.json', '\0'],
  );
  const block = fc.oneof(
    anyText({ maxLength: 400 }),
    fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join('')),
    fc.json(),
  );

  test('never throws, and gives fields that have a value', () => {
    fc.assert(
      fc.property(fc.constantFrom('', 'curl ', '{', '$ curl '), block, (start, rest) => {
        const { found } = readPaste(start + rest);
        for (const value of Object.values(found)) expect(value).not.toBe('');
      }),
      { numRuns: scaled(500, 100_000) },
    );
  });

  test('the longest blocks take no time', () => {
    const n = 65_000;
    const starts = [
      '',
      'password=',
      '{"a": ',
      'const a = ',
      'curl -d ',
      '$env:a=',
      'set a=',
      '- a: ',
    ];
    const units = [
      ...['"', "\\'", '`', '\u201c', '^', '\n', '\n-', '\n  a:', '\n#', ' \t'],
      ...['(', 'a=b&', '\n&', '$(', '<!--'],
    ];
    const hard = [
      `a=x${' '.repeat(n)}y`,
      `a${' '.repeat(n)}`,
      `a=x${' #'.repeat(n / 2)}`,
      '['.repeat(n),
      `curl ${'"'.repeat(n)}`,
      `curl ${'a'.repeat(n)}'`,
      `curl https:/${'/a'.repeat(n / 2)}`,
      `a="${'"x'.repeat(n / 2)}`,
      `curl $'${"\\'".repeat(n / 2)}`,
      `curl ${"$'".repeat(n / 2)}`,
      `"a": "${'\\"'.repeat(n / 2)}`,
      `a${' b'.repeat(n / 2)}`,
      'a=b&'.repeat(n / 4),
      '{ a='.repeat(n / 4),
      'a\n'.repeat(n / 2),
      // Signs that begin something, without an end, behind each kind of beginning.
      ...starts.flatMap((start) => units.map((unit) => start + unit.repeat(n / unit.length / 2))),
    ];
    for (const block of hard) {
      // The time that this process had, whatever else the machine does.
      const start = process.cpuUsage();
      readPaste(block);
      const { user } = process.cpuUsage(start);
      expect(user / 1000, JSON.stringify(block.slice(0, 12))).toBeLessThan(2000);
    }
  });
});
