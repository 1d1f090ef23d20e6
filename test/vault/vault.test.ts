/** The vault's own verbs: put, forget, wipe and close, in order and together. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createContents } from '../../src-main/vault/contents.ts';
import { nodeDisk } from '../../src-main/files/disk.ts';
import { headerFor, parseVault } from '../../src-main/vault/envelope.ts';
import { createSaveQueue } from '../../src-main/files/save-queue.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { diskWith, fileWith, watchedDisk } from './disks.ts';
import { tempDir } from '../temp-dir.ts';
import { contentsOf, newVault, openVault, sealedVault, until } from './support.ts';

test('before it is open the vault answers from memory and touches nothing', async () => {
  const dir = path.join(tempDir(), 'not-there-yet');
  const box = new MemorySecretBox();
  const { vault } = newVault(dir, box);
  expect(vault.status()).toEqual({ is: 'opening' });
  expect(await vault.put('acme', { a: '1' })).toBe('memoryOnly');
  expect(vault.get('acme')).toEqual({ a: '1' });
  expect(box.calls).toEqual({ available: 0, seal: 0, open: 0 });
  await vault.open();
  await vault.open();
  expect(box.calls).toEqual({ available: 1, seal: 1, open: 1 });
  await vault.close();
  expect(readdirSync(dir)).toEqual(['vault.json']);
});

test('an open vault in which nothing was put leaves no vault file', async () => {
  const dir = tempDir();
  const { vault } = await openVault(dir, new MemorySecretBox());
  expect(vault.status().is).toBe('ready');
  await vault.close();
  expect(readdirSync(dir)).toEqual([]);
});

test('the lock that an earlier version left behind in a crash goes when the vault opens', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  for (const name of ['vault.lock', 'vault.lock.7.0a1b.tmp', 'vault.locked'])
    writeFileSync(path.join(dir, name), '{}');
  await openVault(dir, box);
  expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.locked']);
});

test('an ID is short, small and plain; anything else is refused', async () => {
  const { vault } = await openVault(tempDir(), new MemorySecretBox());
  for (const id of ['', '__proto__', 'Ä', 'A', 'a b', '../a', 'a'.repeat(65), 'a\n']) {
    await expect(vault.put(id, {})).rejects.toThrow('A vault record has no such ID.');
    await expect(vault.forget(id)).rejects.toThrow('A vault record has no such ID.');
    expect(vault.get(id)).toBeNull();
  }
  expect(await vault.put('a'.repeat(64), {})).toBe('sealed');
  expect(vault.get('a'.repeat(64))).toEqual({});
});

test('many puts at once are two saves at most, and each is answered by one that holds it', async () => {
  const { dir, box, file } = await sealedVault({});
  let saves = 0;
  const disk = watchedDisk((call) => {
    if (call === 'rename vault.json.tmp') saves += 1;
  });
  const { vault } = await openVault(dir, box, { disk });
  const puts = Array.from({ length: 20 }, (_, n) => vault.put('acme', { n: String(n) }));
  const first = await Promise.race(puts);
  expect(first).toBe('sealed');
  const more = vault.put('beta', { n: 'last' });
  expect(new Set(await Promise.all([...puts, more]))).toEqual(new Set(['sealed']));
  expect(saves).toBe(2);
  const parsed = parseVault(readFileSync(file));
  expect(parsed.is === 'file' && parsed.file.records.map(({ id }) => id)).toEqual(['acme', 'beta']);
});

test('a save that is under way does not count for what was put meanwhile', async () => {
  let goOn: () => void = () => undefined;
  let runs = 0;
  const queue = createSaveQueue(async () => {
    runs += 1;
    await new Promise<void>((resolve) => (goOn = resolve));
    return runs;
  });
  const first = queue.save();
  await until(() => runs === 1);
  const second = [queue.save(), queue.save()];
  goOn();
  expect(await first).toBe(1);
  await until(() => runs === 2);
  goOn();
  expect(await Promise.all(second)).toEqual([2, 2]);
});

test('what changed during a save is still a change after it', () => {
  const contents = createContents();
  contents.put('acme', { a: '1' });
  const header = headerFor('linux', null, Buffer.from('v11 a sealed data key'));
  const { saved } = contents.encode(header);
  contents.put('acme', { a: '2' });
  saved();
  expect(contents.hasChanges()).toBe(true);
  contents.encode(header).saved();
  expect(contents.hasChanges()).toBe(false);
});

test('forgetting takes the record, the backup and the unreadable files, and nothing else', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' }, beta: { a: '2' } });
  writeFileSync(path.join(dir, 'vault.unreadable-1700000000001.json'), 'old ciphertext');
  writeFileSync(path.join(dir, 'vault.unreadable-1700000000002-bak.json'), 'old ciphertext');
  writeFileSync(path.join(dir, 'preferences.json'), '{}');
  const { vault } = await openVault(dir, box);
  const before = contentsOf(dir)['vault.json'];
  expect(await vault.forget('acme')).toBe('sealed');
  expect(vault.ids()).toEqual(['beta']);
  expect(readdirSync(dir).sort()).toEqual(['preferences.json', 'vault.json']);
  expect(contentsOf(dir)['vault.json']).not.toBe(before);
  await vault.close();
  expect((await openVault(dir, box)).vault.ids()).toEqual(['beta']);
});

test('forgetting that could not remove the backup says so, and is made good later', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  let busy = true;
  const disk = diskWith({
    unlink: (file) =>
      busy && file.endsWith('.bak')
        ? Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }))
        : nodeDisk.unlink(file),
  });
  const { vault } = await openVault(dir, box, { disk });
  expect(await vault.forget('acme')).toBe('notSaved');
  expect(readdirSync(dir)).toContain('vault.json.bak');
  busy = false;
  await vault.retry();
  expect(vault.notices()).toEqual([]);
  expect(readdirSync(dir)).not.toContain('vault.json.bak');
});

test('wiping removes every vault file, and the vault works on, under another key', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' }, beta: { a: '2' } });
  for (const name of ['vault.unreadable-1700000000001.json', 'vault.json.00ff.tmp']) {
    writeFileSync(path.join(dir, name), 'old ciphertext');
  }
  writeFileSync(path.join(dir, 'preferences.json'), '{}');
  const { vault } = await openVault(dir, box);
  const late = vault.put('gamma', { a: '3' });
  expect(await vault.wipe()).toBe(true);
  await vault.open();
  // Not even written and removed again: its records are under the new key already.
  expect(await late).toBe('memoryOnly');
  expect(readdirSync(dir)).toEqual(['preferences.json']);
  expect(vault.ids()).toEqual([]);
  expect(vault.status().is).toBe('ready');
  expect(await vault.put('new', { a: '4' })).toBe('sealed');
  await vault.close();
  expect((await openVault(dir, box)).vault.ids()).toEqual(['new']);
});

test('wiping is the way out of a vault that another keyring holds', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  box.changeKey();
  const { vault } = await openVault(dir, box);
  expect(vault.status().is).toBe('locked');
  expect(await vault.wipe()).toBe(true);
  await vault.open();
  expect(vault.status().is).toBe('ready');
  expect(await vault.put('acme', { a: 'again' })).toBe('sealed');
});

test('wiping while a dialog is open drops what the dialog answers', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  const answer = box.hold();
  const { vault, clock } = newVault(dir, box);
  const opening = vault.open();
  await until(() => box.calls.open === 1);
  // Nor does it wait for the keyring.
  expect(await vault.wipe()).toBe(true);
  expect(readdirSync(dir)).toEqual([]);
  await until(() => box.calls.available === 1);
  answer();
  await Promise.all([opening, vault.open()]);
  expect(vault.ids()).toEqual([]);
  expect(vault.status().is).toBe('ready');
  expect(clock.pending).toBe(0);
});

test('what else is wiped is gone before the vault opens anew', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  const { vault } = await openVault(dir, box);
  Object.assign(box.calls, { available: 0, open: 0, seal: 0 });
  const retried: Promise<void>[] = [];
  const alsoGone = async () => {
    // Somebody is back at the screen just now: that opens nothing before its time.
    retried.push(vault.retry());
    await new Promise((resolve) => setImmediate(resolve));
    expect(vault.status().is).toBe('opening');
    expect(box.calls).toEqual({ available: 0, open: 0, seal: 0 });
    expect(readdirSync(dir)).toEqual([]);
  };
  expect(await vault.wipe(alsoGone)).toBe(true);
  await Promise.all(retried);
  expect(vault.status().is).toBe('ready');
});

test('a wipe that the disk refuses says so, and nothing else is wiped', async () => {
  const { dir, box } = await sealedVault({ acme: { a: '1' } });
  let asked = false;
  const alsoGone = () => {
    asked = true;
    return Promise.resolve();
  };
  const { vault } = await openVault(dir, box, {
    disk: diskWith({
      unlink: (file) =>
        file.endsWith('vault.json')
          ? Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }))
          : nodeDisk.unlink(file),
    }),
  });
  expect(await vault.wipe(alsoGone)).toBe(false);
  expect(asked).toBe(false);
  expect(readdirSync(dir)).toContain('vault.json');
});

test('closing waits for what is being written, but two seconds at most', async () => {
  const { dir, box } = await sealedVault({});
  const { vault } = await openVault(dir, box);
  const put = vault.put('acme', { a: '1' });
  await vault.close();
  expect(await put).toBe('sealed');

  let stuck = false;
  const disk = diskWith({
    open: async (file, flags, mode) =>
      fileWith(await nodeDisk.open(file, flags, mode), {
        ...(file.endsWith('.tmp') &&
          file.includes('vault.json') && {
            sync: () => {
              stuck = true;
              return new Promise(() => undefined);
            },
          }),
      }),
  });
  const slow = await openVault(dir, box, { disk });
  slow.vault.put('beta', { a: '2' }).catch(() => undefined);
  await until(() => stuck);
  const closing = slow.vault.close();
  await until(() => slow.clock.pending === 1);
  slow.clock.advance(2_000);
  await closing;
  expect((await openVault(dir, box)).vault.ids()).toEqual(['acme']);
});
