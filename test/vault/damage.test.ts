/** Real files, damaged in every way: the backup, or an empty vault and one notice; never a wrong text. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { nodeDisk } from '../../src-main/files/disk.ts';
import { encodeVault, headerFor, parseVault } from '../../src-main/vault/envelope.ts';
import {
  keyFromText,
  keyToText,
  newDataKey,
  sealRecord,
} from '../../src-main/vault/sealed-records.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { diskWith, fileWith } from './disks.ts';
import { scaled } from '../scale.ts';
import { tempDir } from '../temp-dir.ts';
import { contentsOf, openVault, sealedVault } from './support.ts';

const old = { password: 'correct horse' };
const box = new MemorySecretBox();
/** One vault, saved twice: the file, and its backup with the same record in an older form. */
let main: Buffer;
let backup: Buffer;
beforeEach(async () => {
  const { dir, file } = await sealedVault({ acme: old }, box);
  const { vault } = await openVault(dir, box);
  await vault.put('acme', { password: 'battery staple' });
  await vault.close();
  main = readFileSync(file);
  backup = readFileSync(`${file}.bak`);
});

function place(dir: string, bytes: Uint8Array | null, bak: Uint8Array | null): void {
  for (const name of readdirSync(dir)) rmSync(path.join(dir, name), { recursive: true });
  if (bytes !== null) writeFileSync(path.join(dir, 'vault.json'), bytes, { mode: 0o600 });
  if (bak !== null) writeFileSync(path.join(dir, 'vault.json.bak'), bak, { mode: 0o600 });
}

/** Waiting for the disk a thousand times shows nothing here. What a crash does is in crash.test.ts. */
const unsynced = diskWith({
  open: async (file, flags, mode) =>
    fileWith(await nodeDisk.open(file, flags, mode), { sync: () => Promise.resolve() }),
});

async function load(dir: string) {
  const { vault } = await openVault(dir, box, { disk: unsynced });
  const found = {
    status: vault.status().is,
    fields: vault.get('acme'),
    notices: vault.notices().map(({ kind }) => kind),
  };
  await vault.close();
  return found;
}

/** Odd, so that each bit of a byte has its turn. */
const STEP = scaled(9, 1);

const EMPTY = { status: 'ready', fields: null, notices: ['unreadableSetAside'] };
const RESTORED = { status: 'ready', fields: old, notices: ['restoredFromBackup'] };

/**
 * Files that differ from the good one by one cut or one bit. That each of them is seen to be bad is held by
 * envelope.test.ts; here is what becomes of it on the disk.
 */
function* damaged(): Generator<readonly [string, Buffer]> {
  for (let length = 0; length < main.length; length += STEP) {
    yield [`cut to ${length}`, main.subarray(0, length)];
  }
  for (let at = 0; at < main.length; at += STEP) {
    const flipped = Buffer.from(main);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << ((at * 5) % 8));
    yield [`bit ${(at * 5) % 8} of byte ${at}`, flipped];
  }
}

describe('a byte', () => {
  test('[V61] [V64] cut or flipped anywhere, without a backup: empty, set aside, one notice', async () => {
    const dir = tempDir();
    for (const [how, bytes] of damaged()) {
      place(dir, bytes, null);
      expect(await load(dir), how).toEqual(EMPTY);
    }
  });

  test('[V61] [V64] cut or flipped anywhere, with a backup: the old value, and a good file again', async () => {
    const dir = tempDir();
    const file = path.join(dir, 'vault.json');
    for (const [how, bytes] of damaged()) {
      place(dir, bytes, backup);
      expect(await load(dir), how).toEqual(RESTORED);
      expect(parseVault(readFileSync(file)).is, how).toBe('file');
    }
  });

  test('[V64] a damaged backup beside a good file is no matter', async () => {
    const dir = tempDir();
    place(dir, main, backup.subarray(0, 100));
    const fields = { password: 'battery staple' };
    expect(await load(dir)).toEqual({ status: 'ready', fields, notices: [] });
  });
});

