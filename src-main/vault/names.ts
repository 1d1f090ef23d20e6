/** The names of the vault's files. Everything that begins with `vault.` in its folder is the vault's. */

export const MAIN = 'vault.json';
export const BACKUP = 'vault.json.bak';
export const LOCK = 'vault.lock';

/** What a crash can leave of a save. */
export function isTemp(name: string): boolean {
  return /^vault\.json\.[0-9a-f]+\.(?:bak\.)?tmp$/u.test(name);
}

export function isSetAside(name: string): boolean {
  return /^vault\.unreadable-[0-9]+(?:-[a-z0-9-]+)?\.json$/u.test(name);
}

/** The name of a file set aside at `wall` (epoch ms) that none of `taken` has yet. */
export function setAsideName(wall: number, suffix: string, taken: readonly string[]): string {
  const stem = `vault.unreadable-${Math.max(0, Math.floor(wall))}${suffix}`;
  let name = `${stem}.json`;
  for (let n = 2; taken.includes(name); n += 1) name = `${stem}-${n}.json`;
  return name;
}
