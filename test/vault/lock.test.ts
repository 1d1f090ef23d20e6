/** One writer at a time: living, dead, reborn and garbled holders, and processes that race. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { nodeDisk } from '../../src-main/vault/disk.ts';
import { parseVault } from '../../src-main/vault/envelope.ts';
import { createLock } from '../../src-main/vault/lock-file.ts';
import { type Processes, systemProcesses } from '../../src-main/vault/processes.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { diskError, diskWith } from './disks.ts';
import { openVault, runChild, sealedVault, tempDir } from './support.ts';

const BOOT = 1_700_000_000_000;
/** A machine on which `alive` run, each started when it says. */
const machine = (
  pid: number,
  alive: Record<number, string | null>,
  bootedAt = BOOT,
): Processes => ({
  pid,
  bootedAt: () => bootedAt,
  isAlive: (other) => other in alive,
  startOf: (other) => alive[other] ?? null,
});
const holder = (pid: number, start: string | null, bootedAt = BOOT) =>
  JSON.stringify({ pid, token: 'ab'.repeat(16), start, bootedAt });

test.each([
  ['a living process', holder(7, 'then'), 'other'],
  ['a dead process', holder(8, 'then'), 'taken'],
  ['a process whose number somebody else has now', holder(7, 'earlier'), 'taken'],
  ['a living process without a known start', holder(9, null), 'other'],
  ['one whose clock was corrected since', holder(9, null, BOOT - 60_000), 'other'],
  ['one from before the machine was restarted', holder(9, null, BOOT - 3_600_000), 'taken'],
  ['an earlier process with our own number', holder(5, 'then'), 'taken'],
  ['nobody: an empty file', '', 'taken'],
  ['nobody: half a file', holder(7, 'then').slice(0, 20), 'taken'],
  ['nobody: something else', '{"pid":-1}', 'taken'],
])('a lock held by %s', async (_, text, expected) => {
  const dir = tempDir();
  writeFileSync(path.join(dir, 'vault.lock'), text);
  const lock = createLock(dir, nodeDisk, machine(5, { 5: 'now', 7: 'then', 9: null }));
  expect(await lock.hold()).toBe(expected);
  expect(await lock.isOurs()).toBe(expected === 'taken');
  await lock.release();
  expect(readdirSync(dir)).toEqual(expected === 'taken' ? [] : ['vault.lock']);
});

test('a lock is taken once, held, and can be lost', async () => {
  const dir = tempDir();
  const file = path.join(dir, 'vault.lock');
  const lock = createLock(dir, nodeDisk, machine(5, { 5: 'now', 7: 'then' }));
  expect([await lock.hold(), await lock.hold()]).toEqual(['taken', 'ours']);
  rmSync(file);
  expect([await lock.isOurs(), await lock.hold()]).toEqual([false, 'taken']);
  writeFileSync(file, holder(7, 'then'));
  expect(await lock.hold()).toBe('other');
  await lock.release();
  expect(readFileSync(file, 'utf8')).toBe(holder(7, 'then'));
});

test('a folder in the place of the lock is moved out of the way', async () => {
  const dir = tempDir();
  mkdirSync(path.join(dir, 'vault.lock'));
  const lock = createLock(dir, nodeDisk, systemProcesses);
  expect(await lock.hold()).toBe('taken');
  await lock.release();
  expect(readdirSync(dir)).toEqual([]);
});

test('without hard links the lock is a plain new file, still taken once', async () => {
  const dir = tempDir();
  const disk = diskWith({ link: () => Promise.reject(diskError('EPERM')) });
  const [first, second] = [1, 2].map(() => createLock(dir, disk, systemProcesses));
  expect(await first?.hold()).toBe('taken');
  expect(await second?.hold()).toBe('other');
  await first?.release();
  expect(await second?.hold()).toBe('taken');
  await second?.release();
});

test('what a dead process left of a lock is removed; what a living one is making stays', async () => {
  const dir = tempDir();
  for (const pid of [7, 8]) writeFileSync(path.join(dir, `vault.lock.${pid}.0a1b.tmp`), '');
  const lock = createLock(dir, nodeDisk, machine(5, { 5: 'now', 7: 'then' }));
  await lock.hold();
  expect(readdirSync(dir).sort()).toEqual(['vault.lock', 'vault.lock.7.0a1b.tmp']);
});

