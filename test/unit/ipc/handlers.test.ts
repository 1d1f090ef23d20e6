import { describe, expect, it } from 'vitest';
import type { ExchangeDetail } from '../../../src-shared/exchange.ts';
import { links } from '../../../src-shared/links.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { openFacts, type SessionView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import type { Checked, CommandName, OperationReply } from '../../../src-shared/contract.ts';
import { operationNamed } from '../../../src-main/bill/paths.ts';
import { createHandlers } from '../../../src-main/ipc/handlers.ts';
import type { CopyAsCommands } from '../../../src-main/ipc/copy-as-commands.ts';
import type { EnvFileCommands } from '../../../src-main/ipc/env-file-commands.ts';
import type { GatewayCommands } from '../../../src-main/ipc/gateway-commands.ts';
import type { ExplainCommands } from '../../../src-main/ipc/explain-commands.ts';
import type { DocumentCommands } from '../../../src-main/ipc/document-commands.ts';
import type { Caller, Handlers } from '../../../src-main/ipc/router.ts';
import type { ToolCommands } from '../../../src-main/ipc/tool-commands.ts';
import type { ProfileCommands } from '../../../src-main/ipc/profile-commands.ts';
import type { SignInCommands } from '../../../src-main/ipc/sign-in-commands.ts';
import type { Runner } from '../../../src-main/session/runner.ts';
import type { Wish } from '../../../src-main/session/session-events.ts';
import type { State } from '../../../src-main/session/state.ts';
import type { BaseUrl, Desktop, SessionKeys } from '../../../src-main/ports.ts';
import { view } from '../../../src-main/session/view.ts';
import { fresh, signedInReply } from '../session/given/people.ts';
import { opened } from '../session/given/sessions.ts';
import { at } from '../session/given/times.ts';

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
  readonly cancelled: string[] = [];
  takes = true;
  open = true;
  dispatch(wish: Wish): boolean {
    this.wishes.push(wish);
    return this.takes;
  }
  view(): SessionView {
    return view(this.open ? opened() : fresh(), at(0));
  }
  state(): State {
    return fresh();
  }
  keys(): SessionKeys | null {
    return this.open ? keys : null;
  }
  tryOperation(operation: string, data: string): Promise<Result<OperationReply>> {
    this.wishes.push({ type: 'tryOperation', operation, data });
    return Promise.resolve(this.takes ? ok({ reply: '{}' }) : notNow);
  }
  cancelOperation(operation: string): boolean {
    this.cancelled.push(operation);
    return this.takes;
  }
  lend(): Promise<Result<never>> {
    return Promise.resolve(notNow);
  }
  settled(): Promise<void> {
    return Promise.resolve();
  }
  stop(): void {
    this.open = false;
  }
}

/** Writes down what it is asked for, and answers with its own name. */
function echo<T extends object>(...names: readonly (keyof T & string)[]) {
  const asked: unknown[] = [];
  const commands = Object.fromEntries(
    names.map((name) => [
      name,
      // Whoever calls is told to every handler; none of these asks.
      (...args: readonly unknown[]) => {
        asked.push([name, ...args.slice(0, 1)]);
        return ok(name);
      },
    ]),
  ) as unknown as T;
  return { asked, commands };
}

class FakeDesktop implements Desktop {
  readonly copied: string[] = [];
  readonly pages: string[] = [];
  works = true;
  readonly copiedOpenly: string[] = [];
  copyText(text: string): Promise<boolean> {
    this.copiedOpenly.push(text);
    return Promise.resolve(this.works);
  }
  copySecret(text: string): Promise<boolean> {
    this.copied.push(text);
    return Promise.resolve(this.works);
  }
  clearSecret(): Promise<void> {
    return Promise.resolve();
  }
  setStartAtLogin(): Promise<boolean> {
    return Promise.resolve(this.works);
  }
  saveText(): Promise<Result<null>> {
    return Promise.resolve(ok(null));
  }
  chooseEnvFile(): Promise<string | null> {
    return Promise.resolve(null);
  }
  openText(): Promise<Result<string>> {
    return Promise.resolve(fail({ kind: 'notNow' }));
  }
  openPage(url: string): Promise<boolean> {
    this.pages.push(url);
    return Promise.resolve(this.works);
  }
}

type Asked = {
  readonly [N in CommandName]: (input: Checked<N>) => ReturnType<Handlers[N]>;
};

/** The handlers as one caller has them. */
function asked(handlers: Handlers, caller: Caller): Asked {
  const entries = Object.entries(handlers) as [
    string,
    (input: unknown, caller: Caller) => unknown,
  ][];
  return Object.fromEntries(
    entries.map(([name, handler]) => [name, (input: unknown) => handler(input, caller)]),
  ) as unknown as Asked;
}