describe('something else in its place', () => {
  const others: readonly (readonly [string, (file: string) => void])[] = [
    ['an empty file', (file) => writeFileSync(file, '')],
    ['NULs', (file) => writeFileSync(file, Buffer.alloc(main.length))],
    ['random bytes', (file) => writeFileSync(file, Buffer.from('9f3c00ffa1', 'hex'))],
    [
      '50 MB',
      (file) => {
        writeFileSync(file, '{');
        truncateSync(file, 50 * 1024 * 1024);
      },
    ],
    ['a folder', (file) => mkdirSync(file)],
    ['plain text', (file) => writeFileSync(file, JSON.stringify({ acme: { password: 'mine' } }))],
    // Whoever opens a pipe without care waits for ever.
    ...(process.platform === 'linux'
      ? [['a pipe', (file: string) => execFileSync('mkfifo', [file])] as const]
      : []),
    ['a link into nothing', (file) => symlinkSync('/nowhere/at/all', file)],
  ];

  test.each(others)('[V62] [V63] %s: set aside, and the backup is used', async (_, put) => {
    const dir = tempDir();
    const file = path.join(dir, 'vault.json');
    place(dir, null, null);
    put(file);
    expect(await load(dir)).toEqual(EMPTY);
    const aside = readdirSync(dir);
    expect(aside).toEqual([expect.stringMatching(/^vault\.unreadable-\d+\.json$/u)]);

    place(dir, null, backup);
    put(file);
    expect(await load(dir)).toEqual(RESTORED);
    expect(await load(dir)).toEqual({ ...RESTORED, notices: [] });
  });

  test.each(['vault.json', 'vault.json.bak'])(
    '[V62] a folder with something in it as %s is kept, and keeps nothing from being saved, forgotten or wiped',
    async (name) => {
      const dir = tempDir();
      const inIt = (folder: string) => path.join(dir, folder, 'not ours');
      place(dir, name === 'vault.json' ? null : main, null);
      mkdirSync(path.join(dir, name));
      writeFileSync(inIt(name), 'mine');
      const { vault } = await openVault(dir, box);
      expect(vault.status().is).toBe('ready');
      expect(await vault.put('beta', old)).toBe('sealed');
      expect(await vault.put('beta', { password: 'newer' })).toBe('sealed');
      expect(await vault.forget('beta')).toBe('sealed');
      expect(await vault.wipe()).toBe(true);
      await vault.close();
      const left = readdirSync(dir).filter((one) => existsSync(inIt(one)));
      await expect.poll(() => readdirSync(dir)).toEqual(left);
      expect([left.length, left.map((one) => readFileSync(inIt(one), 'utf8'))]).toEqual([
        1,
        ['mine'],
      ]);
    },
  );

  test('[V62] a link to elsewhere is not followed, read, written or removed', async () => {
    const dir = tempDir();
    const elsewhere = path.join(tempDir(), 'elsewhere.json');
    writeFileSync(elsewhere, main, { mode: 0o644 });
    symlinkSync(elsewhere, path.join(dir, 'vault.json'));
    expect(await load(dir)).toEqual(EMPTY);
    const { vault } = await openVault(dir, box);
    expect(await vault.put('acme', old)).toBe('sealed');
    expect(await vault.wipe()).toBe(true);
    expect(readFileSync(elsewhere).equals(main)).toBe(true);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
  });

  test('[V63] a file under the key that everybody knows is not opened, although it could be', async () => {
    const dir = tempDir();
    const key = newDataKey();
    const fixed = new MemorySecretBox();
    fixed.takeAway();
    const header = headerFor('linux', 'basic_text', await fixed.seal(keyToText(key)));
    place(dir, encodeVault(key, header, [sealRecord(key, 'acme', { password: 'mine' })]), null);
    expect(keyFromText((await fixed.open(Buffer.from(header.key, 'base64'))).text)).not.toBeNull();
    expect(await load(dir)).toEqual(EMPTY);
    place(dir, main, null);
  });

  test('[V64] a wrapped key that the keyring refuses does not cost a backup that it opens', async () => {
    const dir = tempDir();
    const key = newDataKey();
    const stranger = headerFor('linux', null, await new MemorySecretBox().seal(keyToText(key)));
    place(dir, encodeVault(key, stranger, []), backup);
    expect(await load(dir)).toEqual(RESTORED);
  });
});

