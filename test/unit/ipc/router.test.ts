import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { contract, MAX_BODY, type CommandName, type Input } from '../../../src-shared/contract.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { scopes } from '../../../src-shared/local-api.ts';
import { createLimiter } from '../../../src-main/ipc/limiter.ts';
import { unlimited } from '../../fakes/unlimited.ts';
import {
  createRouter,
  type Caller,
  type Handlers,
  type Limiters,
} from '../../../src-main/ipc/router.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryLog } from '../../fakes/memory-log.ts';
import {
  commandNames as names,
  cycle,
  deep,
  hostileMessages,
  huge,
  needsFields,
  strangeKeys,
  validMessage,
  validMessages,
  withOwn,
} from '../../messages/samples.ts';

const SECRET = 'a-secret-that-must-stay-inside';

const valid = <N extends CommandName>(name: N) => validMessage(name) as Input<N>;
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

const person: Caller = { kind: 'window' };
const program: Caller = {
  kind: 'tool',
  grant: 'g1',
  name: 'a program',
  scopes: ['status', 'read', 'call', 'session'],
  profiles: null,
};
const noLimits: Limiters = { window: unlimited, tool: unlimited };

/** The route as its callers see it: those of the window, unless another one is named. */
type Call = (name: unknown, input: unknown, caller?: Caller) => Promise<Result<unknown>>;

function router(
  limiters: Limiters = noLimits,
  act: (name: string) => unknown = () => ok(null),
): Call {
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        handled.push({ name, input });
        return act(name);
      },
    ]),
  ) as unknown as Handlers;
  const route = createRouter({ handlers, limiters, log });
  return (name, input, caller = senderOf(name)) => route(caller, name, input);
}

/** Who may send it: a person whatever is not for programs alone. */
const senderOf = (name: unknown): Caller =>
  names.some((one) => one === name && contract[one].audience === 'tools') ? program : person;

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

