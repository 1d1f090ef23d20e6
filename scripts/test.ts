/**
 * `npm test`: the browser, the checks, the build, every test; then one line that sums all of it up.
 * Electron's binary is never asked for: tests on it run where it already is.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browserLaunch } from './browser.ts';
import { buildAll } from './build.ts';
import { allChecks, binOf, runCheck } from './checks.ts';
import type { Report } from './vitest-report.ts';

const root = path.resolve(import.meta.dirname, '..');
const TESTS_WITHIN_MS = 30 * 60_000;

let passed = 0;
const failed: string[] = [];
const skipped: string[] = [];

const say = (line: string) => process.stdout.write(`${line}\n`);
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** One step that is not a Vitest test, counted as one. */
async function step(name: string, run: () => Promise<string | null>): Promise<boolean> {
  const started = performance.now();
  let trouble: string | null;
  try {
    trouble = await run();
  } catch (error) {
    trouble = reason(error);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${trouble === null ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (trouble === null) passed += 1;
  else {
    failed.push(name);
    say(trouble.trimEnd());
  }
  return trouble === null;
}

/** Two at a time. */
async function checks(): Promise<void> {
  const waiting = allChecks();
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const current = check;
      await step(current.name, async () => {
        const result = await runCheck(current);
        return result.passed ? null : result.output || 'it ended with an error and said nothing';
      });
    }
  };
  await Promise.all([work(), work()]);
}

/** Vitest over everything. Its report is read whatever its exit code was. */
async function vitest(browser: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-report-'));
  const file = path.join(folder, 'report.json');
  const child = spawn(
    process.execPath,
    [binOf('vitest'), 'run', '--reporter=default', '--reporter=./scripts/vitest-report.ts'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        TABKEEPER_REPORT: file,
        TABKEEPER_BROWSER: browser,
        // Loading the electron package in plain Node would otherwise download its binary.
        ELECTRON_OVERRIDE_DIST_PATH: 'never',
      },
    },
  );
  const timer = setTimeout(() => {
    failed.push(`vitest did not end within ${TESTS_WITHIN_MS / 60_000} minutes`);
    child.kill('SIGKILL');
  }, TESTS_WITHIN_MS);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  clearTimeout(timer);
  let report: Report | null = null;
  try {
    report = JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch {
    failed.push(`vitest ended with code ${code} and left no report`);
  }
  await rm(folder, { recursive: true, force: true });
  if (report === null) return;
  passed += report.passed;
  failed.push(...report.failed);
  skipped.push(...report.skipped);
  if (report.passed === 0) failed.push('vitest passed no test at all');
  else if (code !== 0 && report.failed.length === 0) failed.push(`vitest ended with code ${code}`);
}

let browser = '';
const hasBrowser = await step('browser', async () => {
  browser = (await browserLaunch()).executablePath;
  return null;
});
await checks();
const isBuilt = await step('build', async () => {
  await buildAll({ release: false });
  return null;
});
if (hasBrowser && isBuilt) await vitest(browser);
else failed.push('vitest was not started');

for (const name of skipped) say(`skipped: ${name}`);
for (const name of failed) say(`failed: ${name}`);
say(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
