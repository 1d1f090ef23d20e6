/** What `npm run pack` makes, looked at from outside: the archive, the fuses, the papers, the run. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Platform } from 'electron-builder';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAsar } from '../../scripts/pack/asar.ts';
import { partsOf, runBuilder } from '../../scripts/pack/builder.ts';
import { gather } from '../../scripts/pack/checksums.ts';
import { fusesOf, fuseTable } from '../../scripts/pack/fuses.ts';
import { layoutBelow } from '../../scripts/pack/layout.ts';
import { edited } from '../../scripts/pack/edited-copy.ts';
import {
  refused,
  seeNoEffect,
  seeRefusal,
  startOnce,
  tryDoors,
  tryEdited,
} from '../../scripts/pack/start-once.ts';
import type { Sbom } from '../../scripts/notices/sbom.ts';
import { electronMissing } from '../driver/electron-app.ts';
import { launchApp } from '../driver/launch.ts';
import { isCode, lateParts, textTrouble } from '../../scripts/pack/contents.ts';
import { lacking } from '../../scripts/pack/environment.ts';
import { readReleasesPage } from '../../src-main/system/bundled.ts';
import { linuxEntries } from './linux-entries.ts';
import { CANARY, HOMEPAGE, packOnce, runPack, type Packed } from './packed.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The packed program does not start without Chromium's sandbox, and root has none. */
const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
const noElectron = electronMissing() ?? (asRoot ? 'Chromium has no sandbox as root.' : null);
/** 12 s on two idle cores; other tests may want them too. */
const PACKED_WITHIN_MS = 480_000;

let packed: Packed;
let files: ReadonlyMap<string, Buffer>;
let parts: ReturnType<typeof partsOf>;
const text = (name: string) => files.get(name)?.toString('utf8') ?? '';

beforeAll(async () => {
  packed = await packOnce(PACKED_WITHIN_MS);
  const platform = packed.standIn === null ? Platform.current() : Platform.LINUX;
  parts = partsOf(packed.folders[0] ?? '', platform);
  files = await readAsar(parts.asar);
  // Only of a pack that succeeded: a failed one says so itself, and has cleaned up.
  return () => packed.remove();
}, PACKED_WITHIN_MS + 60_000);

