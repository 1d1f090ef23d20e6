/** Disks that fail: full, read-only, busy, cutting short. The old file stays, the value in memory too. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../src-main/vault/disk.ts';
import { WRITE_STEPS, WriteFailure, writeVaultFile } from '../../src-main/vault/file-writer.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { diskError, diskWith, fileWith } from './disks.ts';
import { cleanUp, contentsOf, openVault, sealedVault, tempDir, until } from './support.ts';

const acme = { password: 'correct horse' };
const isTemp = (file: string) => /vault\.json\.[0-9a-f]+\./u.test(file);

/** A disk whose temporary file fails in one way; everything else is real. */
function tempFails(how: 'open' | 'write' | 'short' | 'sync' | 'lie', code: string): Disk {
  const fail = () => Promise.reject(diskError(code));
  return diskWith({
    open: async (file, flags, mode) => {
      if (!isTemp(file)) return nodeDisk.open(file, flags, mode);
      if (how === 'open') return fail();
      const opened = await nodeDisk.open(file, flags, mode);
      return fileWith(opened, {
        sync: () => (how === 'sync' ? fail() : opened.sync()),
        writeFile: (bytes) => {
          if (how === 'write') return fail();
          if (how === 'short') return opened.writeFile(bytes.subarray(5));
          return opened.writeFile(how === 'lie' ? bytes.toReversed() : bytes);
        },
      });
    },
  });
}

test.each([
  ['open', 'EROFS'],
  ['open', 'EACCES'],
  ['write', 'ENOSPC'],
  ['sync', 'EIO'],
  ['short', 'CUT_SHORT'],
  ['lie', 'CHANGED'],
] as const)(
  '[V66] [V67] a save that fails at %s with %s is "not saved": old file intact, value in memory, temp gone',
  async (how, code) => {
    const { dir, box } = await sealedVault({ acme });
    const before = contentsOf(dir);
    const { vault, changes } = await openVault(dir, box, { fs: tempFails(how, code) });
    expect(await vault.put('acme', { password: 'newer' })).toBe('notSaved');
    expect(vault.status().is).toBe('ready');
    expect(vault.get('acme')).toEqual({ password: 'newer' });
    expect(vault.notices()).toEqual([{ kind: 'notSaved', code }]);
    expect(changes()).toBeGreaterThan(0);
    await vault.close();
    expect(contentsOf(dir)).toEqual(before);
  },
);

test('[V66] "not saved" is retried on "Try again", and the notice goes', async () => {
  const { dir, box } = await sealedVault({ acme });
  let full = true;
  const fs = diskWith({
    open: (file, flags, mode) =>
      full && isTemp(file) ? Promise.reject(diskError('ENOSPC')) : nodeDisk.open(file, flags, mode),
  });
  const { vault } = await openVault(dir, box, { fs });
  expect(await vault.put('acme', { password: 'newer' })).toBe('notSaved');
  full = false;
  await vault.retry();
  expect(vault.notices()).toEqual([]);
  await vault.close();
  expect((await openVault(dir, box)).vault.get('acme')).toEqual({ password: 'newer' });
});

test('[V66] a disk that cannot even be listed locks the vault and is left alone', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  const fs = diskWith({ lstat: () => Promise.reject(diskError('EIO')) });
  const { vault } = await openVault(dir, box, { fs });
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'disk' });
  expect(await vault.put('acme', { password: 'newer' })).toBe('memoryOnly');
  await vault.close();
  expect(contentsOf(dir)).toEqual(before);
});

test('a file that cannot be read now is not taken for a bad one', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  const fs = diskWith({
    open: (file, flags, mode) =>
      file.endsWith('vault.json')
        ? Promise.reject(diskError('EBUSY'))
        : nodeDisk.open(file, flags, mode),
  });
  const { vault } = await openVault(dir, box, { fs });
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'disk' });
  await vault.close();
  expect(contentsOf(dir)).toEqual(before);
});

test('a vault that grew too large is not written, and can shrink again', async () => {
  const { dir, box } = await sealedVault({ acme });
  const { vault } = await openVault(dir, box);
  expect(await vault.put('big', { text: 'x'.repeat(1024 * 1024) })).toBe('notSaved');
  expect(vault.notices()).toEqual([{ kind: 'notSaved', code: 'TOO_LARGE' }]);
  expect(await vault.forget('big')).toBe('sealed');
  expect(vault.notices()).toEqual([]);
});

const write = (
  dir: string,
  text: string,
  deps: Partial<Parameters<typeof writeVaultFile>[3]> = {},
  mayReplace = () => Promise.resolve(true),
) => {
  const clock = new ManualClock();
  const options = { backUp: true, mayReplace };
  const defaults = { disk: nodeDisk, platform: 'linux' as const, clock };
  const done = writeVaultFile(dir, Buffer.from(text), options, { ...defaults, ...deps });
  return { done, clock };
};

test('the steps of a save come in their order, each once', async () => {
  const dir = tempDir();
  await write(dir, 'one').done;
  const steps: string[] = [];
  await write(dir, 'two', { onStep: (step) => steps.push(step) }).done;
  expect(steps).toEqual(WRITE_STEPS);
  expect(readFileSync(path.join(dir, 'vault.json'), 'utf8')).toBe('two');
  expect(readFileSync(path.join(dir, 'vault.json.bak'), 'utf8')).toBe('one');
  expect(readdirSync(dir)).toHaveLength(2);
});

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  '[V69] on Windows a rename that fails with %s three times is tried again',
  async (code) => {
    const dir = tempDir();
    writeFileSync(path.join(dir, 'vault.json'), 'old');
    let failures = 0;
    const disk = diskWith({
      rename: (from, to) => {
        if (!to.endsWith('vault.json') || failures === 3) return nodeDisk.rename(from, to);
        failures += 1;
        return Promise.reject(diskError(code));
      },
    });
    const { done, clock } = write(dir, 'new', { disk, platform: 'win32' });
    for (const pause of [50, 100, 200]) {
      await until(() => clock.pending === 1);
      clock.advance(pause);
    }
    await done;
    expect(readFileSync(path.join(dir, 'vault.json'), 'utf8')).toBe('new');
    expect(clock.now().mono).toBe(350);
  },
);

