/**
 * The page is taken over: whoever runs in it calls everything that it can reach, with garbage and with
 * what is valid, on an app that keeps secrets under a keyring. Nothing throws, no secret comes back or
 * leaves for elsewhere, and the worst that happens is what the user could have done by hand. A real page
 * shows it with the least and the most that there is to take; `flow/taken-over.test.ts` has every state
 * of a session.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { links } from '../../src-shared/links.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startSandbox, type Sandbox } from '../e2e/sandbox.ts';
import { firstRun, signIn } from '../e2e/window.ts';
import { commandNames } from '../messages/samples.ts';
import { listen, type Listening } from './page-server.ts';
import {
  choosy,
  expectCalm,
  expectNoPower,
  expectNoSecret,
  expectNothingSent,
  STATES,
  type Answer,
} from './takeover-checks.ts';
import {
  breaches,
  callAll,
  callWithGarbage,
  commandsOf,
  departures,
  destructive,
  endings,
  harmless,
  leave,
  sendOut,
  type Order,
  type Targets,
} from './takeover.ts';

const MINUTE = 60_000;

let sandbox: Sandbox;
let app: AppDriver;
let userData: string;
let trap: Listening;
let own: Listening;
const open = async () => {
  app = await launchApp({ userData, keyring: 'protected' });
  await app.page.getByRole('main').waitFor();
};
beforeAll(async () => {
  userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-taken-'));
  sandbox = await startSandbox();
  trap = await listen();
  own = await listen();
  await open();
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
  trap.close();
  own.close();
  await rm(userData, { recursive: true, force: true });
});

interface OneSession {
  readonly state: string;
  readonly trust?: { readonly is: string };
}
interface Seen {
  readonly selected: string;
  readonly profiles: readonly { readonly id: string; readonly kept: string }[];
  readonly sessions: Readonly<Record<string, OneSession>>;
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

interface Stage {
  readonly name: string;
  /** The state of the session, before the page's calls and after those that leave it as it is. */
  readonly state: string;
  /** Leads there from signed out, with everything kept. */
  readonly reach: (profile: string) => Promise<void>;
}
const stages: readonly Stage[] = [
  {
    name: 'signed out, with everything kept',
    state: 'signedOut',
    reach: () => Promise.resolve(),
  },
  {
    name: 'live and trusted, its device remembered',
    state: 'live',
    reach: async (profile) => {
      expect(await order('resume', { profile })).toMatchObject({ ok: true });
      await app.settled();
      expect(await order('sendMfaCode', { profile })).toMatchObject({ ok: true });
      await app.settled();
      const typed = { profile, code: sandbox.code(), rememberDevice: true };
      expect(await order('submitMfaCode', typed)).toMatchObject({ ok: true });
      await app.settled();
      await expect.poll(async () => (await session())?.trust?.is).toBe('until');
    },
  },
];

/** The rate of commands is by the app's own clock: this brings a whole burst back. */
const untilTokens = () => app.move(3200);
const AT_ONCE = 40;

/** Makes the calls in order, as fast as the rate allows. */
async function send(orders: readonly Order[]): Promise<Answer[]> {
  const answers: unknown[] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    await untilTokens();
    answers.push(...(await app.page.evaluate(callAll, orders.slice(from, from + AT_ONCE))));
  }
  return answers as Answer[];
}

interface Left {
  left: { readonly url: string; readonly prevented: boolean }[];
}
declare const globalThis: Left & typeof global;

/** From now on main's own word for each navigation that the page asks for is written down. */
const noteDepartures = () =>
  app.evaluateMain(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    globalThis.left = [];
    // After the app's own listener, which has decided by then.
    contents?.on('will-navigate', ({ url, defaultPrevented: prevented }) => {
      globalThis.left.push({ url, prevented });
    });
  });

/** Tries each way of leaving, one after the other: one must not take the next one's place. */
async function tryToLeave(secret: string): Promise<void> {
  await app.evaluateMain(() => void (globalThis.left = []));
  const tried: Left['left'] = [];
  for (const way of departures) {
    const url = `${trap.url}/${way}?${encodeURIComponent(secret)}`;
    tried.push({ url, prevented: true });
    await app.page.evaluate(leave, [way, url] as const);
    await expect.poll(() => app.evaluateMain(() => globalThis.left)).toEqual(tried);
  }
}

