/**
 * `npm test`: the browser, the build, then every test with the checks beside them, so that no core
 * waits; then one line that sums all of it up.
 * `--quick` runs the specs that need neither browser nor build, `--nightly` the same with thousands
 * of runs by chance. Electron's binary is never asked for: tests on it run where it already is.
 */
import { browserLaunch } from './browser.ts';
import { buildAll } from './build.ts';
import { allChecks, runCheck, type Check } from './checks.ts';
import { compiledCode } from './compiled-code.ts';
import { readOnlyFlags } from './flags.ts';
import { runSpecs } from './specs.ts';

const MINUTE_MS = 60_000;

let passed = 0;
const failed: string[] = [];
const skipped: string[] = [];

const say = (line: string) => process.stdout.write(`${line}\n`);
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** One step that is not a Vitest test, counted as one. Resolves to what there is to say of it. */
async function step(name: string, run: () => Promise<string | null>): Promise<string[]> {
  const started = performance.now();
  let trouble: string | null;
  try {
    trouble = await run();
  } catch (error) {
    trouble = reason(error);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (trouble === null) passed += 1;
  else failed.push(name);
  return [
    `${trouble === null ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`,
    ...(trouble === null ? [] : [trouble.trimEnd()]),
  ];
}

const check = (one: Check) =>
  step(one.name, async () => {
    const result = await runCheck(one);
    return result.passed ? null : result.output || 'it ended with an error and said nothing';
  });

/** One at a time, since the specs run beside them. Resolves to what they say, for after Vitest has said its own. */
async function checks(): Promise<string[]> {
  const lines: string[] = [];
  for (const one of allChecks()) lines.push(...(await check(one)));
  return lines;
}

async function specs(options: Parameters<typeof runSpecs>[0]): Promise<void> {
  const report = await runSpecs(options);
  passed += report.passed;
  failed.push(...report.failed);
  skipped.push(...report.skipped);
}

async function everything(): Promise<void> {
  let browser = '';
  const before = [
    await step('browser', async () => {
      browser = (await browserLaunch()).executablePath;
      return null;
    }),
    await step('build', async () => {
      await buildAll({ release: false, maps: false });
      return null;
    }),
  ];
  for (const line of before.flat()) say(line);
  const checked = checks();
  if (failed.length > 0) failed.push('vitest was not started');
  else {
    const env = { TABKEEPER_BROWSER: browser, TABKEEPER_BUILT: '1' };
    await specs({ env, silentMs: 15 * MINUTE_MS });
  }
  for (const line of await checked) say(line);
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
process.env['NODE_COMPILE_CACHE'] ??= compiledCode;
const projects = ['node', 'electron'];
if (nightly) {
  await specs({ projects, env: { TABKEEPER_NIGHTLY: '1' }, silentMs: 120 * MINUTE_MS });
} else if (quick) await specs({ projects, silentMs: 10 * MINUTE_MS });
else await everything();

for (const name of skipped) say(`skipped: ${name}`);
for (const name of failed) say(`failed: ${name}`);
say(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length === 0 && passed > 0 ? 0 : 1;