function bench() {
  const runner = new FakeRunner();
  const desktop = new FakeDesktop();
  const signIn = echo<SignInCommands>('signIn', 'useSession', 'findOrganizations');
  const profiles = echo<ProfileCommands>('selectProfile', 'createProfile', 'wipeEverything');
  const tools = echo<ToolCommands>('listProfiles', 'status', 'session', 'call');
  const grants = echo<{
    revokeAll(): void;
    answer(): boolean;
    revoke(): boolean;
    restore(): boolean;
  }>(...(['answer', 'revoke', 'revokeAll', 'restore'] as const));
  const gateway = echo<GatewayCommands>('setGateway', 'copyGateway', 'getGateway');
  const documents = echo<DocumentCommands>('previewDiagnostics', 'saveDiagnostics', 'getLicences');
  const recent: string[] = [];
  const fast: boolean[] = [];
  let quits = 0;
  let restarts = 0;
  const all = createHandlers({
    runner: (profile) => (profile === 'first' ? runner : null),
    operation: operationNamed,
    snapshot: () => snapshot,
    exchange: (id) => (id === detail.id ? detail : null),
    history: () => [],
    signIn: signIn.commands,
    profiles: profiles.commands,
    tools: tools.commands,
    grants: grants.commands,
    gateway: gateway.commands,
    copyAs: echo<CopyAsCommands>('copyAs', 'previewCopy').commands,
    envFile: echo<EnvFileCommands>('previewEnvFile', 'writeEnvFile', 'undoEnvFile').commands,
    explain: echo<ExplainCommands>('explainCode', 'copyForSupport').commands,
    documents: documents.commands,
    desktop,
    recentActions: {
      all: () => recent,
      note: (action) => recent.unshift(action),
    },
    setFastTime: (on) => fast.push(on),
    quit: () => (quits += 1),
    restart: () => (restarts += 1),
    pages: { ...links, releases: null },
  });
  return {
    runner,
    desktop,
    handlers: asked(all, { kind: 'window' }),
    fast,
    quits: () => quits,
    restarts: () => restarts,
    asked: [signIn.asked, profiles.asked, documents.asked, tools.asked, grants.asked],
  };
}

const profile = 'first';
const other = { profile: 'other' };
/** Each command that is one event of the session, with its input; by its own name if nothing is said. */
const wishes: [name: CommandName, input: object, wish?: Wish][] = [
  ...(['cancelSignIn', 'extendNow', 'resume', 'forgetDevice', 'signOut'] as const).map(
    (name): (typeof wishes)[number] => [name, {}],
  ),
  ['sendMfaCode', {}],
  ['checkTrust', {}],
  ['pauseKeepAlive', { ms: 3_600_000 }],
  ['nameMachine', { machineName: 'Mine' }],
  ['submitMfaCode', { code: '123456', rememberDevice: true }],
  ['repeatOperation', { operation: 'PayBills' }],
];
const call = (handlers: Asked, name: CommandName, input: object): unknown =>
  (handlers[name] as (input: object) => unknown)(input);