test('[V69] on Windows a rename that never works gives up within 2 s, with the old file kept', async () => {
  const dir = tempDir();
  writeFileSync(path.join(dir, 'vault.json'), 'old');
  const rename: Disk['rename'] = (from, to) =>
    to.endsWith('.bak') ? nodeDisk.rename(from, to) : Promise.reject(diskError('EBUSY'));
  const { done, clock } = write(dir, 'new', { disk: diskWith({ rename }), platform: 'win32' });
  const failed = expect(done).rejects.toEqual(new WriteFailure('EBUSY'));
  for (const pause of [50, 100, 200, 400, 800]) {
    await until(() => clock.pending === 1);
    clock.advance(pause);
  }
  await failed;
  expect(clock.now().mono).toBeLessThanOrEqual(2_000);
  expect(readFileSync(path.join(dir, 'vault.json'), 'utf8')).toBe('old');
  expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
});

test('elsewhere a rename that fails is not tried again', async () => {
  const rename: Disk['rename'] = () => Promise.reject(diskError('EBUSY'));
  const { done } = write(tempDir(), 'new', { disk: diskWith({ rename }) });
  await expect(done).rejects.toEqual(new WriteFailure('EBUSY'));
});

test('without hard links the backup is a copy', async () => {
  const dir = tempDir();
  const disk = diskWith({ link: () => Promise.reject(diskError('EPERM')) });
  for (const text of ['one', 'two', 'three']) await write(dir, text, { disk }).done;
  expect(readFileSync(path.join(dir, 'vault.json.bak'), 'utf8')).toBe('two');
  expect(readdirSync(dir)).toHaveLength(2);
});

test('a file whose backup is itself already leaves no third name behind', async () => {
  const dir = tempDir();
  await write(dir, 'one').done;
  await nodeDisk.link(path.join(dir, 'vault.json'), path.join(dir, 'vault.json.bak'));
  await write(dir, 'two').done;
  expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
});

test('a lock that was lost during the save keeps the file from being replaced', async () => {
  const dir = tempDir();
  await write(dir, 'theirs').done;
  const { done } = write(dir, 'ours', {}, () => Promise.resolve(false));
  await expect(done).rejects.toEqual(new WriteFailure('LOCK_LOST'));
  expect(readFileSync(path.join(dir, 'vault.json'), 'utf8')).toBe('theirs');
});

// --- A real disk that is full or read-only -------------------------------------------------------

/** Mounts a small file system; null where that is not allowed. */
function smallDisk(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const dir = path.join(tempDir(), 'mount');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    return null;
  }
  cleanUp(() => execFileSync('umount', ['-l', dir], { stdio: 'ignore' }));
  return dir;
}
const mountable = process.platform === 'linux' && process.getuid?.() === 0;
const NEEDS = 'needs Linux and root to mount a small tmpfs; skipped elsewhere';

test.skipIf(!mountable)(
  `[V67] a really full disk keeps the old file whole (${NEEDS})`,
  async (it) => {
    const dir = smallDisk();
    if (dir === null) return it.skip('this root may not mount');
    const box = new MemorySecretBox();
    const { vault } = await openVault(dir, box);
    expect(await vault.put('acme', acme)).toBe('sealed');
    const before = contentsOf(dir);
    const big = { text: 'x'.repeat(300_000) };
    expect(await vault.put('big', big)).toBe('notSaved');
    expect(vault.notices()).toEqual([{ kind: 'notSaved', code: 'ENOSPC' }]);
    expect(vault.get('big')).toEqual(big);
    expect(contentsOf(dir)).toEqual(before);
    expect(await vault.forget('big')).toBe('sealed');
    await vault.close();
    expect((await openVault(dir, box)).vault.get('acme')).toEqual(acme);
  },
);

test.skipIf(!mountable)(
  `[V66] a really read-only disk is read, not written (${NEEDS})`,
  async (it) => {
    const dir = smallDisk();
    if (dir === null) return it.skip('this root may not mount');
    const box = new MemorySecretBox();
    const first = await openVault(dir, box);
    await first.vault.put('acme', acme);
    await first.vault.close();
    const before = contentsOf(dir);
    execFileSync('mount', ['-o', 'remount,ro', dir]);
    const { vault } = await openVault(dir, box);
    expect(vault.status().is).toBe('ready');
    expect(vault.get('acme')).toEqual(acme);
    expect(await vault.put('acme', { password: 'newer' })).toBe('notSaved');
    expect(vault.notices()).toEqual([{ kind: 'notSaved', code: 'EROFS' }]);
    expect(vault.get('acme')).toEqual({ password: 'newer' });
    expect(contentsOf(dir)).toEqual(before);

    // Writable again: the file is read anew, since there was no lock, and the change goes on top.
    execFileSync('mount', ['-o', 'remount,rw', dir]);
    expect(await vault.put('beta', { a: '1' })).toBe('sealed');
    await vault.close();
    const again = (await openVault(dir, box)).vault;
    expect([again.get('acme'), again.get('beta')]).toEqual([{ password: 'newer' }, { a: '1' }]);
  },
);
