/** `npm start` before it opens anything: its flags, and the one try to download Electron. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { downloadElectron, silenceWatch, sizeOf } from '../../scripts/electron-download.ts';
import { readStartOptions } from '../../scripts/start-options.ts';

const root = path.resolve(import.meta.dirname, '../..');
const refusal = (...args: string[]) => {
  const read = readStartOptions(args);
  return 'refusal' in read ? read.refusal : null;
};

describe('the flags of npm start', () => {
  it('are read in both spellings', () => {
    const wanted = {
      options: {
        host: 'browser',
        headless: true,
        userData: path.resolve('/tmp/x'),
        cdpPort: 9222,
        practice: true,
        help: false,
      },
    };
    const flags = ['--headless', '--practice'];
    expect(
      readStartOptions([
        '--host',
        'browser',
        '--user-data',
        '/tmp/x',
        '--cdp-port',
        '9222',
        ...flags,
      ]),
    ).toEqual(wanted);
    expect(
      readStartOptions(['--host=browser', '--user-data=/tmp/x', '--cdp-port=9222', ...flags]),
    ).toEqual(wanted);
  });

  it.each([
    [['--nonsense'], 'npm start does not know "--nonsense".'],
    [['positional'], 'npm start does not know "positional".'],
    [['--host', 'safari'], '--host is electron or browser, not "safari".'],
    [['--host'], '--host needs a value.'],
    [['--user-data', '--practice'], '--user-data needs a value.'],
    [['--cdp-port', '0'], '--cdp-port is a number from 1 to 65535, not "0".'],
    [['--cdp-port=70000'], '--cdp-port is a number from 1 to 65535, not "70000".'],
    [['--cdp-port', 'x1'], '--cdp-port is a number from 1 to 65535, not "x1".'],
    [['--practice=yes'], '--practice takes no value.'],
    [
      ['--host', 'electron', '--cdp-port', '9222'],
      '--cdp-port belongs to the browser host; it does not go with --host electron.',
    ],
    [
      ['--host', 'electron', '--headless'],
      '--headless belongs to the browser host; it does not go with --host electron.',
    ],
  ])('refuse %j', (args, sentence) => {
    expect(refusal(...args)).toBe(sentence);
  });

  it('are listed with a refusal, which ends with 2', () => {
    const run = spawnSync(process.execPath, ['scripts/start.ts', '--nonsense'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.status).toBe(2);
    for (const flag of ['--host', '--headless', '--user-data', '--cdp-port', '--practice']) {
      expect(run.stderr).toContain(flag);
    }
  });
});

describe('the download of Electron', () => {
  const installer = (code: string, silenceMs = 30_000) =>
    downloadElectron([process.execPath, '-e', code], silenceMs);

  it('says nothing when it worked', async () => {
    expect(await installer('')).toBeNull();
  });

  it('catches the error of the installer, in one line', async () => {
    const reason = await installer(
      'console.error(new TypeError("fetch failed").stack); process.exit(1)',
    );
    expect(reason).toBe('fetch failed');
  });

  it('is given up when nothing has moved for the time that is allowed', async () => {
    const quiet = installer('setInterval(() => {}, 1000)', 300);
    expect(await quiet).toBe('no progress for 0.3 seconds');
  });

  it('is seen to move by what it writes into a folder that was made for it', async () => {
    const where = await installer('console.error(require("os").tmpdir()); process.exit(1)');
    expect(where).toContain('tabkeeper-download-');
    const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-size-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(await sizeOf(path.join(folder, 'deep'))).toBe(0);
    mkdirSync(path.join(folder, 'deep'));
    writeFileSync(path.join(folder, 'deep/file'), 'abc');
    expect(await sizeOf(folder)).toBeGreaterThanOrEqual(3);
  });

  it('may take any time as long as something moves', () => {
    const isTooLong = silenceWatch(30_000, 0);
    const looks = ['', 'a', 'a', 'b', 'b', 'b', 'b', 'c'];
    const seen = looks.map((state, n) => isTooLong(state, n * 14_000));
    // Once only: from the third look at b on it has been the same for 42 seconds.
    expect(seen).toEqual([false, false, false, false, false, false, true, false]);
  });
});

describe('an old Node', () => {
  it('is told in one line what is needed', () => {
    const code = `
      Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } });
      import(${JSON.stringify(path.join(root, 'scripts/require-node.mjs'))});`;
    const run = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^Tabkeeper needs Node 22\.18 or later[^\n]*\n$/u);
  });
});
