/**
 * `node scripts/pack/start-once.ts <program>`: starts a packed program on this system, waits until its
 * log says that the practice session is open, ends it, and then knocks at the doors that the fuses and
 * the app keep shut. For release machines: the program is Electron itself, fused and signed. Of the two
 * processors that installers are made for, this starts the one of the machine, and says so.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { editedCopy } from './edited-copy.ts';

const LIVE_WITHIN_MS = 90_000;
const END_WITHIN_MS = 20_000;

export type Door = readonly [args: readonly string[], env?: Readonly<Record<string, string>>];

/** What the app itself refuses: it ends at once, and has touched no file. */
export const refused: readonly Door[] = [
  [['--remote-debugging-port=0']],
  [['--load-extension=x']],
  [['--inspect=0']],
  [['--no-sandbox']],
];
/** What a fuse takes away: it has no effect, and the app starts as always. */
export const withoutEffect: readonly Door[] = [
  [['-e', 'console.log("door " + "open")'], { ELECTRON_RUN_AS_NODE: '1' }],
  [[], { NODE_OPTIONS: '--inspect=0' }],
];

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly log: () => string;
  /** Resolves to the exit code, and removes the run's files. */
  readonly end: () => Promise<void>;
  readonly ended: Promise<number | null>;
}

async function run(
  [program = '', ...own]: readonly string[],
  [args, more = {}]: Door,
): Promise<Run> {
  const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-start-'));
  const child = spawn(program, [...own, ...args, '--practice', `--user-data=${userData}`], {
    env: { ...process.env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const note = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  const file = path.join(userData, 'tabkeeper.log');
  return {
    child,
    ended,
    output: () => output,
    log: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
    end: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const within = (ended: Promise<number | null>, ms: number) =>
  Promise.race([ended, delay(ms, 'running' as const)]);

/** Starts it, sees its session, and ends it. Rejects with what it wrote. */
async function seeSession(program: readonly string[], door: Door): Promise<string> {
  const started = await run(program, door);
  const { child, ended, log, output } = started;
  const fail = (what: string) => new Error(`${what}\n${output()}\n${log()}`);
  try {
    const over = ended.then(() => 'over' as const);
    for (const until = performance.now() + LIVE_WITHIN_MS; !/"state":"open"/u.test(log());) {
      if (performance.now() > until) throw fail('no session was opened');
      if ((await Promise.race([over, delay(200)])) === 'over') throw fail('it ended too early');
    }
    child.kill('SIGTERM');
    const code = await within(ended, END_WITHIN_MS);
    if (code === 'running') throw fail('it did not end');
    // On Windows the signal ends it at once, without a word.
    if (process.platform !== 'win32' && (code !== 0 || !log().includes('"stopped"'))) {
      throw fail(`it ended with ${String(code)}, and not in good order`);
    }
    if (log().includes('"failure"')) throw fail('its log tells of a failure');
    return output();
  } finally {
    await started.end();
  }
}

/** Resolves when `program` had a session and has ended. Rejects with its output otherwise. */
export async function startOnce(program: readonly string[]): Promise<string[]> {
  await seeSession(program, [[]]);
  return [
    'the packed program had a session in the practice sandbox, and ended',
    `only this machine's processor was tried: ${process.arch}`,
  ];
}

/** Rejects unless it ends by itself, having touched no file. */
export async function seeRefusal(
  program: readonly string[],
  door: Door,
  withinMs = END_WITHIN_MS,
): Promise<void> {
  const started = await run(program, door);
  try {
    const code = await within(started.ended, withinMs);
    const what =
      code === 'running'
        ? 'it runs on'
        : started.log() === ''
          ? null
          : 'it started, and wrote its log';
    if (what !== null)
      throw new Error(`a door is open: ${nameOf(door)}: ${what}\n${started.output()}`);
  } finally {
    await started.end();
  }
}

/** Rejects unless it starts as always, and nothing listens. */
export async function seeNoEffect(program: readonly string[], door: Door): Promise<void> {
  const output = await seeSession(program, door);
  if (/door open|DevTools listening|Debugger listening/u.test(output)) {
    throw new Error(`a door is open: ${nameOf(door)}\n${output}`);
  }
}

const nameOf = ([args, env = {}]: Door) => [...args, ...Object.keys(env)].join(' ');

/** Resolves when each door was found shut; rejects with the one that was not. */
export async function tryDoors(program: readonly string[]): Promise<string[]> {
  for (const door of refused) await seeRefusal(program, door);
  for (const door of withoutEffect) await seeNoEffect(program, door);
  const shut = refused.length + withoutEffect.length;
  return [
    `${shut} doors are shut: remote debugging, extensions, inspector, no sandbox, Node, NODE_OPTIONS`,
  ];
}

/** macOS and Windows check the archive against its hash; on Linux Electron does not. */
export async function tryEdited([program = '', ...args]: readonly string[]): Promise<string[]> {
  if (process.platform === 'linux') return ['an edited archive was not tried: Linux checks none'];
  const copy = await editedCopy(program);
  try {
    await seeRefusal([copy.program, ...args], [[]]);
  } finally {
    await copy.remove();
  }
  return ['with an edited app.asar it does not start'];
}

if (import.meta.main) {
  const program = process.argv.slice(2);
  if (program.length === 0) throw new Error('start-once: which program?');
  for (const step of [startOnce, tryDoors, tryEdited]) {
    console.log((await step(program)).join('\n'));
  }
}
