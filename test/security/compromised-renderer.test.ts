/**
 * The page is taken over: whoever runs in it calls everything that it can reach, with garbage and with
 * what is valid, in every state of a session, on an app that keeps secrets under a keyring. Nothing
 * throws, no secret comes back or leaves for elsewhere, and the worst that happens is what the user
 * could have done by hand.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { FaultInput } from '../../src-simulator/index.ts';
import { contract } from '../../src-shared/contract.ts';
import { links } from '../../src-shared/links.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startSandbox, type Sandbox } from '../e2e/sandbox.ts';
import { secretsIn } from '../e2e/secrets.ts';
import { signIn } from '../e2e/window.ts';
import { listen, type Listening } from './page-server.ts';
import {
  callAll,
  callWithGarbage,
  commandsOf,
  destructive,
  harmless,
  sendOut,
  type Order,
  type Targets,
} from './takeover.ts';

const MINUTE = 60_000;

let sandbox: Sandbox;
let app: AppDriver;
/** Files of an earlier run of the user's, with everything kept. */
let kept: string;
let folder: string;
let trap: Listening;
let own: Listening;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-taken-'));
  kept = path.join(folder, 'kept');
  sandbox = await startSandbox();
  trap = await listen();
  own = await listen();
  app = await launchApp({ userData: kept, keyring: 'protected' });
  await signIn(app.page, sandbox);
  const profile = await selected();
  await order('keepSignIn', { profile, what: 'everything' });
  // A session that ended stays ended, for the state of that name.
  await order('editProfile', { profile, change: { staySignedIn: false } });
  await app.settled();
  await app.close();
}, 120_000);
afterEach(() => app.close());
afterAll(async () => {
  await sandbox.close();
  trap.close();
  own.close();
  await rm(folder, { recursive: true, force: true });
});

interface OneSession {
  readonly state: string;
  readonly mfa?: { readonly step: string };
  readonly trust?: { readonly is: string };
}
interface Seen {
  readonly selected: string;
  readonly profiles: readonly { readonly id: string; readonly kept: string }[];
  readonly sessions: Readonly<Record<string, OneSession>>;
}
interface Answer {
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly error?: { readonly kind: string; readonly field?: string };
}

const order = async (name: string, input: object) =>
  (await app.page.evaluate(callAll, [[name, input]] as Order[]))[0] as Answer;
const snapshot = async () => (await order('getSnapshot', {})).value as Seen;
const selected = async () => (await snapshot()).selected;
const session = async () => {
  const seen = await snapshot();
  return seen.sessions[seen.selected];
};
const state = async () => (await session())?.state;

/** Every state of a session, and what a calm attacker may leave it in: what a click would, too. */
const ALL = ['signedOut', 'signingIn', 'live', 'atRisk', 'checking', 'busy', 'offline', 'expired'];
interface Stage {
  readonly name: string;
  /** The state of the session; the name, where nothing else is said. */
  readonly state?: string;
  /** Leads from signed out, with everything kept, into the state. */
  readonly reach: (profile: string) => Promise<void>;
  readonly after: readonly string[];
}
const fault = (...faults: FaultInput[]) => sandbox.simulator.setFaults(faults);
const resume = async (profile: string) => {
  expect(await order('resume', { profile })).toMatchObject({ ok: true });
  await app.settled();
};
const wantCode = async (profile: string) => {
  await resume(profile);
  expect(await order('sendMfaCode', { profile })).toMatchObject({ ok: true });
  await app.settled();
  await expect.poll(async () => (await session())?.mfa?.step).toBe('codeWanted');
};
const stages: readonly Stage[] = [
  { name: 'signedOut', reach: () => Promise.resolve(), after: ['signedOut'] },
  {
    name: 'signingIn',
    reach: async (profile) => {
      fault({ endpoint: '/Login.json', fault: 'hang' });
      await order('resume', { profile });
    },
    // A sign-in that nobody answers is given up after 15 s of real time.
    after: ['signingIn', 'signedOut'],
  },
  { name: 'live', reach: resume, after: ['live'] },
  {
    name: 'busy',
    reach: async (profile) => {
      await resume(profile);
      fault({ endpoint: '*', fault: 'bdc', code: 'BDC_1322' });
      await order('extendNow', { profile });
    },
    after: ['busy'],
  },
  {
    name: 'offline',
    reach: async (profile) => {
      await resume(profile);
      fault({ endpoint: '*', fault: 'reset', at: 'start' });
      await order('extendNow', { profile });
    },
    after: ['offline'],
  },
  {
    name: 'atRisk',
    reach: async (profile) => {
      await resume(profile);
      await order('pauseKeepAlive', { profile, ms: 60 * MINUTE });
      await sandbox.advance(app, 26 * MINUTE);
    },
    after: ['live'],
  },
  {
    name: 'expired',
    reach: async (profile) => {
      await resume(profile);
      sandbox.simulator.endSession('all');
      await order('extendNow', { profile });
    },
    after: ['expired'],
  },
  {
    name: 'checking',
    reach: async (profile) => {
      await resume(profile);
      fault({ endpoint: '*', fault: 'bdc', code: 'BDC_9999' });
      await order('extendNow', { profile });
    },
    after: ['checking'],
  },
  { name: 'live, a code wanted', state: 'live', reach: wantCode, after: ['live'] },
  {
    name: 'live, trusted, its device remembered',
    state: 'live',
    reach: async (profile) => {
      await wantCode(profile);
      const typed = { profile, code: sandbox.code(), rememberDevice: true };
      expect(await order('submitMfaCode', typed)).toMatchObject({ ok: true });
      await app.settled();
      await expect.poll(async () => (await session())?.trust?.is).toBe('until');
    },
    after: ['live'],
  },
];

