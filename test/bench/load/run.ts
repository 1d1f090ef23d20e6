/**
 * How fast the simulator is beside a bare node:http server, whether sessions slow it down, and whether
 * it stays small: `npm run bench` runs it, `node test/bench/load/run.ts` it alone. `--quick` takes
 * shorter rounds. Figures for a person to compare; no test depends on them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulatorAccount } from '../../../src-simulator/index.ts';
import { drive, requestBytes } from './client.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 3 : 5;
const ROUND_MS = quick ? 1000 : 5000;
const KEYS = 5;
const CONNECTIONS_EACH = 3;
const CALL = '/GetSessionInfo.json';
const SIMULATOR = [
  path.join(root, 'src-simulator/cli.ts'),
  ...['--quiet', '--option', 'latencyMs=0', '--option', 'callsPerHour=0'],
  ...['--option', 'signInsPerHour=0'],
];
const BARE = [path.join(root, 'test/bench/load/bare-server.ts')];

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly accounts: readonly SimulatorAccount[];
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

async function start(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const [line] = await new Promise<[string]>((resolve, reject) => {
    createInterface(child.stdout).once('line', (text) => resolve([text]));
    child.once('exit', () => reject(new Error('It ended before it was ready.')));
  });
  const ready = JSON.parse(line) as { baseUrl: string; accounts?: readonly SimulatorAccount[] };
  return { child, port: Number(new URL(ready.baseUrl).port), accounts: ready.accounts ?? [] };
}

async function stop({ child }: Started): Promise<void> {
  running.delete(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}

/** Signs the first account in with each of five keys; the key's limit of calls at once is three. */
async function sessionRequests({ port, accounts }: Started): Promise<Buffer[]> {
  const [user] = accounts;
  if (user === undefined) throw new Error('The simulator has no account.');
  const taken = ['keyInactive', 'termsNotAccepted'];
  const keys = [
    ...new Set(accounts.filter((one) => !taken.includes(one.condition)).map((one) => one.devKey)),
  ].slice(0, KEYS);
  const requests = await Promise.all(
    keys.map(async (devKey) => {
      const { sessionId } = await signIn(port, user, devKey);
      const request = requestBytes(port, CALL, { devKey, sessionId });
      return Array.from({ length: CONNECTIONS_EACH }, () => request);
    }),
  );
  return requests.flat();
}

async function signIn(port: number, user: SimulatorAccount, devKey: string) {
  const { userName, password, orgId } = user;
  const reply = await fetch(`http://127.0.0.1:${port}/api/v2/Login.json`, {
    method: 'POST',
    body: new URLSearchParams({ userName, password, orgId, devKey }),
  });
  const { response_data: data } = (await reply.json()) as { response_data: { sessionId: string } };
  return data;
}

async function measureRatio(): Promise<void> {
  const simulator = await start(SIMULATOR);
  const bare = await start(BARE);
  const requests = await sessionRequests(simulator);
  const ratios: number[] = [];
  const cpu = { bare: 0, own: 0 };
  for (let round = 1; round <= ROUNDS; round += 1) {
    const begun = [cpuSeconds(bare), cpuSeconds(simulator)] as const;
    const one = await drive(bare.port, requests, { ms: ROUND_MS });
    const other = await drive(simulator.port, requests, { ms: ROUND_MS });
    cpu.bare += (cpuSeconds(bare) - begun[0]) / one.replies / ROUNDS;
    cpu.own += (cpuSeconds(simulator) - begun[1]) / other.replies / ROUNDS;
    const [bareRate, ownRate] = [one, other].map(({ replies, seconds }) => replies / seconds);
    ratios.push((ownRate ?? 0) / (bareRate ?? 1));
    say(
      `round ${round}`,
      `${rate(one)} bare, ${rate(other)} simulator, ratio ${ratios.at(-1)?.toFixed(3)}`,
    );
  }
  say('ratio', `${median(ratios).toFixed(3)} in the median (wanted: 0.5 or more)`);
  // What the machine does besides is not in these.
  if (cpu.bare > 0) {
    const [bareTime, ownTime] = [cpu.bare, cpu.own].map((one) => `${(one * 1e6).toFixed(1)} µs`);
    const ratio = (cpu.bare / cpu.own).toFixed(3);
    say('processor time', `${bareTime} a call bare, ${ownTime} simulator, ratio ${ratio}`);
  }
  await stop(bare);
  await stop(simulator);
}

async function measureSessions(): Promise<void> {
  const simulator = await start(SIMULATOR);
  const requests = await sessionRequests(simulator);
  const [user] = simulator.accounts;
  if (user === undefined) throw new Error('The simulator has no account.');
  let open = KEYS;
  for (const wanted of [100, 20_000]) {
    const { userName, password, orgId, devKey } = user;
    const login = requestBytes(simulator.port, '/Login.json', {
      ...{ userName, password, orgId, devKey },
    });
    await drive(simulator.port, [login, login, login], { count: wanted - open });
    open = wanted;
    const done = await drive(simulator.port, requests, { ms: ROUND_MS });
    say(`${wanted} sessions`, rate(done));
  }
  await stop(simulator);
}

async function measureMemory(): Promise<void> {
  if (process.platform !== 'linux') {
    say('memory', 'is read from /proc, so only on Linux');
    return;
  }
  const simulator = await start(SIMULATOR);
  const requests = await sessionRequests(simulator);
  await drive(simulator.port, requests, { count: 100_000 });
  const before = residentMiB(simulator);
  say('memory', `${before.toFixed(1)} MiB at 100,000 requests`);
  const more = quick ? 300_000 : 900_000;
  await drive(simulator.port, requests, { count: more });
  const after = residentMiB(simulator);
  say('memory', `${after.toFixed(1)} MiB at ${(more + 100_000).toLocaleString('en')} requests`);
  say('growth', `${(after - before).toFixed(1)} MiB (wanted: 20 or less)`);
  await stop(simulator);
}

/** User and system time of a server, in steps of 10 ms; 0 where it cannot be read. */
function cpuSeconds({ child }: Started): number {
  if (process.platform !== 'linux') return 0;
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMiB({ child }: Started): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1]) / 1024;
}

const rate = ({ replies, seconds }: { replies: number; seconds: number }) =>
  `${Math.round(replies / seconds).toLocaleString('en')} calls/s`;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const say = (what: string, text: string) => {
  console.log(`${what.padEnd(16)}${text}`);
};

await measureRatio();
await measureSessions();
await measureMemory();
