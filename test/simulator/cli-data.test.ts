/** The program’s own data and replies, from files. */
import { describe, expect, it } from 'vitest';

import { startSimulator } from '../../src-simulator/index.ts';
import { file, Program } from './program.ts';

describe('the program', () => {
  it('takes data and stubs from files, with a byte order mark too', async () => {
    const known = await startSimulator();
    const orgId = known.accounts[0]?.orgId ?? '';
    await known.close();
    const data = file(
      'data.json',
      `\uFEFF${JSON.stringify({ [orgId]: { Vendor: [{ name: 'A' }] } })}`,
    );
    const stubs = file('stubs.json', JSON.stringify([{ endpoint: '/GetAPSummary.json', data: 7 }]));
    const program = new Program('--data', data, '--stubs', stubs, '--option', 'latencyMs=0');
    const { session } = await program.signIn();
    const page = { ...session, data: '{"start":0,"max":9}' };
    const vendors = await program.call('/List/Vendor.json', page);
    expect(vendors.data).toMatchObject([{ name: 'A' }]);
    expect((await program.call('/GetAPSummary.json', session)).data).toBe(7);
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
  });

  const refusals: readonly [flag: string, content: string, sentence: string][] = [
    ['--stubs', '{}', 'The stubs must be a JSON list.'],
    ['--stubs', '[', 'The stubs file'],
    ['--data', '[]', 'The data must be an object of organization IDs.'],
    ['--data', '{"008":{}}', 'The data name an organization "008" that does not exist here.'],
    ['--data', 'x', 'The data file'],
  ];
  it.each(refusals)('%s with %j ends it with 2 and one line', async (flag, content, sentence) => {
    const program = new Program(flag, file('bad.json', content));
    expect(await program.exit).toBe(2);
    expect(program.stderr).toContain(sentence);
    expect(program.stderr.trim().split('\n')).toHaveLength(1);
    expect(program.lines).toEqual([]);
  });
});