describe('npm run pack', () => {
  it('says what it checked, what stood in, and what the build lacks', () => {
    for (const line of packed.checked) expect(packed.output).toContain(`checked   ${line}`);
    expect(packed.output).toContain('stand-in  the packed files were started in the browser host');
    if (packed.standIn !== null) expect(packed.output).toContain(`stand-in  ${packed.standIn}`);
    const { missing } = lacking(packed.env, process.platform);
    const told = [...packed.output.matchAll(/^lacks {5}(.*)$/gmu)].map(([, line]) => line);
    expect(told).toEqual(missing);
    // The page of the project is given to this run; on Linux a maintainer is what it lacks.
    if (process.platform === 'linux') {
      expect(told).toEqual([expect.stringContaining('TABKEEPER_MAINTAINER')]);
    } else expect(told.join('\n')).toContain('a signature');
  });

  it('fails with its own words when it cannot do its work, or ends before it is done', async () => {
    const unknown = runPack(['--nonsense'], {}, 60_000);
    await expect(unknown).rejects.toThrow(
      /ended with 2:\s+pack does not know [^\n]+ It takes --installers/u,
    );
    const file = path.join(packed.release, 'a-file');
    await writeFile(file, '');
    const below = runPack(['--out', path.join(file, 'release')], {}, 60_000);
    await expect(below).rejects.toThrow(/ended with 1:\s+pack: ENOTDIR/u);
    // A step that nobody ever answers: nothing is left to do, and that must not pass for success.
    const hang = `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      fs.rm = () => new Promise(() => undefined);
      syncBuiltinESMExports();`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hang)}`;
    const idle = runPack(['--out', path.join(packed.release, 'idle')], { NODE_OPTIONS }, 60_000);
    await expect(idle).rejects.toThrow('pack: it ended before it was done');
    const slow = runPack(['--out', path.join(packed.release, 'slow')], {}, 100);
    await expect(slow).rejects.toThrow('npm run pack took more than 0.1 s');
  });

  it('[R90] starts the packed app and sees the main job done, within the policy', () => {
    expect(packed.checked.filter((line) => line.startsWith('smoke run: '))).toEqual([
      'smoke run: signed in to the practice sandbox, and live',
      'smoke run: sandboxed, no developer tools, no test hooks, no ear for a parent process',
      'smoke run: extended by a touch',
      'smoke run: verified with the code of the practice phone, and trusted',
      'smoke run: a protected operation was accepted',
      'smoke run: session ID copied, signed out',
      'smoke run: its policy is the one of the product, and nothing went against it',
      'smoke run: ended in good order',
    ]);
  });
});

describe('the archive', () => {
  it('[P96] holds bundles, icons, notices and a package.json, and nothing else', () => {
    const names = [...files.keys()].filter((name) => !name.startsWith('dist/icons/'));
    const known = names.map((name) => name.replace(/-[\w-]{8}\.(js|css|woff2)$/u, '-*.$1'));
    expect(known.sort()).toEqual(
      [
        'dist/THIRD_PARTY_NOTICES.txt',
        'dist/later/electron-store.js',
        'dist/later/got.js',
        'dist/later/runtime.js',
        'dist/later/shared.js',
        'dist/later/simulator.js',
        'dist/main.js',
        'dist/preload.cjs',
        'dist/renderer/assets/Settings-*.css',
        'dist/renderer/assets/Settings-*.js',
        ...lateParts.flatMap((name) =>
          ['css', 'js'].map((end) => `dist/renderer/assets/${name}-parts-*.${end}`),
        ),
        'dist/renderer/assets/index-*.css',
        'dist/renderer/assets/index-*.js',
        'dist/renderer/assets/inter-latin-wght-normal-*.woff2',
        'dist/renderer/assets/jetbrains-mono-latin-wght-normal-*.woff2',
        'dist/renderer/assets/json-editor-*.js',
        'dist/renderer/assets/pasting-*.js',
        'dist/renderer/index.html',
        'package.json',
      ].sort(),
    );
    for (const name of files.keys()) {
      expect(name).not.toMatch(/node_modules|\.map$|\.ts$|\.svelte$|\.env|test|src-|fixture/u);
    }
  });

  it('lies in the app alone: no folder beside it that could be loaded instead', () => {
    const resources = path.dirname(parts.asar);
    expect(existsSync(path.join(parts.tools, 'simulator.mjs'))).toBe(true);
    for (const name of ['app', 'default_app.asar', 'app.asar.unpacked', 'node_modules']) {
      expect(existsSync(path.join(resources, name))).toBe(false);
    }
  });

  it('has a package.json without scripts, dependencies or anything of this machine', () => {
    const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
    expect(Object.keys(manifest).sort()).toEqual([
      ...['author', 'description', 'desktopName', 'homepage', 'license', 'main', 'name'],
      ...['productName', 'type', 'version'],
    ]);
    expect(manifest).toMatchObject({
      main: 'dist/main.js',
      type: 'module',
      desktopName: 'dev.tabkeeper.app.desktop',
    });
    for (const [name, bytes] of files) {
      expect([name, bytes.includes(root)]).toEqual([name, false]);
    }
  });

  it('holds nothing of the environment that it was built in', () => {
    expect(CANARY.length).toBeGreaterThan(20);
    for (const [name, bytes] of files) {
      const held = bytes.includes(CANARY) || bytes.includes(Buffer.from(CANARY).toString('base64'));
      expect([name, held]).toEqual([name, false]);
    }
    // The one value that belongs there is where it belongs, and in no other file.
    const named = [...files].filter(([, bytes]) => bytes.includes(new URL(HOMEPAGE).host));
    expect(named.map(([name]) => name)).toEqual(['package.json']);
  });

  it('[P99] has neither work in progress nor a stop for a debugger, nor an address of developers', () => {
    const code = [...files].filter(([name]) => isCode(name));
    expect(code.length).toBeGreaterThanOrEqual(5);
    for (const [name, bytes] of code) {
      expect(textTrouble(name, bytes.toString('utf8'), HOMEPAGE)).toEqual([]);
      expect([name, /localhost:\d|\bTODO\b|\bdebugger\b/u.test(bytes.toString('utf8'))]).toEqual([
        ...[name, false],
      ]);
    }
  });

  it('starts a window with at most 80 kB of script and 13 kB of style, gzipped', () => {
    const page = text('dist/renderer/index.html');
    const size = (pattern: RegExp) =>
      [...page.matchAll(pattern)]
        .map(([, name = '']) => gzipSync(text(`dist/renderer/${name}`)).length)
        .reduce((all, one) => all + one, 0);
    const scripts = /<script[^>]* src="\.\/([^"]+)"/gu;
    const styles = /<link[^>]* rel="stylesheet"[^>]* href="\.\/([^"]+)"/gu;
    expect(size(scripts)).toBeGreaterThan(0);
    expect(size(scripts)).toBeLessThanOrEqual(80_000);
    expect(size(styles)).toBeGreaterThan(0);
    expect(size(styles)).toBeLessThanOrEqual(13_000);
    // It is all in one file: nothing else is waited for.
    const [, start = ''] = [...page.matchAll(scripts)][0] ?? [];
    expect(text(`dist/renderer/${start}`)).not.toMatch(/^import[^(]|[;}]import[ {"'*]/u);
  });

  it('fetches both fonts beside the script, once each', () => {
    const page = text('dist/renderer/index.html');
    const preloaded = [...page.matchAll(/<link[^>]* rel="preload"[^>]*>/gu)].map(([tag]) => tag);
    const fonts = [...files.keys()].filter((name) => name.endsWith('.woff2')).sort();
    const named = preloaded.map((tag) => / href="\.\/([^"]+)"/u.exec(tag)?.[1] ?? tag).sort();
    expect(named.map((name) => `dist/renderer/${name}`)).toEqual(fonts);
    // Fonts are asked for so: without the mark the browser fetches them a second time.
    for (const tag of preloaded) expect(tag).toContain('crossorigin="anonymous"');
  });

  it('names the page of the project, below which the app finds its releases', async () => {
    const dist = path.join(packed.release, 'smoke/dist');
    expect(JSON.parse(text('package.json'))).toMatchObject({ homepage: HOMEPAGE });
    expect(await readReleasesPage(dist)).toBe(`${HOMEPAGE}/releases`);
  });

  it('has no switch of tests: hooks, movable clock, reload, messages of a parent', () => {
    const main = text('dist/main.js');
    expect(main.length).toBeGreaterThan(100_000);
    const traces = [
      /tabkeeperTestHooks|nextTimerIn/u,
      /tabkeeper:reload/u,
      /process\.on\(["'`](?:message|disconnect)/u,
      // But for the variables of the command line's scripts and of copied lines, which main writes and does not read.
      /TABKEEPER_(?!(?:USER_DATA|GATEWAY_TOKEN)\b)|sourceMappingURL/u,
      /process\.env\W+TABKEEPER/u,
    ];
    expect(traces.filter((trace) => trace.test(main))).toEqual([]);
    // The app's own arguments are these and no others; SECURITY.md says why they are harmless.
    const switches = [...main.matchAll(/["'`](--[a-z][a-z-]*)=?["'`]/gu)].map(([, name]) => name);
    const own = ['--hidden', '--practice', '--user-data'];
    // What the programs are asked with that know whether a desktop shows trays (system/tray-host.ts).
    const asked = ['--session', '--dest', '--object-path', '--method', '--timeout', '--user'];
    const alsoAsked = ['--print-reply', '--reply-timeout'];
    // What git is asked with, of a .env file (env-file/).
    const ofGit = [
      '--is-inside-work-tree',
      '--show-prefix',
      '--error-unmatch',
      '--literal-pathspecs',
    ];
    for (const name of switches) expect([...own, ...asked, ...alsoAsked, ...ofGit]).toContain(name);
  });

  it('has a preload that requires electron and nothing else', () => {
    const preload = text('dist/preload.cjs');
    expect(preload.match(/require\([^)]*\)/gu)).toEqual([expect.stringMatching(/.electron./u)]);
    expect(preload).not.toMatch(/\bimport\b|\bprocess\b|sourceMapping/u);
    expect(preload.length).toBeLessThan(1000);
  });
});

