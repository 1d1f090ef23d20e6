/** Profiles over a vault in memory and a list that a test can look into. */
import { createProfiles } from '../../src-main/profiles/profiles.ts';
import type { Profiles } from '../../src-main/profiles/profiles-types.ts';
import type { Loaded } from '../../src-main/files/json-store.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { newVault } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';

export interface List {
  readonly profiles: Profiles;
  /** What was saved last. */
  readonly saved: () => unknown;
}

export async function openList(value?: unknown): Promise<List> {
  const box = new MemorySecretBox();
  box.takeAway();
  const { vault } = newVault(tempDir(), box);
  await vault.open();
  let saved: unknown = null;
  let ids = 0;
  const load: Loaded = value === undefined ? { is: 'missing' } : { is: 'read', value };
  const profiles = createProfiles({
    vault,
    store: {
      load: () => Promise.resolve(load),
      save: (list) => {
        saved = list;
        return Promise.resolve(true);
      },
    },
    newId: () => `id-${(ids += 1)}`,
    newDeviceId: () => `device${(ids += 1)}`,
    machineName: 'Test machine',
    firstServer: { kind: 'bill' },
    onChange: () => undefined,
  });
  await profiles.load();
  return { profiles, saved: () => saved };
}

export const exportOf = (...profiles: readonly object[]) => ({
  version: 1,
  selected: '',
  profiles: profiles.map((own, n) => ({
    id: `p${n}`,
    name: `Profile ${n}`,
    colour: 'blue',
    kind: 'password',
    server: { kind: 'bill' },
    userName: 'dana@acme.test',
    orgId: '00801ACME',
    deviceId: `device-${n}`,
    machineName: 'Elsewhere',
    staySignedIn: true,
    signInOnLaunch: false,
    ...own,
  })),
});
