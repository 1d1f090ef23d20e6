/**
 * A secret box that asks again when the keyring says "not now". Electron tells this case apart by
 * the words of its message only.
 */
import type { Cancel, Clock } from '../ports.ts';
import type { SecretBox } from './secret-box.ts';

/** Milliseconds before each further try: under 30 s together, so that "waiting" stays the exception. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000];

/** Whether this rejection says that the same call may work in a moment. */
export function isTemporary(error: unknown): boolean {
  return error instanceof Error && error.message.includes('temporarily unavailable');
}

interface PatientBox extends SecretBox {
  /** Stops every pause. The calls that were in one never settle. */
  stop(): void;
}

/** Wraps `box`: `seal` and `open` reject as temporary only after the last try. */
export function patient(box: SecretBox, clock: Clock): PatientBox {
  const pauses = new Set<Cancel>();

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, () => {
        pauses.delete(cancel);
        resolve();
      });
      pauses.add(cancel);
    });

  async function persistently<T>(call: () => Promise<T>): Promise<T> {
    for (const ms of PAUSES_MS) {
      try {
        return await call();
      } catch (error) {
        if (!isTemporary(error)) throw error;
        await pause(ms);
      }
    }
    return await call();
  }

  return {
    platform: box.platform,
    available: () => box.available(),
    backend: () => box.backend(),
    seal: (text) => persistently(() => box.seal(text)),
    open: (sealed) => persistently(() => box.open(sealed)),
    stop: () => {
      for (const cancel of pauses) cancel();
      pauses.clear();
    },
  };
}
