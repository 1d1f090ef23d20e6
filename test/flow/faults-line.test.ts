/** What happens on the line to a touch, and what the session makes of it. Rows C of the table. */
import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../src-simulator/index.ts';
import { HOUR, MINUTE, profile, SECOND, startWorld } from './faults-support.ts';
import { START } from '../fakes/manual-clock.ts';

type Fault = FaultInput extends infer F
  ? F extends FaultInput
    ? Omit<F, 'endpoint'>
    : never
  : never;
const touch = (fault: Fault): FaultInput => ({ endpoint: '/GetSessionInfo.json', ...fault });

describe('a touch that meets', () => {
  it.each<[string, FaultInput, string]>([
    ['[C1] a page with status 200', touch({ fault: 'html' }), 'offline'],
    [
      '[C2] a page that is called JSON',
      touch({ fault: 'html', status: 200, contentType: 'application/json' }),
      'offline',
    ],
    ['[C3] JSON that is cut short', touch({ fault: 'truncate', framing: 'close' }), 'offline'],
    [
      '[C5] a chunked body that is cut',
      touch({ fault: 'truncate', framing: 'chunked' }),
      'offline',
    ],
    ['[C6] an empty body', touch({ fault: 'empty', status: 200 }), 'offline'],
    [
      '[C8] JSON of another shape',
      touch({ fault: 'status', status: 200, json: { response_status: 0 } }),
      'offline',
    ],
    ['[C13] garbage', touch({ fault: 'garbage' }), 'offline'],
    [
      '[C14] a redirect to another host',
      touch({ fault: 'redirect', status: 302, location: 'https://127.0.0.1:1/' }),
      'offline',
    ],
    [
      '[C15] a redirect within the host',
      touch({ fault: 'redirect', status: 307, location: '/api/v2/GetSessionInfo.json' }),
      'offline',
    ],
    ['[C16] 429', touch({ fault: 'status', status: 429, body: '' }), 'busy'],
    ['[C19] BDC_1322', touch({ fault: 'bdc', code: 'BDC_1322' }), 'busy'],
    ['[C20] 500', touch({ fault: 'status', status: 500, body: '' }), 'offline'],
    ['[C21] a maintenance page', touch({ fault: 'html', status: 503 }), 'offline'],
    ['[C22] a reset', touch({ fault: 'reset', at: 'start' }), 'offline'],
    [
      '[C24] a small reply that unpacks to a huge one',
      touch({ fault: 'gzip', bytes: 2_000_000 }),
      'offline',
    ],
    ['401 without BILL’s word', touch({ fault: 'status', status: 401, body: '' }), 'offline'],
    ['407 of a proxy', touch({ fault: 'status', status: 407, body: '' }), 'offline'],
  ])(
    '%s keeps its session, and is live again with the next good answer',
    async (_, fault, state) => {
      const world = await startWorld();
      world.faults(fault);
      await world.advance(12 * MINUTE);
      expect(world.open()).toMatchObject({ state, keepAlive: { touches: 0 } });
      expect(world.open().keepAlive.trouble).not.toBeNull();
      world.faults();
      await world.advance(state === 'busy' ? 55 * MINUTE : 2 * MINUTE);
      if (world.session().state === 'expired') throw new Error('the session was lost');
      expect(world.open()).toMatchObject({ keepAlive: { trouble: null } });
      expect(world.shown().filter(({ kind }) => kind !== 'atRisk')).toEqual([]);
    },
  );
});

