/** Disks that fail: full, read-only, busy, cutting short. The old file stays, the value in memory too. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../src-main/files/disk.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { diskError, diskWith, fileWith } from './disks.ts';
import { tempDir } from '../temp-dir.ts';
import { cleanUp, contentsOf, openVault, sealedVault } from './support.ts';

const acme = { password: 'correct horse' };
const isTemp = (file: string) => /vault\.json\.[0-9a-f]+\./u.test(file);

/** A disk whose temporary file fails in one way; everything else is real. */
function tempFails(how: 'open' | 'write' | 'short' | 'sync', code: string): Disk {
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
          return opened.writeFile(how === 'short' ? bytes.subarray(5) : bytes);
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
] as const)(
  '[V66] [V67] a save that fails at %s with %s is "not saved": old file intact, value in memory, temp gone',
  async (how, code) => {
    const { dir, box } = await sealedVault({ acme });
    const before = contentsOf(dir);
    const { vault, changes } = await openVault(dir, box, { disk: tempFails(how, code) });
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
  const disk = diskWith({
    open: (file, flags, mode) =>
      full && isTemp(file) ? Promise.reject(diskError('ENOSPC')) : nodeDisk.open(file, flags, mode),
  });
  const { vault } = await openVault(dir, box, { disk });
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
  const disk = diskWith({ lstat: () => Promise.reject(diskError('EIO')) });
  const { vault } = await openVault(dir, box, { disk });
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'disk' });
  expect(await vault.put('acme', { password: 'newer' })).toBe('memoryOnly');
  await vault.close();
  expect(contentsOf(dir)).toEqual(before);
});

test('a file that cannot be read now is not taken for a bad one', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  const disk = diskWith({
    open: (file, flags, mode) =>
      file.endsWith('vault.json')
        ? Promise.reject(diskError('EBUSY'))
        : nodeDisk.open(file, flags, mode),
  });
  const { vault } = await openVault(dir, box, { disk });
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

    // Writable again: the change that waited goes with the next one.
    execFileSync('mount', ['-o', 'remount,rw', dir]);
    expect(await vault.put('beta', { a: '1' })).toBe('sealed');
    await vault.close();
    const again = (await openVault(dir, box)).vault;
    expect([again.get('acme'), again.get('beta')]).toEqual([{ password: 'newer' }, { a: '1' }]);
  },
);
