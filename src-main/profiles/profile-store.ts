/** The file of profiles. */
import { type JsonStore, openJsonStore } from '../files/json-store.ts';
import { parseProfileFile } from './profile.ts';

/** `now`: epoch ms, for the name of a file that had to be set aside. */
export function openProfileStore(file: string, now: () => number): JsonStore {
  return openJsonStore(file, { isOurs: (value) => parseProfileFile(value) !== null, now });
}
