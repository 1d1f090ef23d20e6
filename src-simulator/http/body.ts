/**
 * Reads the body of a request whole, up to a limit.
 */
import type { IncomingMessage } from 'node:http';

const MIB = 1_048_576;

/** The largest body of each kind that is read, in bytes. */
const LIMITS = {
  /** More is refused with 413 and BDC_1002. */
  form: MIB,
  /** Room for a file of 20 MB (D OLD UPLOAD) and what is around it. */
  multipart: 32 * MIB,
  /** A call of the control API: the data of all organizations. */
  control: 32 * MIB,
};
/** Beyond this the rest of a too large body is not even thrown away any more. */
const PATIENCE = 64 * MIB;

/**
 * Calls `done` once with the body, or with null where it is over the limit (the rest is read and
 * thrown away). Not at all where the client goes away, or does not end.
 */
export function readBody(
  request: IncomingMessage,
  kind: keyof typeof LIMITS,
  done: (body: Buffer | null) => void,
): void {
  const limit = LIMITS[kind];
  let chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else chunks = [];
    if (size > PATIENCE) request.destroy();
  });
  request.on('end', () => {
    const [only] = chunks;
    if (size > limit) done(null);
    else done(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
  });
}
