/**
 * The CPU that an idle hour costs the app below Electron, by its own clock, with a session open in each of
 * 50 and of 200 profiles: `node test/bench/start/idle.ts`. The simulator has a process of its own; what
 * becomes of a snapshot in main (it is serialized for the window, and drawn in the tray) is part of it.
 * Figures for a person to compare; no test depends on them.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { serialize } from 'node:v8';
import { trayModel } from '../../../src-main/notify/tray-model.ts';
import { MINUTE } from '../../../src-shared/text/times.ts';
import type { Simulator } from '../../../src-simulator/index.ts';
import { startTabkeeper } from '../../flow/tabkeeper.ts';

/** Touches come every ten minutes, of one profile after the other, and each at the end of a step. */
const ROUND_MS = 10 * MINUTE;
const STEP_MS = 3000;
const MOST_AN_HOUR = 150;
const [from = 50, to = 200] = process.argv.slice(2).map(Number);

const child = spawn(
  process.execPath,
  [
    path.resolve(import.meta.dirname, '../../../src-simulator/cli.ts'),
    ...['--quiet', '--option', 'latencyMs=0', '--option', 'callsPerHour=0'],
    ...['--option', 'signInsPerHour=0'],
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
type Ready = Pick<Simulator, 'baseUrl' | 'accounts'>;
const ready = await new Promise<Ready>((resolve, reject) => {
  createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as Ready));
  child.once('exit', () => reject(new Error('It ended before it was ready.')));
});

const server = {
  ...ready,
  requests: () => [],
  close: () => Promise.resolve(),
} as unknown as Simulator;
const [account] = ready.accounts;
if (account === undefined) throw new Error('The simulator has no account.');
const { userName, password, orgId, devKey } = account;
const where = { kind: 'local', url: ready.baseUrl } as const;

const profileOf = (n: number) => ({
  ...{ id: `profile-${n}`, name: `Profile ${n}`, colour: 'green', kind: 'password' },
  ...{ server: where, userName, orgId },
  ...{ deviceId: `device-${n}`, machineName: 'Bench', staySignedIn: false, signInOnLaunch: false },
});

async function idleHour(profiles: number): Promise<number> {
  const list = Array.from({ length: profiles }, (_, n) => profileOf(n));
  const tabkeeper = await startTabkeeper({
    server,
    stored: { version: 1, forgotten: [], selected: 'profile-0', profiles: list },
    chance: () => 0.5,
  });
  const { app, clock, snapshots } = tabkeeper;
  app.subscribe((snapshot) => {
    serialize(snapshot);
    trayModel(snapshot);
  });
  const advance = async (ms: number) => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      clock.advance(Math.min(left, STEP_MS));
      await tabkeeper.settled();
    }
  };
  for (const [n, { id }] of list.entries()) {
    // So many a person's key is good for in an hour.
    if (n === MOST_AN_HOUR) await advance(60 * MINUTE);
    await tabkeeper.does('signIn', {
      profile: id,
      server: where,
      userName,
      password,
      orgId,
      devKey,
    });
    await advance(ROUND_MS / profiles);
  }
  const open = Object.values(app.snapshot().sessions).filter(({ state }) => state === 'live');
  if (open.length < profiles) throw new Error(`${open.length} of ${profiles} sessions are open`);

  await advance(ROUND_MS);
  const [sent, before] = [snapshots.length, process.cpuUsage()];
  await advance(60 * MINUTE);
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${profiles} profiles: ${((user + system) / 1e6).toFixed(2)} s, ${snapshots.length - sent} snapshots`,
  );
  await tabkeeper.close();
  return user + system;
}

try {
  const few = await idleHour(from);
  const many = await idleHour(to);
  console.log(`${to} cost ${(many / few).toFixed(1)} times what ${from} do`);
} finally {
  child.kill();
}
