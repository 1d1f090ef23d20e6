/**
 * What is kept of the gateway beside the vault: its port, and of each profile whether it is on, the hash of
 * its token and those of its earlier session IDs. No secret: tokens are sealed in the vault.
 */
import * as v from 'valibot';
import { type JsonStore, openJsonStore } from '../files/json-store.ts';

/** Below it are the ports that only an administrator may take. */
const LOWEST_PORT = 1024;
/** So many earlier session IDs of one profile are known again. */
export const MOST_EARLIER = 50;

/** A greater version was written by a newer app and is left alone. */
const FILE_VERSION = 1;
/** SHA-256, in hex. */
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));
const fileSchema = v.object({
  version: v.pipe(v.number(), v.safeInteger()),
  port: v.nullable(
    v.pipe(v.number(), v.safeInteger(), v.minValue(LOWEST_PORT), v.maxValue(65_535)),
  ),
  profiles: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/u)),
        on: v.boolean(),
        tokenHash: hash,
        earlier: v.pipe(v.array(hash), v.maxLength(MOST_EARLIER)),
      }),
    ),
    v.maxLength(1000),
  ),
});

export type GatewayEntry = Readonly<v.InferOutput<typeof fileSchema>['profiles'][number]>;
export interface GatewayFile {
  /** Null before the gateway was first turned on. */
  readonly port: number | null;
  /** Of each profile for which it was ever turned on. */
  readonly profiles: readonly GatewayEntry[];
}

/** Null for what is no file of ours. */
export function parseGateway(value: unknown): GatewayFile | 'newer' | null {
  const version = v.safeParse(v.object({ version: v.number() }), value);
  if (version.success && version.output.version > FILE_VERSION) return 'newer';
  const parsed = v.safeParse(fileSchema, value);
  return parsed.success ? parsed.output : null;
}

export const gatewayFile = ({ port, profiles }: GatewayFile): unknown => ({
  version: FILE_VERSION,
  port,
  profiles,
});

/** `now`: epoch ms, for the name of a file that had to be set aside. */
export function openGatewayStore(file: string, now: () => number): JsonStore {
  return openJsonStore(file, { isOurs: (value) => parseGateway(value) !== null, now });
}
