/**
 * No file needs itself, be it for a type: a circle of imports is loaded in an order that nobody chose, and
 * none of its files can be read, moved or tested without the others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folders = readdirSync(root).filter((name) =>
  /^(?:src-|browser-host$|scripts$|test$)/u.test(name),
);
const files = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|svelte)$/u.test(file))
    .map((file) => path.join(root, folder, file)),
);

/** What a file imports, but for what it loads only once it is needed. */
const IMPORTED = /^\s*(?:import|export)\s(?:[^;'"]*?\sfrom\s)?'(\.[^'?]+)'/gmu;
const imports = new Map(
  files.map((file) => {
    const found = [...readFileSync(file, 'utf8').matchAll(IMPORTED)];
    return [file, found.map(([, to = '']) => path.resolve(path.dirname(file), to))];
  }),
);

/** The first circle that is met from `file` on, as names of files; null without one. */
function circle(file: string, way: readonly string[], free: Set<string>): string[] | null {
  if (way.includes(file)) {
    return [...way.slice(way.indexOf(file)), file].map((one) => path.relative(root, one));
  }
  if (free.has(file)) return null;
  for (const next of imports.get(file) ?? []) {
    const found = circle(next, [...way, file], free);
    if (found !== null) return found;
  }
  free.add(file);
  return null;
}

it('no file imports itself, whatever the way', () => {
  expect(files.length).toBeGreaterThan(500);
  expect([...imports.values()].flat().length).toBeGreaterThan(2 * files.length);
  const free = new Set<string>();
  for (const file of files) expect(circle(file, [], free)).toBeNull();
});
