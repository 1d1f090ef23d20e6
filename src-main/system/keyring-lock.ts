/** Whether the collection that Chromium would keep its key in is locked (Secret Service, Linux). */
import { readFlag, type Ask, type Property } from './session-bus.ts';

/** The default collection has this path in any case, beside its own (Secret Service 0.2, 12). */
const LOCKED: Property = {
  service: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets/aliases/default',
  interface: 'org.freedesktop.Secret.Collection',
  name: 'Locked',
};

type Env = Readonly<Record<string, string | undefined>>;

/** What of XDG_CURRENT_DESKTOP Chromium knows beside KDE (base/nix/xdg_util.cc); the first that it knows counts. */
const OTHER_DESKTOPS = [
  ...['Unity', 'Deepin', 'GNOME', 'X-Cinnamon', 'Pantheon', 'XFCE', 'UKUI', 'LXQt', 'COSMIC'],
];

/**
 * True where Chromium keeps its key in the Secret Service. `store` is the value of `--password-store`, which
 * decides if it is known; else KDE has its KWallet, whatever keyring lies beside it, locked for good
 * (FreedesktopSecretKeyProvider::GetKey). With `basic` nobody is asked. KWallet shows its dialog when it
 * is asked, and Chromium waits for the answer: there is nothing to wait for before.
 */
export function usesSecretService(store: string, env: Env): boolean {
  if (store === 'gnome-libsecret') return true;
  if (store === 'basic' || /^kwallet[56]?$/u.test(store)) return false;
  const desktops = (env['XDG_CURRENT_DESKTOP'] ?? '').split(':');
  return desktops.find((one) => one === 'KDE' || OTHER_DESKTOPS.includes(one)) !== 'KDE';
}

/**
 * What the Secret Service says; null where it says nothing, as without a service or a collection. Asking
 * shows no dialog, but starts the service if it is installed.
 */
export function isKeyringLocked(ask?: Ask): Promise<boolean | null> {
  return readFlag(LOCKED, ask);
}
