/**
 * What a release takes from the environment, and what a build lacks without it. Nothing here is needed
 * for an app that works: without keys it is unsigned, and says so.
 */

export interface Lacking {
  /** The project's page, which deb and rpm must name. */
  readonly homepage: string | null;
  /** Whom deb and rpm name; null for the placeholder of electron-builder.yml. */
  readonly maintainer: string | null;
  /** One sentence for each thing that is missing. */
  readonly missing: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const has = (env: Env, ...names: string[]) => names.every((name) => Boolean(env[name]));

/** Reads the environment for a build on `platform`. */
export function lacking(env: Env, platform: NodeJS.Platform): Lacking {
  const homepage = homepageOf(env);
  const missing: string[] = [];
  if (platform === 'darwin') {
    if (!has(env, 'CSC_LINK') && !has(env, 'CSC_NAME')) {
      missing.push(
        'a signature (CSC_LINK and CSC_KEY_PASSWORD): macOS asks before the first start, shows no notifications, and asks for the keychain again after each update',
      );
    }
    const notary =
      has(env, 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
      has(env, 'APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID');
    if (!notary) {
      missing.push(
        'notarization (APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER): Gatekeeper refuses a downloaded copy until the user allows it in the system settings',
      );
    }
  }
  if (platform === 'win32' && !has(env, 'WIN_CSC_LINK') && !has(env, 'CSC_LINK')) {
    missing.push(
      'a signature (WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD): SmartScreen warns before the first start',
    );
  }
  if (platform === 'linux' && homepage === null) {
    missing.push('a page of the project (TABKEEPER_HOMEPAGE): deb and rpm are not made without');
  }
  const maintainer = env['TABKEEPER_MAINTAINER'] || null;
  if (platform === 'linux' && maintainer === null) {
    missing.push('a maintainer with a mailbox (TABKEEPER_MAINTAINER), which deb and rpm name');
  }
  return { homepage, maintainer, missing };
}

/** Takes out what is set to nothing: a workflow without a key sets it so, and tools take it for one. */
export function dropEmpty(env: Record<string, string | undefined>): void {
  for (const name of Object.keys(env)) {
    // Deleted by Reflect: an entry of the environment that is set to undefined is the text of it.
    if (env[name] === '') Reflect.deleteProperty(env, name);
  }
}

/** As given, or the repository that the workflow runs in. */
function homepageOf(env: Env): string | null {
  if (has(env, 'TABKEEPER_HOMEPAGE')) return env['TABKEEPER_HOMEPAGE'] ?? null;
  if (!has(env, 'GITHUB_SERVER_URL', 'GITHUB_REPOSITORY')) return null;
  return `${env['GITHUB_SERVER_URL'] ?? ''}/${env['GITHUB_REPOSITORY'] ?? ''}`;
}
