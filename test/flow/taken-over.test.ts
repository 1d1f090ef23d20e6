/**
 * The page is taken over, in every state of a session: it calls everything, with garbage and with what is
 * valid, on an app that keeps secrets under a keyring. Nothing throws, no secret comes back or leaves for
 * elsewhere, and the worst that happens is what the user could have done by hand. The calls come in as the
 * door hands them on; a real page makes them in `security/compromised-renderer.test.ts`.
 */
import { inspect } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { FaultInput } from '../../src-simulator/index.ts';
import { listen } from '../security/page-server.ts';
import {
  choosy,
  expectCalm,
  expectNoPower,
  expectNoSecret,
  expectNothingSent,
  STATES,
  type Answer,
} from '../security/takeover-checks.ts';
import {
  callAll,
  callWithGarbage,
  destructive,
  harmless,
  type Order,
  type Targets,
} from '../security/takeover.ts';
import { startKept, type SavedWorld } from './saved-world.ts';
import { PROFILE as profile, type Tabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

interface Stage {
  readonly name: string;
  /** The state of the session; the name, where nothing else is said. */
  readonly state?: string;
  /** Leads from signed out, with everything kept, into the state. */
  readonly reach: (app: Tabkeeper) => Promise<unknown>;
  /** What a calm attacker leaves it in: what a click would, too. */
  readonly after: string | readonly string[];
}

const resume = async (app: Tabkeeper) => {
  expect(await app.does('resume', { profile })).toMatchObject({ ok: true });
};
const resumeThen = async (app: Tabkeeper, fault: FaultInput) => {
  await resume(app);
  app.simulator.setFaults([fault]);
  await app.does('extendNow', { profile });
};
const stages: readonly Stage[] = [
  { name: 'signedOut', reach: () => Promise.resolve(), after: 'signedOut' },
  {
    name: 'signingIn',
    reach: (app) => {
      app.simulator.setFaults([{ endpoint: '/Login.json', fault: 'hang' }]);
      return app.call('resume', { profile });
    },
    // On a slow machine the call may have come to its end.
    after: ['signingIn', 'signedOut'],
  },
  { name: 'live', reach: resume, after: 'live' },
  {
    name: 'busy',
    reach: (app) => resumeThen(app, { endpoint: '*', fault: 'bdc', code: 'BDC_1322' }),
    after: 'busy',
  },
  {
    name: 'offline',
    reach: (app) => resumeThen(app, { endpoint: '*', fault: 'reset', at: 'start' }),
    after: 'offline',
  },
  {
    name: 'atRisk',
    reach: async (app) => {
      await resume(app);
      await app.does('pauseKeepAlive', { profile, ms: 60 * MINUTE });
      await app.advance(26 * MINUTE);
    },
    after: 'live',
  },
  {
    name: 'expired',
    reach: async (app) => {
      await resume(app);
      app.simulator.endSession('all');
      await app.does('extendNow', { profile });
    },
    after: 'expired',
  },
  {
    name: 'checking',
    reach: (app) => resumeThen(app, { endpoint: '*', fault: 'bdc', code: 'BDC_9999' }),
    after: 'checking',
  },
  {
    name: 'live, a code wanted',
    state: 'live',
    reach: async (app) => {
      await resume(app);
      await app.does('sendMfaCode', { profile });
      expect(app.open().mfa.step).toBe('codeWanted');
    },
    after: 'live',
  },
  {
    name: 'live, trusted, its device remembered',
    state: 'live',
    reach: async (app) => {
      await resume(app);
      await app.verify();
      expect(app.open().trust.is).toBe('until');
    },
    after: 'live',
  },
];

/** Signed out, with everything kept, as an earlier run left it in the files. */
async function startTaken(): Promise<SavedWorld> {
  const world = await startKept();
  // A session that ended stays ended, for the state of that name.
  await world.app.does('editProfile', { profile, change: { staySignedIn: false } });
  await world.app.does('signOut', { profile });
  await world.restart();
  expect(world.profile().kept).toBe('everything');
  return world;
}

async function serverOfThePage() {
  const server = await listen();
  onTestFinished(() => server.close());
  return server;
}

it.each(stages)(
  '[I80] a page that was taken over gets no secret and no power in any state: $name',
  async ({ name, state: wanted = name, reach, after }) => {
    const [trap, own] = [await serverOfThePage(), await serverOfThePage()];
    const world = await startTaken();
    const { app } = world;
    const { simulator } = app;
    await reach(app);
    expect(app.session().state).toBe(wanted);
    const { password, devKey, userName, phone } = world.account(0);
    const isOpen = !['signedOut', 'signingIn', 'expired'].includes(wanted);
    if (isOpen) await app.call('copySessionId', { profile });
    const secrets = { password, devKey, ...(isOpen ? { sessionId: app.clipboard() } : {}) };
    expect(Math.min(...Object.values(secrets).map(({ length }) => length))).toBeGreaterThan(8);
    const before = simulator.requests().length;
    const targets: Targets = {
      ...{ profile, userName, trap: `${trap.url}/api/v2`, users: simulator.baseUrl },
      own: { url: `${own.url}/api/v2`, userName: 'of-the-page@evil.example', orgId: '00801' },
    };
    // What the page has; a message that crosses is a copy.
    vi.stubGlobal('bridge', {
      call: async (command: unknown, input: unknown) =>
        app.app.route({ kind: 'window' }, ...structuredClone([command, input] as const)),
    });
    onTestFinished(() => void vi.unstubAllGlobals());

    // Garbage first: nothing comes of it.
    const answers = await callWithGarbage([choosy, profile]);
    expect(answers.length).toBeGreaterThan(50);
    expectCalm(answers);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();

    // Then what is valid and leaves the session as it is.
    const calls = harmless(targets);
    const taken = (await callAll(calls)) as Answer[];
    expectNoPower(calls, taken, isOpen);
    if (wanted !== 'signingIn') await app.settled();
    expect([after].flat()).toContain(app.session().state);
    expect(trap.requests).toEqual([]);

    // Last what a user could do as well, and would not. The server answers again, for the page's best chance.
    simulator.setFaults([]);
    const ends: unknown[] = [];
    for (const order of destructive(targets)) {
      ends.push(...(await callAll([order] as Order[])));
      // A sign-out or a sign-in is over before the next is tried.
      await app.settled();
      expect(STATES).toContain(app.session(app.app.snapshot().selected).state);
    }
    expectCalm(ends, destructive(targets));

    const called = simulator.requests().slice(before);
    const endpoints = called.map(({ endpoint }) => endpoint);
    expectNothingSent({ trap, own }, endpoints, secrets);
    const code = simulator.latestCode(phone ?? '');
    const all = { ...secrets, ...(code === null ? {} : { code }) };
    // Nothing that came to the page or into the log holds one.
    const whole = { depth: null, maxArrayLength: null, maxStringLength: null };
    const seen = [[answers, taken, ends], app.snapshots, app.log];
    expectNoSecret(
      seen.map((one) => inspect(one, whole)),
      all,
    );
  },
);
