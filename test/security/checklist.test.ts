/** CHECKLIST.md is true: every item is there once, and every test that it names exists. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(import.meta.dirname, 'CHECKLIST.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => /^\| /u.test(line) && !/^\| (?:#|-|what)/u.test(line));
const items = rows.map((row) => {
  const [, name = '', ...rest] = row.split('|').map((cell) => cell.trim());
  const checks = [...rest.join('|').matchAll(/`([^`]+)` › "([^"]+)"/gu)];
  return { name, checks: checks.map(([, file = '', title = '']) => ({ file, title })) };
});

describe('the checklist', () => {
  it('has the twenty items in order, and each is held by something', () => {
    const numbers = items.map(({ name }) => Number(name)).filter((number) => number > 0);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    for (const { name, checks } of items) {
      expect([name, checks.length > 0]).toEqual([name, true]);
    }
    // No check is named in a way that this test does not read.
    const named = items.reduce((sum, { checks }) => sum + checks.length, 0);
    expect(text.match(/\.test\.ts` ›/gu)).toHaveLength(named);
  });

  const all = items.flatMap(({ checks }) =>
    checks.map(({ file, title }) => [file, title] as const),
  );
  it.each(all)('names a test that exists: %s › %s', (file, title) => {
    const source = readFileSync(path.join(root, file), 'utf8');
    const quoted = title.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
    // As a title, in whatever quotes, of a test or a group of tests.
    const call = String.raw`(?:it|test|describe)(?:\.each\([^]*?\)|\.skipIf\([^()]*\)|\.\w+)*\(\s*['"\x60]${quoted}['"\x60]`;
    expect(source).toMatch(new RegExp(call, 'u'));
    expect(source).not.toMatch(
      new RegExp(String.raw`\.(?:skip|todo|only)\(\s*['"\x60]${quoted}`, 'u'),
    );
  });
});
