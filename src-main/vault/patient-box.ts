/**
 * A secret box that is used for the first time only once its keyring is unlocked. Electron builds its
 * key ring once in the life of a process: asked while the keyring is locked, and then refused, it has no
 * key until the app is started again. At a start with the login the keyring is often locked for a while.
 */
import type { Cancel, Clock } from '../ports.ts';
import type { SecretBox } from './secret-box.ts';

/** Each look is one call on the session bus. */
const LOOK_EVERY_MS = 5_000;

interface PatientBox extends SecretBox {
  /** True while it waits for somebody to unlock the keyring. */
  waits(): boolean;
  /** Ends the wait: the keyring may now show its dialog, because a person asked for it. */
  hurry(): void;
  /** Ends the wait. The calls that were in it never settle. */
  stop(): void;
}

/** Wraps `box`; `onLocked` is called when the first use has to wait. */
export function patient(box: SecretBox, clock: Clock, onLocked: () => void): PatientBox {
  let first: Promise<void> | null = null;
  let hurried = false;
  let wake: (() => void) | null = null;
  let cancel: Cancel = () => undefined;

  const unlocked = () => (first ??= wait());

  /** Where nobody says that it is locked there is nothing to wait for, but what is waited for may be
   * silent for a while, as when the login starts its keyring anew: then only a word ends the wait. */
  async function wait(): Promise<void> {
    let locked = (await box.isLocked()) === true;
    while (!hurried && locked) {
      const looked = new Promise<void>((resolve) => {
        const isNew = wake === null;
        wake = resolve;
        cancel = clock.after(LOOK_EVERY_MS, resolve);
        if (isNew) onLocked();
      });
      await looked;
      locked = (await box.isLocked()) !== false;
    }
    wake = null;
  }

  return {
    platform: box.platform,
    isLocked: () => box.isLocked(),
    available: () => unlocked().then(() => box.available()),
    backend: () => box.backend(),
    seal: (text) => unlocked().then(() => box.seal(text)),
    open: (sealed) => unlocked().then(() => box.open(sealed)),
    waits: () => wake !== null,
    hurry: () => {
      hurried ||= wake !== null;
      cancel();
      wake?.();
    },
    stop: () => cancel(),
  };
}
