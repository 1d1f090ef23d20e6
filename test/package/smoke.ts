/**
 * `node test/package/smoke.ts <folder>`: starts the packed app, extracted to a folder, in the browser
 * host and sees the main job done: signed in to the practice sandbox, the session live, the session ID
 * copied, signed out, and an end in good order. `npm run pack` runs it; one line a fact.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { launchApp } from '../driver/launch.ts';

const WITHIN_MS = 30_000;

/** Resolves to what was seen. Rejects with what was not, and with all that the app wrote. */
export async function smokeRun(folder: string): Promise<string[]> {
  const app = await launchApp({ appPath: folder, packaged: true, args: ['--practice'] });
  const seen: string[] = [];
  try {
    const { page } = app;
    page.setDefaultTimeout(WITHIN_MS);
    await page.getByRole('button', { name: 'Extend now' }).waitFor();
    const text = await page.getByRole('main').innerText();
    if (!/Live\s+at least 3\d min/u.test(text)) throw new Error(`not live, but:\n${text}`);
    seen.push('signed in to the practice sandbox, and live');

    const facts = await app.evaluateMain(({ app: electronApp }) => ({
      packaged: electronApp.isPackaged,
      hooks: 'tabkeeperTestHooks' in globalThis,
      heard: process.listenerCount('message'),
    }));
    if (!facts.packaged) throw new Error('the app does not know that it is packaged');
    if (facts.hooks) throw new Error('there are test hooks');
    // The one listener is the host's own, for the driver's orders.
    if (facts.heard !== 1) throw new Error(`${facts.heard} listeners for messages of a parent`);
    seen.push('no test hooks, no ear for messages of a parent process');

    await page.getByRole('button', { name: 'Copy session ID' }).click();
    for (const until = performance.now() + WITHIN_MS; (await app.clipboard()) === '';) {
      if (performance.now() > until) throw new Error('no session ID came to the clipboard');
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    seen.push('session ID copied, signed out');
    const log = await readFile(path.join(app.userData, 'tabkeeper.log'), 'utf8');
    if (/"event":"failure"/u.test(log)) throw new Error(`the log tells of a failure:\n${log}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why}\n${app.stdout()}`, { cause: error });
  } finally {
    await app.close();
  }
  const code = await app.exited;
  if (code !== 0) throw new Error(`it ended with code ${String(code)}:\n${app.stdout()}`);
  seen.push('ended in good order');
  return seen;
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('smoke: which folder?');
  process.stdout.write(`${(await smokeRun(path.resolve(folder))).join('\n')}\n`);
}
