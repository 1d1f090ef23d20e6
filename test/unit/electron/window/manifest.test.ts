import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scaled } from '../../../scale.ts';
import { listFiles, type ServedFile } from '../../../../src-main/electron/window/bundle-files.ts';

const served = {
  'index.html': 'text/html; charset=utf-8',
  'assets/main-a1.js': 'text/javascript; charset=utf-8',
  'assets/main-a1.css': 'text/css; charset=utf-8',
  'assets/inter.woff2': 'font/woff2',
  'icon.svg': 'image/svg+xml',
  'deep/er/icon.png': 'image/png',
} as const;

let base: string;
let folder: string;
let fileOf: (url: string) => ServedFile | undefined;

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), 'tabkeeper-files-'));
  folder = path.join(base, 'renderer');
  const write = (name: string) => {
    const file = path.join(base, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, name);
  };
  for (const name of Object.keys(served)) write(`renderer/${name}`);
  // Beside the renderer, and kinds of file that are not served.
  for (const name of ['main.js', 'preload.html', 'renderer/main.js.map', 'renderer/.env'])
    write(name);
  symlinkSync(path.join(base, 'main.js'), path.join(folder, 'link.js'));
  fileOf = listFiles(folder);
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('the files of app://bundle', () => {
  it.each(Object.entries(served))('include %s as %s, whatever follows its path', (name, type) => {
    const file = { path: path.join(folder, name), type };
    for (const rest of ['', '?v=1', '#session']) {
      expect(fileOf(`app://bundle/${name}${rest}`)).toEqual(file);
    }
  });

  it.each([
    '',
    'app://bundle',
    'app://bundle/',
    'app://bundle/assets',
    'app://bundle/assets/',
    'app://bundle/main.js',
    'app://bundle/../main.js',
    'app://bundle/%2e%2e/main.js',
    'app://bundle/..%2fmain.js',
    'app://bundle/..%5cmain.js',
    'app://bundle/%252e%252e/main.js',
    'app://bundle/assets/..%2f..%2fmain.js',
    'app://bundle/index.html%00',
    'app://bundle/index.html%00.js',
    'app://bundle//index.html',
    'app://bundle/%69ndex.html',
    'app://bundle/INDEX.HTML',
    'app://bundle/index.html/',
    'app://bundle/link.js',
    'app://bundle/main.js.map',
    'app://bundle/.env',
    'app://bundle/constructor',
    'app://bundle/__proto__',
    'app://bundle.evil/index.html',
    'app://user@bundle/index.html',
    'https://bundle/index.html',
    'file:///index.html',
    `app://bundle/${'a/'.repeat(100_000)}index.html`,
  ])('do not include %j', (url) => {
    expect(fileOf(url)).toBeUndefined();
  });

  it('do not change after the list was made', () => {
    writeFileSync(path.join(folder, 'later.js'), '');
    expect(fileOf('app://bundle/later.js')).toBeUndefined();
  });

  it('are one of the list or nothing, whatever path is asked for', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...['..', '.', '', '%2e%2e', '%2E%2e', '.%2e', '%5c', '..%5c', '%2f', '%00', '\\'],
        ...['%252e%252e', '%255c', '%c0%ae', '%u002e', 'renderer', 'main.js', 'etc', 'C:'],
      ),
      fc.constantFrom(...Object.keys(served).flatMap((name) => name.split('/'))),
      fc.string({ maxLength: 5 }),
    );
    const allowed = new Set(Object.keys(served).map((name) => path.join(folder, name)));
    let found = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const file = fileOf(`app://bundle/${pieces.join('/')}`);
        if (file === undefined) return;
        found += 1;
        expect(allowed.has(file.path)).toBe(true);
      }),
      { numRuns: scaled(5000) },
    );
    expect(found).toBeGreaterThan(20);
  });
});
