/**
 * What main's memory still holds after a session. Texts of JavaScript cannot be overwritten, only let
 * go of, so this looks for them; that keys, which are bytes, are zeroed is held by vault/secrets.test.ts.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { startSandbox, type Sandbox } from '../e2e/sandbox.ts';
import { signIn } from '../e2e/window.ts';
import { tapWire, type WireTap } from '../e2e/wire-tap.ts';

let sandbox: Sandbox;
let tap: WireTap;
let app: AppDriver;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-heap-'));
  sandbox = await startSandbox();
  tap = await tapWire(sandbox.simulator.baseUrl);
  app = await launchApp();
});
afterEach(async () => {
  await app.close();
  await tap.close();
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** How often each secret stands in a snapshot of main's heap. V8 collects before it takes one. */
async function heldSecrets(name: string, secrets: Readonly<Record<string, string>>) {
  const file = path.join(folder, name);
  await app.evaluateMain(
    (_parts, to) => void process.getBuiltinModule('node:v8').writeHeapSnapshot(to),
    file,
  );
  const heap = await readFile(file, 'latin1');
  return Object.fromEntries(
    Object.entries(secrets).map(([key, secret]) => [key, heap.split(secret).length - 1]),
  );
}

it('[A95] holds no secret of a session that ended, where nothing is to be kept', async () => {
  const { account } = sandbox;
  await signIn(app.page, {
    ...sandbox,
    simulator: { ...sandbox.simulator, baseUrl: tap.baseUrl },
  });
  const sessionId = tap.replied('sessionId')[0] ?? '';
  const { password, devKey } = account;
  const secrets = { password, devKey, sessionId };

  // What is there while it is needed, so that the search is known to find it.
  await app.page.evaluate(async () => {
    const { bridge } = globalThis as unknown as {
      bridge: { call(name: string, input: object): Promise<{ value: { selected: string } }> };
    };
    const { value } = await bridge.call('getSnapshot', {});
    await bridge.call('keepSignIn', { profile: value.selected, what: 'nothing' });
  });
  const open = await heldSecrets('open.heapsnapshot', secrets);
  await app.page.getByRole('button', { name: 'Sign out' }).click();
  await app.page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await sandbox.advance(app, 120_000);
  const ended = await heldSecrets('ended.heapsnapshot', secrets);
  // The search finds what is there: the session needs its ID and the developer key, and no password.
  expect(open).toEqual({
    password: 0,
    devKey: expect.toSatisfy((count: number) => count > 0) as number,
    sessionId: expect.toSatisfy((count: number) => count > 0) as number,
  });
  expect(ended).toEqual({ password: 0, devKey: 0, sessionId: 0 });
});
