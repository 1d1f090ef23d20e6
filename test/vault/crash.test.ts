/** Killed at every step of a save, in a process of its own: the old value or the new one, no mix. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WRITE_STEPS } from '../../src-main/vault/file-writer.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { openVault, runChild, sealedVault, tempDir } from './support.ts';

/** A process takes its time to start when the machine is busy. */
const SLOW_MS = 60_000;

const moments = ['beforeOpen', 'midWrite', ...WRITE_STEPS] as const;
const isAfterwards = (moment: string) => ['renamed', 'folderSynced'].includes(moment);

test.each(moments.map((moment, n) => ({ n, moment })))(
  '[V68] after SIGKILL at moment $n ($moment) the next load gives the old or the new value',
  async ({ moment }) => {
    const key = randomBytes(32);
    const box = () => new MemorySecretBox('linux', Buffer.from(key));
    const old = { one: { value: 'old' }, two: { value: 'old' } };
    const { dir } = await sealedVault(old, box());

    const ended = await runChild('save-and-die.ts', [dir, key.toString('hex'), moment]);
    expect(ended).toEqual({ code: null, signal: 'SIGKILL', out: '' });

    const { vault } = await openVault(dir, box());
    const expected = isAfterwards(moment) ? 'new' : 'old';
    expect(vault.status().is).toBe('ready');
    expect(vault.notices()).toEqual([]);
    expect([vault.get('one'), vault.get('two')]).toEqual([
      { value: expected },
      { value: expected },
    ]);
    expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak', 'vault.lock']);

    // And the next save is one like any other.
    expect(await vault.put('one', { value: 'later' })).toBe('sealed');
    await vault.close();
    expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
  },
  SLOW_MS,
);

test.each(['midWrite', 'verified', 'renamed'])(
  '[V68] a first save that is killed at %s leaves no vault or a whole one',
  async (moment) => {
    const key = randomBytes(32);
    const dir = tempDir();
    const ended = await runChild('save-and-die.ts', [dir, key.toString('hex'), moment]);
    expect(ended.signal).toBe('SIGKILL');

    const { vault } = await openVault(dir, new MemorySecretBox('linux', key));
    expect(vault.ids()).toEqual(isAfterwards(moment) ? ['one', 'two'] : []);
    expect(vault.notices()).toEqual([]);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  },
  SLOW_MS,
);
