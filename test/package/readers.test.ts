/** The readers that the package tests stand on: do they see what is wrong? */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledIcons } from '../../scripts/icons/files.ts';
import { readAsar } from '../../scripts/pack/asar.ts';
import { lateParts, listTrouble, textTrouble } from '../../scripts/pack/contents.ts';
import { dropEmpty, lacking } from '../../scripts/pack/environment.ts';
import { fuseNames, fusesOf, fuseTable, fuseTrouble, SENTINEL } from '../../scripts/pack/fuses.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-readers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the reader of archives', () => {
  const hashed = (text: string) => ({
    size: text.length,
    integrity: { algorithm: 'SHA256', hash: createHash('sha256').update(text).digest('hex') },
  });
  const archive = async (files: object, data: string): Promise<string> => {
    const header = Buffer.from(JSON.stringify({ files }));
    const padded = Math.ceil(header.length / 4) * 4;
    const head = Buffer.alloc(16 + padded);
    [4, padded + 8, padded + 4, header.length].forEach((n, i) => head.writeUInt32LE(n, i * 4));
    head.set(header, 16);
    const file = path.join(folder, 'some.asar');
    await writeFile(file, Buffer.concat([head, Buffer.from(data)]));
    return file;
  };

  it('reads files and folders', async () => {
    const files = {
      'a.txt': { ...hashed('hello'), offset: '0' },
      dir: { files: { b: { ...hashed('you'), offset: '5' } } },
    };
    const read = await readAsar(await archive(files, 'helloyou'));
    expect([...read].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
      ['a.txt', 'hello'],
      ['dir/b', 'you'],
    ]);
  });

  it.each([
    ['a byte that changed', { a: { ...hashed('hello'), offset: '0' } }, 'damaged'],
    ['a file without a hash', { a: { size: 3, offset: '0' } }, 'no hash'],
    ['a file beside the archive', { a: { ...hashed('x'), unpacked: true } }, 'not in the archive'],
    ['a link', { a: { ...hashed('x'), offset: '0', link: '../b' } }, 'not in the archive'],
    ['a name that is a path', { '../a': { ...hashed('hel'), offset: '0' } }, 'is a path'],
    ['a name that leads up', { '..': { files: {} } }, 'is a path'],
  ])('refuses %s', async (_name, files, message) => {
    await expect(readAsar(await archive(files, 'help!'))).rejects.toThrow(message);
  });
});

describe('the reader of fuses', () => {
  const wire = (states: string, version = 1) =>
    Buffer.concat([
      Buffer.from(SENTINEL),
      Buffer.from([version, states.length]),
      Buffer.from(states),
    ]);
  const good = fuseNames.map((name) => (fuseTable[name] ? '1' : '0')).join('');

  it('finds the wire between other bytes, twice if it is there twice', () => {
    const noise = Buffer.from('\0noise\xff', 'latin1');
    expect(fusesOf(Buffer.concat([noise, wire(good), noise, wire(good)]))).toEqual(fuseTable);
    expect(fuseTrouble(fuseTable)).toEqual([]);
  });

  it('[P97] sees each fuse that is the wrong way round, gone, missing or new', () => {
    for (const [at, name] of fuseNames.entries()) {
      const flipped = good[at] === '1' ? '0' : '1';
      const wrong = good.slice(0, at) + flipped + good.slice(at + 1);
      expect(fuseTrouble(fusesOf(wire(wrong)))).toEqual([
        `${name} is ${String(flipped === '1')} and must be ${String(fuseTable[name])}`,
      ]);
    }
    expect(fuseTrouble(fusesOf(wire(good.replace(/.$/u, 'r'))))).toHaveLength(1);
    expect(fuseTrouble(fusesOf(wire(good.slice(1))))).not.toEqual([]);
    // A newer Electron may have a longer wire: what nobody here knows has to be off.
    expect(fuseTrouble(fusesOf(wire(`${good}1`)))).toEqual([
      'fuse 9 is not in the table, and is on',
    ]);
    for (const off of ['0', 'r', '0r0']) {
      expect(fuseTrouble(fusesOf(wire(`${good}${off}`)))).toEqual([]);
    }
  });

  it('refuses what it does not understand', () => {
    expect(() => fusesOf(Buffer.from('nothing'))).toThrow('no fuse wire');
    expect(() => fusesOf(wire(good, 2))).toThrow('version 2');
    expect(() => fusesOf(wire('01x'))).toThrow('neither on nor off');
    expect(() => fusesOf(Buffer.concat([wire('01'), wire('11')]))).toThrow('differ');
  });
});

