/**
 * [80] The page is taken over: whoever runs in it calls everything that it can reach, with garbage and
 * with what is valid, in every state of a session. Nothing throws, no secret comes back, and the
 * worst that happens is what the user could have done by hand.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contract } from '../../src-shared/contract.ts';
import { links } from '../../src-shared/links.ts';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startSandbox, type Sandbox } from '../e2e/sandbox.ts';
import { secretsIn } from '../e2e/secrets.ts';
import { signIn } from '../e2e/window.ts';

/** Not those that a click of the user would do with no input at all: they change what is compared. */
const OF_THE_USER = [
  'createProfile',
  'wipeEverything',
  'exportProfiles',
  'importProfiles',
  'retryStorage',
];
const commands = Object.keys(contract).filter((name) => !OF_THE_USER.includes(name));
/** The router lets 60 commands through at once and 20 a second after that. */
const PAUSE_MS = 55;

interface Taken {
  bridge: { call(...args: unknown[]): Promise<unknown> };
}
declare const globalThis: Taken & typeof global;

let sandbox: Sandbox;
let app: AppDriver;
beforeAll(async () => {
  sandbox = await startSandbox();
  app = await launchApp();
  await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
});
afterAll(async () => {
  await app.close();
  await sandbox.close();
});

/** What each command is called with besides garbage. Nothing here ends or changes the state. */
const valid = (profile: string): Record<string, unknown> => ({
  getSnapshot: {},
  getExchange: { id: 1 },
  checkTrust: { profile },
  tryOperation: { profile, operation: 'inviteVendor', body: '{"planted":1}' },
  repeatOperation: { profile, operation: 'inviteVendor' },
  copySessionId: { profile },
  extendNow: { profile },
});

/** Calls in the page, as text, since the page knows nothing of this file. */
function callAll([names, good]: [string[], Record<string, unknown>]): Promise<unknown[]> {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const deep = '{"a":'.repeat(500) + '1' + '}'.repeat(500);
  const garbage: unknown[] = [
    undefined,
    null,
    '',
    0,
    [],
    circle,
    JSON.parse(deep),
    JSON.parse('{"__proto__":{"polluted":1},"profile":"first"}'),
    { profile: '__proto__' },
    { profile: 'first', constructor: { prototype: { polluted: 1 } } },
    { profile: 'first', more: 'x'.repeat(100_000) },
    new Map([['profile', 'first']]),
    new Uint8Array(1000),
    { link: 'https://evil.example/', id: -1, code: '000000x', body: '[]' },
  ];
  const names2 = ['constructor', '__proto__', 'toString', 'sessionId', 'getSecrets', '', '*'];
  const orders: [unknown, unknown][] = [
    ...names.map((name, at): [unknown, unknown] => [name, garbage[at % garbage.length]]),
    ...garbage.map((input, at): [unknown, unknown] => [names[at % names.length], input]),
    ...garbage.map((name): [unknown, unknown] => [name, {}]),
    ...names2.map((name): [unknown, unknown] => [name, { profile: 'first' }]),
    ...Object.entries(good),
  ];
  return Promise.all(
    orders.map(async ([name, input]) => {
      try {
        return await globalThis.bridge.call(name, input);
      } catch (error) {
        return { thrown: String(error) };
      }
    }),
  );
}

const kinds = [
  ...['invalidInput', 'unknownCommand', 'notAllowed', 'tooFast', 'notNow', 'internal'],
  ...['hostRefused', 'practiceFailed'],
];

/** Takes the page over in the state it is in. */
async function attack(state: string, secrets: Readonly<Record<string, string>>): Promise<void> {
  const before = await snapshot();
  expect(stateOf(before)).toBe(state);
  const answers = await app.page.evaluate(callAll, [commands, valid(before.selected)] as [
    string[],
    Record<string, unknown>,
  ]);
  expect(answers.length).toBeGreaterThan(commands.length + 30);
  // What is valid is taken, so that this is no test of refusals alone.
  expect(answers.slice(-Object.keys(valid(before.selected)).length)[0]).toMatchObject({ ok: true });
  for (const answer of answers) {
    expect(answer).toEqual(
      expect.toSatisfy(
        (it: { ok?: boolean; error?: { kind: string } }) =>
          it.ok === true || (it.ok === false && kinds.includes(it.error?.kind ?? '')),
      ),
    );
    // A bug of ours would show itself as this.
    expect(answer).not.toMatchObject({ error: { kind: 'internal' } });
  }
  expect(secretsIn(JSON.stringify(answers), secrets)).toEqual([]);
  expect(secretsIn((await app.ipcToRenderer()).join('\n'), secrets)).toEqual([]);
  const pollution = await app.evaluateMain(() => Reflect.get({}, 'polluted') as unknown);
  expect(pollution).toBeUndefined();
  await app.settled();
  await waitForTokens(answers.length);
  const after = await snapshot();
  expect(stateOf(after)).toBe(state);
}

