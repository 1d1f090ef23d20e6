/** Whose version the command line has: the project's. */
import { fs } from './builtins.ts';

/** Vite puts it into every bundle (scripts/vite.ts); run from its sources there is none. */
declare const TABKEEPER_VERSION: string | undefined;

export function ownVersion(): string {
  if (typeof TABKEEPER_VERSION === 'string') return TABKEEPER_VERSION;
  const manifest: unknown = JSON.parse(
    fs().readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return (manifest as { readonly version: string }).version;
}
