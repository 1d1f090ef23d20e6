/**
 * One try to download Electron's binary with the package's own installer, which prints nothing while
 * it loads: progress is what it says and what it writes. 30 seconds without any is the limit.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { electronEnv } from './electron-binary.ts';

const SILENCE_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 1000;
const installer = path.resolve(import.meta.dirname, '../node_modules/electron/install.js');

/** Null when the installer says that it worked; otherwise why it did not, in a few words. */
export async function downloadElectron(
  command: readonly string[] = [process.execPath, installer],
  silenceLimitMs = SILENCE_LIMIT_MS,
): Promise<string | null> {
  // The download is loaded into a folder of ours, so that its growth can be seen.
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-download-'));
  const [program = '', ...args] = command;
  const own = { ELECTRON_GET_NO_PROGRESS: '1', TMPDIR: folder, TMP: folder, TEMP: folder };
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...electronEnv(), ...own },
  });
  let errors = '';
  let said = 0;
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.length));
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.length;
    errors += chunk.toString();
  });

  const isTooLong = silenceWatch(silenceLimitMs, performance.now());
  let silent = false;
  const look = async () => {
    const loaded = await sizeOf(folder);
    const unpacked = await sizeOf(path.join(path.dirname(installer), 'dist'));
    if (!isTooLong(`${said} ${loaded} ${unpacked}`, performance.now())) return;
    silent = true;
    child.kill('SIGKILL');
  };
  const timer = setInterval(
    () => {
      look().catch(() => undefined);
    },
    Math.min(LOOK_EVERY_MS, silenceLimitMs),
  );

  const outcome = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      if (silent) resolve(`no progress for ${silenceLimitMs / 1000} seconds`);
      else resolve(code === 0 ? null : reasonIn(errors));
    });
  });
  clearInterval(timer);
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  return outcome;
}

/**
 * Looks at a state time and again: true once it has been the same for `limitMs`. `now` is in
 * milliseconds, of a clock that nobody sets.
 */
export function silenceWatch(
  limitMs: number,
  startedAt: number,
): (state: string, now: number) => boolean {
  let seen = '';
  let changedAt = startedAt;
  return (state, now) => {
    if (state !== seen) changedAt = now;
    seen = state;
    return now - changedAt >= limitMs;
  };
}

/** The first line of a stack says why; a cause further down says it better. */
function reasonIn(errors: string): string {
  const lines = errors.split('\n').map((line) => line.trim());
  const found =
    lines.find((line) => /\b(?:E[A-Z]{4,}|ENOTFOUND|status code|Response code)\b/u.test(line)) ??
    lines.find((line) => /Error/u.test(line)) ??
    lines.find((line) => line !== '');
  const reason = found?.replace(/^(?:\w*Error: )+/u, '').replace(/\.$/u, '');
  return reason === undefined || reason === ''
    ? 'the installer ended without a word'
    : reason.slice(0, 200);
}

/** Bytes of all files below; 0 for a folder that is not there. */
export async function sizeOf(folder: string): Promise<number> {
  let entries: string[];
  try {
    entries = await readdir(folder, { recursive: true });
  } catch {
    return 0;
  }
  const sizes = entries.map(async (entry) => {
    try {
      return (await stat(path.join(folder, entry))).size;
    } catch {
      return 0; // Gone again.
    }
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
