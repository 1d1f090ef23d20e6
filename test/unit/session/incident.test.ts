import { describe, expect, it } from 'vitest';
import { incidentWords, type Incident } from '../../../src-shared/incident.ts';
import { fail, ok, type AppError, type Result } from '../../../src-shared/result.ts';
import { createAnnouncer } from '../../../src-main/notify/announcer.ts';
import { incidentOf as decide } from '../../../src-main/notify/find-incident.ts';
import type { Again, Open, SignedOut, State } from '../../../src-main/session/state.ts';
import type { Instant } from '../../../src-main/ports.ts';
import type { EndReason } from '../../../src-shared/snapshot.ts';
import {
  after,
  answer,
  asOpen,
  at,
  awake,
  checkingCode,
  clocks,
  credentials,
  device,
  fresh,
  HOUR,
  line,
  MINUTE,
  opened,
  refused,
  SECOND,
  signIn,
  signInAnswered,
  START,
  status,
  touchAnswered,
  touching,
} from './support.ts';

const incidentOf = (
  state: State,
  now: Instant,
  wayIn: 'resume' | 'signIn' = 'resume',
  leadMs = 10 * MINUTE,
) => decide(state, now, { wayIn, leadMs });

/** A touch sent at `ms` fails. */
function fails(open: Open, ms: number, error: AppError = line()): Open {
  const touch = touching(open, at(ms));
  return asOpen(after(touch, touchAnswered(touch, fail(error), at(ms), at(ms))));
}
const ended = (reason: EndReason, stopped: Again['stopped'] = null): SignedOut => ({
  ...fresh(),
  attempts: 4,
  again: { times: [], lost: 0, stopped },
  ended: { reason, at: 7, signedInAt: 0, lastContactAt: 0, sessionIdMasked: '' },
});

