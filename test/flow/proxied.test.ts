/** Sessions through a proxy that stops answering: nothing waits for it longer than a call may take. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { TIMEOUTS } from '../../src-main/bill/call-limits.ts';
import { signInOutcome } from '../../src-shared/words.ts';
import { startSimulator } from '../../src-simulator/index.ts';
import {
  billCertificate,
  CONNECTED,
  hang,
  say,
  startProxy,
  to,
  type TestProxy,
} from '../bill/proxies.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MINUTE, SECOND } from './faults-support.ts';
import { PROFILE as profile, startTabkeeper, type Tabkeeper } from './tabkeeper.ts';

const SANDBOX = { server: { kind: 'bill' } } as const;

/** Not signed in. All calls go to the sandbox, through a proxy that leads to a simulator. */
async function startProxied() {
  const clock = new ManualClock();
  const { key, cert, ca } = billCertificate;
  let code = '';
  const simulator = await startSimulator({
    clock: { now: () => clock.now().wall },
    tls: { key, cert },
    allowHosts: ['api-stage.bill.com'],
    onEvent: (event) => {
      if (event.event === 'sms') ({ code } = event);
    },
  });
  const proxy = await startProxy(to(Number(new URL(simulator.baseUrl).port)));
  const world = await startTabkeeper({
    clock,
    server: simulator,
    settings: { touchMinutes: 5 },
    network: { proxyFor: () => Promise.resolve(proxy.way), ca: () => [ca] },
  });
  onTestFinished(() => world.close());
  const heal = () => proxy.behave(to(Number(new URL(simulator.baseUrl).port)));
  return { ...world, proxy, heal, code: () => code };
}

/** Waits until `call` hangs in the proxy, then lets the limit of a call pass. */
async function hangUntilTheLimit(
  world: Tabkeeper & { readonly proxy: TestProxy },
  call: () => unknown,
): Promise<void> {
  const arrived = world.proxy.next();
  await call();
  await arrived;
  world.clock.advance(TIMEOUTS.request);
  await world.settled();
}

describe('a session through a proxy', () => {
  it.each([
    ['CONNECT', hang],
    ['TLS within the tunnel', say(CONNECTED)],
  ])('[S49] lives at minute 40, though a touch hung in %s at minute 5', async (_, behaviour) => {
    const world = await startProxied();
    await world.signIn(SANDBOX);
    expect(world.open().state).toBe('live');
    world.proxy.behave(behaviour);
    const arrived = world.proxy.next();
    world.clock.advance(5 * MINUTE);
    await arrived;
    // A touch is told with its answer, or by itself after a second.
    world.clock.advance(SECOND);
    expect(world.open().extending).toBe(true);
    world.clock.advance(TIMEOUTS.request - SECOND);
    await world.settled();
    expect(world.open()).toMatchObject({ extending: false, state: 'offline' });

    // 26 s after it began the proxy is well again. Until then each try hangs as well.
    let left = 26 * SECOND - TIMEOUTS.request;
    while (left > 0) {
      world.clock.advance(SECOND);
      left -= SECOND;
    }
    world.heal();
    world.clock.advance(TIMEOUTS.request);
    await world.settled();
    await world.advance(40 * MINUTE - world.clock.now().mono);
    expect(world.open()).toMatchObject({ state: 'live', extending: false });
    expect(world.touches()).toBeGreaterThan(5);
    expect(
      world.simulator.requests().filter(({ endpoint }) => /Login/u.test(endpoint)),
    ).toHaveLength(1);
    await world.proxy.closed();
  });

  it('[S49] ends "Extend now" at the limit of a call', async () => {
    const world = await startProxied();
    await world.signIn(SANDBOX);
    world.proxy.behave(hang);
    await hangUntilTheLimit(world, () => world.call('extendNow', { profile }));
    expect(world.open()).toMatchObject({ extending: false, state: 'offline' });
    await world.proxy.closed();
  });

  it('[S49] ends a sign-in at the limit of a call, and says that the proxy failed', async () => {
    const world = await startProxied();
    world.proxy.behave(hang);
    const account = world.simulator.accounts[0];
    const { userName = '', password = '', orgId = '', devKey = '' } = account ?? {};
    const typed = { profile, ...SANDBOX, userName, password, orgId, devKey };
    await hangUntilTheLimit(world, () => world.call('signIn', typed));
    const view = world.session();
    if (view.state !== 'signedOut' || view.error === null) throw new Error(view.state);
    expect(view.error).toMatchObject({ fault: 'timeout', code: 'PROXY_ETIMEDOUT' });
    expect(signInOutcome(view.error, 'BILL')).toBe(
      'The proxy did not lead to BILL. Nothing was sent or saved.',
    );
    await world.proxy.closed();
  });

  it('[S49] ends a code and the wish for one at the limit of a call', async () => {
    const world = await startProxied();
    await world.signIn(SANDBOX);
    world.proxy.behave(hang);
    await hangUntilTheLimit(world, () => world.call('sendMfaCode', { profile }));
    expect(world.open().mfa).toMatchObject({ step: 'start', error: { fault: 'timeout' } });
    world.heal();
    await world.advance(MINUTE);
    await world.does('sendMfaCode', { profile });
    world.proxy.behave(hang);
    await hangUntilTheLimit(world, () =>
      world.call('submitMfaCode', { profile, code: world.code(), rememberDevice: false }),
    );
    expect(world.open().mfa).toMatchObject({ step: 'codeWanted', error: { fault: 'timeout' } });
    await world.proxy.closed();
  });

  it('[S49] ends a sign-out at the limit of a call', async () => {
    const world = await startProxied();
    await world.signIn(SANDBOX);
    world.proxy.behave(hang);
    await hangUntilTheLimit(world, () => world.call('signOut', { profile }));
    expect(world.session()).toMatchObject({ ended: { reason: 'signedOutUnconfirmed' } });
    await world.proxy.closed();
  });
});
