import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { contract, MAX_TEXT, type CommandName, type Input } from '../../../src-shared/contract.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { createLimiter, unlimited, type Limiter } from '../../../src-main/ipc/limiter.ts';
import { createRouter, type Handlers, type Route } from '../../../src-main/ipc/router.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';

const SECRET = 'a-secret-that-must-stay-inside';

/** One valid message for each command. */
const valid: { readonly [N in CommandName]: Input<N> } = {
  getSnapshot: {},
  getExchange: { id: 1 },
  signIn: {
    profile: 'first',
    server: { kind: 'local', url: 'http://127.0.0.1:1/api/v2' },
    userName: 'u',
    password: 'p',
    orgId: 'o',
    devKey: 'k',
  },
  cancelSignIn: { profile: 'first' },
  extendNow: { profile: 'first' },
  signOut: { profile: 'first' },
  copySessionId: { profile: 'first' },
  dropOldCopies: { profile: 'first' },
  copyFact: { profile: 'first', fact: 'userId' },
  sendMfaCode: { profile: 'first' },
  submitMfaCode: { profile: 'first', code: '123456', rememberDevice: true },
  checkTrust: { profile: 'first' },
  tryOperation: { profile: 'first', operation: 'payBills', body: '{}' },
  repeatOperation: { profile: 'first', operation: 'payBills' },
  useSession: { profile: 'first', server: { kind: 'bill' }, sessionId: 's', devKey: 'k' },
  resume: { profile: 'first' },
  findOrganizations: {
    profile: 'first',
    server: { kind: 'bill' },
    userName: 'u',
    password: 'p',
    devKey: 'k',
  },
  pauseKeepAlive: { profile: 'first', ms: 3_600_000 },
  forgetDevice: { profile: 'first' },
  nameMachine: { profile: 'first', machineName: 'Mine' },
  selectProfile: { profile: 'first' },
  createProfile: {},
  duplicateProfile: { profile: 'first' },
  editProfile: { profile: 'first', change: { name: 'New', staySignedIn: true } },
  moveProfile: { profile: 'first', to: 0 },
  forgetProfile: { profile: 'first' },
  keepSignIn: { profile: 'first', what: 'everything' },
  dismissNotice: { kind: 'secretsRestored' },
  retryStorage: {},
  restart: {},
  renewVault: {},
  wipeEverything: {},
  exportProfiles: {},
  importProfiles: {},
  changeSettings: { touchMinutes: 5 },
  setStartAtLogin: { on: true },
  quit: {},
  previewDiagnostics: {},
  saveDiagnostics: {},
  getNotices: {},
  openLink: { link: 'mfaHelp' },
};
const names = Object.keys(contract) as CommandName[];
const notNames = [
  '',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'SIGNIN',
  'signIn ',
  'signin',
  'tabkeeper:call',
  'x'.repeat(1_000_000),
];

const log = new MemoryLog();
let handled: { readonly name: string; readonly input: unknown }[] = [];

function router(
  limiter: Limiter = unlimited,
  act: (name: string) => unknown = () => ok(null),
): Route {
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        handled.push({ name, input });
        return act(name);
      },
    ]),
  ) as unknown as Handlers;
  return createRouter({ handlers, limiter, log });
}

beforeEach(() => {
  handled = [];
  log.entries.length = 0;
});

// ---------------------------------------------------------------- hostile messages

/** Everything that the structured clone lets through, and then some. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  withObjectString: true,
  withBoxedValues: true,
  maxDepth: 3,
});

function deep(levels: number): unknown {
  let value: unknown = {};
  for (let n = 0; n < levels; n += 1) value = n % 2 === 0 ? { profile: value } : [value];
  return value;
}

function cycle(): unknown {
  const value: Record<string, unknown> = { profile: 'first' };
  value['self'] = value;
  return value;
}

const huge = 'x'.repeat(1_000_000);
/** None of these is a message of any command. */
const monsters = fc.constantFrom<unknown>(
  deep(5000),
  cycle(),
  huge,
  [huge],
  { profile: huge },
  new Map([['profile', 'first']]),
  new Set(['first']),
  new Date(0),
  new Error(SECRET),
  /first/u,
  10n,
  Symbol('profile'),
  () => 'first',
  Object.freeze([]),
  new Array(100_000).fill('first'),
  new Uint8Array(1_000_000),
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  JSON.parse('{"prototype":{"polluted":true},"profile":"first"}'),
  null,
  undefined,
  NaN,
);

