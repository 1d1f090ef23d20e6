/** What an answer within an open session changes, in whatever order answers come in. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import { knownView } from '../../../src-main/session/known-view.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  dead,
  failuresByKind,
  info,
  line,
  refusal,
  refused,
  status,
  unknownErrors,
} from './given/outcomes.ts';
import { fresh, secrets } from './given/people.ts';
import { answer, event, pays, reply, tick } from './given/events.ts';
import {
  after,
  answered,
  asks,
  failing,
  openAfter,
  opened,
  touched,
  touching,
} from './given/sessions.ts';
import { at, clocks, HOUR, instant, MINUTE, SECOND, START } from './given/times.ts';

describe('an answered touch', () => {
  const touch = touching(opened(), 10 * MINUTE);

  it('extends the session from when it was sent', () => {
    const open = answered(touch, 'touchAnswered', info, 10 * MINUTE + 9 * SECOND, 10 * MINUTE);
    expect(instant(open.contact.at)).toEqual(instant(at(10 * MINUTE)));
    expect(open).toMatchObject({
      contact: { endpoint: 'sessionInfo', by: 'you' },
      keepAlive: { inFlight: null, touches: 1, trouble: null },
      ids: { source: 'sessionInfo' },
    });
  });

  it.each([...unknownErrors.slice(0, 12), refusal('BDC_1102'), refusal('BDC_1322')])(
    'that failed does not move the contact: %j',
    (error) => {
      const open = answered(touch, 'touchAnswered', fail(error), 11 * MINUTE);
      expect(open.contact).toEqual(touch.contact);
      expect(open.keepAlive).toMatchObject({ inFlight: null, touches: 0, trouble: { error } });
    },
  );

  it.each([
    ['offline without an answer', line('dns'), 10 * MINUTE, 'offline'],
    ['offline at an odd one', status(503), 10 * MINUTE, 'offline'],
    ['busy at a 429', status(429), 10 * MINUTE, 'busy'],
    ['busy when the hour’s calls are used up', refusal('BDC_1144'), 10 * MINUTE, 'busy'],
    // BILL answers, and does not say that it is busy: nothing is known of the session.
    ['checking at another refusal', refusal('BDC_1102'), 10 * MINUTE, 'checking'],
    ['at risk when time runs out', line('dns'), 25 * MINUTE, 'atRisk'],
    ['offline again when it has', line('dns'), 35 * MINUTE, 'offline'],
  ])('that failed shows the session as %s', (_, error, ms, state) => {
    expect(view(failing(opened(), ms, error), at(ms)).state).toBe(state);
  });
});

describe('[S33] two calls that finish in any order', () => {
  /** A touch is sent, then an operation; both answers come in at one moment. */
  const sent = 10 * MINUTE + SECOND;
  const touch = touching(opened(), 10 * MINUTE);
  const both = openAfter(touch, pays(sent));
  const now = 10 * MINUTE + 5 * SECOND;
  const accepted = ok({ reply: '{}' });
  const touchDone = (result: typeof info | Result<never>) =>
    reply(both, 'touchAnswered', result, now, 10 * MINUTE);
  const operationDone = (result: Result<{ reply: string }>) =>
    reply(both, 'tryOperationAnswered', result, now, sent);

  it.each([
    ['both good', info, accepted],
    ['only the touch good', info, refused('BDC_1361')],
    ['only the operation good', fail(line()), accepted],
    ['neither good', fail(line()), refused('BDC_1361')],
    ['the touch throttled', refused('BDC_1144'), accepted],
  ])('lead to one state: %s', (_, first, second) => {
    const [one, other] = [touchDone(first), operationDone(second)];
    expect(after(both, one, other)).toEqual(after(both, other, one));
  });

  it('leave the contact at the call that was sent last, and count the touch', () => {
    const open = openAfter(both, operationDone(accepted), touchDone(info));
    expect(instant(open.contact.at)).toEqual(instant(at(sent)));
    expect(open.contact).toMatchObject({ endpoint: 'operation', by: 'you' });
    expect(open.keepAlive).toMatchObject({ touches: 1, inFlight: null });
  });

  it('raise no alarm when the earlier of them failed and the later one was answered', () => {
    const open = after(both, operationDone(accepted), touchDone(fail(line())));
    expect(view(open, at(now))).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
  });

  it('leave the contact at the call that was sent last, even if the clock was moved between them', () => {
    for (const wall of [-HOUR, HOUR]) {
      const moved = clocks(10 * MINUTE + wall, sent);
      const later = openAfter(touch, pays(moved));
      const tried = answered(later, 'tryOperationAnswered', accepted, now, moved);
      const open = answered(tried, 'touchAnswered', info, now, 10 * MINUTE);
      expect(open.contact.endpoint).toBe('operation');
    }
  });
});

