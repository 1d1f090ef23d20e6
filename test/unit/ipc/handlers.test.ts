import { describe, expect, it } from 'vitest';
import type { ExchangeDetail } from '../../../src-shared/exchange.ts';
import { links } from '../../../src-shared/links.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import type { SessionView, Snapshot } from '../../../src-shared/snapshot.ts';
import { createHandlers } from '../../../src-main/ipc/handlers.ts';
import type { Runner, Wish } from '../../../src-main/session/runner.ts';
import type { BaseUrl, Desktop, SessionKeys } from '../../../src-main/ports.ts';

const keys: SessionKeys = {
  baseUrl: 'https://api-stage.bill.com/api/v2' as BaseUrl,
  sessionId: 'the session ID',
  devKey: 'k',
  orgId: 'o',
};
const snapshot = { revision: 7 } as Snapshot;
const detail = { id: 3 } as ExchangeDetail;
const notNow = fail({ kind: 'notNow' });
const stranger = fail({ kind: 'invalidInput', field: 'profile', problem: 'malformed' });

class FakeRunner implements Runner {
  readonly wishes: Wish[] = [];
  takes = true;
  open = true;
  dispatch(wish: Wish): boolean {
    this.wishes.push(wish);
    return this.takes;
  }
  view(): SessionView {
    return { state: 'signedOut', error: null, ended: null };
  }
  keys(): SessionKeys | null {
    return this.open ? keys : null;
  }
  settled(): Promise<void> {
    return Promise.resolve();
  }
  stop(): void {
    this.open = false;
  }
}

class FakeDesktop implements Desktop {
  readonly copied: string[] = [];
  readonly pages: string[] = [];
  works = true;
  copySecret(text: string): Promise<boolean> {
    this.copied.push(text);
    return Promise.resolve(this.works);
  }
  openPage(url: string): Promise<boolean> {
    this.pages.push(url);
    return Promise.resolve(this.works);
  }
}

function bench() {
  const runner = new FakeRunner();
  const desktop = new FakeDesktop();
  const handlers = createHandlers({
    runner: (profile) => (profile === 'first' ? runner : null),
    snapshot: () => snapshot,
    exchange: (id) => (id === detail.id ? detail : null),
    signIn: (target) => Promise.resolve(target === runner ? ok(null) : notNow),
    desktop,
  });
  return { runner, desktop, handlers };
}

const profile = 'first';
const other = { profile: 'other' };
const wishes: readonly (readonly [
  string,
  (h: ReturnType<typeof bench>['handlers'], p: string) => unknown,
  Wish,
])[] = [
  ['cancelSignIn', (h, p) => h.cancelSignIn({ profile: p }), { type: 'cancelSignIn' }],
  ['extendNow', (h, p) => h.extendNow({ profile: p }), { type: 'extendNow' }],
  ['signOut', (h, p) => h.signOut({ profile: p }), { type: 'signOut' }],
  ['sendMfaCode', (h, p) => h.sendMfaCode({ profile: p }), { type: 'sendMfaCode' }],
  [
    'submitMfaCode',
    (h, p) => h.submitMfaCode({ profile: p, code: '123456', rememberDevice: true }),
    { type: 'mfaCodeTyped', code: '123456', remember: true },
  ],
  ['checkTrust', (h, p) => h.checkTrust({ profile: p }), { type: 'checkTrust' }],
  [
    'tryOperation',
    (h, p) => h.tryOperation({ profile: p, operation: 'payBills', body: '{"a":1}' }),
    { type: 'tryOperation', operation: 'payBills', data: '{"a":1}' },
  ],
];

describe('the handlers', () => {
  it.each(wishes)(
    '%s becomes one event; the state’s refusal is `notNow`',
    async (_, call, wish) => {
      const { runner, handlers } = bench();
      expect(await call(handlers, profile)).toEqual(ok(null));
      expect(runner.wishes).toEqual([wish]);
      runner.takes = false;
      expect(await call(handlers, profile)).toEqual(notNow);
    },
  );

  it.each(wishes)(
    '%s for a profile that is not there is refused, and reaches nobody',
    async (_, call) => {
      const { runner, handlers } = bench();
      expect(await call(handlers, other.profile)).toEqual(stranger);
      expect(runner.wishes).toEqual([]);
    },
  );

  it('answer with the snapshot', async () => {
    expect(await bench().handlers.getSnapshot({})).toEqual(ok(snapshot));
  });

  it('answer with an exchange, or that it is gone', async () => {
    const { handlers } = bench();
    expect(await handlers.getExchange({ id: detail.id })).toEqual(ok(detail));
    expect(await handlers.getExchange({ id: 4 })).toEqual(notNow);
  });

  it('sign in at the profile’s own runner', async () => {
    const { handlers } = bench();
    const form = {
      server: { kind: 'bill' },
      userName: '',
      password: '',
      orgId: '',
      devKey: '',
    } as const;
    expect(await handlers.signIn({ ...form, profile })).toEqual(ok(null));
    expect(await handlers.signIn({ ...form, ...other })).toEqual(stranger);
  });

  it('copy the session ID inside main, and answer without it', async () => {
    const { runner, desktop, handlers } = bench();
    expect(await handlers.copySessionId({ profile })).toEqual(ok(null));
    expect(desktop.copied).toEqual([keys.sessionId]);
    desktop.works = false;
    expect(await handlers.copySessionId({ profile })).toEqual(fail({ kind: 'internal' }));
    runner.open = false;
    expect(await handlers.copySessionId({ profile })).toEqual(notNow);
    expect(await handlers.copySessionId(other)).toMatchObject({ ok: false });
    expect(desktop.copied).toHaveLength(2);
  });

  it.each(Object.keys(links) as (keyof typeof links)[])(
    'open the page that %s stands for',
    async (link) => {
      const { desktop, handlers } = bench();
      expect(await handlers.openLink({ link })).toEqual(ok(null));
      expect(desktop.pages).toEqual([links[link]]);
      expect(new URL(links[link])).toMatchObject({ protocol: 'https:' });
      desktop.works = false;
      expect(await handlers.openLink({ link })).toEqual(fail({ kind: 'internal' }));
    },
  );

  it.each(['', '{', '[]', 'null', '1', '"text"', '{}x', '\u0000'])(
    'refuse %j as the body of an operation',
    async (body) => {
      const { runner, handlers } = bench();
      expect(await handlers.tryOperation({ profile, operation: 'payBills', body })).toEqual(
        fail({ kind: 'invalidInput', field: 'body', problem: 'notJson' }),
      );
      expect(runner.wishes).toEqual([]);
    },
  );
});
