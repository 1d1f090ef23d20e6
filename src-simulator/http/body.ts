/**
 * Reads the body of a request whole, up to a limit.
 */
import type { IncomingMessage } from 'node:http';

/** The largest form that is read; more is refused with 413 and BDC_1002. */
const FORM_LIMIT = 1_048_576;
/** The largest multipart body: room for a file of 20 MB (D OLD UPLOAD) and what is around it. */
const MULTIPART_LIMIT = 32 * FORM_LIMIT;
/** Beyond this the rest of a too large body is not even thrown away any more. */
const PATIENCE = 2 * MULTIPART_LIMIT;

/**
 * Calls `done` once with the body, or with null where it is over the limit (the rest is read and
 * thrown away). Not at all where the client goes away, or does not end.
 */
export function readBody(
  request: IncomingMessage,
  isMultipart: boolean,
  done: (body: Buffer | null) => void,
): void {
  const limit = isMultipart ? MULTIPART_LIMIT : FORM_LIMIT;
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