describe('the end of a session', () => {
  const open = opened();
  const when = { sentAt: at(10 * MINUTE), now: at(10 * MINUTE + SECOND) };
  const types = [
    'touchAnswered',
    'sendMfaCodeAnswered',
    'submitMfaCodeAnswered',
    'checkTrustAnswered',
  ] as const;
  const endings = [
    ...types.map((type) => answer(open, type, 1, { result: dead, ...when })),
    answer(open, 'tryOperationAnswered', 1, { operation: 'PayBills', result: dead, ...when }),
  ];

  it.each(endings)('comes with the word that it is invalid, whichever call: $type', (ending) => {
    const [next, effects] = step(open, ending);
    const seen = { at: START + 10 * MINUTE + SECOND, foundAt: START + 10 * MINUTE + SECOND };
    const ended = { reason: 'endedByServer', ...seen, cause: null, maxAgeMs: 12 * HOUR } as const;
    expect(effects).toEqual([]);
    const known = knownView(open, when.now);
    expect(known).toMatchObject({ signedInAt: START, sessionIdMasked: '!b••••••••••3Rq8' });
    expect(next).toEqual({ ...fresh(), attempts: 1, ended: { ...known, ...ended } });
    expect(view(next, when.now).state).toBe('expired');
  });

  it.each([
    ['a call that was sent before 35 minutes were over', 35 * MINUTE - 1, 'endedByServer'],
    ['one that was sent when they were', 35 * MINUTE, 'idle'],
  ])('is put down to idleness by when the call was sent: %s', (_, sent, reason) => {
    const touch = touching(open, sent);
    const state = after(touch, reply(touch, 'touchAnswered', dead, sent + 5 * SECOND, sent));
    expect(state).toMatchObject({ ended: { reason } });
  });
});

describe('signing out', () => {
  const leaving = openAfter(opened(), event('signOut', MINUTE));
  const outcome = (result: Result<null>) =>
    after(leaving, reply(leaving, 'signOutAnswered', result, MINUTE + SECOND));

  it.each([ok(null), dead])('is confirmed by a success, or by its end: %j', (result) => {
    expect(outcome(result)).toMatchObject({
      at: 'signedOut',
      error: null,
      ended: { reason: 'signedOut', sessionIdMasked: '!b••••••••••3Rq8' },
    });
  });

  it.each([
    refusal('BDC_1144'),
    refusal('BDC_1001'),
    ...Object.values(failuresByKind).flatMap((errors) => errors.slice(0, 1)),
  ])('drops the keys though the server did not confirm it: %j', (error) => {
    const next = outcome(fail(error));
    const ended = { reason: 'signedOutUnconfirmed' };
    expect(next).toMatchObject({ at: 'signedOut', error, ended });
    expect(JSON.stringify(next)).not.toContain(secrets.sessionId);
  });

  it('starts no touch, however long it takes', () => {
    expect(step(opened(), event('signOut', MINUTE))[1]).toMatchObject([{ by: 'you' }]);
    expect(asks(leaving, tick(5 * HOUR))).toEqual([]);
    const keepAlive = { nextTouchAt: null, why: 'stopped' };
    expect(view(leaving, at(5 * HOUR))).toMatchObject({ signingOut: true, keepAlive });
  });

  it('waits for its own answer while a touch comes back, but for no longer than the session lives', () => {
    const both = openAfter(touching(opened(), MINUTE), event('signOut', MINUTE + SECOND));
    for (const result of [info, fail(line())]) {
      const state = answered(both, 'touchAnswered', result, MINUTE + 2 * SECOND, MINUTE);
      expect(state).toMatchObject({ at: 'open', signingOut: true });
    }
    const next = after(both, reply(both, 'touchAnswered', dead, MINUTE + 2 * SECOND, MINUTE));
    expect(next).toMatchObject({ at: 'signedOut', ended: { reason: 'signedOut' } });
    expect(view(next, at(2 * MINUTE)).state).toBe('signedOut');
  });
});

describe('a pause until somebody extends the session', () => {
  it('outlasts the touch of keep-alive that was under way; one of minutes lasts its minutes', () => {
    const touch = openAfter(opened(), tick(10 * MINUTE));
    const off = openAfter(touch, event('pauseKeepAlive', 10 * MINUTE, { ms: 'off' }));
    const { keepAlive } = answered(off, 'touchAnswered', info, 10 * MINUTE);
    expect(keepAlive).toMatchObject({ touches: 1, paused: 'off' });
    const paused = openAfter(opened(), event('pauseKeepAlive', 0, { ms: HOUR }));
    expect(touched(paused, MINUTE).keepAlive.paused).toMatchObject({ ms: HOUR });
  });
});

describe('the clock that was set back', () => {
  const open = opened();
  const back = clocks(5 * MINUTE - HOUR, 5 * MINUTE);
  const noticed = openAfter(open, tick(back));

  it('makes the time left doubtful, asks at once, and is settled by the answer', () => {
    expect(noticed.keepAlive.inFlight).toMatchObject({ by: 'afterWake' });
    // Not more time than before, and nothing beyond 35 minutes.
    const endsAtLeast = START - HOUR + 35 * MINUTE;
    const keepAlive = { why: 'doubtful' };
    const shown = { state: 'checking', doubtful: true, endsAtLeast, keepAlive };
    expect(view(noticed, back)).toMatchObject(shown);
    const settled = answered(noticed, 'touchAnswered', info, back);
    expect(view(settled, clocks(6 * MINUTE - HOUR, 6 * MINUTE))).toMatchObject({
      state: 'live',
      doubtful: false,
      endsAtLeast: START + 40 * MINUTE - HOUR,
    });
  });

  it('stays doubtful while nothing answers, or only a call that was sent before it', () => {
    const failed = answered(noticed, 'touchAnswered', fail(line()), back);
    expect(view(failed, back)).toMatchObject({ doubtful: true, state: 'offline' });
    const arrived = clocks(5 * MINUTE - HOUR, 5 * MINUTE + SECOND);
    const touch = touching(open, 5 * MINUTE);
    const late = answered(touch, 'touchAnswered', info, arrived, 5 * MINUTE);
    expect(view(late, arrived)).toMatchObject({ doubtful: true });
    // The machine may sleep for an hour: what the clocks say of the age is all too little.
    expect(asks(late, tick(arrived))).toEqual(['touch']);
  });
});
