/**
 * The same as run.ts beside it asked of the built app in the browser host, with a simulator behind it:
 * fifty programs at once, and a thousand events to ten listeners while calls go out that cause them.
 * `node test/bench/command-line/real-app.ts [NODE]`, after a build. Figures for a person to compare.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainEnv } from '../../cli/run.ts';
import { endChromium } from '../../driver/chromium.ts';
import { launchApp } from '../../driver/launch.ts';
import { startSandbox } from '../../e2e/sandbox.ts';
import { signIn } from '../../e2e/window.ts';
import { clientOf } from '../../local-api/client.ts';

const CLI = path.resolve(import.meta.dirname, '../../../dist/tools/tabkeeper.mjs');
const AT_ONCE = 50;
const LISTENERS = 10;
const EVENTS = 1000;
/** Each program may send 400 commands at once, and 100 a second. */
const CALLERS = 4;

const node = process.argv[2] ?? process.execPath;
const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-bench-'));
const sandbox = await startSandbox();
const app = await launchApp({ userData });
await signIn(app.page, sandbox);
await app.page.keyboard.press('Control+4');
await app.page.getByRole('switch', { name: 'Let other tools use the session' }).click();
await app.page.getByText('On: programs of yours').waitFor();
const client = clientOf(path.join(userData, 'hand-off'));

async function grant(name: string): Promise<string> {
  const { id } = await client.ask({ name, scopes: ['status', 'read'] });
  const dialog = app.page.getByRole('dialog', { name: `Allow ${name}?` });
  await dialog.getByRole('button', { name: 'Allow', disabled: false }).click();
  const { token = '' } = await client.answer(id, 30);
  return token;
}

async function timed(work: () => Promise<unknown>): Promise<string> {
  const before = performance.now();
  await work();
  return `${(performance.now() - before).toFixed(0)} ms`;
}

function run(env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(node, [CLI, 'status', '--json'], { env, stdio: 'ignore' });
    child.once('close', (code) => resolve(code));
  });
}

async function many(token: string): Promise<void> {
  const env = plainEnv({ TABKEEPER_USER_DATA: userData, TABKEEPER_TOKEN: token });
  let codes: (number | null)[] = [];
  const took = await timed(async () => {
    codes = await Promise.all(Array.from({ length: AT_ONCE }, () => run(env)));
  });
  const good = codes.filter((code) => code === 0).length;
  console.log(`${AT_ONCE} at once: ${good} ended with 0, all in ${took}`);
}

async function listen(tokens: readonly string[]): Promise<void> {
  const [first = '', ...callers] = tokens;
  const streams = await Promise.all(Array.from({ length: LISTENERS }, () => client.events(first)));
  const { body } = await client.post('listProfiles', {}, { token: first });
  const [profile] = body.value as readonly { readonly id: string }[];
  const call = { profile: profile?.id, operation: 'GetSessionInfo' };
  // The last one makes the difference that each listener waits for.
  const heard = Promise.all(streams.map((one) => one.until((seen) => seen.length > EVENTS)));
  let calls = 0;
  let isOver = false;
  const took = await timed(async () => {
    const calling = callers.map(async (token) => {
      while (!isOver) {
        const { status } = await client.post('callOperation', call, { token });
        if (status === 200) calls += 1;
      }
    });
    await heard;
    isOver = true;
    await Promise.all(calling);
  });
  const seen = streams.map((one) => one.seen.length);
  console.log(
    `${EVENTS} events to ${LISTENERS} listeners: ${took}, with the ${calls} calls that caused them; each heard ${Math.min(...seen)} to ${Math.max(...seen)}`,
  );
  for (const one of streams) one.close();
}

try {
  const tokens: string[] = [];
  for (let n = 0; n <= CALLERS; n++) tokens.push(await grant(`program ${n}`));
  await many(tokens[0] ?? '');
  await listen(tokens);
} finally {
  await app.close();
  await endChromium();
  await sandbox.close();
  await rm(userData, { recursive: true, force: true, maxRetries: 5 });
}
