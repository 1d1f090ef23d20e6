/** The `.env` file from the window's commands to the program that reads it and calls the server. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvAnswer } from '../../src-shared/env-file.ts';
import { PROFILE, startTabkeeper, type Tabkeeper } from '../flow/tabkeeper.ts';

let world: Tabkeeper;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tabkeeper-env-flow-')));
  file = path.join(folder, '.env');
  world = await startTabkeeper();
  await world.signIn();
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answerTo(asked: Promise<unknown>): Promise<EnvAnswer> {
  const { value } = (await asked) as { value: EnvAnswer };
  return value;
}
const preview = () => answerTo(world.call('previewEnvFile', { profile: PROFILE, isNew: false }));

test('a dialog that is closed does nothing, and a gateway that is off leaves nothing to write', async () => {
  expect(await preview()).toEqual({ is: 'closed' });
  world.chooseEnvFile(file);
  expect(await preview()).toMatchObject({ is: 'refused', why: 'noGateway' });
});

test('a program that reads the file makes its call through the gateway, and holds no session', async () => {
  writeFileSync(file, 'MINE=1\nBILL_SESSION_ID=!bAnOldOne\n');
  await world.call('setGateway', { profile: PROFILE, on: true });
  await world.settled();
  const shown = await preview();
  if (shown.is !== 'shown') throw new Error(JSON.stringify(shown));
  expect(await answerTo(world.call('writeEnvFile', { preview: shown.preview }))).toMatchObject({
    is: 'written',
  });

  const env = parse(readFileSync(file));
  const keys = world.app.liveKeys(PROFILE);
  expect(readFileSync(file, 'utf8')).not.toContain(keys?.sessionId);
  expect(readFileSync(file, 'utf8')).not.toContain(keys?.devKey);
  const reply = await fetch(`${env['BILL_API_URL']}/List/Vendor.json`, {
    method: 'POST',
    body: new URLSearchParams({
      sessionId: env['BILL_SESSION_ID'] ?? '',
      devKey: env['BILL_DEV_KEY'] ?? '',
      data: '{"start":0,"max":5}',
    }),
  });
  expect(await reply.json()).toMatchObject({ response_status: 0 });
  const seen = JSON.stringify([world.snapshots, world.log]);
  expect(seen).not.toContain(world.app.gatewayOf(PROFILE)?.token);

  expect(await answerTo(world.call('undoEnvFile', {}))).toMatchObject({ is: 'undone' });
  expect(readFileSync(file, 'utf8')).toBe('MINE=1\nBILL_SESSION_ID=!bAnOldOne\n');
});
