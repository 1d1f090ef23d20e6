/**
 * How long the command line takes to start over `node -e 0`, what fifty at once cost, and how long a
 * thousand events take to reach ten listeners: `node test/bench/command-line/run.ts [NODE …]`, after a
 * build. It asks an app that speaks the contract and does nothing; with `--user-data FOLDER` a real one.
 * Figures for a person to compare; no test depends on them.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FakeApp } from '../../cli/fake-app.ts';
import { plainEnv } from '../../cli/run.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(root, 'dist/tools/tabkeeper.mjs');
const ROUNDS = 30;
const AT_ONCE = 50;
const LISTENERS = 10;
const EVENTS = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'user-data': { type: 'string' } },
});
const nodes = positionals.length > 0 ? positionals : [process.execPath];
const fake = await FakeApp.start();
fake.keep('status', 'session');
const env = plainEnv({ TABKEEPER_USER_DATA: values['user-data'] ?? fake.userData });

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
const shown = (ms: number) => `${ms.toFixed(1)} ms`;

function run(node: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(node, args, { env, stdio: 'ignore' }).once('close', (code) => resolve(code));
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** Alternating, so that all see the same machine. */
async function start(node: string): Promise<void> {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const cases: Readonly<Record<string, readonly string[]>> = {
    'node -e 0': ['-e', '0'],
    '--version': [CLI, '--version'],
    'help exec': [CLI, 'help', 'exec'],
    'status --json': [CLI, 'status', '--json'],
  };
  const times = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
  for (let round = -2; round < ROUNDS; round++) {
    for (const [name, args] of Object.entries(cases)) {
      const ms = await timed(() => run(node, args));
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  const bare = median(times.get('node -e 0') ?? []);
  for (const [name, all] of times) {
    const more = name === 'node -e 0' ? '' : `, ${shown(median(all) - bare)} more`;
    console.log(`${version}  ${name.padEnd(14)} ${shown(median(all))}${more}`);
  }
}

async function many(node: string): Promise<void> {
  let codes: (number | null)[] = [];
  const ms = await timed(async () => {
    const all = Array.from({ length: AT_ONCE }, () => run(node, [CLI, 'status', '--json']));
    codes = await Promise.all(all);
  });
  const good = codes.filter((code) => code === 0).length;
  console.log(`${AT_ONCE} at once: ${good} ended with 0, all in ${shown(ms)}`);
}

async function listen(node: string): Promise<void> {
  const waits = Array.from({ length: LISTENERS }, () => run(node, [CLI, 'wait', '--trusted']));
  await fake.listened(LISTENERS);
  const ms = await timed(async () => {
    for (let n = 0; n < EVENTS; n++) fake.change('one', { userId: `006${n}` });
    fake.change('one', { trusted: true });
    await Promise.all(waits);
  });
  console.log(`${EVENTS} events to ${LISTENERS} listeners: all have ended after ${shown(ms)}`);
}

for (const node of nodes) await start(node);
for (const node of nodes) await many(node);
if (values['user-data'] === undefined) await listen(nodes[0] ?? process.execPath);
fake.close();
