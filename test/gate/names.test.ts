/** The house: a file's name says which file it is, and no room is too full to look through. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const product = ['src-main', 'src-shared', 'src-renderer', 'src-simulator', 'src-cli'];
const rest = ['browser-host', 'scripts', 'test'];
const MAX_FILES = 15;

/** All files of the folders that are there, by their paths in the repository. */
function filesOf(folders: readonly string[]): string[] {
  const there = readdirSync(root);
  return folders
    .filter((folder) => there.includes(folder))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name)),
    )
    .map((file) => path.relative(root, file).replaceAll(path.sep, '/'));
}

const isCode = (file: string) => /\.(?:ts|mts|svelte)$/u.test(file);
const baseOf = (file: string) => path.posix.basename(file).replace(/\..*$/u, '');

/** The lists of those that have the same key. */
function groupsBy(
  files: readonly string[],
  keyOf: (file: string) => string,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  return groups;
}

/** Files of code that share their name without what follows its first dot. */
function twins(files: readonly string[]): string[][] {
  const groups = groupsBy(files.filter(isCode), baseOf);
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Folders with more files than are looked through at a glance. */
function fullRooms(files: readonly string[]): string[] {
  const rooms = [...groupsBy(files, (file) => path.posix.dirname(file))];
  return rooms.filter(([, inside]) => inside.length > MAX_FILES).map(([room]) => room);
}

describe('the names of files', () => {
  const files = filesOf(product);

  it('are read from the folders of the product', () => {
    expect(files.filter(isCode).length).toBeGreaterThan(300);
  });

  it('are each used once in the product, so that a name is enough to find a file', () => {
    expect(twins(files)).toEqual([]);
  });

  it.each([
    ['src-main/system/clock.ts', 'src-simulator/account/clock.ts'],
    ['src-shared/words/session/primary-action.ts', 'src-renderer/parts/primary-action.svelte.ts'],
    ['src-renderer/App.svelte', 'src-renderer/panels/App.svelte'],
  ])('would not be: %s beside %s is found', (there, planted) => {
    expect(files).toContain(there);
    expect(twins([...files, planted])).toEqual([[there, planted]]);
  });
});

describe('the rooms of the house', () => {
  const files = filesOf([...product, ...rest]);
  const text = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const section = text.slice(text.indexOf('\n## Rooms'), text.indexOf('\n## The path'));
  const argued = [...section.matchAll(/^\| `([\w/-]+)\/` +\| \S/gmu)].map(([, room = '']) => room);

  it(`hold at most ${MAX_FILES} files, or docs/architecture.md argues why one holds more`, () => {
    expect(fullRooms(files).filter((room) => !argued.includes(room))).toEqual([]);
  });

  it('are argued for in docs/architecture.md only where they are full', () => {
    expect(argued.filter((room) => !fullRooms(files).includes(room))).toEqual([]);
  });

  it('would be found too full with one more file than that', () => {
    const planted = Array.from({ length: MAX_FILES + 1 }, (_, at) => `src-main/hall/${at}.ts`);
    expect(fullRooms(planted.slice(1))).toEqual([]);
    expect(fullRooms(planted)).toEqual(['src-main/hall']);
  });
});