test('[V61] the file gone and its backup there: restored; both bad: both kept aside', async () => {
  const dir = tempDir();
  place(dir, null, backup);
  expect(await load(dir)).toEqual(RESTORED);
  place(dir, main.subarray(1), backup.subarray(1));
  expect(await load(dir)).toEqual(EMPTY);
  const bytes = Object.values(contentsOf(dir)).sort();
  expect(bytes).toEqual([main, backup].map((one) => one.subarray(1).toString('base64')).sort());
});

test('[V55] [V61] an unreadable file and no keyring: set aside, and memory only', async () => {
  const dir = tempDir();
  place(dir, main.subarray(1), null);
  const gone = new MemorySecretBox();
  gone.takeAway();
  const { vault } = await openVault(dir, gone);
  expect(vault.status()).toMatchObject({ is: 'memoryOnly', why: 'fixedKey' });
  const file: unknown = expect.stringMatching(/^vault\.unreadable-\d+\.json$/u);
  expect(vault.notices()).toEqual([{ kind: 'unreadableSetAside', file }]);
  expect(readdirSync(dir)).toEqual([file]);
});

test('[V61] at most two unreadable files are kept, the newest ones', async () => {
  const dir = tempDir();
  for (const time of [1, 2, 3]) {
    writeFileSync(path.join(dir, 'vault.json'), `unreadable ${time}`);
    const { vault, clock } = await openVault(dir, box);
    await vault.close();
    const [aside] = readdirSync(dir).filter((name) => name.includes(`${clock.now().wall}`));
    renameSync(
      path.join(dir, aside ?? ''),
      path.join(dir, `vault.unreadable-${1700000000000 + time}.json`),
    );
  }
  writeFileSync(path.join(dir, 'vault.json'), 'unreadable 4');
  await openVault(dir, box);
  const texts = readdirSync(dir)
    .filter((name) => name.includes('unreadable'))
    .map((name) => readFileSync(path.join(dir, name), 'utf8'));
  expect(texts.sort()).toEqual(['unreadable 3', 'unreadable 4']);
});

test('[V61] a clock that went back does not cost the file that is set aside just now', async () => {
  const dir = tempDir();
  for (const n of [1, 2])
    writeFileSync(path.join(dir, `vault.unreadable-900000000000${n}.json`), '');
  writeFileSync(path.join(dir, 'vault.json'), 'unreadable now');
  const { vault } = await openVault(dir, box);
  const [notice] = vault.notices();
  const file = notice?.kind === 'unreadableSetAside' ? notice.file : null;
  expect(readFileSync(path.join(dir, file ?? ''), 'utf8')).toBe('unreadable now');
  expect(readdirSync(dir)).toHaveLength(2); // This one, and the newest of the others.
});

test('a newer format is left alone, with its backup, and secrets stay in memory', async () => {
  const dir = tempDir();
  const newer = Buffer.from('{"format":"tabkeeper-vault-2","version":2,"more":"of it"}');
  for (const [file, bak] of [
    [newer, backup],
    [null, newer],
    [main.subarray(9), newer],
  ] as const) {
    place(dir, file, bak);
    const before = contentsOf(dir);
    const { vault } = await openVault(dir, box);
    expect(vault.status()).toEqual({ is: 'newerFormat' });
    expect(await vault.put('acme', old)).toBe('memoryOnly');
    expect(vault.get('acme')).toEqual(old);
    await vault.close();
    expect(contentsOf(dir)).toEqual(before);
  }
});

test.skipIf(process.platform === 'win32')(
  '[V72] a file of mode 0644 and a folder of 0755 are tightened, with a line each (POSIX only)',
  async () => {
    const dir = tempDir();
    const file = path.join(dir, 'vault.json');
    place(dir, main, null);
    copyFileSync(file, `${file}.bak`);
    chmodSync(file, 0o644);
    chmodSync(dir, 0o755);
    const { events, vault } = await openVault(dir, box);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    const lines = events.filter(({ event }) => event === 'vault-mode-tightened');
    expect(lines.map((line) => 'what' in line && line.what).sort()).toEqual(['file', 'folder']);
    await vault.put('acme', old);
    const modes = readdirSync(dir).map((name) => statSync(path.join(dir, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  },
);
