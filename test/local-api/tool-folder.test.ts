/** The tools in the folder of the app, and the scripts by which a shell finds them. */
import { spawnSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shellLines } from '../../src-main/hand-off/shell-lines.ts';
import { createToolFolder } from '../../src-main/hand-off/tool-folder.ts';
import { temporaryFolder } from './bench.ts';

const posix = test.skipIf(process.platform === 'win32');

/** Tools that say what they were given. */
async function someTools(): Promise<string> {
  const source = path.join(await temporaryFolder(), 'tools');
  await mkdir(source);
  await writeFile(
    path.join(source, 'package.json'),
    JSON.stringify({ bin: { tabkeeper: 'tabkeeper.mjs', 'tabkeeper-simulator': 'simulator.mjs' } }),
  );
  const tool =
    'console.log(JSON.stringify([process.argv.slice(2), process.env.TABKEEPER_USER_DATA]))';
  for (const name of ['tabkeeper.mjs', 'simulator.mjs']) {
    await writeFile(path.join(source, name), tool);
  }
  return source;
}

test('every tool lies there with a script for each kind of shell', async () => {
  const folder = path.join(await temporaryFolder(), 'bin');
  expect(await createToolFolder(await someTools(), folder).install()).toBe(true);
  expect((await readdir(folder)).sort()).toEqual([
    ...['package.json', 'simulator.mjs', 'tabkeeper', 'tabkeeper-simulator'],
    ...['tabkeeper-simulator.cmd', 'tabkeeper.cmd', 'tabkeeper.mjs'],
  ]);
  const script = await readFile(path.join(folder, 'tabkeeper.cmd'), 'utf8');
  expect(script).toContain('node "%~dp0tabkeeper.mjs" %*\r\n');
});

posix(
  'the line for PATH makes the command run, with the folder of this app, whatever its name',
  async () => {
    const userData = path.join(await temporaryFolder(), `Dana's "$(x)" data`);
    const folder = path.join(userData, 'bin');
    await createToolFolder(await someTools(), folder).install();
    expect((await lstat(path.join(folder, 'tabkeeper'))).mode & 0o777).toBe(0o700);
    const line = shellLines(folder, process.platform).path;
    const run = (env: NodeJS.ProcessEnv) =>
      spawnSync('/bin/sh', ['-c', `${line}\ntabkeeper one 'two three' '' "$0"`], {
        encoding: 'utf8',
        env: { PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`, ...env },
      });
    const given = ['one', 'two three', '', '/bin/sh'];
    expect(JSON.parse(run({}).stdout)).toEqual([given, userData]);
    // Whoever names another app's folder means it.
    expect(JSON.parse(run({ TABKEEPER_USER_DATA: '/other' }).stdout)).toEqual([given, '/other']);
  },
);

posix('without Node in PATH the script says what it needs', async () => {
  const folder = path.join(await temporaryFolder(), 'bin');
  const empty = await temporaryFolder();
  await createToolFolder(await someTools(), folder).install();
  const ran = spawnSync('/bin/sh', [path.join(folder, 'tabkeeper')], {
    encoding: 'utf8',
    env: { PATH: empty },
  });
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('This needs Node.js 20 or later');
});

test('an older version’s tools are replaced by this one’s', async () => {
  const folder = path.join(await temporaryFolder(), 'bin');
  const source = await someTools();
  await createToolFolder(source, folder).install();
  await writeFile(path.join(source, 'tabkeeper.mjs'), '// newer');
  await createToolFolder(source, folder).install();
  expect(await readFile(path.join(folder, 'tabkeeper.mjs'), 'utf8')).toBe('// newer');
});

test.each([
  ['are not to be had', 'nowhere', 'bin'],
  ['cannot be written', 'tools', 'file/bin'],
])('tools that %s are reported, and nothing fails', async (_, from, to) => {
  const base = await temporaryFolder();
  await writeFile(path.join(base, 'file'), '');
  const source = from === 'tools' ? await someTools() : path.join(base, from);
  expect(await createToolFolder(source, path.join(base, to)).install()).toBe(false);
});

test('PowerShell gets its own line', () => {
  expect(shellLines("C:\\Users\\d'Arc\\bin", 'win32').path).toBe(
    "$env:Path = 'C:\\Users\\d''Arc\\bin;' + $env:Path",
  );
});
