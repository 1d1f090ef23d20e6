/**
 * Whether the system really protects a secret. "Available" does not say so: on Linux there is always
 * a fallback with a key that everybody knows, told apart only by the first bytes of what it seals.
 */
import type { SecretBox } from './secret-box.ts';
import type { NoProtection } from '../../src-shared/snapshot.ts';

export type Protection =
  | {
      readonly level: 'protected';
      readonly backend: string | null;
      /** The text that was given to `probe`, sealed. */
      readonly sealed: Uint8Array;
    }
  | { readonly level: 'none'; readonly why: NoProtection; readonly backend: string | null };

const PROBE = 'Is anybody there who keeps a key?';
const FIXED_KEY = 'v10';
/** Secret Service or KWallet, and the desktop portal. */
const REAL_ON_LINUX: readonly string[] = ['v11', 'v12'];

/** The provider's tag: the first three bytes if they look like one, else `none`. */
export function tagOf(sealed: Uint8Array): string {
  const start = Buffer.from(sealed.subarray(0, 3)).toString('latin1');
  return /^v[0-9]{2}$/u.test(start) ? start : 'none';
}

/** Whether what carries this tag was sealed by a real keyring. On macOS and Windows v10 is normal. */
export function isRealTag(platform: NodeJS.Platform, tag: string): boolean {
  return platform !== 'linux' || REAL_ON_LINUX.includes(tag);
}

/**
 * The keyring's name for people. `tag` is what really answered, if known; `selected` is what the
 * system said that it would pick.
 */
export function backendName(
  platform: NodeJS.Platform,
  selected: string | null,
  tag: string | null,
): string | null {
  if (platform === 'darwin') return 'macOS Keychain';
  if (platform === 'win32') return 'Windows Data Protection';
  if (platform !== 'linux') return null;
  if (tag === 'v12') return 'desktop portal';
  if (selected?.startsWith('kwallet') === true) return 'KWallet';
  if (tag === 'v11' || selected === 'gnome_libsecret') {
    return 'GNOME Keyring or another Secret Service';
  }
  return null;
}

/** The name of whom we ask, before anybody has answered. */
export function expectedBackend(box: SecretBox): string | null {
  return backendName(box.platform, selectedBackend(box), null);
}

/** What the system says that it would pick; null when it does not say. Never throws. */
export function selectedBackend(box: SecretBox): string | null {
  try {
    return box.backend();
  } catch {
    return null;
  }
}

/**
 * Seals `text`, looks at what came out and opens it again. Never rejects, but waits as long as the
 * keyring does.
 */
export async function probe(box: SecretBox, text: string = PROBE): Promise<Protection> {
  const none = (why: NoProtection): Protection => ({
    level: 'none',
    why,
    backend: expectedBackend(box),
  });
  try {
    if (!(await box.available())) return none('unavailable');
    const sealed = await box.seal(text);
    const tag = tagOf(sealed);
    if (box.platform === 'linux' && tag === FIXED_KEY) return none('fixedKey');
    if (!isRealTag(box.platform, tag)) return none('failed');
    // A box that hands back what it was given protects nothing, whatever it is called.
    if (Buffer.from(sealed).includes(text)) return none('failed');
    if ((await box.open(sealed)).text !== text) return none('failed');
    return {
      level: 'protected',
      backend: backendName(box.platform, selectedBackend(box), tag),
      sealed,
    };
  } catch {
    return none('failed');
  }
}
