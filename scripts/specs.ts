/** Runs Vitest as a child, and reads what its reporter wrote down. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { binOf } from './checks.ts';
import type { Report } from './vitest-report.ts';

const root = path.resolve(import.meta.dirname, '..');

interface SpecOptions {
  /** Those of vitest.config.ts; all without it. */
  readonly projects?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * A run that no test has ended in for so long hangs, and is ended. How long all of it takes says nothing:
   * that is as long as the machine has other things to do.
   */
  readonly silentMs: number;
}

/** Resolves to the sum, whatever became of the run: what went wrong with it is a failure too. */
export async function runSpecs({
  projects = [],
  env = {},
  silentMs,
}: SpecOptions): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-report-'));
  const file = path.join(folder, 'report.json');
  const only = projects.map((project) => `--project=${project}`);
  const child = spawn(
    process.execPath,
    [
      binOf('vitest'),
      'run',
      ...only,
      '--reporter=default',
      '--reporter=./scripts/vitest-report.ts',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        TABKEEPER_REPORT: file,
        // Loading the electron package in plain Node would otherwise download its binary.
        ELECTRON_OVERRIDE_DIST_PATH: 'never',
        ...env,
      },
    },
  );
  const trouble: string[] = [];
  const timer = setTimeout(() => {
    trouble.push(`no test has ended for ${silentMs / 60_000} minutes`);
    child.kill('SIGKILL');
  }, silentMs);
  child.on('message', () => timer.refresh());
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  clearTimeout(timer);
  let report: Report = { passed: 0, failed: [], skipped: [] };
  try {
    report = JSON.parse(await readFile(file, 'utf8')) as Report;
    if (report.passed === 0) trouble.push('vitest passed no test at all');
    else if (code !== 0 && report.failed.length === 0) trouble.push(`vitest ended with ${code}`);
  } catch {
    trouble.push(`vitest ended with code ${code} and left no report`);
  }
  await rm(folder, { recursive: true, force: true });
  return { ...report, failed: [...report.failed, ...trouble] };
}
