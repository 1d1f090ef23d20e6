import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../../src-main/electron/life/arguments.ts';

describe('the command line', () => {
  it.each([
    [[], null, false],
    [['/usr/bin/tabkeeper', '--practice'], null, true],
    [['electron', '.', '--user-data=/tmp/a b'], '/tmp/a b', false],
    [['electron', '.', '--user-data=/tmp/a', '--practice', '--no-first-run'], '/tmp/a', true],
    [['electron', '--user-data=a=b'], 'a=b', false],
    [['electron', '--user-data='], null, false],
    [['electron', '--user-data', '/tmp/a'], null, false],
    [['electron', '--user-data-dir=/tmp/a', '--practice=1', 'practice'], null, false],
    [['electron', '--user-data=first', '--user-data=second'], 'first', false],
  ])('%j means the folder %j, practice %j', (argv, userData, practice) => {
    expect(readArguments(argv)).toMatchObject({ userData, practice, hidden: false });
  });

  it('start hidden only by that very word', () => {
    expect(readArguments(['tabkeeper', '--hidden']).hidden).toBe(true);
    expect(readArguments(['tabkeeper', '--hidden=1', 'hidden']).hidden).toBe(false);
  });

  it.each([
    [[], []],
    [['tabkeeper', '--practice', '--hidden', '--no-first-run'], []],
    [['tabkeeper', '--password-store=kwallet6'], ['--password-store=kwallet6']],
    [
      ['tabkeeper', '--password-store=basic', '--password-store=kwallet5'],
      ['--password-store=kwallet5'],
    ],
    [['tabkeeper', '--user-data=a b'], [`--user-data=${path.resolve('a b')}`]],
    [
      ['tabkeeper', '--user-data=/x', '--password-store=gnome-libsecret'],
      ['--password-store=gnome-libsecret', `--user-data=${path.resolve('/x')}`],
    ],
    [['tabkeeper', '--user-data=', '--password-store='], []],
  ])('%j is started at login with %j', (argv, lasting) => {
    expect(readArguments(argv).lasting).toEqual(lasting);
  });
});
