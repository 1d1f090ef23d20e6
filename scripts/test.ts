/**
 * `npm test`: the browser, the checks, the build, every test; then one line that sums all of it up.
 * `--quick` runs the specs that need neither browser nor build, `--nightly` the same with thousands
 * of runs by chance. Electron's binary is never asked for: tests on it run where it already is.
 */
import { browserLaunch } from './browser.ts';
import { buildAll } from './build.ts';
import { allChecks, runCheck } from './checks.ts';
import { readOnlyFlags } from './flags.ts';
import { runSpecs } from './specs.ts';

const MINUTE_MS = 60_000;

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

async function specs(options: Parameters<typeof runSpecs>[0]): Promise<void> {
  const report = await runSpecs(options);
  passed += report.passed;
  failed.push(...report.failed);
  skipped.push(...report.skipped);
}

async function everything(): Promise<void> {
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
  if (!hasBrowser || !isBuilt) failed.push('vitest was not started');
  else await specs({ env: { TABKEEPER_BROWSER: browser }, withinMs: 30 * MINUTE_MS });
}

const read = readOnlyFlags('test', process.argv.slice(2), {
  quick: { type: 'boolean', default: false },
  nightly: { type: 'boolean', default: false },
});
if ('refusal' in read) {
  process.stderr.write(`${read.refusal} It takes --quick, --nightly, and nothing else.\n`);
  process.exit(2);
}
const { quick, nightly } = read.values;
const projects = ['node', 'electron'];
if (nightly) {
  await specs({ projects, env: { TABKEEPER_NIGHTLY: '1' }, withinMs: 120 * MINUTE_MS });
} else if (quick) await specs({ projects, withinMs: 10 * MINUTE_MS });
else await everything();

for (const name of skipped) say(`skipped: ${name}`);
for (const name of failed) say(`failed: ${name}`);
say(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
