/** The app's own files in the user data folder, the vault's aside: by their names, and all of them. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** With what a bad file was renamed to, a backup, and what a crash left of a save. Not Chromium's. */
const OURS =
  /^(?:profiles\.|preferences\.|history\.|window\.|tabkeeper\.(?:log(?:\.1)?|ending)$|(?:hand-off|bin)$)/u;

/** Removes them. False when the disk refused one; the others are gone all the same. Never rejects. */
export async function wipeUserData(folder: string): Promise<boolean> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch {
    return false;
  }
  const removed = await Promise.all(
    names
      .filter((name) => OURS.test(name))
      .map((name) =>
        rm(path.join(folder, name), { force: true, recursive: true }).then(
          () => true,
          () => false,
        ),
      ),
  );
  return removed.every((one) => one);
}