/** What no field of any command takes. */
const spoilt = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    NaN,
    Infinity,
    -1,
    1.5,
    10n,
    2 ** 53,
    { toString: () => 'first' },
    ['first'],
    deep(5000),
    cycle(),
    huge,
    new Map(),
    new String('first'),
  ),
  fc.integer({ max: -1 }),
  fc.array(anything, { maxLength: 3 }),
);

type Fields = Readonly<Record<string, unknown>>;
const ownKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'profiles', 'id '];

/** A valid message with one field spoilt, one missing, or one too many, and the field to blame. */
const nearlyValid = fc.constantFrom(...names).chain((name) => {
  const message: Fields = valid[name];
  const fields = Object.keys(message);
  const some = fields.length > 0 ? fields : null;
  const tooMany = fc
    .tuple(fc.constantFrom(...ownKeys), anything)
    .map(([key, value]) => ({ name, input: withOwn(message, key, value), field: blamed(key) }));
  if (some === null) return tooMany;
  const oneSpoilt = fc.tuple(fc.constantFrom(...some), spoilt).map(([field, value]) => {
    return { name, input: withOwn(message, field, value), field };
  });
  const oneMissing = fc.constantFrom(...some).map((field) => ({
    name,
    input: Object.fromEntries(Object.entries(message).filter(([key]) => key !== field)),
    field,
  }));
  return fc.oneof(oneSpoilt, oneMissing, tooMany).filter((one) => !allowed(one));
});

/** The few that the contract takes: a setting left out, no pause, a change of nothing. */
function allowed({ name, input }: { readonly name: CommandName; readonly input: object }): boolean {
  const fields = input as Fields;
  if (name === 'changeSettings') {
    return Object.keys(fields).every((key) => key === 'touchMinutes' && fields[key] === undefined);
  }
  if (name === 'pauseKeepAlive') return fields['profile'] === 'first' && fields['ms'] === null;
  if (name !== 'editProfile' || fields['profile'] !== 'first') return false;
  const { change } = fields;
  return typeof change === 'object' && change !== null && Object.keys(change).length === 0;
}

/** Sets an own property, also where the key is `__proto__`. */
function withOwn(message: Fields, key: string, value: unknown): object {
  const copy = { ...message };
  Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** A name that is not plain letters is not repeated. */
const blamed = (key: string) => (/^[a-zA-Z]+$/u.test(key) ? key : 'input');

async function refusedAs(route: Route, name: unknown, input: unknown): Promise<unknown> {
  const result = await route(name, input);
  expect(handled).toEqual([]);
  if (result.ok) throw new Error(`Taken: ${String(name)}`);
  return result.error;
}

describe('[I74] ten thousand hostile messages', () => {
  const route = router();

  it('to names that no command has are refused as unknown: 2,500', async () => {
    const name = fc.oneof(
      fc.constantFrom<unknown>(...notNames),
      fc.string().filter((text) => !names.includes(text as CommandName)),
      anything.filter((value) => typeof value !== 'string'),
      fc.constantFrom<unknown>(['signIn'], { toString: () => 'signIn' }, new String('signIn')),
    );
    const input = fc.oneof(anything, monsters, fc.constantFrom<unknown>(...Object.values(valid)));
    await fc.assert(
      fc.asyncProperty(name, input, async (called, message) => {
        expect(await refusedAs(route, called, message)).toEqual({ kind: 'unknownCommand' });
      }),
      { numRuns: 2500 },
    );
  });

  it('of any shape to every command are refused as invalid: 3,500', async () => {
    const message = fc.oneof(anything, monsters);
    // Each of these has a field that it cannot be without.
    const asking = names.filter(
      (name) => name !== 'changeSettings' && Object.keys(valid[name]).length > 0,
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...asking), message, async (name, input) => {
        expect(await refusedAs(route, name, input)).toMatchObject({
          kind: 'invalidInput',
          problem: 'malformed',
        });
      }),
      { numRuns: 3500 },
    );
  });

  it('with one field spoilt, missing or too many are refused with its name: 4,000', async () => {
    await fc.assert(
      fc.asyncProperty(nearlyValid, async ({ name, input, field }) => {
        const error = await refusedAs(route, name, input);
        expect(error).toMatchObject({ kind: 'invalidInput', field });
      }),
      { numRuns: 4000 },
    );
  });

  it('[I75] pollute no prototype, and leave nothing of theirs in the log', async () => {
    for (const key of ownKeys) {
      for (const name of names) {
        const input = withOwn(valid[name], key, { polluted: SECRET });
        await refusedAs(route, name, input);
      }
    }
    expect(({} as Fields)['polluted']).toBeUndefined();
    expect(log.text).not.toContain(SECRET);
    const allowed = new Set<string>([...names, 'unknown']);
    for (const entry of log.entries) {
      if (entry.event !== 'command-refused') throw new Error(entry.event);
      expect(allowed.has(entry.command)).toBe(true);
    }
  });
});

