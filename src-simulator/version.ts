/** Whose version the simulator has: the project's. */
import { readFileSync } from 'node:fs';

/** Vite puts it into every bundle (scripts/vite.ts); run from its sources there is none. */
declare const TABKEEPER_VERSION: string | undefined;

export const version: string =
  typeof TABKEEPER_VERSION === 'string' ? TABKEEPER_VERSION : versionOfProject();

function versionOfProject(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return (manifest as { readonly version: string }).version;
}