/** Keeps everything of the open session, and signs it out. */
async function keepAndSignOut(): Promise<void> {
  const profile = await selected();
  expect(await order('keepSignIn', { profile, what: 'everything' })).toMatchObject({ ok: true });
  // A session that ended stays ended, for the state of that name.
  await order('editProfile', { profile, change: { staySignedIn: false } });
  await order('signOut', { profile });
  await app.settled();
}

/** Whatever a stage left behind goes, the page itself included; then the user signs in and out. */
async function startOver(): Promise<void> {
  await untilTokens();
  expect(await order('wipeEverything', {})).toMatchObject({ ok: true });
  await app.evaluateMain(({ webContents }) => webContents.getAllWebContents()[0]?.reload());
  // What may be done only so often may be done again.
  await sandbox.advance(app, 61 * MINUTE);
  await app.page.getByRole('heading', firstRun).waitFor();
  const { userName, password, orgId, devKey } = sandbox.account;
  const server = { kind: 'local', url: sandbox.simulator.baseUrl };
  const form = { server, userName, password, orgId, devKey };
  const profile = await selected();
  expect(await order('signIn', { profile, ...form })).toMatchObject({ ok: true });
  await app.settled();
  await keepAndSignOut();
}

it('calls every command of the contract but the one that ends the app', () => {
  const targets: Targets = {
    ...{ profile: 'a', userName: 'u', trap: '', users: '' },
    own: { url: '', userName: '', orgId: '' },
  };
  const called = commandsOf([...harmless(targets), ...destructive(targets)]);
  expect(called).toEqual(new Set(commandNames.filter((name) => !endings.has(name))));
});

describe('the page of an app that was just started', () => {
  it('opens pages of the closed list alone, however it is asked', async () => {
    const asked = [
      ...Object.keys(links),
      ...[
        'https://evil.example/',
        'file:///etc/passwd',
        'javascript:1',
        '__proto__',
        'constructor',
      ],
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

  it('reaches no channel, module or object of Electron and Node from the page', async () => {
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
  });
});

describe('the page of an app that keeps secrets', () => {
  beforeAll(async () => {
    await signIn(app.page, sandbox);
    await keepAndSignOut();
    // The first stage finds all of it in the files of an earlier run.
    await app.close();
    await open();
    await noteDepartures();
  });
  afterEach(startOver, 60_000);

  it.each(stages)(
    '[I80] a page that was taken over gets no secret and no power: $name',
    async ({ state: wanted, reach }) => {
      const { account, simulator } = sandbox;
      trap.requests.length = 0;
      own.requests.length = 0;
      await expect.poll(async () => (await snapshot()).profiles[0]?.kept).toBe('everything');
      const profile = await selected();
      await reach(profile);
      await expect.poll(state).toBe(wanted);
      const isOpen = wanted === 'live';
      if (isOpen) expect(await order('copySessionId', { profile })).toMatchObject({ ok: true });
      const { password, devKey, userName } = account;
      const secrets = { password, devKey, ...(isOpen ? { sessionId: await app.clipboard() } : {}) };
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
      const calls = harmless(targets);
      const taken = await send(calls);
      expectNoPower(calls, taken, isOpen);
      await app.settled();
      await untilTokens();
      expect(await state()).toBe(wanted);

      // No way out of the page, with or without the policy's word for it.
      const out = [trap.url, userName, breaches.length] as const;
      expect(await app.page.evaluate(sendOut, out)).toEqual(breaches);
      await tryToLeave(userName);
      const windows = await app.evaluateMain(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
      );
      expect(windows).toBe(1);
      await app.page.getByRole('main').waitFor();
      expect(trap.requests).toEqual([]);

      // Last what a user could do as well, and would not.
      await untilTokens();
      const ends: unknown[] = [];
      for (const [command, input] of destructive(targets)) {
        ends.push(await order(command, input));
        // A sign-out or a sign-in is over before the next is tried.
        await app.settled();
        expect(STATES).toContain(await state());
      }
      expectCalm(ends, destructive(targets));

      const called = simulator.requests().slice(before);
      const endpoints = called.map(({ endpoint }) => endpoint);
      expectNothingSent({ trap, own }, endpoints, secrets);
      // Nothing that came to the page holds one, in answers or in snapshots.
      const code = simulator.latestCode(account.phone ?? '');
      const all = { ...secrets, ...(code === null ? {} : { code }) };
      const sent = (await app.ipcToRenderer()).join('\n');
      expectNoSecret([JSON.stringify([answers, taken, ends]), sent, app.stdout()], all);
    },
  );
});