describe('an incident', () => {
  it.each([
    ['idle', null, { kind: 'expired', key: 'ended 7', action: 'resume' }],
    ['endedByServer', null, { kind: 'expired', key: 'ended 7', action: 'resume' }],
    ['endedByServer', 'cap', { kind: 'expired', key: 'ended 7', action: 'resume' }],
    ['endedByServer', 'failed', { kind: 'expired', key: 'ended 7', action: 'resume' }],
    ['endedByServer', 'war', { kind: 'war', key: 'ended 7', action: 'resume' }],
    ['idle', 'rejected', { kind: 'rejected', key: 'ended 7', action: 'signIn' }],
    ['signedOut', null, null],
    ['signedOutUnconfirmed', null, null],
  ] as const)('is the end of a session that nobody asked for: %s, %s', (reason, stopped, found) => {
    expect(incidentOf(ended(reason, stopped), at(0))).toEqual(found);
  });

  it('offers the way in that window and tray offer, and promises no click that does not do', () => {
    const byClick = incidentOf(ended('idle'), at(0));
    const byForm = incidentOf(ended('idle'), at(0), 'signIn');
    expect(byForm).toEqual({ kind: 'expired', key: 'ended 7', action: 'signIn' });
    expect(byClick && incidentWords(byClick)).toMatchObject({
      verb: 'Resume',
      body: 'BILL ended it. One click signs in again.',
    });
    expect(byForm && incidentWords(byForm)).toMatchObject({
      verb: 'Sign in',
      body: 'BILL ended it. Sign in to go on.',
    });
  });

  it('is a session at risk when at most as much is certain as the user wants to be told of', () => {
    const touched = fails(awake(opened(), 0, 12 * MINUTE), 12 * MINUTE);
    const open = fails(touched, 12 * MINUTE + SECOND);
    const told = (ms: number, lead: number) => incidentOf(open, at(ms), 'resume', lead * MINUTE);
    expect(told(15 * MINUTE - 1, 20)).toBeNull();
    expect(told(15 * MINUTE, 20)).toMatchObject({ kind: 'atRisk', minutes: 20 });
    expect(told(33 * MINUTE - 1, 2)).toBeNull();
    const late = told(33 * MINUTE, 2);
    expect(late && incidentWords(late).body).toBe('At most 2 minutes are certain.');
  });

  it('stays the same when the user tries to sign in and fails', () => {
    const trying = after(ended('idle'), signIn());
    const failed = after(trying, signInAnswered(at(0), { attempt: 5, result: fail(line()) }));
    expect(failed.attempts).toBe(5);
    expect(incidentOf(failed, at(0))).toEqual(incidentOf(ended('idle'), at(0)));
  });

  it('is none before a session, at a sign-in, or in a quiet one', () => {
    expect(incidentOf(fresh(), at(0))).toBeNull();
    expect(incidentOf(after(ended('idle'), signIn()), at(0))).toBeNull();
    expect(incidentOf(opened(), at(0))).toBeNull();
    expect(incidentOf(opened(), at(34 * MINUTE))).toBeNull();
  });

  it('is a session at risk: two touches failed, and ten minutes are certain', () => {
    const once = fails(awake(opened(), 0, 24 * MINUTE), 24 * MINUTE, status(503));
    const twice = fails(once, 24 * MINUTE + SECOND);
    expect(incidentOf(once, at(25 * MINUTE))).toBeNull();
    expect(incidentOf(twice, at(25 * MINUTE - 1))).toBeNull();
    expect(incidentOf(twice, at(25 * MINUTE))).toEqual({
      kind: 'atRisk',
      key: 'risk 1.0',
      action: 'extend',
      minutes: 10,
    });
    // Nothing was learned since: it is the same incident.
    expect(incidentOf(twice, at(40 * MINUTE))?.key).toBe('risk 1.0');
  });

  const early = fails(fails(opened(), 24 * MINUTE), 24 * MINUTE);
  it.each<[string, State]>([
    ['that is paused', after(early, { type: 'pause', ms: HOUR, now: at(24 * MINUTE) })],
    ['of a token', { ...early, kind: 'token' }],
  ])('is none at a session %s', (_, state) => {
    expect(incidentOf(state, at(30 * MINUTE))).toBeNull();
  });

  it('is none in the first two minutes after a wake, whatever fails', () => {
    const asleep = awake(opened(), 0, MINUTE);
    const woke = (ms: number) => clocks(30 * MINUTE + ms, MINUTE + ms);
    let open = asleep;
    for (const second of [0, 2, 5, 10, 20, 50]) {
      const now = woke(second * SECOND);
      const touch = asOpen(after(open, { type: 'extendNow', now }));
      open = asOpen(after(touch, touchAnswered(touch, fail(line('dns')), now, now)));
      expect(incidentOf(open, now)).toBeNull();
    }
    expect(incidentOf(open, woke(2 * MINUTE - 1))).toBeNull();
    expect(incidentOf(open, woke(2 * MINUTE))).toMatchObject({ kind: 'atRisk' });
  });

  it('is none where nothing was certain any more when the trouble began', () => {
    const late = fails(fails(awake(opened(), 0, MINUTE), 35 * MINUTE), 35 * MINUTE + SECOND);
    const quiet = { ...late, clock: { ...late.clock, woke: null } };
    expect(incidentOf(quiet, at(40 * MINUTE))).toBeNull();
  });

  it('is that keep-alive stopped by the maximum age, until the session has lapsed', () => {
    const open = opened(device, { maxAgeMs: HOUR });
    const touch = touching(open, at(50 * MINUTE));
    const info = ok({ organizationId: 'o', userId: 'u' });
    const kept = asOpen(after(touch, touchAnswered(touch, info, at(50 * MINUTE), at(50 * MINUTE))));
    expect(incidentOf(kept, at(HOUR - 1))).toBeNull();
    expect(incidentOf(kept, at(HOUR))).toEqual({ kind: 'maxAge', key: 'age 1', action: 'extend' });
    expect(incidentOf(kept, at(85 * MINUTE - 1))).toMatchObject({ kind: 'maxAge' });
    expect(incidentOf(kept, at(85 * MINUTE))).toBeNull();
    expect(incidentOf({ ...kept, kind: 'token' }, at(HOUR))).toBeNull();
  });

  const tried = (result: Result<{ reply: string }>) => {
    const trying = asOpen(
      after(opened(), { type: 'tryOperation', operation: 'payBills', data: '{}', now: at(0) }),
    );
    const rest = { operation: 'payBills', result, sentAt: at(0), now: at(0) } as const;
    return asOpen(after(trying, answer(trying, 'operationAnswered', trying.calls, rest)));
  };

  it('is that an operation needs a verified session, until it is one', () => {
    const open = tried(refused('BDC_1361'));
    expect(incidentOf(open, at(0))).toEqual({
      kind: 'verify',
      key: 'verify 1.1',
      action: 'verify',
    });
    for (const is of ['session', 'until'] as const) {
      const trust = { is, until: START + HOUR, source: 'login', at: 0 } as const;
      const trusted = { ...open, trust };
      expect(incidentOf(trusted, at(0))).toBeNull();
    }
    expect(incidentOf(tried(refused('BDC_1102')), at(0))).toBeNull();
    expect(incidentOf(tried(fail(line())), at(0))).toBeNull();
    expect(incidentOf(tried(ok({ reply: '{}' })), at(0))).toBeNull();
  });

  it('is the same need when another operation is refused for it', () => {
    const open = tried(refused('BDC_1361'));
    const trying = asOpen(
      after(open, { type: 'tryOperation', operation: 'inviteVendor', data: '{}', now: at(0) }),
    );
    const rest = { result: refused('BDC_1361'), sentAt: at(0), now: at(0) };
    const call = { operation: 'inviteVendor', ...rest } as const;
    const both = asOpen(after(trying, answer(trying, 'operationAnswered', trying.calls, call)));
    expect(incidentOf(both, at(0))?.key).toBe(incidentOf(open, at(0))?.key);
  });

  it('is none while the user is at the steps, whatever BILL says of a code', () => {
    const checking = checkingCode();
    for (const code of ['BDC_9999', 'BDC_1119', 'BDC_1356', 'BDC_1358']) {
      const rest = {
        result: refused(code, { by: 'mfaAuthenticate' }),
        sentAt: at(2 * MINUTE),
        now: at(2 * MINUTE),
      };
      const open = asOpen(after(checking, answer(checking, 'mfaAnswered', checking.calls, rest)));
      expect(incidentOf(open, at(2 * MINUTE))).toBeNull();
    }
  });

  it('holds no secret and no name', () => {
    const all = [
      incidentOf(ended('idle'), at(0)),
      incidentOf(tried(refused('BDC_1361')), at(0)),
      incidentOf(early, at(30 * MINUTE)),
    ];
    for (const text of [credentials.userName, credentials.orgId, credentials.devKey]) {
      expect(JSON.stringify(all)).not.toContain(text);
    }
  });
});

