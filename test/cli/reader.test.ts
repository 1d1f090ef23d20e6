/** How a command line is read, helped and completed: all of it from one table. */
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src-cli/table/command-reader.ts';
import { helpOf, overview } from '../../src-cli/table/command-help.ts';
import { commandNames, commands, specOf } from '../../src-cli/table/command-table.ts';
import { complete } from '../../src-cli/table/completer.ts';
import { valueFlags, written } from '../../src-cli/table/command-flags.ts';

const words = (line: string) => line.split(' ').filter((word) => word !== '');
function call(line: string) {
  const request = readCommand(words(line));
  if (request.kind !== 'run') throw new Error(`${line}: ${JSON.stringify(request)}`);
  return request.call;
}

describe('a command line', () => {
  it('takes the flags of every command before and behind the command', () => {
    for (const line of [
      '--profile A status --json',
      'status --json --profile=A',
      'status --profile A --json',
    ]) {
      const read = call(line);
      expect([line, read.command, read.value('profile'), read.has('json')]).toEqual([
        ...[line, 'status', 'A', true],
      ]);
    }
  });

  it('leaves the other program its words as they are', () => {
    const read = call('exec --no-mask --profile A -- node --json -- -x');
    expect(read.rest).toEqual(['node', '--json', '--', '-x']);
    expect([read.has('no-mask'), read.has('json')]).toEqual([true, false]);
    expect(call('simulator --port 0 --help --no-such -- x').rest).toEqual([
      ...['--port', '0', '--help', '--no-such', '--', 'x'],
    ]);
  });

  it('takes a dash alone for standard input, and a value with a dash behind an equals sign', () => {
    expect(call('call List/Bill --data -').value('data')).toBe('-');
    expect(call('call List/Bill --data=-1').value('data')).toBe('-1');
  });

  it.each([
    ['', 'nothing'],
    ['--help', 'help'],
    ['-h', 'help'],
    ['status --help', 'help'],
    ['exec --help', 'help'],
    ['help', 'help'],
    ['help exec', 'help'],
    ['--version', 'version'],
    ['--user-data x --version', 'version'],
  ])('"%s" asks for %s', (line, kind) => {
    expect(readCommand(words(line)).kind).toBe(kind);
  });

  it.each([
    ['statsu', 'There is no command "statsu". Did you mean status? "tabkeeper help" lists them.'],
    ['frobnicate', 'There is no command "frobnicate". "tabkeeper help" lists them.'],
    ['help frobnicate', 'There is no command "frobnicate". "tabkeeper help" lists them.'],
    ['help exec env', 'help takes no "env". "tabkeeper help help" says what it takes.'],
    [
      'status --reveal',
      'status has no flag "--reveal". "tabkeeper help status" lists those that it has.',
    ],
    [
      'status --sessionId=x',
      'status has no flag "--sessionId". "tabkeeper help status" lists those that it has.',
    ],
    ['status -j', 'status has no flag "-j". "tabkeeper help status" lists those that it has.'],
    ['--json', 'There is no flag "--json". "tabkeeper help" lists them.'],
    ['status --json --json', '--json was given twice.'],
    ['status --json=yes', '--json takes no value.'],
    ['status --profile', '--profile needs a value.'],
    ['status --profile --json', '--profile needs a value.'],
    ['status --profile=', '--profile needs a value.'],
    ['status extra', 'status takes no "extra". "tabkeeper help status" says what it takes.'],
    ['status -- extra', 'status takes no "extra". "tabkeeper help status" says what it takes.'],
    ['env --shell tcsh', '--shell takes one of bash, zsh, fish, powershell, not "tcsh".'],
    ['exec node app.js', 'The program stands behind two dashes: tabkeeper exec -- node …'],
    ['exec', 'exec needs a program behind two dashes: tabkeeper exec -- node app.js'],
    ['exec --', 'exec needs a program behind two dashes: tabkeeper exec -- node app.js'],
    ['call', 'call needs OPERATION. "tabkeeper help call" says more.'],
    ['call a b', 'call takes no "b". "tabkeeper help call" says what it takes.'],
    ['gateway port', 'gateway takes one of url, token, not "port".'],
    [
      'completion',
      'completion needs bash|zsh|fish|powershell. "tabkeeper help completion" says more.',
    ],
  ])('"%s" is refused: %s', (line, sentence) => {
    expect(readCommand(words(line))).toEqual({ kind: 'refused', sentence });
  });

  it('has no value that could be a secret', () => {
    const operands = commandNames.flatMap((name) => specOf(name).operand ?? []);
    const free = operands.filter(({ values }) => values === undefined).map(({ name }) => name);
    const taken = Object.entries(valueFlags).map(([name, { takes }]) => `${name} ${takes}`);
    expect([...free, ...taken].join(' ')).not.toMatch(/token|password|session|dev-?key|secret/iu);
  });
});

describe('the help', () => {
  it.each(commandNames)('of %s names each of its flags, and fits a terminal', (name) => {
    const help = helpOf(name);
    for (const flag of specOf(name).flags) expect(help).toContain(written(flag));
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual(
      // An example is to be copied in one piece.
      (specOf(name).examples ?? []).map((one) => `  ${one}`).filter((one) => one.length > 80),
    );
  });

  it('lists every command', () => {
    for (const name of commandNames) expect(overview()).toContain(`  ${name} `);
  });
});

describe('completion', () => {
  const found = (line: string) => {
    const completion = complete(line.split(' '));
    return typeof completion === 'string' ? completion : completion.map(({ word }) => word);
  };

  it('offers the commands, and those that go on', () => {
    expect(found('')).toEqual(Object.keys(commands));
    expect(found('e')).toEqual(['exec', 'env', 'extend']);
    expect(found('--user-data /x st')).toEqual(['status']);
    expect(found('help st')).toEqual(['status']);
  });

  it('offers the flags of the command that are not there yet', () => {
    expect(found('get --json --')).toEqual([
      ...['--field', '--reveal', '--profile', '--user-data', '--help'],
    ]);
  });

  it.each([
    ['env --shell f', ['fish']],
    ['get --field dev', ['devKey']],
    ['gateway ', ['url', 'token']],
    ['completion z', ['zsh']],
    ['status --profile ', 'profiles'],
    ['status --user-data ', 'files'],
    ['exec -- no', 'programs'],
    ['exec -- node a', 'files'],
    ['simulator --d', 'files'],
    ['frobnicate ', []],
    ['status ', []],
  ] as const)('of "%s" is %j', (line, expected) => {
    expect(found(line)).toEqual(expected);
  });
});
