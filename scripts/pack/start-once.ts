/**
 * `node scripts/pack/start-once.ts <program>`: starts a packed program on this system, waits until its
 * log says that the practice session is open, ends it, and then knocks at the doors that the fuses and
 * the app keep shut. For release machines: the program is Electron itself, fused and signed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LIVE_WITHIN_MS = 90_000;
const END_WITHIN_MS = 20_000;

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function run([program = '', ...args]: readonly string[], more: Record<string, string> = {}): Run {
  const env = { ...process.env, ...more };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
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
  return { child, output: () => output, ended };
}

/** Resolves when `program` had a session and has ended. Rejects with its output otherwise. */
export async function startOnce(program: readonly string[]): Promise<string[]> {
  const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-start-'));
  const log = path.join(userData, 'tabkeeper.log');
  const { child, output, ended } = run([...program, '--practice', `--user-data=${userData}`]);
  const told = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const fail = (what: string) => new Error(`${what}\n${output()}\n${told()}`);
  try {
    const over = ended.then(() => 'over' as const);
    for (const until = performance.now() + LIVE_WITHIN_MS; !/"state":"open"/u.test(told());) {
      if (performance.now() > until) throw fail('no session was opened');
      if ((await Promise.race([over, delay(200)])) === 'over') throw fail('it ended too early');
    }
    child.kill('SIGTERM');
    const code = await Promise.race([ended, delay(END_WITHIN_MS, 'running' as const)]);
    if (code === 'running') throw fail('it did not end');
    // On Windows the signal ends it at once, without a word.
    if (process.platform !== 'win32' && (code !== 0 || !told().includes('"stopped"'))) {
      throw fail(`it ended with ${String(code)}, and not in good order`);
    }
    if (told().includes('"failure"')) throw fail('its log tells of a failure');
    return ['the packed program had a session in the practice sandbox, and ended'];
  } finally {
    child.kill('SIGKILL');
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Resolves when each door was found shut; rejects with the one that was not. */
export async function tryDoors(program: readonly string[]): Promise<string[]> {
  const doors: readonly (readonly [args: string[], env: Record<string, string>])[] = [
    [['--remote-debugging-port=0'], {}],
    [['--inspect=0'], {}],
    [['-e', 'console.log("door " + "open")'], { ELECTRON_RUN_AS_NODE: '1' }],
    [[], { NODE_OPTIONS: '--inspect=0' }],
  ];
  for (const [args, env] of doors) {
    const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-doors-'));
    const { child, output, ended } = run([...program, ...args, `--user-data=${userData}`], env);
    // What the app refuses ends by itself; what a fuse takes away has no effect, and the app runs on.
    await Promise.race([ended, delay(5000)]);
    child.kill('SIGKILL');
    await ended;
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    if (/door open|DevTools listening|Debugger listening/u.test(output())) {
      throw new Error(`a door is open: ${[...args, ...Object.keys(env)].join(' ')}\n${output()}`);
    }
  }
  return [`${doors.length} doors are shut: remote debugging, inspector, Node, NODE_OPTIONS`];
}

if (import.meta.main) {
  const program = process.argv.slice(2);
  if (program.length === 0) throw new Error('start-once: which program?');
  for (const step of [startOnce, tryDoors]) console.log((await step(program)).join('\n'));
}
