/**
 * Unpacks a reply that came compressed although identity was asked for, as some gateways send it.
 * The limit is that of the text which comes out, so that a small reply cannot become a huge one.
 */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { MAX_REPLY_BYTES } from '../call-limits.ts';

export type Packing = 'plain' | 'gzip' | 'deflate' | 'br';

const packings: Readonly<Record<string, Packing>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
};

/** How a body is packed, from its Content-Encoding; null for a way, or several, that we do not read. */
export function packingOf(contentEncoding: string | undefined): Packing | null {
  const names = (contentEncoding ?? '').toLowerCase().split(',');
  const [name, another] = names
    .map((it) => it.trim())
    .filter((it) => !['', 'identity'].includes(it));
  if (name === undefined) return 'plain';
  if (another !== undefined || !Object.hasOwn(packings, name)) return null;
  return packings[name] ?? null;
}

/** The body as text is read from it; or why there is none. An empty body is empty however it is packed. */
export function unpack(body: Buffer, packing: Packing): Buffer | 'tooLarge' | 'encoded' {
  if (packing === 'plain' || body.length === 0) return body;
  const limit = { maxOutputLength: MAX_REPLY_BYTES };
  try {
    switch (packing) {
      case 'gzip':
        return gunzipSync(body, limit);
      case 'br':
        return brotliDecompressSync(body, limit);
      case 'deflate':
        // Some servers leave the zlib wrapper out (RFC 9110, 8.4.1.2).
        return hasZlibHead(body) ? inflateSync(body, limit) : inflateRawSync(body, limit);
    }
  } catch (error) {
    const tooLarge = error instanceof RangeError && 'code' in error;
    return tooLarge && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'encoded';
  }
}

/** RFC 1950, 2.2: the method is deflate, and the first two bytes are a multiple of 31. */
function hasZlibHead(body: Buffer): boolean {
  return body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
