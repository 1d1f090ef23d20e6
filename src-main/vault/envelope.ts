/**
 * The vault file as bytes, and back. A file is taken whole or not at all: its text must be exactly
 * what we would write ourselves, a checksum tells an accident from a keyring that changed, and a
 * proof under the data key tells a forgery.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { tagOf } from './protection.ts';
import {
  ENVIRONMENT,
  NONCE_BYTES,
  SCHEMA_VERSION,
  type SealedRecord,
  TAG_BYTES,
  isRecordId,
  openBytes,
  openRecord,
  sealBytes,
} from './sealed-records.ts';

/** No vault is longer, written or read: thousands of times what 50 profiles need. */
export const MAX_FILE_BYTES = 1024 * 1024;

export interface Header {
  readonly platform: string;
  /** The provider's tag and the selected backend at the time of writing: for diagnosis. */
  readonly tag: string;
  readonly backend: string | null;
  /** The data key, sealed by the keyring; base64. */
  readonly key: string;
}

export interface VaultFile extends Header {
  readonly records: readonly SealedRecord[];
  readonly proof: string;
}

export type Parsed =
  | { readonly is: 'file'; readonly file: VaultFile }
  /** Written by a newer version of this program: whole and well, but not ours to touch. */
  | { readonly is: 'newer' }
  | { readonly is: 'bad'; readonly why: 'tooLarge' | 'notText' | 'notOurs' | 'damaged' };

const FORMAT = 'tabkeeper-vault-';

const base64 = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.check((text) => {
      const bytes = Buffer.from(text, 'base64');
      return bytes.length >= least && bytes.length <= most && bytes.toString('base64') === text;
    }),
  );

const recordSchema = v.strictObject({
  id: v.pipe(v.string(), v.check(isRecordId)),
  environment: v.literal(ENVIRONMENT),
  nonce: base64(NONCE_BYTES, NONCE_BYTES),
  data: base64(TAG_BYTES, MAX_FILE_BYTES),
});

const fileSchema = v.pipe(
  v.strictObject({
    format: v.literal(`${FORMAT}${SCHEMA_VERSION}`),
    version: v.literal(SCHEMA_VERSION),
    platform: v.pipe(v.string(), v.regex(/^[a-z0-9]{1,16}$/u)),
    tag: v.pipe(v.string(), v.regex(/^(?:v[0-9]{2}|none)$/u)),
    backend: v.nullable(v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,32}$/u))),
    key: base64(1, 64 * 1024),
    records: v.pipe(
      v.array(recordSchema),
      v.check((records) => new Set(records.map(({ id }) => id)).size === records.length),
    ),
    proof: base64(NONCE_BYTES + TAG_BYTES, NONCE_BYTES + TAG_BYTES),
    sum: v.string(),
  }),
  v.check((file) => tagOf(Buffer.from(file.key, 'base64')) === file.tag),
);

/** The header of a file whose data key was just sealed as `sealed`. */
export function headerFor(
  platform: NodeJS.Platform,
  backend: string | null,
  sealed: Uint8Array,
): Header {
  const known = backend !== null && /^[a-z0-9_]{1,32}$/u.test(backend);
  return {
    platform,
    tag: tagOf(sealed),
    backend: known ? backend : null,
    key: Buffer.from(sealed).toString('base64'),
  };
}

/** The bytes of a vault file. Whether they fit into MAX_FILE_BYTES is for the caller to check. */
export function encodeVault(
  dataKey: Buffer,
  header: Header,
  records: readonly SealedRecord[],
): Buffer {
  const body = bodyOf(header, records);
  const { nonce, data } = sealBytes(dataKey, Buffer.alloc(0), proofContext(body));
  const proof = Buffer.concat([nonce, data]).toString('base64');
  return Buffer.from(JSON.stringify({ ...body, proof, sum: sumOf(body, proof) }), 'utf8');
}

/** Reads bytes that may be anything. Never throws, and needs no key. */
export function parseVault(bytes: Uint8Array): Parsed {
  if (bytes.length > MAX_FILE_BYTES) return { is: 'bad', why: 'tooLarge' };
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { is: 'bad', why: 'notText' };
  }
  if (isNewer(value)) return { is: 'newer' };
  const parsed = v.safeParse(fileSchema, value);
  if (!parsed.success) return { is: 'bad', why: 'notOurs' };
  const { records, proof, sum, ...header } = parsed.output;
  const body = bodyOf(header, records);
  // Canonical: no space, no second spelling, no double key. Else a changed file could look the same.
  if (sum !== sumOf(body, proof) || JSON.stringify({ ...body, proof, sum }) !== text) {
    return { is: 'bad', why: 'damaged' };
  }
  const { platform, tag, backend, key } = header;
  return { is: 'file', file: { platform, tag, backend, key, records, proof } };
}

/** Whether this file, as a whole and record by record, was written under this data key. */
export function isGenuine(dataKey: Buffer, file: VaultFile): boolean {
  const proof = Buffer.from(file.proof, 'base64');
  const body = bodyOf(file, file.records);
  const nonce = proof.subarray(0, NONCE_BYTES);
  const opened = openBytes(dataKey, nonce, proof.subarray(NONCE_BYTES), proofContext(body));
  return opened !== null && file.records.every((record) => openRecord(dataKey, record) !== null);
}

function bodyOf(header: Header, records: readonly SealedRecord[]) {
  return {
    format: `${FORMAT}${SCHEMA_VERSION}`,
    version: SCHEMA_VERSION,
    platform: header.platform,
    tag: header.tag,
    backend: header.backend,
    key: header.key,
    records: records.map(({ id, environment, nonce, data }) => ({ id, environment, nonce, data })),
  };
}

function proofContext(body: ReturnType<typeof bodyOf>): string {
  return `${SCHEMA_VERSION}|proof|${JSON.stringify(body)}`;
}

function sumOf(body: ReturnType<typeof bodyOf>, proof: string): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...body, proof }))
    .digest('hex');
}

/**
 * Every version of this format says its number twice, so that one flipped bit in a file of ours
 * cannot make it look newer, which would keep us from repairing it.
 */
function isNewer(value: unknown): boolean {
  const parsed = v.safeParse(
    v.object({ format: v.string(), version: v.pipe(v.number(), v.safeInteger()) }),
    value,
  );
  if (!parsed.success) return false;
  const { format, version } = parsed.output;
  return version > SCHEMA_VERSION && format === `${FORMAT}${version}`;
}
