/** The simulator's README says what the code does: options, flags, endpoints, kinds of fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { flagList } from '../../src-simulator/cli/flags.ts';
import { parseFaults } from '../../src-simulator/faults/file.ts';
import { DATA_OPERATIONS } from '../../src-simulator/operations/carriers.ts';
import { optionTable } from '../../src-simulator/options/option-table.ts';
import { parseStubs } from '../../src-simulator/stubs/stubs.ts';
import type { DataFile } from '../../src-simulator/index.ts';
import { bench } from './support.ts';

const readme = readFileSync(join(import.meta.dirname, '../../src-simulator/README.md'), 'utf8');
const plain = readme.replaceAll(/\s+/g, ' ');

const examples = [...readme.matchAll(/```json\n([^]*?)\n```/g)].map(([, example = '']): unknown =>
  JSON.parse(example),
);

function rowOf(first: string, section = readme): string[] {
  const row = section.split('\n').find((line) => line.startsWith(`| \`${first}\``));
  if (row === undefined) throw new Error(`No row for ${first}.`);
  return row.split(' | ').map((cell) => cell.replace(/^\| |\|$/g, '').trim());
}

describe('the README', () => {
  it('states every option with default, values, evidence and meaning as they are', () => {
    const section = readme.slice(readme.indexOf('## Named options'));
    for (const [name, spec] of Object.entries(optionTable)) {
      const shown = spec.initial === '' ? '(empty)' : `\`${String(spec.initial)}\``;
      expect(rowOf(name, section)).toEqual([
        `\`${name}\``,
        shown,
        spec.allowed,
        spec.mark,
        spec.about,
      ]);
    }
  });

  it('names every flag and no other', () => {
    const flags = [...flagList().matchAll(/--[\w-]+/g)].map(String);
    const shown = readme.split('\n').filter((line) => line.startsWith('| `--'));
    expect(shown.map((line) => /--[\w-]+/.exec(line)?.[0])).toEqual(flags);
  });

  it('lists every operation that is simulated, and none that is not', () => {
    const table = plain.slice(plain.indexOf('| Calls |'), plain.indexOf('are known but'));
    const [listed = '', others = ''] = table.split('The rest of');
    for (const { fact, act } of DATA_OPERATIONS.values()) {
      const { name, group } = fact;
      if (group === 'session' || name.includes('/')) continue;
      expect([name, listed.includes(`\`${name}\``)]).toEqual([name, act !== null]);
      if (act !== null) expect(others).not.toContain(`\`${name}\``);
    }
    for (const name of ['Login', 'ListOrgs', 'GetSessionInfo', 'Logout', 'MFAChallenge']) {
      expect(listed).toContain(`\`${name}.json\``);
    }
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
    const faults = examples.find((one) => JSON.stringify(one).includes('"fault":'));
    expect(parseFaults(faults)).toHaveLength(5);
  });

  it('gives examples of stubs and data that are accepted', async () => {
    const stubs = examples.find((one) => JSON.stringify(one).includes('"when"'));
    expect(parseStubs(stubs)).toHaveLength(2);
    const data = examples.find((one) => JSON.stringify(one).includes('"Vendor":'));
    const [tables] = Object.values(data as DataFile);
    const b = await bench();
    b.simulator.data.replace({ [b.account().orgId]: tables ?? {} });
    expect(b.simulator.data.export()[b.account().orgId]?.['Bill']).toMatchObject([{ amount: 10 }]);
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
