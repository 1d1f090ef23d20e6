/** Passes a child's output on, without the secrets in it. */
import type { Readable, Writable } from 'node:stream';
import { createMasker } from './masker.ts';

/** Resolves when all of it has been handed over. A reader that has gone ends the child's output too. */
export function passMasked(
  source: Readable,
  target: Writable,
  secrets: readonly string[],
): Promise<void> {
  const masker = createMasker(secrets);
  return new Promise((resolve) => {
    // The child gets EPIPE, as it would without us in between.
    target.once('error', () => {
      source.destroy();
      resolve();
    });
    const write = (bytes: Uint8Array) => bytes.length === 0 || target.write(bytes);
    source.on('data', (piece: Buffer) => {
      if (write(masker.push(piece))) return;
      source.pause();
      target.once('drain', () => source.resume());
    });
    // After its end, after an error, and where the child never ran.
    source.once('close', () => {
      write(masker.end());
      resolve();
    });
    source.on('error', () => undefined);
  });
}
