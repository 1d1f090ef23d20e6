/** The table of faults names a test for each row, and each of them exists. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

interface Row {
  readonly tag: string;
  readonly files: readonly string[];
}
const rows: readonly Row[] = [...read('FAULTS.md').matchAll(/^\| ([CSV]\d+) .*\|(.*)\|$/gmu)].map(
  ([, tag = '', tests = '']) => ({
    tag,
    files: [...tests.matchAll(/`([^`]+)`/gu)].map(([, file = '']) => file),
  }),
);

/** The rows that a client and a session have; the missing numbers belong to other parts. */
const client = [
  1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20, 21, 22, 24, 25, 27, 29, 30,
];
const session = [
  31, 32, 33, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44, 45, 46, 47, 50, 51, 52, 53, 54,
];

/** The vault and the other files. */
const vault = [55, 56, 57, 58, 60, 61, 62, 63, 64, 66, 67, 68, 69, 70, 72, 73];

describe('the fault table', () => {
  it('has a row for each case of the line, of the session and of the files', () => {
    const expected = [
      ...client.map((n) => `C${n}`),
      ...session.map((n) => `S${n}`),
      ...vault.map((n) => `V${n}`),
    ];
    expect(rows.map(({ tag }) => tag)).toEqual(expected);
  });

  it.each(rows)('$tag is shown by the tests that its row names', ({ tag, files }) => {
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(read(file), file).toContain(`[${tag}]`);
  });
});