interface Seen {
  readonly selected: string;
  readonly sessions: Readonly<Record<string, { readonly state: string }>>;
}
const stateOf = ({ selected, sessions }: Seen) => sessions[selected]?.state;

const snapshot = async (): Promise<Seen> => {
  const answer = await app.page.evaluate(() => globalThis.bridge.call('getSnapshot', {}));
  return (answer as { value: Seen }).value;
};

/** The rate of commands is limited by the app's own clock, which a test may move. */
const waitForTokens = (count: number) => app.advance(Math.min(count, 60) * PAUSE_MS);

it(
  'a page that was taken over gets no secret and no power, in any state of the session',
  { timeout: 120_000 },
  async () => {
    const { account } = sandbox;
    const { selected: profile } = await snapshot();
    const typed = { password: account.password, devKey: account.devKey };
    await attack('signedOut', typed);
    expect(sandbox.simulator.requests()).toEqual([]);

    await waitForTokens(60);
    await signIn(app.page, sandbox);
    await app.page.getByRole('button', { name: 'Copy session ID' }).click();
    await expect.poll(() => app.clipboard()).not.toBe('');
    const secrets = { ...typed, sessionId: await app.clipboard() };
    await waitForTokens(60);
    await attack('live', secrets);

    // A code is on its way: guesses of the page are guesses of the user, and BILL counts them.
    await app.page.evaluate(
      (id) => globalThis.bridge.call('sendMfaCode', { profile: id }),
      profile,
    );
    await app.settled();
    const code = sandbox.code();
    await waitForTokens(60);
    await attack('live', { ...secrets, code });
    expect(sandbox.calls('MFAAuthenticate')).toBe(0);

    const right = { profile, code, rememberDevice: false };
    await app.page.evaluate((input) => globalThis.bridge.call('submitMfaCode', input), right);
    await app.settled();
    await waitForTokens(60);
    await attack('live', { ...secrets, code });

    // The whole of what left the computer: calls of the contract, to the user's own server.
    const endpoints = new Set(sandbox.simulator.requests().map(({ endpoint }) => endpoint));
    for (const endpoint of endpoints) {
      expect([
        ...['/Login.json', '/GetSessionInfo.json', '/MFAStatus.json', '/MFAChallenge.json'],
        ...['/MFAAuthenticate.json', '/SendVendorInvite.json'],
      ]).toContain(endpoint);
    }
    expect(sandbox.calls('Login')).toBe(1);
  },
);

it('opens pages of the closed list alone, however it is asked', async () => {
  await waitForTokens(60);
  const asked = [
    ...Object.keys(links),
    ...['https://evil.example/', 'file:///etc/passwd', 'javascript:1', '__proto__', 'constructor'],
  ];
  const answers = await app.page.evaluate(
    (names) =>
      Promise.all(names.map((link) => globalThis.bridge.call('openLink', { link }))) as Promise<
        { ok: boolean }[]
      >,
    asked,
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(Object.keys(links).length);
  const opened = await app.evaluateMain((_parts, _nothing, host) => host.record.openedExternally);
  expect(new Set(opened)).toEqual(new Set(Object.values(links)));
});

it('reaches no channel, module or object of Electron and Node from the page', async () => {
  const reached = await app.page.evaluate(() => {
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'ipcRenderer'];
    const own = Object.getOwnPropertyNames(globalThis.bridge).sort();
    return [names.filter((name) => name in window), own];
  });
  expect(reached).toEqual([[], ['call', 'onSnapshot']]);
  await expect(
    app.page.evaluate(() => globalThis.bridge.call('getSnapshot', { f: () => 1 })),
  ).rejects.toThrow('could not be cloned');
});
