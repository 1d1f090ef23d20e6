import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { BaseUrl, PracticeAccount, Servers } from '../../../src-main/ports.ts';
import {
  readForeign,
  readSignIn,
  type Fillers,
  type SignInInput,
} from '../../../src-main/ipc/typed-sign-in.ts';

const url = 'https://api-stage.bill.com/api/v2' as BaseUrl;
const account: PracticeAccount = {
  userName: 'practice@example.com',
  password: 'made up',
  orgId: '00801PRACTICE0000001',
  devKey: '01PRACTICEKEY0000001',
  phone: '+1 555 0100',
};
const typed: SignInInput = {
  profile: 'first',
  server: { kind: 'bill' },
  kind: 'password',
  userName: 'avery@example.com',
  password: 'secret',
  orgId: '008',
  devKey: '01',
};

class FakeServers implements Servers {
  asked = 0;
  resolve: Servers['resolve'] = () => {
    this.asked += 1;
    return Promise.resolve(ok(url));
  };
}
const nothingKept = { password: '', devKey: '' };
const fillers = (
  servers: Servers = new FakeServers(),
  kept = nothingKept,
  before = nothingKept,
): Fillers => ({
  servers,
  practice: () => account,
  typedBefore: () => before,
  kept: () => Promise.resolve(kept),
});
const read = (changes: Partial<SignInInput>, servers?: Servers, kept = nothingKept) =>
  readSignIn({ ...typed, ...changes }, fillers(servers, kept));

describe('what the sign-in form sent', () => {
  it('is taken with the resolved server, without the spaces around a pasted value', async () => {
    const pasted = { userName: ' avery@example.com\n', orgId: '\t008 ', devKey: ' 01 ' };
    const { userName, password, orgId, devKey } = typed;
    expect(await read(pasted)).toEqual(
      ok({ kind: 'password', baseUrl: url, userName, password, orgId, devKey }),
    );
  });

  it('does not ask for what is kept when every secret was typed', async () => {
    const never = { ...fillers(), kept: () => new Promise<never>(() => undefined) };
    expect(await readSignIn(typed, never)).toMatchObject({ ok: true });
  });

  it('keeps the spaces of a password', async () => {
    expect(await read({ password: '  ' })).toMatchObject({ value: { password: '  ' } });
  });

  it.each(['userName', 'password', 'orgId', 'devKey'] as const)(
    'is refused without %s where nothing fills it',
    async (field) => {
      for (const server of [typed.server, { kind: 'local', url: 'http://127.0.0.1:1' }] as const) {
        expect(await read({ server, [field]: '' })).toEqual(
          fail({ kind: 'invalidInput', field, problem: 'missing' }),
        );
      }
    },
  );

  it('is completed with the secrets that are kept, and with nothing else that is', async () => {
    const kept = { password: 'kept password', devKey: 'kept key' };
    expect(await read({ password: '', devKey: '' }, undefined, kept)).toMatchObject({
      value: kept,
    });
    expect(await read({ password: 'typed' }, undefined, kept)).toMatchObject({
      value: { password: 'typed', devKey: '01' },
    });
    expect(await read({ userName: '' }, undefined, kept)).toMatchObject({ ok: false });
  });

  it.each(['userName', 'orgId', 'devKey'] as const)(
    'is refused with spaces for %s',
    async (field) => {
      expect(await read({ [field]: '   ' })).toMatchObject({
        error: { field, problem: 'missing' },
      });
    },
  );

  it('is refused as its server is', async () => {
    const refused = fail({ kind: 'hostRefused', reason: 'production' });
    const servers: Servers = { resolve: () => Promise.resolve(refused) };
    expect(await read({}, servers)).toEqual(refused);
  });

  it('is filled up by the practice account, field by field, in the practice sandbox', async () => {
    const practice = { server: { kind: 'practice' } } as const;
    const { userName, password, orgId, devKey } = account;
    const filled = { kind: 'password', userName, password, orgId, devKey };
    const nothing = { userName: '', password: '', orgId: '', devKey: '' };
    expect(await read({ ...practice, ...nothing })).toEqual(ok({ baseUrl: url, ...filled }));
    expect(await read({ ...practice, ...nothing, password: 'wrong' })).toEqual(
      ok({ baseUrl: url, ...filled, password: 'wrong' }),
    );
  });

  it('is never filled up elsewhere', async () => {
    expect(await read({ devKey: '' })).toMatchObject({ ok: false });
  });
});

describe('a session from elsewhere', () => {
  const foreign = {
    profile: 'first',
    server: { kind: 'bill' },
    sessionId: ' the session \n',
    devKey: ' 01 ',
  } as const;

  it('is taken with the resolved server, without the spaces around a pasted value', async () => {
    const taken = { baseUrl: url, sessionId: 'the session', devKey: '01' };
    expect(await readForeign(foreign, fillers())).toEqual(ok(taken));
  });

  it('may do with the developer key that is kept', async () => {
    const kept = fillers(new FakeServers(), { password: '', devKey: 'kept' });
    expect(await readForeign({ ...foreign, devKey: ' ' }, kept)).toMatchObject({
      value: { devKey: 'kept' },
    });
  });

  it.each(['sessionId', 'devKey'] as const)('is refused without %s', async (field) => {
    expect(await readForeign({ ...foreign, [field]: ' ' }, fillers())).toEqual(
      fail({ kind: 'invalidInput', field, problem: 'missing' }),
    );
  });

  it('is refused as its server is', async () => {
    const refused = fail({ kind: 'hostRefused', reason: 'production' });
    const servers: Servers = { resolve: () => Promise.resolve(refused) };
    expect(await readForeign(foreign, fillers(servers))).toEqual(refused);
  });
});
