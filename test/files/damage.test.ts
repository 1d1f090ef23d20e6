/** profiles.json and preferences.json, damaged in every way: the app starts, and nothing is lost. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseProfileFile } from '../../src-main/profiles/profile.ts';
import { openProfileStore } from '../../src-main/profiles/profile-store.ts';
import { openPreferences, openPreferencesStore } from '../../src-main/system/preferences.ts';
import { defaultSettings } from '../../src-shared/settings.ts';
import { readFile } from '../../src-main/files/read-file.ts';
import { exportOf } from '../profiles/support.ts';
import { cleanUp } from '../vault/support.ts';
import { tempDir } from '../temp-dir.ts';

const list = Buffer.from(`${JSON.stringify(exportOf({ name: 'Acme' }), null, 2)}\n`);
const preferences = Buffer.from('{\n\t"maxHours": 7,\n\t"version": 1\n}');
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

interface Outcome {
  readonly threw?: string;
  readonly maxHours: number;
  readonly after: number;
  readonly notice: string | null;
  readonly list: string;
  readonly saved: boolean;
}

/** Opens all folders in one other process. */
function open(
  folders: readonly string[],
  change: 'none' | 'set' = 'none',
  more: { readonly uid?: number } = {},
): Outcome[] {
  const child = path.join(import.meta.dirname, 'children/open-files.ts');
  const input = JSON.stringify({ folders, change });
  const { stdout, stderr, status } = spawnSync(process.execPath, [child], {
    ...{ input, encoding: 'utf8', maxBuffer: 1 << 26 },
    ...more,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

/** Every file that differs from the good one by one cut or one bit. */
function damaged(good: Buffer): readonly (readonly [string, Buffer])[] {
  const cuts = Array.from(
    good,
    (_, length) => [`cut to ${length}`, good.subarray(0, length)] as const,
  );
  const flips = Array.from(good, (byte, at) => {
    const bytes = Buffer.from(good);
    const bit = (at * 5) % 8;
    bytes[at] = byte ^ (1 << bit);
    return [`bit ${bit} of byte ${at}`, bytes] as const;
  });
  return [...cuts, ...flips];
}

/** What else can lie in the place of a file. */
const others: readonly (readonly [string, (file: string) => void])[] = [
  ['an empty file', (file) => writeFileSync(file, '')],
  ['NULs', (file) => writeFileSync(file, Buffer.alloc(500))],
  ['random bytes', (file) => writeFileSync(file, Buffer.from('9f3c00ffa1', 'hex'))],
  ['an array', (file) => writeFileSync(file, '[]')],
  ['null', (file) => writeFileSync(file, 'null')],
  [
    '50 MB',
    (file) => {
      writeFileSync(file, '{');
      truncateSync(file, 50 * 1024 * 1024);
    },
  ],
  ['a folder', (file) => mkdirSync(file)],
  ['a link to elsewhere', (file) => symlinkSync('/etc/hostname', file)],
];

describe('[V73] the list of profiles', () => {
  it('cut or flipped anywhere is read as a list, or set aside whole', async () => {
    const dir = tempDir();
    const file = path.join(dir, 'profiles.json');
    let now = 0;
    for (const [how, bytes] of damaged(list)) {
      writeFileSync(file, bytes);
      now += 1;
      const loaded = await openProfileStore(file, () => now).load();
      const kept = loaded.is === 'setAside' ? path.join(dir, loaded.file) : file;
      expect(['read', 'setAside'], how).toContain(loaded.is);
      if (loaded.is === 'read') expect(parseProfileFile(loaded.value), how).not.toBeNull();
      expect(readFileSync(kept).equals(bytes), how).toBe(true);
      expect(existsSync(file), how).toBe(loaded.is === 'read');
    }
  });

  it.each(others)('%s in its place is set aside, and a new list can be saved', async (_, put) => {
    const dir = tempDir();
    const file = path.join(dir, 'profiles.json');
    put(file);
    const store = openProfileStore(file, () => 1);
    expect(await store.load()).toEqual({ is: 'setAside', file: 'profiles.bad-1.json' });
    expect(await store.save(exportOf({}))).toBe(true);
    expect(readdirSync(dir).sort()).toEqual(['profiles.bad-1.json', 'profiles.json']);
    expect(await store.load()).toMatchObject({ is: 'read' });
  });

  it('leaves the newest two that were set aside, and nothing of a save that was cut off', async () => {
    const dir = tempDir();
    const old = [1, 2, 3].map((n) => `170000000000${n}`);
    const others = ['preferences.bad-1.json', 'profiles.json.mine', 'profiles.bad-x.json'];
    const temps = ['profiles.json.0a1b2c3d4e5f.tmp', 'profiles.json.tmp-1732abc'];
    const aside = old.map((time) => `profiles.bad-${time}.json`);
    for (const name of [...others, ...temps, ...aside]) writeFileSync(path.join(dir, name), 'x');
    const file = path.join(dir, 'profiles.json');
    writeFileSync(file, 'cut');
    const store = openProfileStore(file, () => 1_700_000_000_009);
    expect(await store.load()).toMatchObject({ is: 'setAside' });
    const kept = ['profiles.bad-1700000000003.json', 'profiles.bad-1700000000009.json'];
    expect(readdirSync(dir).sort()).toEqual([...others, ...kept].sort());
    // Not even where the clock went back.
    writeFileSync(file, 'cut');
    const late = openProfileStore(file, () => 5);
    expect(await late.load()).toEqual({ is: 'setAside', file: 'profiles.bad-5.json' });
    expect(readdirSync(dir)).toContain('profiles.bad-5.json');
  });

  it('of a newer version is left byte for byte', async () => {
    const file = path.join(tempDir(), 'profiles.json');
    writeFileSync(file, '{"version":2,"tabs":[]}');
    expect(await openProfileStore(file, () => 1).load()).toMatchObject({ is: 'read' });
    expect(readFileSync(file, 'utf8')).toBe('{"version":2,"tabs":[]}');
  });

  it.skipIf(isWindows)('[V72] that others may read is closed to them', async () => {
    const file = path.join(tempDir(), 'profiles.json');
    writeFileSync(file, list, { mode: 0o644 });
    expect(await readFile(file, 1024)).toMatchObject({ is: 'read', mode: 'tightened' });
    expect(await readFile(file, 1024)).toMatchObject({ is: 'read', mode: 'private' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('that the disk refuses for the moment is never set aside', async () => {
    const dir = tempDir();
    writeFileSync(path.join(dir, 'a-file'), 'kept');
    const store = openProfileStore(path.join(dir, 'a-file', 'profiles.json'), () => 1);
    expect(await store.load()).toEqual({ is: 'unavailable' });
    expect(readdirSync(dir)).toEqual(['a-file']);
  });
});

describe('[V73] the preferences', () => {
  it('cut or flipped anywhere are read, or set aside whole, and the app starts', () => {
    const root = tempDir();
    const cases = damaged(preferences).map(([how, bytes], n) => {
      const folder = path.join(root, String(n));
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'preferences.json'), bytes);
      return { how, bytes, folder };
    });
    const outcomes = open(cases.map(({ folder }) => folder));
    expect(outcomes).toHaveLength(cases.length);
    for (const [n, { how, bytes, folder }] of cases.entries()) {
      const { threw, maxHours, notice } = outcomes[n] ?? { threw: 'no answer' };
      expect(threw, how).toBeUndefined();
      const name = notice === 'settingsSetAside' ? 'preferences.bad-1000.json' : 'preferences.json';
      expect(readFileSync(path.join(folder, name)).equals(bytes), how).toBe(true);
      expect(maxHours, how).toBeGreaterThanOrEqual(1);
      expect(maxHours, how).toBeLessThanOrEqual(72);
    }
  });

  it('with something else in their place start from defaults, and are saved anew', () => {
    const root = tempDir();
    const folders = others.map(([, put], n) => {
      const folder = path.join(root, String(n));
      mkdirSync(folder);
      put(path.join(folder, 'preferences.json'));
      return folder;
    });
    const outcomes = open(folders, 'set');
    for (const [n, [how]] of others.entries()) {
      const expected = { maxHours: 12, after: 5, notice: 'settingsSetAside' };
      expect([how, outcomes[n]]).toMatchObject([how, expected]);
      expect(readdirSync(folders[n] ?? '')).toContain('preferences.bad-1000.json');
    }
    expect(open(folders).map(({ maxHours }) => maxHours)).toEqual(folders.map(() => 5));
  });

  it('of a newer version are left byte for byte', () => {
    const folder = tempDir();
    const file = path.join(folder, 'preferences.json');
    writeFileSync(file, '{"version":2,"maxHours":3}');
    expect(open([folder], 'set')).toMatchObject([
      { maxHours: 12, after: 5, notice: 'settingsNewer' },
    ]);
    expect(readFileSync(file, 'utf8')).toBe('{"version":2,"maxHours":3}');
  });

  it.skipIf(isWindows)('[V72] are readable by their owner alone, new or found', () => {
    const [fresh, found] = [tempDir(), tempDir()];
    writeFileSync(path.join(found, 'preferences.json'), preferences, { mode: 0o666 });
    chmodSync(path.join(found, 'preferences.json'), 0o666);
    open([fresh, found], 'set');
    for (const folder of [fresh, found]) {
      expect(statSync(path.join(folder, 'preferences.json')).mode & 0o777).toBe(0o600);
    }
  });

  it('leave the newest two that were set aside', () => {
    const folder = tempDir();
    // The other process's time is 1000.
    const names = ['0998', '0999', '1000'].map((time) => `preferences.bad-${time}.json`);
    for (const name of names.slice(0, 2)) writeFileSync(path.join(folder, name), 'x');
    writeFileSync(path.join(folder, 'preferences.json'), 'cut');
    open([folder]);
    expect(readdirSync(folder).sort()).toEqual(names.slice(1));
  });

  it('have their defaults after a wipe, and what else the file held does not come back', async () => {
    const folder = tempDir();
    const file = path.join(folder, 'preferences.json');
    writeFileSync(file, '{"version":1,"maxHours":7,"more":"kept"}');
    const kept = await openPreferences({
      store: openPreferencesStore(file, () => 1),
      onChange: () => undefined,
    });
    kept.changeSettings({ warnMinutes: 9 });
    await kept.settled();
    const saved = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    expect(saved).toEqual({ version: 1, maxHours: 7, more: 'kept', warnMinutes: 9 });
    await kept.wipe();
    expect(kept.settings()).toEqual(defaultSettings);
    rmSync(file);
    kept.changeSettings({ maxHours: 5 });
    await kept.settled();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ version: 1, maxHours: 5 });
  });
});

const NEEDS_ROOT = 'needs Linux and root; skipped elsewhere';
const canMount = process.platform === 'linux' && isRoot;

/** A folder on a disk of 64 kB; null where it cannot be had. */
function smallDisk(): string | null {
  const dir = path.join(tempDir(), 'mount');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    return null;
  }
  cleanUp(() => execFileSync('umount', ['-l', dir], { stdio: 'ignore' }));
  return dir;
}

/** Leaves so many bytes free on the disk of `dir`. */
function fillUp(dir: string, free: number, name = 'filler'): void {
  const filler = path.join(dir, name);
  try {
    writeFileSync(filler, Buffer.alloc(256 * 1024));
  } catch {
    // That is what it is for.
  }
  truncateSync(filler, statSync(filler).size - free);
}

describe(`[V73] a disk that refuses (${NEEDS_ROOT})`, () => {
  it.skipIf(!canMount)(
    'to read: the files stay as they are, and everything has its default',
    () => {
      const folder = tempDir();
      const nobody = 65_534;
      for (const [name, bytes] of [
        ['profiles.json', list],
        ['preferences.json', preferences],
      ] as const) {
        writeFileSync(path.join(folder, name), bytes, { mode: 0o600 });
      }
      chownSync(folder, nobody, nobody);
      expect(open([folder], 'set', { uid: nobody })).toMatchObject([
        { maxHours: 12, after: 5, notice: 'settingsUnreadable', list: 'unavailable' },
      ]);
      expect(readFileSync(path.join(folder, 'preferences.json')).equals(preferences)).toBe(true);
      expect(readdirSync(folder).filter((name) => name.includes('bad'))).toEqual([]);
    },
  );

  it.skipIf(!canMount)('to write: what is there is read, and changes count until the end', () => {
    const folder = tempDir();
    writeFileSync(path.join(folder, 'preferences.json'), preferences, { mode: 0o644 });
    writeFileSync(path.join(folder, 'profiles.json'), list, { mode: 0o644 });
    chmodSync(folder, 0o555);
    expect(open([folder], 'set', { uid: 65_534 })).toMatchObject([
      { maxHours: 7, after: 5, list: 'read', saved: false, notice: 'notSaved' },
    ]);
    expect(readFileSync(path.join(folder, 'profiles.json')).equals(list)).toBe(true);
    expect(readFileSync(path.join(folder, 'preferences.json')).equals(preferences)).toBe(true);
  });

  it.skipIf(!canMount)(
    '[V65] because it is full: list and settings are whole, and the next start works',
    (test) => {
      const dir = smallDisk();
      if (dir === null) return test.skip('this root may not mount');
      // With 12 kB free there is room for half of it: electron-store put that half in its place.
      const large = Buffer.from(
        JSON.stringify({ version: 1, maxHours: 7, pad: 'x'.repeat(27_000) }),
      );
      writeFileSync(path.join(dir, 'profiles.json'), list, { mode: 0o600 });
      writeFileSync(path.join(dir, 'preferences.json'), large, { mode: 0o600 });
      fillUp(dir, 12 * 1024);
      expect(open([dir], 'set')).toMatchObject([
        { maxHours: 7, after: 5, list: 'read', notice: 'notSaved' },
      ]);
      expect(readFileSync(path.join(dir, 'preferences.json')).equals(large)).toBe(true);

      writeFileSync(path.join(dir, 'filler-2'), Buffer.alloc(12 * 1024));
      writeFileSync(path.join(dir, 'profiles.json'), list);
      expect(open([dir], 'set')).toMatchObject([
        { maxHours: 7, after: 5, list: 'read', saved: false, notice: 'notSaved' },
      ]);
      expect(readFileSync(path.join(dir, 'profiles.json')).equals(list)).toBe(true);
      expect(readFileSync(path.join(dir, 'preferences.json')).equals(large)).toBe(true);
      expect(readdirSync(dir).sort()).toEqual(
        ['filler', 'filler-2', 'preferences.json', 'profiles.json'].sort(),
      );
      expect(open([dir])).toMatchObject([{ maxHours: 7, list: 'read', notice: null }]);
    },
  );
});

describe('the place of the window', () => {
  const first = { width: 960, height: 640 };
  const kept = { x: 30, y: 40, width: 500, height: 600 };
  const bounds = (more: object) => JSON.stringify({ bounds: { ...kept, ...more } });
  const cases: readonly (readonly [string, (file: string) => void, object, object])[] = [
    ['nothing yet', () => undefined, first, kept],
    [
      'a place',
      (file) => writeFileSync(file, bounds({ width: 700 })),
      { ...kept, width: 700 },
      kept,
    ],
    [
      'one on a screen that is gone',
      (file) => writeFileSync(file, bounds({ x: 5000 })),
      { width: 500, height: 600 },
      kept,
    ],
    ['one that is none', (file) => writeFileSync(file, bounds({ width: 1e9 })), first, kept],
    ['half a file', (file) => writeFileSync(file, bounds({}).slice(0, 9)), first, kept],
    ['NULs', (file) => writeFileSync(file, Buffer.alloc(500)), first, kept],
    ['an array', (file) => writeFileSync(file, '[]'), first, kept],
    ['a folder', (file) => mkdirSync(file), first, first],
  ];

  it('is where it was left, or the first one where the file is damaged', () => {
    const root = tempDir();
    const folders = cases.map(([, put], n) => {
      const folder = path.join(root, String(n));
      mkdirSync(folder);
      put(path.join(folder, 'window.json'));
      return folder;
    });
    const child = path.join(import.meta.dirname, 'children/open-window.ts');
    const input = JSON.stringify(folders);
    const { stdout, stderr } = spawnSync(process.execPath, [child], { input, encoding: 'utf8' });
    const outcomes = stdout.trim().split('\n');
    const found = cases.map(([how], n) => [how, JSON.parse(outcomes[n] ?? 'null') as unknown]);
    expect(stderr).toBe('');
    expect(found).toEqual(cases.map(([how, , before, after]) => [how, [before, after]]));
  });
});