const refusals = [
  ...['invalidInput', 'unknownCommand', 'tooFast', 'notNow', 'hostRefused', 'ownLimit', 'line'],
  ...['refused', 'oddReply'],
];
/** A bug of ours would be `internal`, or a rejection. */
function expectCalm(answers: readonly unknown[], orders: readonly Order[] = []): void {
  for (const [at, answer] of (answers as Answer[]).entries()) {
    if (answer.ok === true) continue;
    const name = orders[at]?.[0];
    const told = [name, answer];
    // What the system does not do at login, an unpacked build here, is told as this too.
    const refused = name === 'setStartAtLogin' ? [...refusals, 'storage'] : refusals;
    expect([told, refused.includes(answer.error?.kind ?? '')]).toEqual([told, true]);
  }
}

/** Those that take something: to the others whatever has no fields is as good as nothing. */
const choosy = Object.entries(contract)
  .filter(([, { input }]) => !v.is(input, {}))
  .map(([name]) => name);

/** What is valid in every state. */
const TAKEN_ALWAYS = [
  ...['getSnapshot', 'getNotices', 'previewDiagnostics', 'openLink', 'changeSettings'],
  ...['selectProfile', 'editProfile', 'moveProfile'],
];

/** The rate of commands is the app's own clock's; a sign-in that hangs lets nothing settle. */
const untilTokens = (name: string) => (name === 'signingIn' ? delay(3200) : app.advance(3200));

it('calls every command of the contract but the one that ends the app', () => {
  const targets: Targets = {
    ...{ profile: 'a', userName: 'u', trap: '', users: '' },
    own: { url: '', userName: '', orgId: '' },
  };
  const called = commandsOf([...harmless(targets), ...destructive(targets)]);
  // Quitting is the user's to do as well; with it nothing could be looked at afterwards.
  const all = Object.keys(contract).filter((name) => name !== 'quit');
  expect(called).toEqual(new Set(all));
});

