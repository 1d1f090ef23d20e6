/**
 * What a call through the gateway takes over going to the server directly, in the medians of paired calls
 * over kept connections, and fifty clients at once: `node test/bench/gateway/run.ts`. `--quick` takes
 * fewer. Client, app and server have a process each. Figures for a person to compare; no test depends on
 * them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../../..');
const quick = process.argv.includes('--quick');
const PAIRS = quick ? 200 : 1000;
const WARM_UP = 200;
const CLIENTS = 50;
const CALLS_EACH = quick ? 4 : 20;
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Starts a program of ours; resolves to the one line that it prints. */
function start(args: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => {
      resolve(JSON.parse(line) as Readonly<Record<string, string>>);
    });
    child.once('exit', () => reject(new Error('It ended before it was ready.')));
  });
}

const SIMULATOR = [
  path.join(root, 'src-simulator/cli.ts'),
  ...['--quiet', '--option', 'latencyMs=0', '--option', 'callsPerHour=0'],
  ...['--option', 'signInsPerHour=0'],
];
const server = await start(SIMULATOR);
const app = await start([path.join(import.meta.dirname, 'app.ts'), JSON.stringify(server)]);

function call(base: string, form: Readonly<Record<string, string>>): Promise<number> {
  const body = new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${base}/List/Vendor.json`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${app['token'] ?? ''}`,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const data = JSON.stringify({ start: 0, max: 5 });
const own = { devKey: app['devKey'] ?? '', sessionId: app['sessionId'] ?? '' };
const direct = () => call(server['baseUrl'] ?? '', { ...own, data });
const through = () => call(app['address'] ?? '', { data });

async function timed(work: () => Promise<number>): Promise<number> {
  const before = performance.now();
  const status = await work();
  if (status !== 200) throw new Error(`HTTP ${status}`);
  return performance.now() - before;
}
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
const say = (what: string, text: string) => {
  console.log(`${what.padEnd(16)}${text}`);
};

const pairs: { direct: number; through: number }[] = [];
for (let pair = -WARM_UP; pair < PAIRS; pair++) {
  const first = pair % 2 === 0;
  const one = await timed(first ? direct : through);
  const other = await timed(first ? through : direct);
  if (pair >= 0) {
    pairs.push(first ? { direct: one, through: other } : { direct: other, through: one });
  }
}
const ms = (number: number) => `${number.toFixed(2)} ms`;
const both = pairs.map((pair) => pair.through - pair.direct);
say('direct', ms(median(pairs.map((pair) => pair.direct))));
say('gateway', ms(median(pairs.map((pair) => pair.through))));
say('overhead', `${ms(median(both))} in the median of ${PAIRS} pairs (wanted: 1 ms or less)`);

const begun = performance.now();
const statuses = await Promise.all(
  Array.from({ length: CLIENTS }, async () => {
    const seen: number[] = [];
    for (let at = 0; at < CALLS_EACH; at++) seen.push(await through());
    return seen;
  }),
);
const all = statuses.flat();
const wrong = all.filter((status) => status !== 200).length;
const rate = Math.round(all.length / ((performance.now() - begun) / 1000));
say('at once', `${CLIENTS} clients, ${all.length} calls, ${wrong} errors, ${rate} calls/s`);

process.exit();