async function refusedAs(
  route: Call,
  name: unknown,
  input: unknown,
  caller?: Caller,
): Promise<unknown> {
  const result = await route(name, input, caller);
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
    const input = fc.oneof(
      anything,
      monsters,
      fc.constantFrom<unknown>(...names.map(validMessage)),
    );
    await fc.assert(
      fc.asyncProperty(name, input, async (called, message) => {
        expect(await refusedAs(route, called, message)).toEqual({ kind: 'unknownCommand' });
      }),
      { numRuns: 2500 },
    );
  });

  it('of any shape to every command are refused as invalid: 3,500', async () => {
    const message = fc.oneof(anything, monsters);
    const asking = names.filter(needsFields);
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

  const nearlyValid = names.map((name) => [name, hostileMessages(name)] as const);

  it.each(nearlyValid)(
    'to %s with one field spoilt, missing or too many are refused with its name',
    async (name, messages) => {
      for (const { input, field } of messages) {
        const error = await refusedAs(route, name, input);
        expect([field, error]).toMatchObject([field, { kind: 'invalidInput', field }]);
      }
    },
  );

  it('with one field spoilt, missing or too many are more than 2,500', () => {
    const count = nearlyValid.reduce((sum, [, messages]) => sum + messages.length, 0);
    expect(count).toBeGreaterThan(2500);
  });

  it('with any list for one field are refused with its name: 1,500', async () => {
    const fields = names.flatMap((name) =>
      Object.keys(valid(name)).map((field) => ({ name, field })),
    );
    // As an object of nothing but choices it may be empty, and so may a list that is taken for one.
    const list = fc.array(anything, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), list, async ({ name, field }, value) => {
        const error = await refusedAs(route, name, withOwn(valid(name), field, value));
        expect(error).toMatchObject({ kind: 'invalidInput', field });
      }),
      { numRuns: 1500 },
    );
  });

  it('[I75] pollute no prototype, and leave nothing of theirs in the log', async () => {
    for (const key of strangeKeys) {
      for (const name of names) {
        const input = withOwn(valid(name), key, { polluted: SECRET });
        await refusedAs(route, name, input);
      }
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
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

  it.each(names)(
    'reaches the handler of %s, and no other, with each choice of its fields',
    async (name) => {
      for (const input of validMessages(name)) {
        handled = [];
        expect([input, await route(name, input)]).toEqual([input, ok(null)]);
        expect(handled).toMatchObject([{ name, input }]);
      }
      expect(log.entries).toEqual([]);
    },
  );

  it('may leave the way to sign in out: it is by password', async () => {
    const { kind: _, ...message } = valid('signIn');
    await route('signIn', message);
    expect(handled).toEqual([{ name: 'signIn', input: { kind: 'password', ...message } }]);
  });

  it('gets the handler’s answer, also a refusal', async () => {
    const notNow: Result<never> = fail({ kind: 'notNow' });
    expect(
      await router(noLimits, () => Promise.resolve(notNow))('signOut', valid('signOut')),
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
    await route('submitMfaCode', { ...valid('submitMfaCode'), code });
    expect(handled).toEqual([
      { name: 'submitMfaCode', input: { ...valid('submitMfaCode'), code: '123456' } },
    ]);
  });

  const each = (values: readonly unknown[], field: string, problem: string) =>
    values.map((value) => ({ value, field, problem }));
  const codes = ['', '12345', '1234567', '12345a', '123.456', '-', '1e5123'];
  const hidden = ['dana\u202e@acme.test', 'dana\u0000'];
  const touchMinutes = [0, -1, NaN, 1e12, '20', 4, 31, 10.5, null];
  const maxHours = [0, -1, NaN, 1e12, '20', 73, 1.5, Infinity];
  const pauses = [0, -1, NaN, 59_999, 86_400_001, 2 ** 31, '3600000'];
  const servers = [
    ...[{ kind: 'production' }, { kind: 'bill', url: 'https://api.bill.com' }, { kind: 'local' }],
    ...['bill', null],
  ];
  const profiles = ['', 'First', 'a b', '../x', 'x'.repeat(41), '__proto__', 'first\n'];

  describe.each<[CommandName, { value: unknown; field: string; problem: string }[]]>([
    ['submitMfaCode', each(codes, 'code', 'notSixDigits')],
    ['signIn', each(hidden, 'userName', 'malformed')],
    ['signIn', each(['008\n01'], 'orgId', 'malformed')],
    ['signIn', each(servers, 'server', 'malformed')],
    ['signIn', each([{ kind: 'local', url: 'x'.repeat(2049) }], 'server', 'tooLong')],
    ['signIn', each(['session'], 'kind', 'malformed')],
    ['tryOperation', each(['x'.repeat(MAX_BODY + 1)], 'body', 'tooLong')],
    ['signOut', each(profiles, 'profile', 'malformed')],
  ])('is not one of %s', (name, rows) => {
    it.each(rows)('with the $field $value: $problem', async ({ value, field, problem }) => {
      const message = { ...valid(name), [field]: value };
      const refused = { kind: 'invalidInput', field, problem };
      expect(await refusedAs(route, name, message)).toEqual(refused);
    });
  });

  it.each([
    ...touchMinutes.map((value) => ['touchMinutes', value] as const),
    ...maxHours.map((value) => ['maxHours', value] as const),
  ])('[S52] is not one that sets %s to %j', async (field, value) => {
    const refused = { kind: 'invalidInput', field };
    expect(await refusedAs(route, 'changeSettings', { [field]: value })).toMatchObject(refused);
  });

  it.each(pauses)('[S52] is not one with a pause of %j milliseconds', async (ms) => {
    const refused = { kind: 'invalidInput', field: 'ms' };
    const message = { profile: 'first', ms };
    expect(await refusedAs(route, 'pauseKeepAlive', message)).toMatchObject(refused);
  });

  it.each([
    ['userName', 320],
    ['password', 1024],
    ['orgId', 64],
    ['devKey', 128],
  ])('is not one with a %s of more than %i characters', async (field, max) => {
    const message = (length: number) => ({ ...valid('signIn'), [field]: 'x'.repeat(length) });
    expect((await route('signIn', message(max))).ok).toBe(true);
    handled = [];
    const refused = { kind: 'invalidInput', field, problem: 'tooLong' };
    expect(await refusedAs(route, 'signIn', message(max + 1))).toEqual(refused);
  });
});

describe('who calls', () => {
  const route = router();
  const forBoth = ['extendNow', 'sendMfaCode', 'submitMfaCode'];
  const forToolsAlone = ['callOperation', 'getGateway', 'getSession', 'getStatus', 'listProfiles'];
  const forTools = [...forToolsAlone, ...forBoth].sort();

  it('is a program for these commands alone, and the window for all but what is for programs', () => {
    const heard = (caller: 'window' | 'tools') =>
      names.filter((name) => [caller, 'both'].includes(contract[name].audience));
    expect(heard('tools').sort()).toEqual(forTools);
    expect(heard('window')).toEqual(names.filter((name) => !forToolsAlone.includes(name)));
  });

  it.each(names.filter((name) => !forTools.includes(name)))(
    'may not be a program for %s, whose message is not even read',
    async (name) => {
      const unread = {
        get profile(): string {
          throw new Error('it was read');
        },
      };
      for (const input of [valid(name), unread, undefined]) {
        expect(await refusedAs(route, name, input, program)).toEqual({ kind: 'notAllowed' });
      }
      const refusal = { event: 'command-refused', caller: 'tool', command: name };
      expect(log.entries).toEqual(Array(3).fill({ ...refusal, reason: 'notAllowed' }));
    },
  );

  it.each(forTools)(
    'may be a program for %s, whose message is checked all the same',
    async (name) => {
      const command = name as CommandName;
      expect(await route(name, valid(command), program)).toEqual(ok(null));
      handled = [];
      for (const { input, field } of hostileMessages(command)) {
        expect(await refusedAs(route, name, input, program)).toMatchObject({ field });
      }
    },
  );

  it.each(forToolsAlone)('may not be the window for %s', async (name) => {
    const error = await refusedAs(route, name, valid(name as CommandName), person);
    expect(error).toEqual({ kind: 'notAllowed' });
  });

  it.each(forTools)('needs one of its scopes for %s', async (name) => {
    const command = name as CommandName;
    for (const scope of scopes) {
      const caller: Caller = { ...program, scopes: [scope] };
      const answer = await route(name, valid(command), caller);
      expect([scope, answer.ok]).toEqual([scope, contract[command].scopes.includes(scope)]);
    }
  });

  it('reaches the profiles of its grant alone, before a message is checked', async () => {
    const caller: Caller = { ...program, profiles: ['second', 'third'] };
    for (const input of [{ profile: 'first' }, { profile: 1 }, { profile: ['second'] }]) {
      expect(await refusedAs(route, 'getStatus', input, caller)).toEqual({ kind: 'notAllowed' });
    }
    expect(await refusedAs(route, 'getStatus', {}, caller)).toMatchObject({ kind: 'invalidInput' });
    expect((await route('getStatus', { profile: 'third' }, caller)).ok).toBe(true);
  });

  it('makes no difference to what is no command', async () => {
    expect(await refusedAs(route, 'nobody', {}, program)).toEqual({ kind: 'unknownCommand' });
  });
});

describe('the rate', () => {
  it('is limited before a message is read, and after its name', async () => {
    const clock = new ManualClock();
    const route = router({ window: createLimiter(clock, 2, 1), tool: unlimited });
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

  it('of programs is their own: a flood of theirs takes nothing from the window, nor the reverse', async () => {
    const clock = new ManualClock();
    const limiters = { window: createLimiter(clock, 2, 1), tool: createLimiter(clock, 2, 1) };
    const route = router(limiters);
    const send = async (caller: Caller) => {
      const answers = [];
      for (let n = 0; n < 4; n += 1) {
        const answer = await route('extendNow', valid('extendNow'), caller);
        answers.push(answer.ok ? 'taken' : answer.error.kind);
      }
      return answers;
    };
    const two = ['taken', 'taken', 'tooFast', 'tooFast'];
    expect(await send(program)).toEqual(two);
    expect(await send(person)).toEqual(two);
    clock.advance(2000);
    expect(await send(person)).toEqual(two);
    expect(await send(program)).toEqual(two);
  });

  it('of programs is not touched by what they may not send at all', async () => {
    const route = router({ window: unlimited, tool: createLimiter(new ManualClock(), 1, 1) });
    for (let n = 0; n < 3; n += 1) {
      expect(await refusedAs(route, 'getSnapshot', {}, program)).toEqual({ kind: 'notAllowed' });
    }
    expect((await route('extendNow', valid('extendNow'), program)).ok).toBe(true);
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
      const route = router(noLimits, act);
      expect(await route('extendNow', valid('extendNow'))).toEqual(fail({ kind: 'internal' }));
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
