/** Whether the collection that Chromium would keep its key in is locked (Secret Service, Linux). */
import { readFlag, type Ask, type Property } from './session-bus.ts';

/** The default collection has this path in any case, beside its own (Secret Service 0.2, 12). */
const LOCKED: Property = {
  service: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets/aliases/default',
  interface: 'org.freedesktop.Secret.Collection',
  name: 'Locked',
};

/**
 * True only if the Secret Service says so. Not known, as without a service or a collection, is false:
 * then there is nothing to wait for. Asking shows no dialog, but starts the service if it is installed.
 */
export async function isKeyringLocked(ask?: Ask): Promise<boolean> {
  return (await readFlag(LOCKED, ask)) === true;
}
