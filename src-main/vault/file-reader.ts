/**
 * Reads one vault file that may be anything: a link, a folder, far too long, damaged. Looks before it
 * opens, opens without following, and changes nothing but a mode that lets others read.
 */
import { constants } from 'node:fs';
import { type Disk, type FileFacts, type OpenFile, codeOf, readStart } from './disk.ts';
import { MAX_FILE_BYTES, type VaultFile, parseVault } from './envelope.ts';
import type { VaultLog } from './types.ts';

export type Found =
  | { readonly is: 'missing' }
  /** Whatever the keyring says, this will never be readable. */
  | { readonly is: 'bad'; readonly why: string }
  | { readonly is: 'newer' }
  /** The disk refused: may work later. */
  | { readonly is: 'unavailable'; readonly code: string }
  | { readonly is: 'file'; readonly file: VaultFile };

/** O_NONBLOCK: a pipe put in the file's place must not hold us up. Windows has neither. */
const READ_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Never rejects. Tightens the mode of a real file to 0600, except on Windows, and logs it. */
export async function readVaultFile(
  path: string,
  disk: Disk,
  platform: NodeJS.Platform,
  log: VaultLog,
): Promise<Found> {
  try {
    const refused = refuse(await disk.lstat(path));
    if (refused !== null) return refused;
    const file = await disk.open(path, READ_FLAGS);
    try {
      const facts = await file.stat();
      const changed = refuse(facts);
      if (changed !== null) return changed;
      if (platform !== 'win32' && (facts.mode & 0o077) !== 0) {
        await tighten(file, log);
      }
      return parseVault(await readStart(file, Math.min(facts.size, MAX_FILE_BYTES) + 1));
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { is: 'missing' };
    return code === 'ELOOP' ? { is: 'bad', why: 'link' } : { is: 'unavailable', code };
  }
}

/** A file of somebody else's can be read but not tightened. That is no reason not to read it. */
async function tighten(file: OpenFile, log: VaultLog): Promise<void> {
  try {
    await file.chmod(0o600);
    log({ event: 'vault-mode-tightened', what: 'file' });
  } catch (error) {
    log({ event: 'vault-mode-kept', what: 'file', code: codeOf(error) });
  }
}

function refuse(facts: FileFacts): Found | null {
  if (facts.isSymbolicLink()) return { is: 'bad', why: 'link' };
  if (!facts.isFile()) return { is: 'bad', why: 'notAFile' };
  return facts.size > MAX_FILE_BYTES ? { is: 'bad', why: 'tooLarge' } : null;
}
