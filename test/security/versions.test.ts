/** What the app is made of: an Electron that is kept up, pinned to the letter, and few makers. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<
  'devDependencies' | 'optionalDependencies' | 'scripts',
  Record<string, string>
> & { dependencies?: unknown };

/** Fixes that the shape of this app depends on: promises over the bridge, ASAR integrity. */
const OLDEST_ELECTRON = [45, 4, 1] as const;

describe('Electron', () => {
  it('is at least the version with the fixes that we depend on', () => {
    const version = (manifest.devDependencies['electron'] ?? '').split('.').map(Number);
    const [major = 0, minor = 0, patch = 0] = version;
    const [oldMajor, oldMinor, oldPatch] = OLDEST_ELECTRON;
    const weight = (a: number, b: number, c: number) => a * 1e8 + b * 1e4 + c;
    expect(weight(major, minor, patch)).toBeGreaterThanOrEqual(
      weight(oldMajor, oldMinor, oldPatch),
    );
    const installed = JSON.parse(read('node_modules/electron/package.json')) as { version: string };
    expect(installed.version).toBe(manifest.devDependencies['electron']);
  });
});

describe('the packages', () => {
  it('are pinned to the letter, and none is left to the app as a dependency', () => {
    const all = { ...manifest.devDependencies, ...manifest.optionalDependencies };
    for (const [name, version] of Object.entries(all)) {
      expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/u)]);
    }
    // What Vite bundles needs no node_modules in the app; see electron-builder.yml.
    expect(manifest.dependencies).toBeUndefined();
  });

  it('are locked with a hash each', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }>;
    };
    for (const [name, { integrity, resolved, link }] of Object.entries(lock.packages)) {
      if (name === '') continue;
      expect([name, integrity]).toEqual([name, expect.stringMatching(/^sha512-/u)]);
      expect([name, link]).toEqual([name, undefined]);
      if (resolved !== undefined) expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//u);
    }
  });

  it('include no updater, no native build and no crash reporter', () => {
    const names = Object.keys(manifest.devDependencies).join(' ');
    expect(names).not.toMatch(/updater|sentry|crash|node-gyp|prebuild|analytics|telemetry/u);
  });
});

describe('the sandbox of Chromium', () => {
  it('is switched off by no file that a user gets, and by no script of npm', () => {
    const files = [
      ...globSync('{src-main,src-renderer,src-shared,build}/**/*.*', { cwd: root }),
      ...['electron-builder.yml', 'package.json'],
    ].filter((file) => existsSync(path.join(root, file)));
    expect(files.length).toBeGreaterThan(50);
    // Named in one place, which does not start with it.
    expect(files.filter((file) => /no-sandbox/u.test(read(file)))).toEqual([
      'src-main/electron/life/remote-control.ts',
    ]);
    const start = read('scripts/app-process.ts');
    expect(start).not.toContain('no-sandbox');
  });
});
