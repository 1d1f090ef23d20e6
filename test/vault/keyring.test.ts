/** The vault and its keyring: there, gone, locked, slow, changed. The file is never the one to pay. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeDisk } from '../../src-main/files/disk.ts';
import { encodeVault, headerFor, parseVault } from '../../src-main/vault/envelope.ts';
import { keyToText, newDataKey } from '../../src-main/vault/sealed-records.ts';
import { MemorySecretBox, NOT_NOW, REFUSED } from '../fakes/memory-secret-box.ts';
import { storageWords } from '../../src-shared/words.ts';
import { diskError, diskWith } from './disks.ts';
import { tempDir } from '../temp-dir.ts';
import { contentsOf, newVault, openVault, sealedVault, until } from './support.ts';

const acme = { password: 'correct horse', devKey: '' };
const gnome = 'GNOME Keyring or another Secret Service';
function headerOf(file: string) {
  const parsed = parseVault(readFileSync(file));
  if (parsed.is !== 'file') throw new Error(`The file is ${parsed.is}.`);
  return parsed.file;
}

test('what is put is there after a restart, empty texts too', async () => {
  const { dir, box, file } = await sealedVault({ acme, beta: { '': '' } });
  expect(headerOf(file)).toMatchObject({
    platform: 'linux',
    tag: 'v11',
    backend: 'gnome_libsecret',
  });
  const { vault } = await openVault(dir, box);
  expect(vault.status()).toEqual({ is: 'ready', backend: gnome });
  expect(vault.ids()).toEqual(['acme', 'beta']);
  expect(vault.get('acme')).toEqual(acme);
  expect(vault.get('beta')).toEqual({ '': '' });
  expect(vault.get('__proto__')).toBeNull();
});

test('50 records cost one keyring round trip at start, and none for reading them', async () => {
  const names = Array.from({ length: 50 }, (_, n) => `profile-${n}`);
  const dir = tempDir();
  const box = new MemorySecretBox();
  const first = await openVault(dir, box);
  await Promise.all(names.map((name) => first.vault.put(name, { password: `secret of ${name}` })));
  await first.vault.close();
  box.calls.available = box.calls.open = box.calls.seal = 0;

  const { vault } = await openVault(dir, box);
  for (const name of names) expect(vault.get(name)).toEqual({ password: `secret of ${name}` });
  expect(box.calls).toEqual({ available: 0, seal: 0, open: 1 });
  expect(await vault.put('profile-7', { password: 'changed' })).toBe('sealed');
  expect(box.calls).toEqual({ available: 0, seal: 0, open: 1 });
});

test('[V55] a first start without a keyring keeps secrets in memory and nothing on disk', async () => {
  const dir = tempDir();
  const box = new MemorySecretBox();
  box.takeAway();
  box.selected = 'basic_text';
  const { vault } = await openVault(dir, box);
  expect(vault.status()).toEqual({ is: 'memoryOnly', why: 'fixedKey', backend: null });
  expect(await vault.put('acme', acme)).toBe('memoryOnly');
  expect(vault.get('acme')).toEqual(acme);
  await vault.close();
  expect(readdirSync(dir)).toEqual([]);
});

test('[V55] "Try again" after the keyring came seals what was in memory', async () => {
  const { dir, box } = { dir: tempDir(), box: new MemorySecretBox() };
  box.takeAway();
  const { vault } = await openVault(dir, box);
  await vault.put('acme', acme);
  box.giveBack();
  await vault.retry();
  expect(vault.status().is).toBe('ready');
  await vault.close();
  expect((await openVault(dir, box)).vault.get('acme')).toEqual(acme);
});

test('[V56] five starts without the keyring lock the vault and leave every byte of the file', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  box.takeAway();
  for (let start = 1; start <= 5; start += 1) {
    const { vault } = await openVault(dir, box);
    const locked = { is: 'locked', why: 'unavailable', backend: gnome };
    expect(vault.status()).toEqual(locked);
    expect(vault.get('acme')).toBeNull();
    expect(await vault.put('manual', { password: 'typed' })).toBe('memoryOnly');
    expect(await vault.forget('manual')).toBe('memoryOnly');
    expect(vault.notices()).toEqual([]);
    await vault.close();
    expect(contentsOf(dir)).toEqual(before);
  }
  box.giveBack();
  expect((await openVault(dir, box)).vault.get('acme')).toEqual(acme);
});

test.each([
  ['another keyring', 'otherKey', (box: MemorySecretBox): void => box.changeKey()],
  ['no encryptor', 'unavailable', (box: MemorySecretBox): boolean => (box.isAvailable = false)],
  ['a refusal', 'failed', (box: MemorySecretBox): void => box.reject(REFUSED)],
] as const)('[V56] %s locks the vault (%s) and leaves the file', async (_, why, change) => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  change(box);
  const { vault } = await openVault(dir, box);
  expect(vault.status()).toMatchObject({ is: 'locked', why });
  await vault.put('beta', { password: 'typed' });
  await vault.close();
  expect(contentsOf(dir)).toEqual(before);
});

test('a vault that the portal sealed under another desktop name is kept, says so, and can be renewed', async () => {
  const box = new MemorySecretBox();
  box.giveBack('v12');
  const { dir, file } = await sealedVault({ acme }, box);
  expect(headerOf(file).tag).toBe('v12');
  const before = contentsOf(dir);
  // The portal has a key for each name, and this one has never been seen.
  box.changeKey();
  const { vault } = await openVault(dir, box);
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'otherApp' });
  await vault.put('acme', { password: 'typed' });
  expect(contentsOf(dir)).toEqual(before);
  expect(await vault.renew()).toBe(true);
  await vault.open();
  expect(vault.status().is).toBe('ready');
  await vault.close();
});

test('a vault of another keyring is set aside when that is asked for, and what was put since is sealed', async () => {
  const { dir, box, file } = await sealedVault({ acme, beta: { a: '1' } });
  const before = readFileSync(file);
  box.changeKey();
  const { vault } = await openVault(dir, box);
  await vault.put('acme', { password: 'typed' });
  expect(await vault.renew()).toBe(true);
  await vault.open();
  expect(vault.status().is).toBe('ready');
  await vault.close();
  const again = (await openVault(dir, box)).vault;
  expect([again.ids(), again.get('acme')]).toEqual([['acme'], { password: 'typed' }]);
  const aside = readdirSync(dir).filter((name) => /^vault\.unreadable-\d+\.json$/u.test(name));
  expect(aside.map((name) => readFileSync(path.join(dir, name)))).toEqual([before]);
  // What is set aside is old ciphertext: it goes with the next that is forgotten.
  expect(await again.forget('acme')).toBe('sealed');
  expect(readdirSync(dir)).toEqual(['vault.json']);
});

test.each([
  ['is not there', (box: MemorySecretBox): void => box.takeAway()],
  ['fails', (box: MemorySecretBox): void => box.reject(REFUSED)],
  ['opens it', (): void => undefined],
])('no vault is set aside while the keyring %s', async (_, change) => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  change(box);
  const { vault } = await openVault(dir, box);
  expect(await vault.renew()).toBe(false);
  await vault.close();
  expect(contentsOf(dir)).toEqual(before);
});

test('a vault that the disk does not let be set aside stays, and is not written over', async () => {
  const { dir, box, file } = await sealedVault({ acme });
  const before = readFileSync(file);
  box.changeKey();
  const rename = (from: string, to: string) =>
    to.includes('unreadable') ? Promise.reject(diskError('EACCES')) : nodeDisk.rename(from, to);
  const { vault } = await openVault(dir, box, { disk: diskWith({ rename }) });
  expect(await vault.renew()).toBe(false);
  await vault.open();
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'otherKey' });
  expect(await vault.put('acme', { password: 'typed' })).toBe('memoryOnly');
  expect(readFileSync(file)).toEqual(before);
});

test('[V56] what was put while locked is merged when the keyring is back, and wins', async () => {
  const { dir, box } = await sealedVault({ acme, beta: { a: '1' }, gone: { a: '2' } });
  box.takeAway();
  const { vault } = await openVault(dir, box);
  await vault.put('acme', { password: 'newer' });
  await vault.forget('gone');
  box.giveBack();
  await vault.retry();
  expect(vault.ids()).toEqual(['acme', 'beta']);
  await vault.close();
  const again = (await openVault(dir, box)).vault;
  expect([again.ids(), again.get('acme'), again.get('beta')]).toEqual([
    ['acme', 'beta'],
    { password: 'newer' },
    { a: '1' },
  ]);
  expect(readdirSync(dir)).toEqual(['vault.json']);
});

test('[V56] a file from another system is not even tried, and stays', async () => {
  const box = new MemorySecretBox();
  const key = newDataKey();
  // On Linux this one would open: v10, normal on macOS, is the key that everybody knows here.
  const fixed = new MemorySecretBox();
  fixed.takeAway();
  const header = headerFor('darwin', null, await fixed.seal(keyToText(key)));
  const { dir, file } = await sealedVault({ acme }, new MemorySecretBox('darwin'));
  for (const bytes of [readFileSync(file), encodeVault(key, header, [])]) {
    writeFileSync(file, bytes);
    const before = contentsOf(dir);
    const { vault } = await openVault(dir, box);
    expect(vault.status()).toMatchObject({ is: 'locked', why: 'otherKey' });
    await vault.close();
    expect(contentsOf(dir)).toEqual(before);
  }
});

test('[V57] a dialog that nobody answers is "waiting" after 30 s, and a late answer is still used', async () => {
  const { dir, box } = await sealedVault({ acme, beta: { a: '1' } });
  const answer = box.hold();
  const { vault, clock } = newVault(dir, box);
  const opening = vault.open();
  await until(() => box.calls.open === 1);
  clock.advance(29_999);
  expect(vault.status()).toEqual({ is: 'opening' });
  clock.advance(1);
  await opening;
  expect(vault.status()).toEqual({ is: 'waiting', isLocked: false, backend: gnome });
  expect(await vault.put('acme', { password: 'typed meanwhile' })).toBe('memoryOnly');
  expect(vault.get('acme')).toEqual({ password: 'typed meanwhile' });

  answer();
  await until(() => vault.status().is === 'ready');
  expect(vault.get('acme')).toEqual({ password: 'typed meanwhile' });
  expect(vault.get('beta')).toEqual({ a: '1' });
  await vault.retry();
  await vault.close();
  expect((await openVault(dir, box)).vault.get('acme')).toEqual({ password: 'typed meanwhile' });
});

test('[V57] a late refusal locks; a put while opening waits for the answer', async () => {
  const { dir, box } = await sealedVault({ acme });
  const answer = box.hold();
  const { vault, clock } = newVault(dir, box);
  const opening = vault.open();
  const put = vault.put('beta', { a: '1' });
  await until(() => box.calls.open === 1);
  expect(vault.get('beta')).toEqual({ a: '1' });
  clock.advance(30_000);
  await opening;
  expect(await put).toBe('memoryOnly');
  box.takeAway();
  answer();
  await until(() => vault.status().is === 'locked');
});

test('[V57] a dialog at the first start delays nothing: a late answer makes the vault', async () => {
  const { dir, box } = { dir: tempDir(), box: new MemorySecretBox() };
  const answer = box.hold();
  const { vault, clock } = newVault(dir, box);
  const opening = vault.open();
  const put = vault.put('acme', acme);
  await until(() => box.calls.available === 1);
  answer();
  await opening;
  expect(await put).toBe('sealed');
  expect(clock.pending).toBe(0);
});

test('[V58] "temporarily unavailable" locks at once, and changes no data: the key ring stays as it is', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  box.reject(NOT_NOW);
  const { vault, clock } = await openVault(dir, box);
  expect(vault.status()).toMatchObject({ is: 'locked', why: 'temporarily' });
  expect(box.calls.open).toBe(1);
  expect(clock.pending).toBe(0);
  expect(await vault.renew()).toBe(false);
  expect(contentsOf(dir)).toEqual(before);
});

test('[V58] a keyring that is locked at the start is not asked before it is unlocked, and then opens', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  box.locked = true;
  const { vault, clock } = newVault(dir, box);
  await vault.open();
  expect(vault.status()).toEqual({ is: 'waiting', isLocked: true, backend: gnome });
  expect(await vault.put('beta', { a: '1' })).toBe('memoryOnly');
  for (let n = 0; n < 3; n += 1) {
    const { looks } = box;
    clock.advance(5_000);
    await until(() => box.looks === looks + 1);
  }
  expect([box.calls.available, box.calls.open, box.calls.seal]).toEqual([0, 0, 0]);
  expect(contentsOf(dir)).toEqual(before);
  box.locked = false;
  clock.advance(5_000);
  await until(() => vault.status().is === 'ready');
  expect([vault.get('acme'), vault.get('beta')]).toEqual([acme, { a: '1' }]);
  const { looks } = box;
  await vault.put('acme', { password: 'newer' });
  expect(box.looks).toBe(looks);
});

test('[V58] a locked keyring that falls silent is waited for until it speaks again; one that was silent all along is not', async () => {
  const { dir, box } = await sealedVault({ acme });
  box.locked = null;
  const silent = await openVault(dir, box);
  expect(silent.vault.status().is).toBe('ready');
  await silent.vault.close();

  const opened = box.calls.open;
  box.locked = true;
  const { vault, clock } = newVault(dir, box);
  await vault.open();
  box.locked = null;
  for (let n = 0; n < 3; n += 1) {
    const { looks } = box;
    clock.advance(5_000);
    await until(() => box.looks === looks + 1);
  }
  expect(vault.status()).toMatchObject({ is: 'waiting', isLocked: true });
  expect(box.calls.open).toBe(opened);
  box.locked = false;
  clock.advance(5_000);
  await until(() => vault.status().is === 'ready');
});

test('[V58] a person need not wait for a locked keyring: it is asked, and may show its dialog', async () => {
  const { dir, box } = await sealedVault({ acme });
  box.locked = true;
  const { vault, clock } = newVault(dir, box);
  await vault.open();
  expect(vault.status()).toMatchObject({ is: 'waiting', isLocked: true });
  vault.hurry();
  await vault.retry();
  expect(vault.status().is).toBe('ready');
  expect(vault.get('acme')).toEqual(acme);
  expect(clock.pending).toBe(0);
});

test('[V58] a hurry that waits for a dialog says so, and no longer that the keyring is locked', async () => {
  const { dir, box } = await sealedVault({ acme });
  box.locked = true;
  const { vault, clock } = newVault(dir, box);
  await vault.open();
  const answer = box.hold();
  vault.hurry();
  const retried = vault.retry();
  await until(() => box.calls.open === 1);
  clock.advance(30_000);
  await retried;
  expect(vault.status()).toMatchObject({ is: 'waiting', isLocked: false });
  answer();
  await until(() => vault.status().is === 'ready');
});

test('[V58] closing while the keyring is locked leaves no timer', async () => {
  const { dir, box } = await sealedVault({ acme });
  box.locked = true;
  const { vault, clock } = newVault(dir, box);
  await vault.open();
  await vault.close();
  expect(clock.pending).toBe(0);
});

test('[V60] a newer key of the system wraps the data key again, verified, and once', async () => {
  const { dir, box, file } = await sealedVault({ acme });
  const old = headerOf(file);
  box.giveBack('v12');
  box.shouldReseal = true;
  const first = await openVault(dir, box);
  expect(box.calls).toEqual({ available: 0, seal: 1, open: 2 });
  expect(first.vault.get('acme')).toEqual(acme);
  await first.vault.close();
  const renewed = headerOf(file);
  expect(renewed.tag).toBe('v12');
  // The data key is the same: the records did not have to be touched.
  expect(renewed.records).toEqual(old.records);

  box.shouldReseal = false;
  const { vault } = await openVault(dir, box);
  expect(vault.get('acme')).toEqual(acme);
  expect(box.calls).toEqual({ available: 0, seal: 1, open: 3 });
});

test('[V60] a new wrapping that does not open, or is weaker, is not taken', async () => {
  const { dir, box } = await sealedVault({ acme });
  const before = contentsOf(dir);
  box.shouldReseal = true;
  box.tag = 'v77';
  const { vault } = await openVault(dir, box);
  expect(vault.status().is).toBe('ready');
  expect(contentsOf(dir)).toEqual(before);
});

test('closing while nobody answers ends at once, and the late answer is dropped', async () => {
  const { dir, box } = await sealedVault({ acme });
  const answer = box.hold();
  const { vault, clock } = newVault(dir, box);
  const opening = vault.open();
  await until(() => box.calls.open === 1);
  await vault.close();
  await opening;
  answer();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(vault.get('acme')).toBeNull();
  expect(await vault.put('acme', acme)).toBe('notSaved');
  expect(clock.pending).toBe(0);
});

describe('[V59] a vault that does not open names the keyring that sealed it, by its file', () => {
  const rows: readonly (readonly [string, string, string | null, string])[] = [
    // What the file says, and what the desktop would ask now.
    ['gnome_libsecret', 'kwallet6', gnome, 'KWallet'],
    ['kwallet5', 'gnome_libsecret', 'KWallet', gnome],
  ];

  test.each(rows)('%s, though the desktop has %s now', async (before, after, sealedBy, now) => {
    const box = new MemorySecretBox();
    box.selected = before;
    const { dir } = await sealedVault({ acme }, box);
    box.selected = after;
    box.changeKey();
    const { vault } = await openVault(dir, box);
    const other = { is: 'locked', why: 'otherKey', backend: sealedBy, answers: now };
    expect(vault.status()).toEqual(other);
    const { before: said } = storageWords({
      is: 'locked',
      why: 'otherKey',
      backend: sealedBy,
      answers: now,
    });
    expect(said).toContain(
      `${sealedBy ?? ''} sealed the saved secrets, and ${now}, which answers now,`,
    );
    await vault.close();

    box.takeAway();
    const gone = await openVault(dir, box);
    expect(gone.vault.status()).toEqual({
      ...{ is: 'locked', why: 'unavailable', backend: sealedBy },
    });
  });

  test('another system, when the folder was copied from there', async () => {
    const mac = new MemorySecretBox('darwin');
    mac.selected = null;
    const { dir } = await sealedVault({ acme }, mac);
    const { vault } = await openVault(dir, new MemorySecretBox());
    expect(vault.status()).toMatchObject({
      is: 'locked',
      backend: 'macOS Keychain',
      answers: gnome,
    });
  });

  test('no other one, when its key alone has changed', async () => {
    const { dir, box } = await sealedVault({ acme });
    box.changeKey();
    const { vault } = await openVault(dir, box);
    expect(vault.status()).toEqual({
      is: 'locked',
      why: 'otherKey',
      backend: gnome,
    });
  });
});
