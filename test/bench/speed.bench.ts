/**
 * What `npm run bench` measures: the work that recurs as long as the app runs, and what a start
 * waits for. Figures for a person to compare; no test depends on them.
 */
import { describe, test } from 'vitest';
import { redactReply } from '../../src-main/bill/record/redact.ts';
import { step } from '../../src-main/session/machine.ts';
import { view } from '../../src-main/session/view.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';
import { plainDay } from '../simulation/days.ts';
import { live } from '../simulation/world.ts';
import { secrets } from '../unit/session/given/people.ts';
import { opened } from '../unit/session/given/sessions.ts';
import { at, instant, MINUTE } from '../unit/session/given/times.ts';
import { openVault, sealedVault } from '../vault/support.ts';

const PROFILES = 50;
const credentials = { password: secrets.password, devKey: secrets.devKey };
const records = Object.fromEntries(
  Array.from({ length: PROFILES }, (_, n) => [`profile-${n}`, credentials]),
);

describe('while a session is open', () => {
  const open = opened();
  const now = at(5 * MINUTE);

  test('a tick of the machine', async ({ bench }) => {
    await bench('step', () => step(open, { type: 'tick', now })).run();
  });

  test('what the window is told', async ({ bench }) => {
    await bench('view', () => JSON.stringify(view(open, instant(now)))).run();
  });

  test('a reply of 64 KiB as Activity shows it', async ({ bench }) => {
    const reply = { response_data: { note: 'word '.repeat(13_000), sessionId: secrets.sessionId } };
    await bench('redact', () => redactReply(reply, Object.values(secrets))).run();
  });

  test('a working day with its sleeps and outages', async ({ bench }) => {
    let seed = 0;
    await bench('live', () => live(plainDay((seed += 1)))).run();
  });
});

describe('a start', () => {
  test(`with ${PROFILES} sealed records`, async ({ bench }) => {
    const { dir, box } = await sealedVault(records);
    const open = async () => {
      const { vault } = await openVault(dir, box);
      await vault.close();
    };
    await bench('open', open).run();
  });

  test('and the first secret that is kept', async ({ bench }) => {
    const { dir } = await sealedVault({});
    const { vault } = await openVault(dir, new MemorySecretBox());
    await bench('put', () => vault.put('profile', credentials)).run();
  });
});
