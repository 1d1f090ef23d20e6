/** Killed before every call of a save, in a process of its own: the old value or the new one, no mix. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { tempDir } from '../temp-dir.ts';
import { openVault, runChild, sealedVault } from './support.ts';

/** A process takes its time to start when the machine is busy. */
const SLOW_MS = 60_000;

/** What a save asks of the disk, in this order. */
const CALLS = [
  'open vault.json.tmp',
  'write vault.json.tmp',
  'sync vault.json.tmp',
  'close vault.json.tmp',
  'link vault.json.bak.tmp',
  'rename vault.json.bak.tmp',
  'unlink vault.json.bak.tmp',
  'rename vault.json.tmp',
  'open vault',
  'sync vault',
  'close vault',
];
const isAfterwards = (moment: string) => moment.endsWith(' vault');

const old = { one: { value: 'old' }, two: { value: 'old' } };
const save = (dir: string, key: Buffer, moment: string) =>
  runChild('save-and-die.ts', [dir, key.toString('hex'), moment]);

test('[V68] a save asks the disk for these calls and no others, so each of them is tried below', async () => {
  const key = randomBytes(32);
  const { dir } = await sealedVault(old, new MemorySecretBox('linux', Buffer.from(key)));
  const { out } = await save(dir, key, 'never');
  expect(out.trim().split('\n')).toEqual(CALLS);
});

test.each([...CALLS, 'half of write vault.json.tmp'])(
  '[V68] killed before "%s", the next load gives the old or the new value',
  async (moment) => {
    const key = randomBytes(32);
    const box = () => new MemorySecretBox('linux', Buffer.from(key));
    const { dir } = await sealedVault(old, box());
    expect(await save(dir, key, moment)).toEqual({ code: null, signal: 'SIGKILL', out: '' });

    const { vault } = await openVault(dir, box());
    const expected = isAfterwards(moment) ? 'new' : 'old';
    expect(vault.status().is).toBe('ready');
    expect(vault.notices()).toEqual([]);
    expect([vault.get('one'), vault.get('two')]).toEqual([
      { value: expected },
      { value: expected },
    ]);
    expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);

    // And the next save is one like any other.
    expect(await vault.put('one', { value: 'later' })).toBe('sealed');
    await vault.close();
    expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
  },
  SLOW_MS,
);

test.each(['half of write vault.json.tmp', 'rename vault.json.tmp', 'open vault'])(
  '[V68] a first save that is killed before "%s" leaves no vault or a whole one',
  async (moment) => {
    const key = randomBytes(32);
    const dir = tempDir();
    expect((await save(dir, key, moment)).signal).toBe('SIGKILL');

    const { vault } = await openVault(dir, new MemorySecretBox('linux', key));
    expect(vault.ids()).toEqual(isAfterwards(moment) ? ['one', 'two'] : []);
    expect(vault.notices()).toEqual([]);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
  SLOW_MS,
);
