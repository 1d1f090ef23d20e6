/** Disks that fail the way a test wants: the real one with some verbs replaced. */
import { nodeDisk, type Disk, type OpenFile } from '../../src-main/vault/disk.ts';

/** An error as the file system gives it. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: said the test`), { code });
}

/** The real disk with some verbs replaced. */
export function diskWith(changes: Partial<Disk>): Disk {
  return { ...nodeDisk, ...changes };
}

/** An open file with some verbs replaced. */
export function fileWith(file: OpenFile, changes: Partial<OpenFile>): OpenFile {
  return {
    writeFile: (bytes) => file.writeFile(bytes),
    read: (into, offset, length, position) => file.read(into, offset, length, position),
    stat: () => file.stat(),
    chmod: (mode) => file.chmod(mode),
    sync: () => file.sync(),
    close: () => file.close(),
    ...changes,
  };
}