describe('a server that has no time', () => {
  it('[C16] is asked again once, when the time is over that it asked for', async () => {
    const world = await startWorld();
    world.faults(
      touch({ fault: 'status', status: 429, times: 1, headers: { 'Retry-After': '30' }, body: '' }),
    );
    await world.advance(10 * MINUTE);
    expect(world.touches()).toBe(1);
    expect(world.open()).toMatchObject({ state: 'busy', keepAlive: { why: 'busy' } });
    await world.advance(29 * SECOND);
    expect(world.touches()).toBe(1);
    await world.advance(SECOND);
    expect(world.touches()).toBe(2);
    expect(world.open().state).toBe('live');
  });

  it('[C18] for this hour is not touched before the next, which the panel says', async () => {
    const world = await startWorld();
    await world.advance(30 * MINUTE);
    const before = world.touches();
    world.faults(touch({ fault: 'bdc', code: 'BDC_1144' }));
    await world.advance(10 * MINUTE);
    expect(world.open()).toMatchObject({
      state: 'busy',
      keepAlive: { why: 'hourLimit', nextTouchAt: START + HOUR + SECOND },
    });
    await world.advance(20 * MINUTE);
    expect(world.touches()).toBe(before + 1);
    world.faults();
    await world.advance(SECOND);
    expect(world.touches()).toBe(before + 2);
    expect(world.open().state).toBe('live');
  });

  it('[C18] for this hour is not bothered by a lid that closes either', async () => {
    const world = await startWorld();
    world.faults(touch({ fault: 'bdc', code: 'BDC_1144' }));
    await world.advance(12 * MINUTE);
    for (let n = 0; n < 10; n += 1) {
      world.app.hint({ type: 'suspend' });
      world.sleep(2 * MINUTE);
      world.app.hint({ type: 'resumed' });
      await world.advance(MINUTE);
    }
    expect(world.touches()).toBe(1);
  });

  it('[C19] sees two of our calls at once at most, and answers all of them', async () => {
    const world = await startWorld();
    world.faults({ endpoint: '*', fault: 'delay', ms: 20 });
    const body = JSON.stringify({ vendorId: '00901ABCDEFGHI000001', email: 'v@example.com' });
    const operations = ['SendVendorInvite', 'PayBills', 'Crud/Create/VendorBankAccount'] as const;
    const answers = operations.map((operation) =>
      world.call('tryOperation', { profile, operation, body }),
    );
    await world.does('extendNow', { profile });
    await Promise.all(answers);
    expect(world.open().extending).toBe(false);
    for (const operation of operations) {
      // Each was looked at; the fourth at once would have been BDC_1322.
      expect(world.open().tries[operation]).toMatchObject({ outcome: 'refused' });
      expect(world.open().tries[operation]?.error).not.toMatchObject({ code: 'BDC_1322' });
    }
  });
});

describe('a server that is ill', () => {
  it('[C20] three times and then well is a live session without a word', async () => {
    const world = await startWorld();
    world.faults(touch({ fault: 'status', status: 500, times: 3, body: '' }));
    await world.advance(12 * MINUTE);
    expect(world.touches()).toBe(4);
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
    expect(world.notices).toEqual([]);
  });

  it('[C21] for 40 minutes costs at most 50 calls, and the session is not given up', async () => {
    const world = await startWorld();
    await world.advance(10 * MINUTE);
    const before = world.touches();
    world.faults(touch({ fault: 'html', status: 503 }));
    await world.advance(9 * MINUTE);
    await world.advance(40 * MINUTE);
    expect(world.touches() - before).toBeLessThanOrEqual(50);
    expect(world.open().state).toBe('offline');
    expect(world.open().endsAtLeast).toBeLessThan(world.clock.now().wall);
    expect(world.shown().map(({ kind }) => kind)).toEqual(['atRisk']);
    // Somebody else kept it alive: only the server knows.
    world.faults();
    await world.advance(8 * MINUTE);
    expect(world.session()).toMatchObject({ state: 'expired', ended: { reason: 'idle' } });
  });

  it('[C21] is asked no sooner than its Retry-After says', async () => {
    const world = await startWorld();
    world.faults(
      touch({ fault: 'status', status: 503, headers: { 'Retry-After': '600' }, body: '' }),
    );
    await world.advance(19 * MINUTE);
    expect(world.touches()).toBe(1);
    await world.advance(2 * MINUTE);
    expect(world.touches()).toBe(2);
  });

  it('[C22] and resets the first touch is asked once more at once, without a word', async () => {
    const world = await startWorld();
    world.faults(touch({ fault: 'reset', at: 'start', times: 1 }));
    await world.advance(10 * MINUTE);
    expect(world.touches()).toBe(2);
    expect(world.open()).toMatchObject({ state: 'live', keepAlive: { touches: 1, trouble: null } });
  });
});
