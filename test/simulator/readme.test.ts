/** The simulator's README says what the code does: options, flags, endpoints, kinds of fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { flagList } from '../../src-simulator/cli/flags.ts';
import { ENDPOINTS } from '../../src-simulator/endpoints.ts';
import { parseFaults } from '../../src-simulator/fault-file.ts';
import { optionTable } from '../../src-simulator/options.ts';
import { bench } from './support.ts';

const readme = readFileSync(join(import.meta.dirname, '../../src-simulator/README.md'), 'utf8');
const plain = readme.replaceAll(/\s+/g, ' ');

function rowOf(first: string): string[] {
  const row = readme.split('\n').find((line) => line.startsWith(`| \`${first}\``));
  if (row === undefined) throw new Error(`No row for ${first}.`);
  return row.split(' | ').map((cell) => cell.replace(/^\| |\|$/g, '').trim());
}

describe('the README', () => {
  it('states every option with default, values, evidence and meaning as they are', () => {
    for (const [name, spec] of Object.entries(optionTable)) {
      const shown = spec.initial === '' ? '(empty)' : `\`${String(spec.initial)}\``;
      expect(rowOf(name)).toEqual([`\`${name}\``, shown, spec.allowed, spec.mark, spec.about]);
    }
  });

  it('names every flag and no other', () => {
    const flags = [...flagList().matchAll(/--[\w-]+/g)].map(String);
    const shown = readme.split('\n').filter((line) => line.startsWith('| `--'));
    expect(shown.map((line) => /--[\w-]+/.exec(line)?.[0])).toEqual(flags);
  });

  it('names every endpoint', () => {
    for (const path of ENDPOINTS.keys()) expect(plain).toContain(`\`${path.slice(1)}\``);
  });

  it('has a row for every kind of fault, with the right default of "processed"', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` .*\| (true|false) +\|$/gm)];
    const shown = new Set(rows.map(([, kind]) => kind));
    expect(() => parseFaults([{ endpoint: '*', fault: '' }])).toThrow(
      `must be one of ${[...shown].join(', ')}.`,
    );
    for (const [, fault, processed] of rows) {
      const [rule] = parseFaults([{ endpoint: '*', fault, ...needs(fault) }]);
      expect(String(rule?.processed), fault).toBe(processed);
    }
  });

  it('gives an example of faults that is accepted', () => {
    const example = /```json\n(\[[^]*?\])\n```/.exec(readme)?.[1] ?? '';
    expect(parseFaults(JSON.parse(example))).toHaveLength(5);
  });

  it('names the condition of every account', async () => {
    const b = await bench();
    for (const { condition } of b.simulator.accounts) expect(rowOf(condition)).toHaveLength(2);
  });

  it('says that it is not BILL', () => {
    expect(plain).toContain('not affiliated with, endorsed by or supported by BILL');
  });
});

function needs(fault: string | undefined): object {
  return fault === 'redirect' ? { location: '/' } : {};
}