describe('a valid message', () => {
  const route = router();

  it.each(names)('reaches the handler of %s, and no other', async (name) => {
    expect(await route(name, valid[name])).toEqual(ok(null));
    // The one value that the contract fills in.
    const filled = name === 'signIn' ? { kind: 'password' } : {};
    expect(handled).toEqual([{ name, input: { ...filled, ...valid[name] } }]);
    expect(log.entries).toEqual([]);
  });

  it('gets the handler’s answer, also a refusal', async () => {
    const notNow: Result<never> = fail({ kind: 'notNow' });
    expect(
      await router(unlimited, () => Promise.resolve(notNow))('signOut', valid.signOut),
    ).toEqual(notNow);
  });

  it.each([
    '123456',
    '123-456',
    ' 123 456 ',
    '１２３４５６',
    '１２３－４５６',
    '123\u2011456',
    '1 2 3 4 5 6',
    '123\u00a0456\n',
  ])('hands over the six digits of %j', async (code) => {
    await route('submitMfaCode', { ...valid.submitMfaCode, code });
    expect(handled).toEqual([
      { name: 'submitMfaCode', input: { ...valid.submitMfaCode, code: '123456' } },
    ]);
  });

  it.each(['', '12345', '1234567', '12345a', '١٢٣٤٥٦', '123.456', '-', '1e5123'])(
    'is not one with %j for a code',
    async (code) => {
      const message = { ...valid.submitMfaCode, code };
      expect(await refusedAs(route, 'submitMfaCode', message)).toEqual({
        kind: 'invalidInput',
        field: 'code',
        problem: 'notSixDigits',
      });
    },
  );

  it.each([
    ['userName', 320],
    ['password', 1024],
    ['orgId', 64],
    ['devKey', 128],
  ])('is not one with a %s of more than %i characters', async (field, max) => {
    const message = (length: number) => ({ ...valid.signIn, [field]: 'x'.repeat(length) });
    expect((await route('signIn', message(max))).ok).toBe(true);
    handled = [];
    expect(await refusedAs(route, 'signIn', message(max + 1))).toEqual({
      kind: 'invalidInput',
      field,
      problem: 'tooLong',
    });
  });

  it.each([
    ['userName', 'dana\u202e@acme.test'],
    ['userName', 'dana\u0000'],
    ['orgId', '008\n01'],
  ])('is not one with a %s that hides something: %j', async (field, hidden) => {
    expect(await refusedAs(route, 'signIn', { ...valid.signIn, [field]: hidden })).toEqual({
      kind: 'invalidInput',
      field,
      problem: 'malformed',
    });
  });

  it.each([0, -1, NaN, 1e12, '20', 4, 31, 10.5, null])(
    '[S52] is not one with %j minutes between two touches',
    async (touchMinutes) => {
      expect(await refusedAs(route, 'changeSettings', { touchMinutes })).toMatchObject({
        kind: 'invalidInput',
        field: 'touchMinutes',
      });
    },
  );

  it.each([0, -1, NaN, 1e12, '20', 73, 1.5, Infinity])(
    '[S52] is not one with a maximum age of %j hours',
    async (maxHours) => {
      expect(await refusedAs(route, 'changeSettings', { maxHours })).toMatchObject({
        kind: 'invalidInput',
        field: 'maxHours',
      });
    },
  );

  it.each([0, -1, NaN, 59_999, 86_400_001, 2 ** 31, '3600000'])(
    '[S52] is not one with a pause of %j milliseconds',
    async (ms) => {
      expect(await refusedAs(route, 'pauseKeepAlive', { profile: 'first', ms })).toMatchObject({
        kind: 'invalidInput',
        field: 'ms',
      });
    },
  );

  it('is not one with a session for a way to sign in', async () => {
    const message = { ...valid.signIn, kind: 'session' };
    expect(await refusedAs(route, 'signIn', message)).toMatchObject({ field: 'kind' });
    expect((await route('signIn', { ...valid.signIn, kind: 'token' })).ok).toBe(true);
  });

  it('is not one with a body of more than 4 kB', async () => {
    const body = 'x'.repeat(MAX_TEXT + 1);
    expect(await refusedAs(route, 'tryOperation', { ...valid.tryOperation, body })).toEqual({
      kind: 'invalidInput',
      field: 'body',
      problem: 'tooLong',
    });
  });

  it.each([
    { kind: 'production' },
    { kind: 'bill', url: 'https://api.bill.com' },
    { kind: 'local' },
    { kind: 'local', url: 'x'.repeat(2049) },
    'bill',
    null,
  ])('is not one with the server %j', async (server) => {
    expect(await refusedAs(route, 'signIn', { ...valid.signIn, server })).toMatchObject({
      kind: 'invalidInput',
      field: 'server',
    });
  });

  it.each(['', 'First', 'a b', '../x', 'x'.repeat(41), '__proto__', 'first\n'])(
    'is not one with the profile %j',
    async (profile) => {
      expect(await refusedAs(route, 'signOut', { profile })).toEqual({
        kind: 'invalidInput',
        field: 'profile',
        problem: 'malformed',
      });
    },
  );
});

