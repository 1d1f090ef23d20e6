/** The file of profiles, with a bad one set aside; a newer one, and one that is busy, left alone. */
import { readJsonFile, removeTemps, setAside, writeJsonFile } from '../system/json-file.ts';
import type { LoadedList, ProfileStore } from './list-file.ts';
import { parseProfileFile } from './profile.ts';

/** `now`: epoch ms, for the name of a file that had to be set aside. */
export function openProfileStore(file: string, now: () => number): ProfileStore {
  function load(): LoadedList {
    const read = readJsonFile(file);
    if (read.is === 'missing' || read.is === 'unavailable') return read;
    if (read.is === 'read' && parseProfileFile(read.value) !== null) return read;
    const moved = setAside(file, now());
    return moved === null ? { is: 'unavailable' } : { is: 'setAside', file: moved };
  }

  return {
    load: () => {
      const loaded = load();
      removeTemps(file);
      return Promise.resolve(loaded);
    },
    save: async (value) => {
      try {
        await writeJsonFile(file, value);
        return true;
      } catch {
        return false;
      }
    },
  };
}