describe('[P96] the list of what may be in the app', () => {
  const whole = [
    ...['got', 'electron-store', 'simulator', 'shared', 'runtime'].map(
      (name) => `dist/later/${name}.js`,
    ),
    ...['package.json', 'dist/main.js', 'dist/preload.cjs', 'dist/THIRD_PARTY_NOTICES.txt'],
    ...['dist/renderer/index.html', 'dist/renderer/assets/index-a_B-3456.js'],
    'dist/renderer/assets/pasting-12345678.js',
    ...lateParts.flatMap((name) =>
      ['css', 'js'].map((end) => `dist/renderer/assets/${name}-parts-12345678.${end}`),
    ),
    'dist/renderer/assets/Settings-12345678.js',
    'dist/renderer/assets/Settings-12345678.css',
    'dist/renderer/assets/json-editor-12345678.js',
    'dist/renderer/assets/index-12345678.css',
    'dist/renderer/assets/inter-latin-wght-normal-12345678.woff2',
    'dist/renderer/assets/jetbrains-mono-latin-wght-normal-12345678.woff2',
    ...[...bundledIcons().keys()].map((name) => `dist/icons/${name}`),
  ];

  it('passes what the build makes', () => {
    expect(listTrouble(whole)).toEqual([]);
  });

  it.each([
    ...[
      'dist/main.js.map',
      '.env',
      'src-main/main.ts',
      'dist/main.test.js',
      'electron-builder.yml',
    ],
    ...['node_modules/got/index.js', 'dist/renderer/assets/other-12345678.js'],
    'dist/renderer/assets/index-87654321.js',
  ])('sees %s', (name) => {
    expect(listTrouble([...whole, name]).length).toBeGreaterThan(0);
  });

  it('sees what is missing', () => {
    for (const name of whole) {
      expect(listTrouble(whole.filter((one) => one !== name))).toHaveLength(1);
    }
  });
});

describe('[P99] the traces that no release may hold', () => {
  it.each([
    'globalThis.tabkeeperTestHooks={}',
    'window.drawAnew=f',
    'x.nextTimerIn()',
    'm===`tabkeeper:reload`&&w()',
    'process.on("message",f)',
    'import"playwright-core"',
    'views={live:{userName:"dana@acme.example"}}',
    '//# sourceMappingURL=x',
    '/* TODO later */',
    'a();debugger;b()',
    'import.meta.hot',
    'fetch("http://localhost:5173/")',
    'fetch("https://api.bill.com/api/v2")',
    'fetch("https://telemetry.example/x")',
    'new WebSocket("ws://evil.example:1/")',
    'args:["--no-sandbox"]',
  ])('%s', (code) => {
    expect(textTrouble('main.js', `const a=1;${code};`)).not.toEqual([]);
  });

  it.each([
    'fetch("https://api-stage.bill.com/api/v2")',
    '"http://127.0.0.1:8080/" + "http://[::1]:1/"',
    'document.createElementNS("http://www.w3.org/2000/svg")',
    'const location = { reload: 1 }; todo(); xxx()',
    '`https://${host}/`',
  ])('let pass %s', (code) => {
    expect(textTrouble('main.js', code)).toEqual([]);
  });
});

describe('the page of the project', () => {
  const page = 'https://git.example.org/somebody/tabkeeper';
  it('may be named in the package.json, wherever it is, and in no other file', () => {
    const text = JSON.stringify({ homepage: page });
    expect(textTrouble('package.json', text, page)).toEqual([]);
    expect(textTrouble('package.json', text)).toHaveLength(1);
    expect(textTrouble('dist/main.js', text, page)).toHaveLength(1);
  });
});

describe('what a build lacks', () => {
  const signed = {
    CSC_LINK: 'x',
    APPLE_API_KEY: 'x',
    APPLE_API_KEY_ID: 'x',
    APPLE_API_ISSUER: 'x',
  };
  const gitHub = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'some/project' };

  it('is said for each system, and is nothing where all is there', () => {
    expect(lacking({}, 'darwin').missing).toHaveLength(2);
    expect(lacking({ CSC_LINK: '', APPLE_API_KEY: 'x' }, 'darwin').missing).toHaveLength(2);
    expect(lacking(signed, 'darwin').missing).toEqual([]);
    expect(lacking({}, 'win32').missing).toHaveLength(1);
    expect(lacking({ WIN_CSC_LINK: 'x' }, 'win32').missing).toEqual([]);
    expect(lacking({}, 'linux').missing).toHaveLength(2);
    const whole = { TABKEEPER_HOMEPAGE: 'https://page', TABKEEPER_MAINTAINER: 'A <a@b.c>' };
    expect(lacking(whole, 'linux')).toEqual({
      homepage: 'https://page',
      maintainer: 'A <a@b.c>',
      missing: [],
    });
  });

  it('takes what is set to nothing for not set', () => {
    const env = { CSC_LINK: '', APPLE_API_KEY: 'x' };
    dropEmpty(env);
    expect(env).toEqual({ APPLE_API_KEY: 'x' });
  });

  it('takes the page of the repository that a workflow runs in', () => {
    expect(lacking(gitHub, 'linux').homepage).toBe('https://github.com/some/project');
    expect(lacking({ ...gitHub, TABKEEPER_HOMEPAGE: 'https://page' }, 'linux').homepage).toBe(
      'https://page',
    );
    expect(lacking({}, 'linux').homepage).toBeNull();
  });
});
