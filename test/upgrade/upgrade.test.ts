/** What older versions wrote is opened by this one; what a newer one wrote is left byte for byte. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProfileStore } from '../../src-main/profiles/profile-store.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { startTabkeeper } from '../flow/tabkeeper.ts';
import { openVault } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';

const fixture = (name: string) => path.join(import.meta.dirname, 'fixtures/v1', name);
const keyring = () =>
  new MemorySecretBox(
    'linux',
    Buffer.from(readFileSync(fixture('keyring.hex'), 'utf8').trim(), 'hex'),
  );

/** The files of version 1 as they lay in somebody's folder. */
function folderOfVersion1(): string {
  const folder = tempDir();
  mkdirSync(path.join(folder, 'vault'));
  copyFileSync(fixture('vault.json'), path.join(folder, 'vault/vault.json'));
  for (const name of ['profiles.json', 'preferences.json']) {
    copyFileSync(fixture(name), path.join(folder, name));
  }
  return folder;
}

/** Opens the preferences of `folder` as the app does, changes one, and says what was found. */
function openPreferences(folder: string): unknown {
  const child = path.join(import.meta.dirname, '../files/children/open-files.ts');
  const input = JSON.stringify({ folders: [folder], change: 'set' });
  const { stdout } = spawnSync(process.execPath, [child], { input, encoding: 'utf8' });
  return JSON.parse(stdout);
}

describe('the files of version 1', () => {
  it('open with their profiles and secrets', async () => {
    const folder = folderOfVersion1();
    const file = path.join(folder, 'profiles.json');
    const app = await startTabkeeper({
      vaultDir: path.join(folder, 'vault'),
      box: keyring(),
      profileStore: openProfileStore(file, () => 1),
    });
    const { profiles, storage, notices, selected } = app.app.snapshot();
    expect(storage.is).toBe('ready');
    expect(notices).toEqual([]);
    expect(profiles).toMatchObject([
      { id: selected, name: 'Acme', colour: 'purple', kept: 'everything', draft: false },
      { name: 'Token', kind: 'token', kept: 'nothing', draft: false },
    ]);
    expect(profiles[0]?.rememberedUntil).toBe(4_102_444_800_000);
    expect(readFileSync(file)).toEqual(readFileSync(fixture('profiles.json')));
    await app.close();
  });

  it('open with the text of each secret', async () => {
    const { vault } = await openVault(path.join(folderOfVersion1(), 'vault'), keyring());
    const [id = ''] = vault.ids();
    expect(vault.get(id)).toMatchObject({
      password: 'upgrade "password" ä',
      devKey: 'upgrade-dev-key',
      mfaId: 'upgrade-mfa',
    });
  });

  it('open with their settings', () => {
    const folder = folderOfVersion1();
    expect(openPreferences(folder)).toMatchObject({ maxHours: 9, after: 5, notice: null });
    const file = JSON.parse(readFileSync(path.join(folder, 'preferences.json'), 'utf8')) as unknown;
    expect(file).toMatchObject({ touchMinutes: 7, closeAction: 'hide', monochromeTray: true });
  });
});

describe('the files of a newer version', () => {
  it('are refused, and stay as they are whatever is done', async () => {
    const folder = folderOfVersion1();
    const files = ['vault/vault.json', 'profiles.json', 'preferences.json'].map((name) =>
      path.join(folder, name),
    );
    for (const file of files) {
      const newer = readFileSync(file, 'utf8')
        .replace('"version":1', '"version":2')
        .replace('"version": 1', '"version": 2')
        .replace('tabkeeper-vault-1', 'tabkeeper-vault-2');
      writeFileSync(file, newer);
    }
    const before = files.map((file) => readFileSync(file, 'utf8'));
    expect(openPreferences(folder)).toMatchObject({ maxHours: 12, notice: 'settingsNewer' });
    // The list was written by that too, since it changes everything: put it back.
    writeFileSync(files[1] ?? '', before[1] ?? '');
    const app = await startTabkeeper({
      vaultDir: path.join(folder, 'vault'),
      box: keyring(),
      profileStore: openProfileStore(path.join(folder, 'profiles.json'), () => 1),
    });
    expect(app.app.snapshot()).toMatchObject({
      storage: { is: 'newerFormat' },
      notices: [{ kind: 'profilesNewer' }],
    });
    await app.signIn({ profile: app.app.snapshot().selected });
    const profile = app.app.snapshot().selected;
    await app.call('keepSignIn', { profile, what: 'everything' });
    await app.call('createProfile', {});
    await app.settled();
    expect(app.app.snapshot().notices).toMatchObject([{ kind: 'profilesNewer' }]);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    await app.close();
  });
});
