/** What other programs read exactly: assignments in a shell, and the command line of Windows. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { assignments, shellIn } from '../../src-cli/child/shell-assignments.ts';
import { windowsCommand } from '../../src-cli/child/windows-command.ts';
import type { Shell } from '../../src-cli/table/command-flags.ts';

const nasty = {
  PLAIN: '!b7Q/x+Zq==',
  QUOTES: `it's "so" \`echo no\` $(echo no) \${HOME} $HOME`,
  SLASHES: String.raw`a\b\\c\'d`,
  ODD: '‘’‚‛ ; & | > < # * ? ~ % ^ \t é 漢',
};
const script =
  'process.stdout.write(JSON.stringify([process.env.PLAIN,process.env.QUOTES,process.env.SLASHES,process.env.ODD]))';
const programs: Readonly<Record<Shell, string>> = {
  ...{ bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'pwsh' },
};
const isThere = (program: string) => spawnSync(program, ['-c', 'exit']).status === 0;

describe('assignments', () => {
  for (const [of, program] of Object.entries(programs) as [Shell, string][]) {
    it.skipIf(!isThere(program))(`${of} takes the values exactly as they are`, () => {
      const node = of === 'powershell' ? `& '${process.execPath}'` : `'${process.execPath}'`;
      const text = `${assignments(of, nasty)}${node} -e '${script}'`;
      const { stdout } = spawnSync(program, ['-c', text], { encoding: 'utf8' });
      expect(JSON.parse(stdout)).toEqual(Object.values(nasty));
    });
  }

  it('for PowerShell double every kind of single quote that it knows', () => {
    expect(assignments('powershell', { A: "a'b’c$d" })).toBe("$env:A = 'a''b’’c$d'\n");
  });

  it('for fish escape nothing but the backslash and the quote', () => {
    expect(assignments('fish', { A: String.raw`a\b'c$d` })).toBe(
      `set -gx A '${String.raw`a\\b\'c$d`}'\n`,
    );
  });

  it.each([
    [{ SHELL: '/usr/bin/zsh' }, 'linux', 'zsh'],
    [{ SHELL: '/usr/bin/fish' }, 'darwin', 'fish'],
    [{ SHELL: '/opt/microsoft/pwsh' }, 'linux', 'powershell'],
    [{ SHELL: '/bin/sh' }, 'linux', 'bash'],
    [{}, 'linux', 'bash'],
    [{}, 'win32', 'powershell'],
    [{ SHELL: 'C:\\git\\bash.exe' }, 'win32', 'bash'],
  ] as const)('of %j on %s are those of the shell in use', (env, platform, expected) => {
    expect(shellIn(env, platform)).toBe(expected);
  });
});

describe('a program on Windows', () => {
  const env = {
    PATH: 'C:\\node;C:\\proj\\node_modules\\.bin',
    PATHEXT: '.EXE;.CMD',
    comspec: 'C:\\cmd.exe',
  };
  const files = [
    'C:\\node\\node.EXE',
    'C:\\node\\npm.CMD',
    'C:\\proj\\node_modules\\.bin\\vite.CMD',
  ];
  const started = (program: string, ...args: string[]) =>
    windowsCommand(program, args, env, (file) => files.includes(file));

  it('is started as it is where it is a program', () => {
    expect(started('node', 'a b')).toEqual({
      ...{ program: 'C:\\node\\node.EXE', args: ['a b'], isVerbatim: false },
    });
    expect(started('no-such')).toEqual({ program: 'no-such', args: [], isVerbatim: false });
  });

  it('is run by cmd.exe where it is a script, with nothing in its arguments that cmd.exe would act on', () => {
    expect(started('npm', 'run', 'a&b "c"', 'd\\')).toEqual({
      program: 'C:\\cmd.exe',
      args: ['/d', '/s', '/c', String.raw`"C:\node\npm.CMD ^"run^" ^"a^&b^ \^"c\^"^" ^"d\\^""`],
      isVerbatim: true,
    });
    expect(started('vite', '%PATH%').args.at(-1)).toContain('^^^%PATH^^^%');
  });
});
