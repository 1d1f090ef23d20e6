/** The writer of `.env` files on a real disk, with a real git: what is written, and what is left alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEnvWriter, type EnvWriter } from '../../src-main/env-file/env-writer.ts';
import { askGit } from '../../src-main/env-file/git-guard.ts';
import type { EnvAnswer, EnvRefusal } from '../../src-shared/env-file.ts';

const TOKEN = 'tok-A_b9TokenTokenTokenTokenToken';
const ADDRESS = 'http://127.0.0.1:17001/api/v2';
const wanted = {
  BILL_API_URL: `http://127.0.0.1:17001/~${TOKEN}/api/v2`,
  BILL_SESSION_ID: 'tabkeeper',
  BILL_DEV_KEY: 'tabkeeper',
};

let root: string;
let folder: string;
let file: string;
let access: { address: string; token: string } | null;
let writer: EnvWriter;
let runs = 0;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'tabkeeper-env-')));
});
beforeEach(() => {
  runs += 1;
  folder = path.join(root, `run-${runs}`);
  file = path.join(folder, '.env');
  mkdirSync(folder);
  access = { address: ADDRESS, token: TOKEN };
  writer = createEnvWriter({ gatewayOf: () => access });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' }).toString();
const hasGit = spawnSync('git', ['--version']).status === 0;
const isWindows = process.platform === 'win32';
const modeOf = (place: string) => (lstatSync(place).mode & 0o777).toString(8);

async function shown(place = file) {
  const answer = await writer.preview('first', place);
  expect(JSON.stringify(answer)).not.toContain(TOKEN);
  if (answer.is !== 'shown') throw new Error(JSON.stringify(answer));
  return answer;
}
const why = (answer: EnvAnswer) => (answer.is === 'refused' ? answer.why : answer.is);

describe('a file that may be written', () => {
  it.each<[string, string | null]>([
    ['new', null],
    ['empty', ''],
    ['of Windows', '# mine\r\nA=1\r\nBILL_API_URL="old" # why\r\n'],
    ['without a last line end', "A='1'\nB=2"],
    ['with its name twice', 'BILL_API_URL=a\nBILL_API_URL=b\nA=1\n'],
    ['with a byte order mark', '\ufeffA=1\n'],
  ])(
    '(%s) is read by dotenv as it should be, by nobody else, and taken back whole',
    async (_what, text) => {
      if (text !== null) writeFileSync(file, text, { mode: 0o640 });
      const before = text === null ? {} : parse(text);
      const { preview, isNew, wasOpen } = await shown();
      expect(isNew).toBe(text === null);
      if (!isWindows) expect(wasOpen).toBe(text !== null);
      // Nothing is touched before the person says so.
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(text);
      expect(await writer.write(preview)).toEqual({ is: 'written', file, isNew: text === null });
      expect(parse(readFileSync(file))).toEqual({ ...before, ...wanted });
      if (!isWindows) expect(modeOf(file)).toBe('600');
      expect(readdirSync(folder)).toEqual(['.env']);

      expect(await writer.undo()).toEqual({ is: 'undone', file, isGone: text === null });
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(text);
      if (text !== null && !isWindows) expect(modeOf(file)).toBe('640');
      expect(readdirSync(folder)).toEqual(text === null ? [] : ['.env']);
    },
  );

  it('is shown without the token, and without what stands there', async () => {
    writeFileSync(
      file,
      'PASSWORD=hunter2\nBILL_SESSION_ID=!bOldSession\nBILL_API_URL=http://old\n',
    );
    const answer = await shown();
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|OldSession|http:\/\/old/u);
    expect(answer.lines.map(({ kind, now }) => `${kind} ${now}`)).toEqual([
      'changed BILL_API_URL=http://127.0.0.1:17001/~••••••••••/api/v2',
      'changed BILL_SESSION_ID=tabkeeper',
      'added BILL_DEV_KEY=tabkeeper',
    ]);
    expect(answer.others).toBe(1);
  });

  it.skipIf(isWindows)('lies behind a link to its folder', async () => {
    const link = path.join(root, `link-${runs}`);
    symlinkSync(folder, link);
    const { preview, file: real } = await shown(path.join(link, '.env'));
    expect(real).toBe(file);
    expect(await writer.write(preview)).toMatchObject({ is: 'written' });
    expect(parse(readFileSync(file))).toEqual(wanted);
  });
});

describe('[A155] a file that is left alone', () => {
  const make: Partial<Record<EnvRefusal, () => void>> = {
    link: () => {
      writeFileSync(path.join(folder, 'real'), 'A=1\n');
      symlinkSync('real', file);
    },
    notAFile: () => mkdirSync(file),
    readOnly: () => writeFileSync(file, 'A=1\n', { mode: 0o444 }),
    tooLarge: () => writeFileSync(file, `A=${'x'.repeat(256 * 1024)}\n`),
    notText: () => writeFileSync(file, Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a])),
    notRead: () => {
      folder = path.join(folder, 'gone');
      file = path.join(folder, '.env');
    },
    noGateway: () => (access = null),
  };
  for (const [reason, prepare] of Object.entries(make)) {
    it.skipIf(isWindows && reason === 'link')(
      `is refused as ${reason}, and stays as it was`,
      async () => {
        prepare();
        const before = readdirSync(root, { recursive: true });
        expect(why(await writer.preview('first', file))).toBe(reason);
        expect(readdirSync(root, { recursive: true })).toEqual(before);
      },
    );
  }

  it('is one of two names, a pipe, a text of UTF-16, or one with a NUL', async () => {
    writeFileSync(path.join(folder, 'real'), 'A=1\n');
    linkSync(path.join(folder, 'real'), file);
    expect(why(await writer.preview('first', file))).toBe('link');
    rmSync(file);
    if (!isWindows) {
      execFileSync('mkfifo', [file]);
      expect(why(await writer.preview('first', file))).toBe('notAFile');
      rmSync(file);
    }
    writeFileSync(file, Buffer.from('\ufeffA=1\n', 'utf16le'));
    expect(why(await writer.preview('first', file))).toBe('notText');
    writeFileSync(file, 'A=1\0\n');
    expect(why(await writer.preview('first', file))).toBe('notText');
  });
});

describe('[A154] between the difference and the file', () => {
  it.each<[string, () => void]>([
    ['its text is another one', () => writeFileSync(file, 'A=2\n')],
    [
      'another file with the same text has taken its place',
      () => {
        writeFileSync(`${file}.new`, 'A=1\n');
        renameSync(`${file}.new`, file);
      },
    ],
    ['it is gone', () => rmSync(file)],
    ['the token is a new one', () => (access = { address: ADDRESS, token: 'another' })],
    [
      'the gateway has another port',
      () => (access = { address: ADDRESS.replace(/:\d+/u, ':17002'), token: TOKEN }),
    ],
    ['the gateway is off', () => (access = null)],
  ])('%s: nothing is written', async (_what, change) => {
    writeFileSync(file, 'A=1\n');
    const { preview } = await shown();
    change();
    const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
    expect(why(await writer.write(preview))).toBe('changed');
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(before);
  });

  it('it has become a link: nothing is written through it', async () => {
    const { preview } = await shown();
    writeFileSync(path.join(folder, 'real'), 'A=1\n');
    symlinkSync('real', file);
    expect(why(await writer.write(preview))).toBe('link');
    expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe('A=1\n');
  });

  it('an older difference, or one that was written, is none any more', async () => {
    const { preview: older } = await shown();
    const { preview } = await shown();
    expect(why(await writer.write(older))).toBe('changed');
    expect(why(await writer.write(preview))).toBe('changed');
    const { preview: newest } = await shown();
    expect(why(await writer.write(newest))).toBe('written');
    expect(why(await writer.write(newest))).toBe('changed');
  });

  const isRoot = process.getuid?.() === 0;
  const because = isRoot ? ' (skipped: root may write anywhere)' : '';
  it.skipIf(isRoot)(`a disk that refuses leaves the file as it was${because}`, async () => {
    writeFileSync(file, 'A=1\n');
    const { preview } = await shown();
    chmodSync(folder, 0o500);
    expect(['readOnly', 'notWritten']).toContain(why(await writer.write(preview)));
    chmodSync(folder, 0o700);
    expect(readFileSync(file, 'utf8')).toBe('A=1\n');
  });
});

describe('taking back', () => {
  it('[A154] is refused once somebody else has changed the file, and loses nothing', async () => {
    writeFileSync(file, 'A=1\n');
    const { preview } = await shown();
    await writer.write(preview);
    writeFileSync(file, `${readFileSync(file, 'utf8')}MINE=1\n`);
    const before = readFileSync(file, 'utf8');
    expect(why(await writer.undo())).toBe('changed');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is refused where nothing was written, and a second time', async () => {
    expect(why(await writer.undo())).toBe('changed');
    const { preview } = await shown();
    await writer.write(preview);
    expect(why(await writer.undo())).toBe('undone');
    expect(why(await writer.undo())).toBe('changed');
  });
});

describe.skipIf(!hasGit)('in a repository (skipped where there is no git)', () => {
  beforeEach(() => {
    git('init', '--quiet');
  });

  it('is written where git ignores it', async () => {
    writeFileSync(path.join(folder, '.gitignore'), '.env\n');
    const { preview } = await shown();
    expect(why(await writer.write(preview))).toBe('written');
    expect(git('status', '--porcelain')).toBe('?? .gitignore\n');
  });

  it.each([
    ['.env', '/.env'],
    ['app/.env', '/app/.env'],
    ['a b/[x]*?/.env', '/a b/\\[x]\\*\\?/.env'],
    ['!odd/#.env', '/!odd/#.env'],
    ['app/.env ', '/app/.env\\ '],
  ])(
    '[A153] %s is refused where git does not, with the line after which it does',
    async (name, line) => {
      const place = path.join(folder, name);
      mkdirSync(path.dirname(place), { recursive: true });
      expect(await writer.preview('first', place)).toEqual({
        ...{ is: 'refused', file: place, why: 'notIgnored', ignoreLine: line },
      });
      expect(writer.ignoreLine()).toBe(line);
      writeFileSync(path.join(folder, '.gitignore'), `${line}\n`);
      expect(why(await writer.preview('first', place))).toBe('shown');
    },
  );

  it('[A153] is refused where git tracks it, though it is ignored as well', async () => {
    writeFileSync(file, 'A=1\n');
    git('add', '--force', '.env');
    writeFileSync(path.join(folder, '.gitignore'), '.env\n');
    expect(await writer.preview('first', file)).toMatchObject({
      ...{ why: 'tracked', ignoreLine: '/.env' },
    });
  });

  it('is refused where it came to be tracked after its difference was shown', async () => {
    writeFileSync(path.join(folder, '.gitignore'), '.env\n');
    writeFileSync(file, 'A=1\n');
    const { preview } = await shown();
    git('add', '--force', '.env');
    expect(why(await writer.write(preview))).toBe('tracked');
    expect(readFileSync(file, 'utf8')).toBe('A=1\n');
  });

  it('[A153] runs nothing that the repository names', async () => {
    writeFileSync(path.join(folder, '.gitignore'), '.env\n');
    const trap = path.join(folder, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch '${folder}/sprung'\n`, { mode: 0o755 });
    git('config', 'core.fsmonitor', trap);
    await shown();
    expect(readdirSync(folder)).not.toContain('sprung');
  });

  it('whatever the environment says of another one', async () => {
    const before = process.env['GIT_DIR'];
    process.env['GIT_DIR'] = path.join(root, 'nowhere');
    try {
      expect(why(await writer.preview('first', file))).toBe('notIgnored');
    } finally {
      if (before === undefined) delete process.env['GIT_DIR'];
      else process.env['GIT_DIR'] = before;
    }
  });

  it('without a git to ask it is refused, and outside of a repository it is not', async () => {
    const noGit = (at: string, name: string) => askGit(at, name, 'no-such-git');
    writer = createEnvWriter({ gatewayOf: () => access, git: noGit });
    expect(why(await writer.preview('first', file))).toBe('noGit');
    rmSync(path.join(folder, '.git'), { recursive: true });
    expect(why(await writer.preview('first', file))).toBe('shown');
  });

  it('that git cannot read it is refused', async () => {
    writeFileSync(path.join(folder, '.git', 'config'), 'no config at all [');
    expect(why(await writer.preview('first', file))).toBe('gitFailed');
  });
});
