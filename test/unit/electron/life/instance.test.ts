/** The start before Electron is ready: doors, the folder, and the lock of a folder. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { remoteControlSwitch } from '../../../../src-main/electron/life/remote-control.ts';
import { markEnding, takeFolder } from '../../../../src-main/electron/life/instance.ts';
import { prepare } from '../../../../src-main/electron/life/lifecycle.ts';
import { readArguments } from '../../../../src-main/electron/life/arguments.ts';
import { lockDown } from '../../../../src-main/electron/window/security.ts';
import { startWords } from '../../../../src-shared/words.ts';
import { app, configureApp } from '../../../../browser-host/electron/app.ts';
import { record } from '../../../../browser-host/record.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { tempDir } from '../../../temp-dir.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
/** The app as it was started with these arguments. */
const startedWith = (...argv: string[]) => configureApp(root, argv, true);

/** The switches that a packed app is not started with, as they are written. */
const doors = [
  ['no-sandbox', '--no-sandbox'],
  ['remote-debugging-port', '--remote-debugging-port=0'],
  ['remote-debugging-pipe', '--remote-debugging-pipe'],
  ['load-extension', '--load-extension=x'],
  ['inspect', '--inspect'],
] as const;

let folder: string;
let clock: ManualClock;
let held: boolean[];
beforeEach(() => {
  folder = tempDir();
  clock = new ManualClock();
  held = [];
  // What Electron answers, one for each time it is asked; then yes.
  vi.spyOn(app, 'requestSingleInstanceLock').mockImplementation(() => held.shift() ?? true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const [name] of doors) app.commandLine.removeSwitch(name);
});

describe('a packaged app without Chromium’s sandbox', () => {
  it('is told by the switch, as long as nothing has locked it down', () => {
    startedWith('--no-sandbox');
    expect(remoteControlSwitch()).toBe('no-sandbox');
    lockDown();
    expect(remoteControlSwitch()).toBe(null);
  });

  it('is told by the variable too, which Electron turns into the switch', () => {
    vi.stubEnv('ELECTRON_DISABLE_SANDBOX', '1');
    startedWith();
    expect(remoteControlSwitch()).toBe('no-sandbox');
  });
});

describe('the first lines of main', () => {
  const begin = (isPackaged: boolean, argv: readonly string[] = []) => {
    Object.assign(record, { sandboxEnabled: false, appUserModelId: null });
    configureApp(root, argv, isPackaged);
    return prepare(readArguments([...argv, `--user-data=${path.join(folder, 'new')}`]), clock);
  };

  it.each(doors)(
    '[E101] refuse a start with %s before anything is locked down or made',
    async (name, flag) => {
      const refused = { sentence: startWords.remoteControl(name), code: 1, inBox: false };
      expect(await begin(true, [flag])).toEqual(refused);
      expect([record.sandboxEnabled, await readdir(folder)]).toEqual([false, []]);
    },
  );

  it('lock everything down where nothing is to be refused', async () => {
    expect(await begin(true)).toBe(null);
    expect([record.sandboxEnabled, await readdir(folder)]).toEqual([true, ['new']]);
  });

  it.each([
    ['the packed app, which has a link in the Start menu', true, 'dev.tabkeeper.app'],
    ['a development run, which must not take that link’s place', false, null],
  ] as const)('name to Windows %s: %s', async (_, isPackaged, id) => {
    await begin(isPackaged);
    expect(record.appUserModelId).toBe(id);
  });
});

describe('the folder of the data', () => {
  it('is made, and Electron is told of it', async () => {
    const made = path.join(folder, 'a/b');
    expect(await takeFolder(made, clock)).toBe(null);
    expect([app.getPath('userData'), await readdir(made)]).toEqual([made, []]);
  });

  it('is refused where it is a file, with a sentence, a box and exit 1', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const refused = { sentence: startWords.folder(file), code: 1, inBox: true };
    expect(await takeFolder(file, clock)).toEqual(refused);
    expect(app.requestSingleInstanceLock).not.toHaveBeenCalled();
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused where nothing can be written',
    async () => {
      await chmod(folder, 0o500);
      expect(await takeFolder(folder, clock)).toMatchObject({ code: 1, inBox: true });
      await chmod(folder, 0o700);
    },
  );
});

describe('a lock that Electron refuses', () => {
  it('is another Tabkeeper’s where nobody is ending: exit 0, and no file is touched', async () => {
    held = [false];
    const refused = { sentence: startWords.running, code: 0, inBox: false };
    expect(await takeFolder(folder, clock)).toEqual(refused);
    expect(await readdir(folder)).toEqual([]);
  });

  it('cannot be made where the folder for temporary files is none: exit 1', async () => {
    held = [false];
    const temp = path.join(folder, 'gone');
    vi.stubEnv('TMPDIR', temp);
    vi.stubEnv('TEMP', temp);
    const refused = { sentence: startWords.lock(temp), code: 1, inBox: true };
    expect(await takeFolder(folder, clock)).toEqual(refused);
  });

  /** Steps through the pauses until it has settled; resolves to how many there were. */
  async function settle(taking: Promise<unknown>): Promise<number> {
    const settled = taking.then(() => 'settled');
    for (let pauses = 0; ; pauses += 1) {
      const turn = new Promise((resolve) => setImmediate(resolve));
      if ((await Promise.race([settled, turn])) === 'settled') return pauses;
      clock.advance(250);
    }
  }

  it('is asked for every 250 ms while the one before is ending, and no file is touched', async () => {
    app.setPath('userData', folder);
    markEnding();
    held = [false, false, false];
    const taking = takeFolder(folder, clock);
    await Promise.resolve();
    expect(await readdir(folder)).toEqual(['tabkeeper.ending']);
    expect(await settle(taking)).toBe(3);
    expect(await taking).toBe(null);
    // Its own end is another one.
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not waited for longer than 15 s: a sentence, and exit 1', async () => {
    app.setPath('userData', folder);
    markEnding();
    held = Array.from({ length: 100 }, () => false);
    const taking = takeFolder(folder, clock);
    expect(await settle(taking)).toBe(60);
    const refused = { sentence: startWords.neverEnded, code: 1, inBox: true };
    expect(await taking).toEqual(refused);
  });

  it('is had, and the end goes on, where the mark can be neither left nor removed as a file', async () => {
    await mkdir(path.join(folder, 'tabkeeper.ending'));
    app.setPath('userData', folder);
    expect(() => markEnding()).not.toThrow();
    expect(await takeFolder(folder, clock)).toBe(null);
  });
});