it.each(stages)(
  '[I80] a page that was taken over gets no secret and no power: $name',
  { timeout: 120_000 },
  async ({ name, state: wanted = name, reach, after }) => {
    const { account, simulator } = sandbox;
    const userData = path.join(folder, name);
    await cp(kept, userData, { recursive: true });
    fault();
    trap.requests.length = 0;
    own.requests.length = 0;
    app = await launchApp({ userData, keyring: 'protected' });
    await app.page.getByRole('main').waitFor();
    await expect.poll(async () => (await snapshot()).profiles[0]?.kept).toBe('everything');
    const profile = await selected();
    await reach(profile);
    await expect.poll(state).toBe(wanted);
    const open = !['signedOut', 'signingIn', 'expired'].includes(wanted);
    if (open) expect(await order('copySessionId', { profile })).toMatchObject({ ok: true });
    const { password, devKey, userName } = account;
    const sessionId = await app.clipboard();
    const secrets = { password, devKey, ...(open ? { sessionId } : {}) };
    const before = simulator.requests().length;
    const targets: Targets = {
      ...{ profile, userName, trap: `${trap.url}/api/v2`, users: simulator.baseUrl },
      own: { url: `${own.url}/api/v2`, userName: 'of-the-page@evil.example', orgId: '00801' },
    };

    // Garbage first: nothing comes of it.
    const answers = await app.page.evaluate(callWithGarbage, [choosy, profile] as const);
    expect(answers.length).toBeGreaterThan(50);
    expectCalm(answers);
    expect(await app.evaluateMain(() => Reflect.get({}, 'polluted') as unknown)).toBeUndefined();

    // Then what is valid and leaves the session as it is.
    await untilTokens(name);
    const calls = harmless(targets);
    const taken = (await app.page.evaluate(callAll, calls)) as Answer[];
    expectCalm(taken, calls);
    // What is valid is taken, so that this is no test of refusals alone.
    const done = calls.filter((_, at) => taken[at]?.ok === true).map(([command]) => command);
    expect(done).toEqual(expect.arrayContaining(TAKEN_ALWAYS));
    for (const [at, [command]] of calls.entries()) {
      if (!['signIn', 'useSession', 'findOrganizations'].includes(command)) continue;
      expect([calls[at], taken[at]]).toMatchObject([calls[at], { ok: false }]);
    }
    if (open) expect(taken[calls.findIndex(([one]) => one === 'copySessionId')]?.ok).toBe(true);
    if (name !== 'signingIn') await app.settled();
    await untilTokens(name);
    await expect.poll(state).toBeOneOf([...after]);

    // No way out of the page, with or without the policy's word for it.
    const directives = await app.page.evaluate(sendOut, [trap.url, userName] as const);
    expect(directives).toEqual(
      expect.arrayContaining([
        ...['base-uri', 'connect-src', 'font-src', 'form-action', 'frame-src', 'img-src'],
        ...['media-src', 'require-trusted-types-for', 'style-src-elem'],
      ]),
    );
    await app.page.getByRole('main').waitFor();
    expect(trap.requests).toEqual([]);

    // Last what a user could do as well, and would not.
    // The server answers again, for the page's best chance.
    fault();
    await untilTokens(name);
    const ends: unknown[] = [];
    for (const [command, input] of destructive(targets)) {
      ends.push(await order(command, input));
      // A sign-out or a sign-in is over before the next is tried.
      await delay(100);
      expect(ALL).toContain(await state());
    }
    expectCalm(ends, destructive(targets));

    // The user's secrets went to the user's server, if anywhere.
    expect(trap.requests).toEqual([]);
    // The page's own server was taken for the profile's, and got what is the page's alone.
    expect(own.requests.join('\n')).toContain('/GetSessionInfo.json');
    expect(secretsIn(own.requests.join('\n'), secrets)).toEqual([]);
    const endpoints = new Set(
      simulator
        .requests()
        .slice(before)
        .map(({ endpoint }) => endpoint),
    );
    for (const endpoint of endpoints) {
      expect([
        ...['/Login.json', '/Logout.json', '/GetSessionInfo.json', '/MFAStatus.json'],
        ...['/MFAChallenge.json', '/MFAAuthenticate.json', '/SendVendorInvite.json'],
      ]).toContain(endpoint);
    }
    // Nothing that came to the page holds one, in answers or in snapshots.
    const code = simulator.latestCode(account.phone ?? '');
    const all = { ...secrets, ...(code === null ? {} : { code }) };
    expect(secretsIn(JSON.stringify([answers, taken, ends]), all)).toEqual([]);
    const sent = (await app.ipcToRenderer()).join('\n');
    expect(secretsIn(sent, all)).toEqual([]);
    expect(secretsIn(app.stdout(), all)).toEqual([]);
    // Nor any that nobody here knows: sessions, challenges, the proof of a remembered device.
    for (const text of [sent, app.stdout(), own.requests.join('\n')]) {
      expect(text).not.toMatch(/![ab][\w-]{43,}/u);
    }
  },
);

it('opens pages of the closed list alone, however it is asked', { timeout: 60_000 }, async () => {
  app = await launchApp();
  await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
  const asked = [
    ...Object.keys(links),
    ...['https://evil.example/', 'file:///etc/passwd', 'javascript:1', '__proto__', 'constructor'],
  ];
  const answers = await app.page.evaluate(
    callAll,
    asked.map((link): Order => ['openLink', { link }]),
  );
  const taken = (answers as Answer[]).filter(({ ok }) => ok);
  expect(taken).toHaveLength(Object.keys(links).length);
  const opened = await app.evaluateMain((_parts, _nothing, host) => host.record.openedExternally);
  expect(new Set(opened)).toEqual(new Set(Object.values(links)));
});

it(
  'reaches no channel, module or object of Electron and Node from the page',
  { timeout: 60_000 },
  async () => {
    app = await launchApp();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    const reached = await app.page.evaluate(() => {
      const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'ipcRenderer'];
      const own = Object.getOwnPropertyNames(
        (window as unknown as { bridge: object }).bridge,
      ).sort();
      return [names.filter((name) => name in window), own];
    });
    expect(reached).toEqual([[], ['call', 'onSnapshot']]);
    await expect(
      app.page.evaluate(() =>
        (
          window as unknown as { bridge: { call(...args: unknown[]): Promise<unknown> } }
        ).bridge.call('getSnapshot', { f: () => 1 }),
      ),
    ).rejects.toThrow('could not be cloned');
  },
);
