/** Does what has to wait until the vault's file can be read, however late that is. */
import type { Log } from '../ports.ts';
import type { Vault } from '../vault/vault-types.ts';
import type { Launch } from './launch.ts';
import type { Profiles } from './profiles-types.ts';

export interface VaultFollower {
  /** To be called whenever the vault may have changed. */
  follow(): void;
  /** Resolves when what was begun has ended. */
  settled(): Promise<void>;
}

export function followVault(deps: {
  readonly vault: Vault;
  readonly profiles: Profiles;
  readonly launch: Launch;
  readonly log: Log;
}): VaultFollower {
  const { vault, profiles, launch, log } = deps;
  let hasOpened = false;
  let following: Promise<void> = Promise.resolve();

  async function follow(): Promise<void> {
    const isFirst = !hasOpened && vault.status().is === 'ready';
    hasOpened ||= isFirst;
    await profiles.follow();
    if (!isFirst) return;
    launch.begin();
    await profiles.prune();
  }

  return {
    follow: () => {
      following = following.then(follow).catch(() => {
        log.write({ event: 'failure', where: 'after the vault has changed', name: 'Error' });
      });
    },
    settled: () => following,
  };
}
