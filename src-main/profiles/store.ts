/** The file of profiles, with a bad one set aside and a newer one left alone. */
import { readJsonFile, setAside, writeJsonFile } from '../system/json-file.ts';
import { parseProfileFile } from './profile.ts';
import type { ProfileStore } from './profiles.ts';

/** `now`: epoch ms, for the name of a file that had to be set aside. */
export function openProfileStore(file: string, now: () => number): ProfileStore {
  return {
    load: async () => {
      const read = await readJsonFile(file);
      if (read.is === 'missing') return null;
      const value = read.is === 'read' ? read.value : null;
      if (parseProfileFile(value) === null) await setAside(file, now());
      return value;
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
