/** Start at login on Linux: the file that the desktop reads, for every kind of path. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  autostartCommand,
  autostartFile,
  autostartRefusal,
  readAutostart,
  writeAutostart,
  type AutostartPlace,
} from '../../../src-main/system/autostart.ts';
import { tempDir } from '../../temp-dir.ts';

/** What a desktop makes of the arguments of an Exec line, by the specification. */
function argumentsOf(exec: string): string[] {
  // As a value of the file: a backslash is written as two.
  const value = exec.replace(/\\(.)/gu, (_, next: string) => (next === '\\' ? '\\' : `\\${next}`));
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gu)].map(([, quoted, plain = '']) =>
    (quoted ?? plain).replace(/\\(["`$\\])/gu, '$1').replaceAll('%%', '%'),
  );
}
const firstArgument = (exec: string) => argumentsOf(exec)[0];

const paths = [
  ['a plain path', '/opt/Tabkeeper/tabkeeper'],
  ['spaces', '/home/dana/My Apps/Tabkeeper 1.0/tabkeeper'],
  ['double quotes', '/opt/a"b/tabkeeper'],
  ['single quotes', "/opt/dana's/tabkeeper"],
  ['percent signs', '/opt/100%/%f/tabkeeper'],
  ['backslashes', '/opt/a\\b\\\\c/tabkeeper'],
  ['dollar and backtick', '/opt/$HOME/`id`/tabkeeper'],
  ['other letters', '/opt/Müller/日本/tabkeeper'],
  ['shell characters', '/opt/a;b|c&d(e)*?#~/tabkeeper'],
] as const;

describe('the autostart file', () => {
  let home: string;
  beforeEach(() => {
    home = tempDir();
  });

  const place = (execPath: string, env: AutostartPlace['env'] = {}) => ({
    env,
    home,
    execPath,
    lasting: [],
  });

  it.each(paths)('names the program whatever its path holds: %s', async (_, execPath) => {
    const here = place(execPath);
    expect(await readAutostart(here)).toBe(false);
    await writeAutostart(here, true);
    expect(await readAutostart(here)).toBe(true);
    const text = await readFile(autostartFile(here), 'utf8');
    const exec = /^Exec=(.*)$/mu.exec(text)?.[1] ?? '';
    expect(firstArgument(exec)).toBe(execPath);
    expect(exec.endsWith(' --hidden')).toBe(true);
  });

  it.each(paths)(
    'carries the flags that the app runs with, and is on with them alone: %s',
    async (_, folder) => {
      const plain = place('/opt/tabkeeper');
      const lasting = ['--password-store=kwallet6', `--user-data=${folder}`];
      const here = { ...plain, lasting };
      await writeAutostart(here, true);
      const text = await readFile(autostartFile(here), 'utf8');
      const exec = /^Exec=(.*)$/mu.exec(text)?.[1] ?? '';
      expect(argumentsOf(exec)).toEqual(['/opt/tabkeeper', '--hidden', ...lasting]);
      expect([await readAutostart(here), await readAutostart(plain)]).toEqual([true, false]);
      await writeAutostart(plain, true);
      expect([await readAutostart(here), await readAutostart(plain)]).toEqual([false, true]);
    },
  );

  it('starts an AppImage by its own path, not by where it was unpacked', () => {
    const APPIMAGE = '/home/dana/Tab keeper.AppImage';
    const here = place('/tmp/.mount_Tabke/tabkeeper', { APPIMAGE, APPDIR: '/tmp/.mount_Tabke' });
    expect(firstArgument(autostartCommand(here))).toBe(APPIMAGE);
  });

  it.each([
    ['no folder at all', undefined],
    ['the folder of another program', '/tmp/.mount_Other'],
    ['a folder whose name only begins alike', '/tmp/.mount_Tab'],
    ['a folder that is no whole path', '.'],
  ])('does not take another program’s AppImage for its own: %s', (_, APPDIR) => {
    const here = place('/tmp/.mount_Tabke/tabkeeper', { APPIMAGE: '/x/Other.AppImage', APPDIR });
    expect(firstArgument(autostartCommand(here))).toBe('/tmp/.mount_Tabke/tabkeeper');
  });

  it('is removed cleanly, and removing it twice is no error', async () => {
    const here = place('/opt/tabkeeper');
    await writeAutostart(here, true);
    await writeAutostart(here, false);
    await writeAutostart(here, false);
    expect(await readdir(path.dirname(autostartFile(here)))).toEqual([]);
  });

  it('counts as off when it starts another program or was switched off elsewhere', async () => {
    const here = place('/opt/tabkeeper');
    await writeAutostart(here, true);
    expect(await readAutostart(place('/opt/moved/tabkeeper'))).toBe(false);
    const text = await readFile(autostartFile(here), 'utf8');
    for (const off of ['Hidden=true', 'Hidden = true\r', 'X-GNOME-Autostart-enabled=false']) {
      await writeFile(autostartFile(here), `${text}${off}\n`);
      expect(await readAutostart(here), off).toBe(false);
    }
    await writeFile(autostartFile(here), text.replaceAll('\n', '\r\n'));
    expect(await readAutostart(here)).toBe(true);
  });

  it('lies in XDG_CONFIG_HOME if that is a path, and leaves no temp behind', async () => {
    const config = path.join(home, 'config');
    const here = place('/opt/tabkeeper', { XDG_CONFIG_HOME: config });
    await writeAutostart(here, true);
    expect(autostartFile(here).startsWith(config)).toBe(true);
    expect(await readdir(path.join(config, 'autostart'))).toEqual(['dev.tabkeeper.app.desktop']);
    expect((await stat(autostartFile(here))).isFile()).toBe(true);
    expect(autostartFile(place('/x', { XDG_CONFIG_HOME: 'relative' })).startsWith(home)).toBe(true);
  });

  it('refuses a path with a line break, which would be a second key of the file', async () => {
    await expect(writeAutostart(place('/opt/a\nExec=evil'), true)).rejects.toThrow('line break');
  });

  it.each([
    ['flatpak', '/app/tabkeeper/tabkeeper', { FLATPAK_ID: 'dev.tabkeeper.app' }],
    ['snap', '/snap/tabkeeper/1/tabkeeper', { SNAP: '/snap/tabkeeper/1' }],
    [null, '/opt/tabkeeper', {}],
  ] as const)('is refused with a reason where it would do nothing: %s', (why, execPath, env) => {
    expect(autostartRefusal(place(execPath, env))).toBe(why);
  });

  it('is not refused for a variable that another package’s terminal handed down', () => {
    const handedDown = { SNAP: '/snap/code/1', FLATPAK_ID: 'com.example.Terminal' };
    expect(autostartRefusal(place('/opt/tabkeeper', handedDown))).toBeNull();
  });
});
