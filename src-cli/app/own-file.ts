/** Files in `hand-off/`: read only where nobody but this user can have written them. */
import { codeOf } from '../../src-shared/text/thrown.ts';
import { fs } from '../system/builtins.ts';

export type OwnFile =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'missing' }
  /** Another user's, or others may write it. */
  | { readonly is: 'foreign' }
  /** Others may read it. */
  | { readonly is: 'readable'; readonly text: string }
  | { readonly is: 'refused'; readonly code: string };

/** No file of ours is longer. */
const MOST_BYTES = 65_536;

export function readOwnFile(file: string): OwnFile {
  const { openSync, closeSync, fstatSync, readFileSync, constants } = fs();
  let handle: number;
  try {
    // A FIFO in its place must not hold us up. Windows has none, and no such flag.
    const { O_RDONLY, O_NONBLOCK } = constants as { O_RDONLY: number; O_NONBLOCK?: number };
    handle = openSync(file, O_RDONLY | (O_NONBLOCK ?? 0));
  } catch (error) {
    const code = codeOf(error) ?? 'unknown';
    return code === 'ENOENT' || code === 'ENOTDIR' ? { is: 'missing' } : { is: 'refused', code };
  }
  try {
    const { uid, mode, size } = fstatSync(handle);
    const isFile = (mode & constants.S_IFMT) === constants.S_IFREG;
    if (!isFile || size > MOST_BYTES) return { is: 'refused', code: isFile ? 'EFBIG' : 'EINVAL' };
    // Windows has neither owners nor modes of this kind; the folder is the user's own there.
    const me = process.getuid?.();
    if (me !== undefined && (uid !== me || (mode & 0o022) !== 0)) return { is: 'foreign' };
    const text = readFileSync(handle, 'utf8');
    return { is: me !== undefined && (mode & 0o044) !== 0 ? 'readable' : 'text', text };
  } catch (error) {
    return { is: 'refused', code: codeOf(error) ?? 'unknown' };
  } finally {
    closeSync(handle);
  }
}

/** JSON of a file of ours; null for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
