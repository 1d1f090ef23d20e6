import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { wipeUserData } from '../../../src-main/system/user-data.ts';
import { tempDir } from '../../temp-dir.ts';

const ours = [
  'profiles.json',
  'profiles.bad-1732.json',
  'profiles.json.0a1b2c3d4e5f.tmp',
  'preferences.json',
  'preferences.bad-1732.json',
  'preferences.json.tmp-1732abc',
  'history.jsonl',
  'history.bad-1732.json',
  'window.json',
  'tabkeeper.log',
  'tabkeeper.log.1',
];
const others = ['Local State', 'Preferences', 'lockfile', 'my-profiles.json', 'tabkeeper.log.bak'];

it('removes every file of the app by its name, bad, newer and half-written ones too', async () => {
  const folder = tempDir();
  for (const name of [...ours, ...others]) writeFileSync(path.join(folder, name), 'x');
  mkdirSync(path.join(folder, 'profiles.bad-1.json'));
  mkdirSync(path.join(folder, 'vault'));
  expect(await wipeUserData(folder)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual([...others, 'vault'].sort());
});

it('says so when the disk refuses', async () => {
  expect(await wipeUserData(path.join(tempDir(), 'nowhere'))).toBe(false);
});