test('this process is alive and has a start; a number that nobody has is dead', () => {
  const { pid } = systemProcesses;
  const isAlive = (one: number) => systemProcesses.isAlive(one);
  const startOf = (one: number) => systemProcesses.startOf(one);
  expect(isAlive(pid)).toBe(true);
  expect(isAlive(2 ** 22 + 1)).toBe(false);
  expect(startOf(pid)).toBe(startOf(pid));
  expect(startOf(pid) === null).toBe(process.platform !== 'linux');
});

test('[V70] a second vault is refused, keeps secrets in memory, and gets its turn', async () => {
  const { dir, box } = await sealedVault({ acme: { a: 'old' }, beta: { a: 'old' } });
  const first = (await openVault(dir, box)).vault;
  const second = (await openVault(dir, box)).vault;
  expect(second.status()).toEqual({ is: 'inUse' });
  expect(await second.put('acme', { a: 'second' })).toBe('memoryOnly');
  expect(await second.wipe()).toBe('inUse');
  expect(await second.put('acme', { a: 'second' })).toBe('memoryOnly');
  expect(await first.put('beta', { a: 'first' })).toBe('sealed');
  await first.close();
  await second.retry();
  expect(second.status().is).toBe('ready');
  expect([second.get('acme'), second.get('beta')]).toEqual([{ a: 'second' }, { a: 'first' }]);
});

test('[V70] a vault that lost its lock writes nothing, and reads anew once it has it again', async () => {
  const { dir, box, file } = await sealedVault({ acme: { a: 'old' }, beta: { a: 'old' } });
  const lock = path.join(dir, 'vault.lock');
  const first = (await openVault(dir, box)).vault;
  rmSync(lock);
  const second = (await openVault(dir, box)).vault;
  expect(await second.put('beta', { a: 'second' })).toBe('sealed');
  const bytes = readFileSync(file);

  expect(await first.put('acme', { a: 'first' })).toBe('memoryOnly');
  expect(first.status()).toEqual({ is: 'inUse' });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  await second.close();
  await first.retry();
  expect([first.get('acme'), first.get('beta')]).toEqual([{ a: 'first' }, { a: 'second' }]);

  // Lost, and free again by the time of the next change: read anew at once, then saved.
  rmSync(lock);
  const third = (await openVault(dir, box)).vault;
  await third.put('beta', { a: 'third' });
  await third.close();
  expect(await first.put('acme', { a: 'again' })).toBe('sealed');
  await first.close();
  const last = (await openVault(dir, box)).vault;
  expect([last.get('acme'), last.get('beta')]).toEqual([{ a: 'again' }, { a: 'third' }]);
});

test(
  '[V70] processes that start at once over a dead lock take turns, and nothing is lost',
  { retry: 2, timeout: 60_000 },
  async () => {
    const key = randomBytes(32);
    const { dir, file } = await sealedVault(
      { first: { value: 'first' } },
      new MemorySecretBox('linux', Buffer.from(key)),
    );
    writeFileSync(path.join(dir, 'vault.lock'), holder(2 ** 22 + 1, null));
    const names = ['a', 'b', 'c', 'd'];
    const at = String(Date.now() + 1_500);
    let isRunning = true;
    let reads = 0;
    const watch = async () => {
      while (isRunning) {
        expect(parseVault(readFileSync(file)).is).toBe('file');
        reads += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const all = Promise.all(
      names.map((name) => runChild('take-turns.ts', [dir, key.toString('hex'), name, at])),
    ).finally(() => {
      isRunning = false;
    });
    const [ended] = await Promise.all([all, watch()]);
    expect(reads).toBeGreaterThan(10);

    const turns = ended.map(({ out }) => {
      const turn = JSON.parse(out) as { from: string; to: string; answers: string[] };
      expect(turn.answers).toEqual(['sealed', 'sealed']);
      return { from: BigInt(turn.from), to: BigInt(turn.to) };
    });
    turns.sort((one, other) => (one.from < other.from ? -1 : 1));
    for (const [n, turn] of turns.entries()) {
      const next = turns[n + 1];
      if (next !== undefined) expect(turn.to <= next.from).toBe(true);
    }
    const { vault } = await openVault(dir, new MemorySecretBox('linux', Buffer.from(key)));
    expect(vault.ids()).toEqual([...names, 'first']);
    for (const name of names) expect(vault.get(name)).toEqual({ value: `${name} again` });
  },
);