describe('the start of a packed program on a release machine', () => {
  const node = (code: string) => [process.execPath, '-e', code, '--'];
  const inHost = () => [
    process.execPath,
    path.join(root, 'browser-host/run.ts'),
    ...['--headless', '--packaged', '--app', path.join(packed.release, 'smoke')],
  ];

  it(
    'sees its session and its end, and says what it did not try',
    { timeout: 300_000 },
    async () => {
      expect(await startOnce(inHost())).toEqual([
        'the packed program had a session in the practice sandbox, and ended',
        `only this machine's processor was tried: ${process.arch}`,
      ]);
      const failing = startOnce(node('console.log("no app at all")'));
      await expect(failing).rejects.toThrow(/ended too early\s+no app at all/u);
    },
  );

  // One by an argument, and one by the environment; what the app refuses is tried further below.
  const [byArgument, byEnvironment] = [refused[0], refused.at(-1)];
  it.each([
    ['an argument', byArgument],
    ['a variable', byEnvironment],
  ] as const)('[E101] sees %s refused', { timeout: 300_000 }, async (_, door) => {
    if (door === undefined) throw new Error('there is no door left');
    await seeRefusal(inHost(), door);
  });

  it('sees a door that is open: it starts, runs on, or listens', { timeout: 300_000 }, async () => {
    const write = 'require("fs").writeFileSync(process.argv.at(-1).slice(12)+"/tabkeeper.log",';
    const started = seeRefusal(node(`${write}"started")`), [['--inspect=0']]);
    await expect(started).rejects.toThrow('a door is open: --inspect=0: it started');
    const runsOn = seeRefusal(node('setInterval(() => 0, 1000)'), [['--load-extension=x']], 500);
    await expect(runsOn).rejects.toThrow('it runs on');
    // An app that has its session, but was turned into Node or listens besides.
    const session = `${write}JSON.stringify({state:"open"})+JSON.stringify("stopped"))`;
    const open = node(
      `console.log("Debugger " + "listening"); ${session}; setInterval(() => 0, 1000);
       process.on("SIGTERM", () => process.exit(0))`,
    );
    await expect(seeNoEffect(open, [[], { NODE_OPTIONS: '' }])).rejects.toThrow('a door is open');
  });

  it('edits an archive so that its header is another and its length the same', async () => {
    const whole = await readFile(parts.asar);
    const other = edited(whole);
    const changed = whole.findIndex((byte, at) => byte !== other[at]);
    expect(changed).toBeGreaterThanOrEqual(0);
    expect(changed).toBeLessThan(whole.indexOf('}}}}'));
    const after = changed + 1;
    expect(other.subarray(after).equals(whole.subarray(after))).toBe(true);
  });

  it('gathers what is published, with its sums', async () => {
    await writeFile(path.join(packed.release, 'out/Tabkeeper.deb'), 'abc');
    expect(await gather(packed.release, 'linux')).toEqual(['Tabkeeper.deb', 'sbom-linux.cdx.json']);
    const sums = path.join(packed.release, 'out/upload/SHA256SUMS-linux.txt');
    const [first, second] = (await readFile(sums, 'utf8')).split('\n');
    expect(first).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  Tabkeeper.deb',
    );
    expect(second).toMatch(/^[0-9a-f]{64} {2}sbom-linux\.cdx\.json$/u);
  });
});

