/** Disks that fail the way a test wants: the real one with some verbs replaced. */
import path from 'node:path';
import { nodeDisk, type Disk, type OpenFile } from '../../src-main/files/disk.ts';

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

/**
 * The real disk, which tells of each call that changes something before it is made, such as
 * `rename vault.json.tmp`: what is random in the name of a temporary file is left out.
 */
export function watchedDisk(before: (call: string) => void): Disk {
  const tell = (verb: string, file: string) =>
    before(`${verb} ${path.basename(file).replace(/\.[0-9a-f]{12}/u, '')}`);
  return diskWith({
    open: async (file, flags, mode) => {
      tell('open', file);
      const opened = await nodeDisk.open(file, flags, mode);
      return fileWith(opened, {
        writeFile: (bytes) => {
          tell('write', file);
          return opened.writeFile(bytes);
        },
        sync: () => {
          tell('sync', file);
          return opened.sync();
        },
        close: () => {
          tell('close', file);
          return opened.close();
        },
      });
    },
    link: (from, to) => {
      tell('link', to);
      return nodeDisk.link(from, to);
    },
    rename: (from, to) => {
      tell('rename', from);
      return nodeDisk.rename(from, to);
    },
    unlink: (file) => {
      tell('unlink', file);
      return nodeDisk.unlink(file);
    },
  });
}
