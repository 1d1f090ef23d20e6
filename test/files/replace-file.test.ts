/** A file that is replaced as a whole, on disks that are busy, old-fashioned or odd. */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../src-main/files/disk.ts';
import { type Replacing, replaceFile } from '../../src-main/files/replace-file.ts';
import { diskError, diskWith } from '../vault/disks.ts';
import { tempDir } from '../temp-dir.ts';

const replace = (dir: string, text: string, options: Replacing = { backUp: true }) =>
  replaceFile(path.join(dir, 'vault.json'), Buffer.from(text), options);
const text = (dir: string, name = 'vault.json') => readFileSync(path.join(dir, name), 'utf8');

test('the file and its backup are the last two texts, and nothing else is left', async () => {
  const dir = tempDir();
  for (const one of ['one', 'two', 'three']) await replace(dir, one);
  expect([text(dir), text(dir, 'vault.json.bak')]).toEqual(['three', 'two']);
  expect(readdirSync(dir)).toHaveLength(2);
});

test('without a wish for one there is no backup, and one from before stays as it is', async () => {
  const dir = tempDir();
  await replace(dir, 'one', {});
  await replace(dir, 'two', {});
  expect(readdirSync(dir)).toEqual(['vault.json']);
});

test.skipIf(process.platform === 'win32')(
  'a file is for its owner alone unless it is said otherwise, and so is a folder made for it (POSIX only)',
  async () => {
    const dir = path.join(tempDir(), 'new', 'folder');
    await replace(dir, 'one');
    await replaceFile(path.join(dir, 'open'), Buffer.from(''), { mode: 0o644 });
    const mode = (name: string) => statSync(path.join(dir, name)).mode & 0o777;
    expect(['vault.json', 'open', '.', '..'].map(mode)).toEqual([0o600, 0o644, 0o700, 0o700]);
  },
);

/** Windows on which a rename of the main file is refused `times` times; and how long was waited. */
function busyWindows(code: string, times: number): { disk: Disk; waited: number[] } {
  const waited: number[] = [];
  let failures = 0;
  const disk = diskWith({
    platform: 'win32',
    rename: (from, to) => {
      if (!to.endsWith('vault.json') || failures === times) return nodeDisk.rename(from, to);
      failures += 1;
      return Promise.reject(diskError(code));
    },
    pause: (ms) => Promise.resolve(waited.push(ms)),
  });
  return { disk, waited };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  '[V69] on Windows a rename that fails with %s three times is tried again',
  async (code) => {
    const dir = tempDir();
    writeFileSync(path.join(dir, 'vault.json'), 'old');
    const { disk, waited } = busyWindows(code, 3);
    await replace(dir, 'new', { disk });
    expect(text(dir)).toBe('new');
    expect(waited).toEqual([50, 100, 200]);
  },
);

test('[V69] on Windows a rename that never works gives up within 2 s, with the old file kept', async () => {
  const dir = tempDir();
  writeFileSync(path.join(dir, 'vault.json'), 'old');
  const { disk, waited } = busyWindows('EBUSY', Infinity);
  await expect(replace(dir, 'new', { disk, backUp: true })).rejects.toMatchObject({
    code: 'EBUSY',
  });
  expect(waited.reduce((all, ms) => all + ms, 0)).toBeLessThanOrEqual(2_000);
  expect(text(dir)).toBe('old');
  expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
});

test('elsewhere a rename that fails is not tried again', async () => {
  let tries = 0;
  const rename: Disk['rename'] = () => {
    tries += 1;
    return Promise.reject(diskError('EBUSY'));
  };
  await expect(replace(tempDir(), 'new', { disk: diskWith({ rename }) })).rejects.toMatchObject({
    code: 'EBUSY',
  });
  expect(tries).toBe(1);
});

test('without hard links the backup is a copy', async () => {
  const dir = tempDir();
  const disk = diskWith({ link: () => Promise.reject(diskError('EPERM')) });
  for (const one of ['one', 'two', 'three']) await replace(dir, one, { backUp: true, disk });
  expect(text(dir, 'vault.json.bak')).toBe('two');
  expect(readdirSync(dir)).toHaveLength(2);
});

test('a file whose backup is itself already leaves no third name behind', async () => {
  const dir = tempDir();
  await replace(dir, 'one');
  await nodeDisk.link(path.join(dir, 'vault.json'), path.join(dir, 'vault.json.bak'));
  await replace(dir, 'two');
  expect(readdirSync(dir).sort()).toEqual(['vault.json', 'vault.json.bak']);
});