describe('[E101] the packed app, started with a door of Chromium open', () => {
  // Each of the others: unit/electron/life/instance.test.ts.
  it.each(['--remote-debugging-pipe', '--inspect'])(
    'ends at once with %s, and has touched no file',
    { timeout: 300_000 },
    async (flag) => {
      const userData = path.join(packed.release, 'driven');
      const app = await launchApp({
        appPath: path.join(packed.release, 'smoke'),
        packaged: true,
        userData,
        args: [flag],
        waitForWindow: false,
      });
      expect(await app.exited).toBe(1);
      expect(app.stdout()).toContain(`Tabkeeper does not start with ${flag.split('=')[0] ?? ''}.`);
      expect(existsSync(path.join(userData, 'tabkeeper.log'))).toBe(false);
    },
  );
});

describe.skipIf(noElectron !== null)(
  `[E101] the packed program itself, on Electron (${noElectron ?? 'which is here'})`,
  () => {
    it('starts once, and keeps its doors shut', { timeout: 300_000 }, async () => {
      const inBundle = path.join(packed.folders[0] ?? '', 'Tabkeeper.app/Contents/MacOS/Tabkeeper');
      const program = process.platform === 'darwin' ? inBundle : parts.fused;
      expect(await startOnce([program])).toHaveLength(2);
      expect(await tryDoors([program])).toHaveLength(1);
      expect(await tryEdited([program])).toHaveLength(1);
    });
  },
);

