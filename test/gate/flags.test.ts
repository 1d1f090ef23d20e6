/** How the project's own programs read their command lines. */
import { describe, expect, it } from 'vitest';
import { readHostOptions } from '../../browser-host/options.ts';
import { portIn, readFlags, readOnlyFlags } from '../../scripts/flags.ts';

const options = { loud: { type: 'boolean' }, out: { type: 'string' } } as const;
const read = (...args: string[]) => readFlags(args, options);

describe('a command line', () => {
  it('gives the values of our flags, and everything else in its order and as it was written', () => {
    const given = ['--first=1', '--loud', '-xy', '--out', 'here', 'word', '--last', '--', '--loud'];
    expect(read(...given)).toEqual({
      values: { loud: true, out: 'here' },
      others: ['--first=1', '-xy', 'word', '--last', '--', '--loud'],
    });
  });

  it('takes a value that looks like a flag only behind an equals sign', () => {
    expect(read('--out=-odd=1')).toMatchObject({ values: { out: '-odd=1' } });
    expect(read('--out', '-odd')).toEqual({ refusal: '--out needs a value.' });
  });

  it.each([
    [['--out'], '--out needs a value.'],
    [['--out='], '--out needs a value.'],
    [['--out', '--loud'], '--out needs a value.'],
    [['--loud=yes'], '--loud takes no value.'],
    [['--quiet'], 'it does not know "--quiet".'],
    [['word'], 'it does not know "word".'],
    [['--', '--loud'], 'it does not know "--".'],
  ])('is refused in one sentence: %j', (args, refusal) => {
    expect(readOnlyFlags('it', args, options)).toEqual({ refusal });
  });

  it.each([
    [['--headless=yes'], '--headless takes no value.'],
    [['--user-data'], '--user-data needs a value.'],
    [['--cdp-port=x'], '--cdp-port is a number from 1 to 65535, not "x".'],
  ])('of the browser host is refused in the same words: %j', (args, refusal) => {
    expect(() => readHostOptions(args, '/')).toThrow(refusal);
  });

  it.each([
    ['1', 1],
    ['65535', 65_535],
    ['0', null],
    ['65536', null],
    ['0x50', null],
    ['-1', null],
    ['', null],
  ])('names a port as %j', (text, port) => {
    expect(portIn(text)).toBe(port);
  });
});
