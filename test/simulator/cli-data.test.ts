/** The program’s own data and replies, from files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startSimulator } from '../../src-simulator/index.ts';
import { Program } from './program.ts';
import { send } from './support.ts';
import type { SimulatorAccount } from '../../src-simulator/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-data-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Envelope {
  readonly response_data: unknown;
}

async function call(
  baseUrl: string,
  path: string,
  fields: Record<string, string>,
): Promise<unknown> {
  const { port, pathname } = new URL(baseUrl);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  const { text } = await send(Number(port), 'POST', `${pathname}${path}`, headers, body);
  return (JSON.parse(text) as Envelope).response_data;
}

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
    const ready = await program.line('ready');
    const [account] = ready['accounts'] as SimulatorAccount[];
    const baseUrl = String(ready['baseUrl']);
    const { userName, password, devKey } = account ?? { userName: '', password: '', devKey: '' };
    const login = await call(baseUrl, '/Login.json', { userName, password, devKey, orgId });
    const session = { devKey, sessionId: (login as { sessionId: string }).sessionId };
    const page = { ...session, data: '{"start":0,"max":9}' };
    expect(await call(baseUrl, '/List/Vendor.json', page)).toMatchObject([{ name: 'A' }]);
    expect(await call(baseUrl, '/GetAPSummary.json', session)).toBe(7);
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
