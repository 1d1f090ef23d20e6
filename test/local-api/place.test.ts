/** Where the socket lies, who may reach it, and what becomes of what lies there already. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  LONGEST_PATH_BYTES,
  pipeName,
  realPlaces,
  socketFolders,
} from '../../src-main/local-api/socket-place.ts';
import { startBench, temporaryFolder } from './bench.ts';
import { clientAt, clientOf, readEndpoint } from './client.ts';

const posix = test.skipIf(process.platform === 'win32');
const modeOf = async (file: string) => ((await lstat(file)).mode & 0o777).toString(8);
const LOOK_MS = 5000;

posix('the folder and everything in it are for this user alone', async () => {
  const { folder, client } = await startBench();
  expect(await modeOf(folder)).toBe('700');
  expect(await modeOf(path.join(folder, 'endpoint.json'))).toBe('600');
  expect(await modeOf(client().address)).toBe('600');
  expect(Buffer.byteLength(client().address)).toBeLessThanOrEqual(LONGEST_PATH_BYTES);
});

test('endpoint.json says where the app is and which process it is, and goes with hand-off', async () => {
  const { folder, client, turn } = await startBench();
  const endpoint = readEndpoint(folder);
  expect(endpoint).toEqual({
    v: 1,
    address: client().address,
    key: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
    pid: process.pid,
  });
  await turn(false);
  expect(await readdir(folder)).toEqual([]);
  await turn(true);
  expect(readEndpoint(folder).key).not.toBe(endpoint.key);
});

test('the app that quits leaves neither a socket nor endpoint.json', async () => {
  const { folder, tabkeeper } = await startBench();
  await tabkeeper.quit();
  expect(await readdir(folder)).toEqual([]);
});

posix('what an app left behind that was killed is taken over', async () => {
  const folder = path.join(await temporaryFolder(), 'hand-off');
  await mkdir(folder, { mode: 0o700 });
  const socket = path.join(folder, 'api.sock');
  const code = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', code]);
  await writeFile(path.join(folder, 'endpoint.json'), '{"v":1,"address":"gone","key":"","pid":1}');
  expect(existsSync(socket)).toBe(true);
  const bench = await startBench({ handOffFolder: folder });
  expect(bench.client().address).toBe(socket);
  expect(await bench.client().proves(readEndpoint(folder).key)).toBe(true);
});

posix(
  'where something else answers, or lies, it is left alone and another name is taken',
  async () => {
    const folder = path.join(await temporaryFolder(), 'hand-off');
    await mkdir(folder, { mode: 0o700 });
    const socket = path.join(folder, 'api.sock');
    const other = createServer((connection) => {
      connection.on('error', () => undefined);
      connection.end('it is another');
    });
    await new Promise<void>((resolve) => other.listen(socket, resolve));
    const bench = await startBench({ handOffFolder: folder });
    expect(bench.client().address).not.toBe(socket);
    expect(await bench.client().proves(readEndpoint(folder).key)).toBe(true);
    expect(await clientAt(socket).say('')).toBe('it is another');
    await new Promise((resolve) => other.close(resolve));
    await bench.turn(false);
    await writeFile(socket, 'a file of somebody');
    await bench.turn(true);
    expect(bench.client().address).not.toBe(socket);
    expect((await lstat(socket)).isFile()).toBe(true);
  },
);

test('two apps with folders of their own do not meet', async () => {
  const [one, other] = [await startBench(), await startBench()];
  expect(one.client().address).not.toBe(other.client().address);
  const token = await one.grant(['status']);
  expect((await one.client().post('listProfiles', {}, { token })).status).toBe(200);
  expect((await other.client().post('listProfiles', {}, { token })).status).toBe(401);
  expect(await other.client().proves(readEndpoint(one.folder).key)).toBe(false);
});

const spoils: readonly (readonly [string, (folder: string) => Promise<unknown>])[] = [
  [
    'the folder is put away and another put in its place',
    async (folder) => {
      await rename(folder, `${folder}-away`);
      await mkdir(folder, { mode: 0o700 });
    },
  ],
  ['the folder is removed', (folder) => rm(folder, { recursive: true })],
  ['the folder is opened to others', (folder) => chmod(folder, 0o755)],
  ['the socket is removed', (folder) => rm(readEndpoint(folder).address)],
  ['endpoint.json is removed', (folder) => rm(path.join(folder, 'endpoint.json'))],
  [
    'endpoint.json is written over',
    (folder) =>
      writeFile(path.join(folder, 'endpoint.json'), '{"v":1,"address":"/evil","key":"00","pid":1}'),
  ],
];
for (const [what, spoil] of spoils) {
  posix(`where ${what}, the door is opened anew with another key`, async () => {
    const bench = await startBench();
    const token = await bench.grant(['status']);
    const before = readEndpoint(bench.folder).key;
    await spoil(bench.folder);
    bench.tabkeeper.clock.advance(LOOK_MS);
    await bench.tabkeeper.settled();
    const { key } = readEndpoint(bench.folder);
    expect(key).not.toBe(before);
    expect(await modeOf(bench.folder)).toBe('700');
    expect(await bench.client().proves(key)).toBe(true);
    expect((await bench.client().post('listProfiles', {}, { token })).status).toBe(200);
  });
}

posix(
  'a link in the place of the folder is not followed, and the window says that it failed',
  async () => {
    const base = await temporaryFolder();
    const elsewhere = path.join(base, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, path.join(base, 'hand-off'));
    const bench = await startBench({ handOffFolder: path.join(base, 'hand-off') });
    expect(bench.tabkeeper.app.snapshot().handOff.state).toBe('failed');
    expect(await readdir(elsewhere)).toEqual([]);
    // It is tried again by itself.
    await rm(path.join(base, 'hand-off'));
    bench.tabkeeper.clock.advance(30_000);
    await bench.tabkeeper.settled();
    expect(bench.tabkeeper.app.snapshot().handOff.state).toBe('on');
  },
);

posix('below a folder with a long name the socket lies elsewhere, under a short path', async () => {
  const base = await temporaryFolder();
  const deep = path.join(base, 'x'.repeat(60), 'y'.repeat(60));
  await mkdir(deep, { recursive: true });
  const bench = await startBench({ handOffFolder: path.join(deep, 'hand-off') });
  const { address } = bench.client();
  expect(Buffer.byteLength(address)).toBeLessThanOrEqual(LONGEST_PATH_BYTES);
  expect(await modeOf(path.dirname(address))).toBe('700');
  expect(await bench.client().proves(readEndpoint(bench.folder).key)).toBe(true);
  await bench.tabkeeper.quit();
  expect(existsSync(address)).toBe(false);
  await rm(path.dirname(address), { recursive: true });
});

test('every folder for the socket leaves room for its name, whatever the system says', () => {
  const long = `/${'x'.repeat(90)}`;
  for (const [handOff, runtime, tmp] of [
    ['/home/dana/.config/Tabkeeper/hand-off', '/run/user/1000', '/tmp'],
    [long, long, long],
    [long, 'relative', '/tmp'],
    ['/Users/ä/Library', undefined, '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T'],
  ] as const) {
    const env = runtime === undefined ? {} : { XDG_RUNTIME_DIR: runtime };
    const folders = socketFolders(handOff, { platform: 'linux', env, tmp, uid: 1000 });
    expect(folders.length).toBeGreaterThan(0);
    for (const folder of folders) {
      expect(path.isAbsolute(folder)).toBe(true);
      expect(Buffer.byteLength(path.join(folder, 'api-12345678.sock'))).toBeLessThanOrEqual(100);
    }
  }
});

test('a pipe’s name cannot be guessed', () => {
  expect(pipeName()).toMatch(/^\\\\\.\\pipe\\tabkeeper-[0-9a-f]{32}$/u);
  expect(pipeName()).not.toBe(pipeName());
});

const isRoot = process.getuid?.() === 0;
test.skipIf(!isRoot)(
  'another user of the computer is refused by the system (root alone can become one)',
  async () => {
    const base = await temporaryFolder();
    await chmod(base, 0o755);
    const bench = await startBench({ handOffFolder: path.join(base, 'hand-off') });
    const { address } = bench.client();
    const nobody = 65_534;
    const code = `
      const { connect } = require('node:net');
      const { readFileSync } = require('node:fs');
      try { readFileSync(process.argv[2]); } catch (error) { console.log('file ' + error.code); }
      connect(process.argv[1]).on('connect', () => console.log('connected')).on('error', (error) => console.log('socket ' + error.code));`;
    const ran = spawnSync(
      '/usr/bin/env',
      ['node', '-e', code, address, path.join(bench.folder, 'endpoint.json')],
      { uid: nobody, gid: nobody, encoding: 'utf8', cwd: '/', timeout: 20_000 },
    );
    expect(ran.stdout).toBe('file EACCES\nsocket EACCES\n');
    expect(await clientOf(bench.folder).proves(readEndpoint(bench.folder).key)).toBe(true);
  },
);

test('the real places name this process’s user', () => {
  expect(realPlaces()).toMatchObject({ platform: process.platform, uid: process.getuid?.() });
});