describe('the rate', () => {
  it('is limited before a message is read, and after its name', async () => {
    const clock = new ManualClock();
    const route = router(createLimiter(clock, 2, 1));
    expect(await refusedAs(route, 'signOut', 'garbage')).toMatchObject({ kind: 'invalidInput' });
    expect(await refusedAs(route, 'nobody', {})).toEqual({ kind: 'unknownCommand' });
    expect((await route('getSnapshot', {})).ok).toBe(true);
    handled = [];
    expect(await refusedAs(route, 'signOut', 'garbage')).toEqual({ kind: 'tooFast' });
    expect(await refusedAs(route, 'getSnapshot', {})).toEqual({ kind: 'tooFast' });
    expect(await refusedAs(route, 'nobody', {})).toEqual({ kind: 'unknownCommand' });
    clock.advance(1000);
    expect((await route('getSnapshot', {})).ok).toBe(true);
  });
});

describe('[I79] a bug behind the boundary', () => {
  class Leaky extends Error {
    override readonly name = 'Leaky';
  }
  const leaks: readonly (readonly [string, () => unknown, string])[] = [
    [
      'throws',
      () => {
        throw new Leaky(SECRET);
      },
      'Leaky',
    ],
    ['rejects', () => Promise.reject(new Leaky(SECRET)), 'Leaky'],
    [
      'throws a text',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- the point of the test
        throw SECRET;
      },
      'string',
    ],
  ];

  it.each(leaks)(
    'that %s comes out as `internal`, and only its class is logged',
    async (_, act, name) => {
      const route = router(unlimited, act);
      expect(await route('extendNow', valid.extendNow)).toEqual(fail({ kind: 'internal' }));
      expect(log.entries).toEqual([{ event: 'failure', where: 'extendNow', name }]);
    },
  );

  it('in a message that throws when it is read comes out as `internal`', async () => {
    const trap = {
      get profile(): string {
        throw new Leaky(SECRET);
      },
    };
    expect(await refusedAs(router(), 'signOut', trap)).toEqual({ kind: 'internal' });
    expect(log.text).not.toContain(SECRET);
  });
});