describe('the announcer', () => {
  function bench() {
    const told: (string | null)[] = [];
    let silent = false;
    let wanted = true;
    let ms = 0;
    const announcer = createAnnouncer({
      show: ({ key }) => told.push(key),
      withdraw: () => told.push(null),
      inSight: () => silent,
      wanted: () => wanted,
      now: () => at(ms),
    });
    const pass = (more: number) => {
      ms += more;
    };
    const want = (yes: boolean) => {
      wanted = yes;
    };
    const update = (key: string | null, quiet = false) => {
      silent = quiet;
      const incident: Incident | null =
        key === null ? null : { kind: 'expired', key, action: 'resume' };
      announcer.update(incident);
    };
    return { told, update, want, pass };
  }

  it('tells an incident once, however often it is looked at', () => {
    const { told, update } = bench();
    for (let n = 0; n < 10; n += 1) update('one');
    expect(told).toEqual(['one']);
  });

  it('tells each once though they come and go in turn', () => {
    const { told, update } = bench();
    for (const key of ['one', 'two', 'one', 'two', null, 'one']) update(key);
    expect(told.filter((key) => key !== null)).toEqual(['one', 'two']);
  });

  it('tells two in a day at most, and takes away what is not true any more all the same', () => {
    const { told, update, pass } = bench();
    for (const key of ['one', 'two', 'three']) update(key);
    expect(told).toEqual(['one', 'two', null]);
    pass(24 * HOUR);
    update('three');
    update('four');
    expect(told).toEqual(['one', 'two', null, 'four']);
  });

  it('puts the next in the place of the one before, without taking that away first', () => {
    const { told, update } = bench();
    update('one');
    update('two');
    expect(told).toEqual(['one', 'two']);
  });

  it('takes it away once when it is over, and does not tell it again when it comes back', () => {
    const { told, update } = bench();
    update('one');
    update(null);
    update(null);
    update('one');
    update(null);
    expect(told).toEqual(['one', null]);
  });

  it('keeps quiet in sight, and takes what was seen for told', () => {
    const { told, update } = bench();
    update('one', true);
    update('one');
    update(null);
    expect(told).toEqual([]);
    update('two');
    expect(told).toEqual(['two']);
  });

  it('takes an older one away when the next comes while the user looks', () => {
    const { told, update } = bench();
    update('one');
    update('two', true);
    expect(told).toEqual(['one', null]);
    update(null);
    expect(told).toEqual(['one', null]);
  });

  it('takes the shown one away when none are wanted any more, and shows the next when they are', () => {
    const { told, update, want } = bench();
    update('one');
    want(false);
    update('one');
    expect(told).toEqual(['one', null]);
    update('one');
    update('two');
    expect(told).toEqual(['one', null]);
    want(true);
    update('two');
    expect(told).toEqual(['one', null]);
    update('three');
    expect(told).toEqual(['one', null, 'three']);
  });

  it('has nothing to take away at the start', () => {
    const { told, update } = bench();
    update(null);
    expect(told).toEqual([]);
  });
});
