/**
 * The app below Electron, signed in and with its gateway on, for a server that runs already: prints one
 * line that says how to reach it. The server's ready line is its argument.
 */
import { systemClock } from '../../../src-main/system/clock.ts';
import type { Simulator } from '../../../src-simulator/index.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { PROFILE, startTabkeeper } from '../../flow/tabkeeper.ts';

const ready = JSON.parse(process.argv[2] ?? '') as Pick<Simulator, 'baseUrl' | 'accounts'>;
const server = { ...ready, requests: () => [] } as unknown as Simulator;
// The flow's own clock is moved by hand; this one goes by itself.
const clock = Object.assign(new ManualClock(), systemClock);
const tabkeeper = await startTabkeeper({ server, clock });
await tabkeeper.signIn();
await tabkeeper.call('setGateway', { profile: PROFILE, on: true });
const access = tabkeeper.app.gatewayOf(PROFILE);
const keys = tabkeeper.app.liveKeys(PROFILE);
if (access === null || keys === null) throw new Error('The gateway is not there.');
const { devKey, sessionId } = keys;
process.stdout.write(`${JSON.stringify({ ...access, devKey, sessionId })}\n`);