describe('the handlers', () => {
  it.each(wishes)(
    '%s becomes one event; the state’s refusal is `notNow`',
    async (name, input, own) => {
      const wish = own ?? { type: name, ...input };
      const { runner, handlers } = bench();
      expect(await call(handlers, name, { profile, ...input })).toEqual(ok(null));
      expect(runner.wishes).toEqual([wish]);
      runner.takes = false;
      expect(await call(handlers, name, { profile, ...input })).toEqual(notNow);
    },
  );

  it.each(wishes)(
    '%s for a profile that is not there is refused, and reaches nobody',
    async (name, input) => {
      const { runner, handlers } = bench();
      expect(await call(handlers, name, { ...other, ...input })).toEqual(stranger);
      expect(runner.wishes).toEqual([]);
    },
  );

  it('turn fast time on and off', async () => {
    const { handlers, fast } = bench();
    expect(await handlers.setFastTime({ on: true })).toEqual(ok(null));
    expect(await handlers.setFastTime({ on: false })).toEqual(ok(null));
    expect(fast).toEqual([true, false]);
  });

  it('leave quitting to whoever asks what becomes of open sessions', async () => {
    const { handlers, quits, restarts } = bench();
    expect(await handlers.quit({})).toEqual(ok(null));
    expect(quits()).toBe(1);
    expect(await handlers.restart({})).toEqual(ok(null));
    expect(restarts()).toBe(1);
  });

  it('note what was done from the palette, and answer with it', async () => {
    const { handlers } = bench();
    for (const action of ['extendNow', 'profile/one']) {
      expect(await handlers.noteAction({ action })).toEqual(ok(null));
    }
    expect(await handlers.getRecentActions({})).toEqual(ok(['profile/one', 'extendNow']));
  });

  it('answer with the snapshot', async () => {
    expect(await bench().handlers.getSnapshot({})).toEqual(ok(snapshot));
  });

  it('answer with an exchange, or that it is gone', async () => {
    const { handlers } = bench();
    expect(await handlers.getExchange({ id: detail.id })).toEqual(ok(detail));
    expect(await handlers.getExchange({ id: 4 })).toEqual(notNow);
  });

  it('pass what leads into a session on to the sign-in, as it came', async () => {
    const { handlers, asked } = bench();
    const server = { kind: 'bill' } as const;
    const who = { profile, server, userName: 'u', password: 'p', devKey: 'k' };
    const form = { ...who, kind: 'password', orgId: 'o' } as const;
    const foreign = { profile, server, sessionId: 's', devKey: 'k' };
    expect(await handlers.signIn(form)).toEqual(ok('signIn'));
    expect(await handlers.useSession(foreign)).toEqual(ok('useSession'));
    expect(await handlers.findOrganizations(who)).toEqual(ok('findOrganizations'));
    expect(asked[0]).toEqual([
      ['signIn', form],
      ['useSession', foreign],
      ['findOrganizations', who],
    ]);
  });

  it('are those of the parts for commands about profiles, and about documents', async () => {
    const { handlers, asked } = bench();
    expect(await handlers.selectProfile({ profile })).toEqual(ok('selectProfile'));
    expect(await handlers.getLicences({})).toEqual(ok('getLicences'));
    expect(asked.slice(1, 3)).toEqual([[['selectProfile', { profile }]], [['getLicences', {}]]]);
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

  it('copy what is shown in full, and no more than that, while a session is open', async () => {
    const { runner, desktop, handlers } = bench();
    for (const fact of openFacts) {
      expect(await handlers.copyFact({ profile, fact })).toEqual(ok(null));
    }
    const { orgId, usersId, apiEndPoint } = signedInReply;
    expect(desktop.copiedOpenly).toEqual([
      ...[orgId, usersId, 'avery@example.com', keys.baseUrl, apiEndPoint],
    ]);
    expect(desktop.copied).toEqual([]);
    desktop.works = false;
    const fact = 'userId';
    expect(await handlers.copyFact({ profile, fact })).toEqual(fail({ kind: 'internal' }));
    runner.open = false;
    expect(await handlers.copyFact({ profile, fact })).toEqual(notNow);
    expect(await handlers.copyFact({ ...other, fact })).toEqual(notNow);
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

  it.each([
    ['List/Bill', '{"start":0}', 'List/Bill', '{"start":0}'],
    ['/PayBills.json', '{"a":1}', 'PayBills', '{"a":1}'],
    ['CurrentTime', ' ', 'CurrentTime', ''],
    ['CurrentTime', '{}', 'CurrentTime', '{}'],
  ])('send %s with %j by its own name', async (operation, body, name, data) => {
    const { runner, handlers } = bench();
    expect(await handlers.tryOperation({ profile, operation, body })).toEqual(ok({ reply: '{}' }));
    expect(runner.wishes).toEqual([{ type: 'tryOperation', operation: name, data }]);
    runner.takes = false;
    expect(await handlers.tryOperation({ profile, operation, body })).toEqual(notNow);
    expect(await handlers.tryOperation({ ...other, operation, body })).toEqual(stranger);
  });

  it.each(['Login', 'Logout.json', '/ListOrgs', 'MFAStatus', 'mfaChallenge'])(
    'do not send %s, which is the affair of the app',
    async (operation) => {
      const { runner, handlers } = bench();
      expect(await handlers.tryOperation({ profile, operation, body: '{}' })).toEqual(
        fail({ kind: 'notAllowed', why: 'forTheApp' }),
      );
      expect(runner.wishes).toEqual([]);
    },
  );

  it.each(['', 'list/bill', 'List/Bill/', '../Login', '__proto__'])(
    'know no operation %j',
    async (operation) => {
      const { runner, handlers } = bench();
      expect(await handlers.tryOperation({ profile, operation, body: '{}' })).toEqual(
        fail({ kind: 'invalidInput', field: 'operation', problem: 'malformed' }),
      );
      expect(runner.wishes).toEqual([]);
    },
  );

  it.each([
    ['UploadAttachment', 'takesAFile'],
    ['Errors', 'takesNoSession'],
  ] as const)('do not send %s: %s', async (operation, problem) => {
    const { handlers } = bench();
    expect(await handlers.tryOperation({ profile, operation, body: '{}' })).toEqual(
      fail({ kind: 'invalidInput', field: 'operation', problem }),
    );
  });

  it('cancel the operation of that name, of that profile', () => {
    const { runner, handlers } = bench();
    const operation = 'PayBills';
    expect(handlers.cancelOperation({ profile, operation })).toEqual(ok(null));
    expect(handlers.cancelOperation({ ...other, operation })).toEqual(stranger);
    runner.takes = false;
    expect(handlers.cancelOperation({ profile, operation })).toEqual(notNow);
    expect(runner.cancelled).toEqual([operation, operation]);
  });

  it.each(['', '{', '[]', 'null', '1', '"text"', '{}x', '\u0000'])(
    'refuse %j as the body of an operation',
    async (body) => {
      const { runner, handlers } = bench();
      expect(await handlers.tryOperation({ profile, operation: 'PayBills', body })).toEqual(
        fail({ kind: 'invalidInput', field: 'body', problem: 'notJson' }),
      );
      expect(runner.wishes).toEqual([]);
    },
  );
});