describe('the version of Electron', () => {
  it('in the packed folder is the one that is pinned', async () => {
    const pinned = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const version = await readFile(path.join(packed.folders[0] ?? '', 'version'), 'utf8');
    expect(version.trim().replace(/^v/u, '')).toBe(pinned.devDependencies['electron']);
  });
});

describe('the fuses', () => {
  it('[P97] are as the table wants them, read back from the binary', async () => {
    expect(fusesOf(await readFile(parts.fused))).toEqual(fuseTable);
  });

  it('are all named in electron-builder.yml, but for the one that it has no switch for', () => {
    expect(packed.config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    });
  });
});

describe('the configuration', () => {
  it('[P98] is refused with a key that electron-builder does not know', async () => {
    const run = runBuilder({
      layout: layoutBelow(packed.release),
      electronDist: packed.release,
      what: 'unpacked',
      platform: Platform.LINUX,
      extra: { plantedKey: true } as object,
    });
    await expect(run).rejects.toThrow(/plantedKey/u);
  });

  it('has the ID that the app tells Windows', () => {
    expect(packed.config.appId).toBe('dev.tabkeeper.app');
    const told = /setAppUserModelId\(["'`]([^"'`]+)["'`]\)/u.exec(text('dist/main.js'))?.[1];
    expect(told).toBe(packed.config.appId);
  });

  it('makes every installer, for both processors', () => {
    const { mac, win, linux } = packed.config;
    for (const [system, targets] of [
      [mac, ['dmg', 'zip']],
      [win, ['nsis', 'portable']],
      [linux, ['deb', 'rpm', 'AppImage']],
    ] as const) {
      const wanted = targets.map((target) => ({ target, arch: ['x64', 'arm64'] }));
      expect(system?.target).toEqual(wanted);
    }
    // Each for its own processor: electron-builder would else make a third that holds both.
    expect(packed.config.nsis).toMatchObject({ buildUniversalInstaller: false });
    expect(packed.config.portable).toMatchObject({ buildUniversalInstaller: false });
  });

  it('starts no Linux package without the sandbox, and names window and menu entry alike', async () => {
    const [folder = ''] = packed.folders;
    const seen = await linuxEntries(packed.release, folder);
    expect([...seen.keys()].sort()).toEqual(['AppImage', 'deb', 'rpm']);
    expect(seen.get('AppImage')).toContain('\nExec=AppRun %U\n');
    for (const [target, entry] of seen) {
      expect([target, entry.includes('no-sandbox')]).toEqual([target, false]);
      expect(entry).toContain('\nName=Tabkeeper\n');
      expect(entry).toContain('\nStartupWMClass=dev.tabkeeper.app\n');
      expect(entry).toContain('\nCategories=Development;\n');
      expect(entry).toContain('\nfile=dev.tabkeeper.app.desktop\n');
    }
  });

  it('packs only bundled files, verifies them, and opens no way in', () => {
    const { config } = packed;
    expect(config.files).toEqual([
      { filter: ['dist/**', '!dist/tools/**', 'package.json', '!node_modules/**'] },
    ]);
    const tools = path.join(packed.release, 'app/dist/tools');
    expect(config.extraResources).toEqual([{ from: tools, to: 'tools' }]);
    expect(config.asar).toBe(true);
    expect(config.disableAsarIntegrity).toBeUndefined();
    const everything = JSON.stringify(config);
    for (const key of [
      ...['protocols', 'fileAssociations', 'asarUnpack'],
      ...['extraFiles', 'disableSanityCheckAsar', 'no-sandbox', 'afterSign', 'include'],
    ]) {
      expect(everything).not.toContain(`"${key}"`);
    }
    expect(everything).not.toContain('--no-sandbox');
    // An empty list, in the place of electron-builder's own.
    expect(everything.match(/"executableArgs":[^\]]*\]/gu)).toEqual(['"executableArgs":[]']);
    expect(config.publish).toBeNull();
  });

  it('never publishes, whoever runs it', async () => {
    const builder = await readFile(path.join(root, 'scripts/pack/builder.ts'), 'utf8');
    expect(builder.match(/publish: .*/gu)).toEqual(["publish: 'never',"]);
    const scripts = await readFile(path.join(root, 'scripts/pack.ts'), 'utf8');
    expect(scripts).not.toMatch(/publish/u);
  });

  it('says on Linux what the app is, whose, and which window belongs to it', () => {
    const { linux, mac, deb } = packed.config;
    expect(linux).toMatchObject({
      syncDesktopName: true,
      category: 'Development',
      executableName: 'tabkeeper-app',
      maintainer: expect.stringMatching(/^[^<]+ <[^@>]+@[^>]+>$/u) as string,
    });
    expect(deb).toMatchObject({ packageCategory: 'devel' });
    expect(mac?.category).toBe('public.app-category.developer-tools');
    // The name of the .desktop file, by which a window is grouped, and the one that the app tells. As the
    // desktop portals want it, an ID like that of the other systems.
    expect(packed.config.appId).toBe('dev.tabkeeper.app');
    expect(JSON.parse(text('package.json'))).toMatchObject({
      desktopName: 'dev.tabkeeper.app.desktop',
    });
  });

  it('signs with the hardened runtime and one entitlement', async () => {
    const { mac } = packed.config;
    expect(mac).toMatchObject({ hardenedRuntime: true, entitlements: mac?.entitlementsInherit });
    const plist = await readFile(path.join(root, mac?.entitlements ?? ''), 'utf8');
    const keys = [...plist.matchAll(/<key>(.*?)<\/key>/gu)].map(([, key]) => key);
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
  });
});

describe('the papers', () => {
  const mustBeThere = [
    ...['got', 'svelte', 'valibot', '@lucide/svelte'],
    ...['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono'],
  ];

  it('name every bundled package with its licence in full', () => {
    const notices = text('dist/THIRD_PARTY_NOTICES.txt');
    for (const name of mustBeThere) {
      const entry = notices
        .split(/^-{80}$/mu)
        .findIndex((part) => part.trim().startsWith(`${name} `));
      expect([name, entry > 0]).toEqual([name, true]);
      const licence = notices.split(/^-{80}$/mu)[entry + 1] ?? '';
      expect([name, licence.length > 400]).toEqual([name, true]);
      expect(licence).toMatch(/permission|OPEN FONT LICENSE/iu);
    }
    expect(notices).not.toContain('brings no text');
  });

  it('list the same in the bill of materials, with Electron, version and hash', async () => {
    const file = path.join(packed.release, 'sbom.cdx.json');
    const bill = JSON.parse(await readFile(file, 'utf8')) as Sbom;
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    const names = bill.components.map(({ name }) => name);
    for (const name of [...mustBeThere, 'electron']) expect(names).toContain(name);
    // The app's own, and those of the tools beside it.
    const beside = await readFile(path.join(parts.tools, 'THIRD_PARTY_NOTICES.txt'), 'utf8');
    const notices = text('dist/THIRD_PARTY_NOTICES.txt') + beside;
    for (const { name, version, purl, licenses, externalReferences, type } of bill.components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect(licenses).toHaveLength(1);
      expect(externalReferences).toMatchObject([{ hashes: [{ alg: 'SHA-512' }] }]);
      if (type === 'library') expect(notices).toContain(`\n${name} ${version} (`);
    }
    const refs = bill.components.map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bill.dependencies).toEqual([{ ref: 'pkg:npm/tabkeeper@0.1.0', dependsOn: refs }]);
  });

  it('name no package of this project that is not bundled', async () => {
    const file = path.join(packed.release, 'sbom.cdx.json');
    const bill = JSON.parse(await readFile(file, 'utf8')) as Sbom;
    const names = bill.components.map(({ name }) => name);
    for (const name of ['vite', 'vitest', 'eslint', 'playwright-core', 'typescript']) {
      expect(names).not.toContain(name);
    }
  });
});
