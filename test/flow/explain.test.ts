/** A code that a person asks about: what main says of it, and when it asks the server for its list. */
import { afterEach, describe, expect, it } from 'vitest';
import type { StubInput } from '../../src-simulator/index.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

let tabkeeper: Tabkeeper;
afterEach(() => tabkeeper.close());

const start = async (data: StubInput['data']) => {
  tabkeeper = await startTabkeeper({
    simulator: { stubs: [{ endpoint: '/Errors.json', data }] },
  });
};
const explain = (code: string) =>
  tabkeeper.call('explainCode', {
    profile: PROFILE,
    server: { kind: 'local', url: tabkeeper.simulator.baseUrl },
    code,
  });
/** The calls for it, once the window has heard of the last: a call is told with what follows it. */
async function lists() {
  await tabkeeper.settled();
  return (tabkeeper.snapshots.at(-1)?.activity ?? []).filter(
    ({ endpoint }) => endpoint === 'Errors',
  );
}
const own = [{ error_code: 'BDC_1999', error_message: 'A code of its own.' }];

describe('a code that somebody asks about', () => {
  it('is known by its meaning without a call, and by the server’s list, fetched once, where it is not', async () => {
    await start(own);
    expect(await explain('BDC_1101')).toEqual({
      ok: true,
      value: { meaning: 'wrongCredentials', listed: null },
    });
    expect(await lists()).toEqual([]);
    const said = { meaning: 'other', listed: { is: 'said', text: 'A code of its own.' } };
    const absent = { meaning: 'other', listed: { is: 'absent' } };
    const both = await Promise.all([explain('BDC_1999'), explain('BDC_2000')]);
    expect(both).toEqual([said, absent].map((value) => ({ ok: true, value })));
    expect(await explain('BDC_1999')).toEqual({ ok: true, value: said });
    expect(await lists()).toMatchObject([{ by: 'you', outcome: 'ok', program: null }]);
    // It is a GET, which carries nothing (bill-api 1.4).
    const detail = await tabkeeper.call('getExchange', { id: (await lists())[0]?.id ?? 0 });
    expect(detail).toMatchObject({
      value: { request: { line: 'GET /api/v2/Errors.json', fields: [] } },
    });
  });

  it('[C140] of a server whose list nobody understands is not known, which says why and asks once', async () => {
    await start({ codes: 'many' });
    const error = { kind: 'oddReply', odd: 'shape', status: 200, retryAfterMs: null };
    for (let n = 0; n < 3; n += 1) {
      expect(await explain('BDC_1999')).toEqual({
        ok: true,
        value: { meaning: 'other', listed: { is: 'notRead', error } },
      });
    }
    expect(await lists()).toHaveLength(1);
  });

  it('is never asked for at production', async () => {
    await start(own);
    const server = { kind: 'local', url: 'https://api.bill.com/api/v2' } as const;
    expect(
      await tabkeeper.call('explainCode', { profile: PROFILE, server, code: 'BDC_1999' }),
    ).toEqual({
      ok: true,
      value: {
        meaning: 'other',
        listed: { is: 'notRead', error: { kind: 'hostRefused', reason: 'production' } },
      },
    });
    expect(await lists()).toEqual([]);
  });
});

describe('what is copied for support', () => {
  it('is the code with the last call that it answered, and no secret', async () => {
    await start(own);
    await tabkeeper.signIn({ password: 'Not-the-password' });
    expect(await tabkeeper.call('copyForSupport', { profile: PROFILE, code: 'BDC_1101' })).toEqual({
      ok: true,
      value: null,
    });
    const copied = tabkeeper.clipboard();
    expect(copied.split('\n').slice(0, 5)).toEqual([
      'Code: BDC_1101',
      'Text: User name and/or password do not match our records.',
      'Call: POST /api/v2/Login.json',
      `Server: ${tabkeeper.simulator.baseUrl}`,
      'HTTP status: 200',
    ]);
    const { userName = '', devKey = '' } = tabkeeper.simulator.accounts[0] ?? {};
    for (const secret of ['Not-the-password', userName, devKey])
      expect(copied).not.toContain(secret);
  });

  it('is the code alone where no call is kept', async () => {
    await start(own);
    await tabkeeper.call('copyForSupport', { profile: PROFILE, code: 'BDC_1999' });
    expect(tabkeeper.clipboard()).toBe('Code: BDC_1999\nClient: Tabkeeper 0.0.0\n');
  });
});
