import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  clocks,
  failuresByKind,
  fresh,
  HOUR,
  info,
  instant,
  line,
  MINUTE,
  opened,
  refusal,
  refused,
  SECOND,
  secrets,
  signIn,
  signInAnswered,
  START,
  status,
  touchAnswered,
  touching,
  unknownErrors,
} from './support.ts';

const dead = refused('BDC_1109');
const ownerOfTouch = (open: Open) => open.keepAlive.inFlight;

describe('an answered touch', () => {
  const sentAt = at(10 * MINUTE);
  const touch = touching(opened(), sentAt);

  it('extends the session from when it was sent', () => {
    const open = asOpen(
      after(touch, touchAnswered(touch, info, sentAt, at(10 * MINUTE + 9 * SECOND))),
    );
    expect(instant(open.contact.at)).toEqual({ wall: START + 10 * MINUTE, mono: 10 * MINUTE });
    expect(open).toMatchObject({
      contact: { endpoint: 'sessionInfo', by: 'you' },
      keepAlive: { inFlight: null, touches: 1, trouble: null },
      ids: { source: 'sessionInfo' },
    });
  });

  it.each([...unknownErrors.slice(0, 12), refusal('BDC_1102'), refusal('BDC_1322')])(
    'that failed does not move the contact: %j',
    (error) => {
      const open = asOpen(after(touch, touchAnswered(touch, fail(error), sentAt, at(11 * MINUTE))));
      expect(open.contact).toEqual(touch.contact);
      expect(open.keepAlive).toMatchObject({ inFlight: null, touches: 0, trouble: { error } });
    },
  );

  it('shows who cannot be reached: offline, busy, or at risk when time runs out', () => {
    const failed = (error: Parameters<typeof fail>[0], ms = 10 * MINUTE) =>
      view(after(touch, touchAnswered(touch, fail(error), sentAt, at(ms))), at(ms)).state;
    expect(failed(line('dns'))).toBe('offline');
    expect(failed(status(503))).toBe('offline');
    expect(failed(status(429))).toBe('busy');
    expect(failed(refusal('BDC_1144'))).toBe('busy');
    // BILL answers, and does not say that it is busy: nothing is known of the session.
    expect(failed(refusal('BDC_1102'))).toBe('checking');
    expect(failed(line('dns'), 25 * MINUTE)).toBe('atRisk');
    expect(failed(line('dns'), 35 * MINUTE)).toBe('offline');
    expect(view(opened(), at(35 * MINUTE)).state).toBe('checking');
  });
});

describe('[S33] two calls that finish in any order', () => {
  /** A touch is sent, then an operation; both answers come in at one moment. */
  const touch = touching(opened(), at(10 * MINUTE));
  const both = asOpen(
    after(touch, {
      type: 'tryOperation',
      operation: 'payBills',
      data: '{}',
      now: at(10 * MINUTE + SECOND),
    }),
  );
  const now = at(10 * MINUTE + 5 * SECOND);
  const touchDone = (result: Parameters<typeof touchAnswered>[1]): Event =>
    touchAnswered(both, result, at(10 * MINUTE), now);
  const operationDone = (good: boolean): Event =>
    answer(both, 'operationAnswered', both.calls, {
      operation: 'payBills',
      result: good ? ok({ reply: '{}' }) : refused('BDC_1361'),
      sentAt: at(10 * MINUTE + SECOND),
      now,
    });

  it.each([
    ['both good', info, true],
    ['only the touch good', info, false],
    ['only the operation good', fail(line()), true],
    ['neither good', fail(line()), false],
    ['the touch throttled', refused('BDC_1144'), true],
  ] as const)('lead to one state: %s', (_, result, good) => {
    const [first, second] = [touchDone(result), operationDone(good)];
    expect(after(both, first, second)).toEqual(after(both, second, first));
  });

  it('leave the contact at the call that was sent last, and count the touch', () => {
    for (const order of [
      [touchDone(info), operationDone(true)],
      [operationDone(true), touchDone(info)],
    ]) {
      const open = asOpen(after(both, ...order));
      expect(instant(open.contact.at)).toEqual(instant(at(10 * MINUTE + SECOND)));
      expect(open.contact).toMatchObject({ endpoint: 'operation', by: 'you' });
      expect(open.keepAlive).toMatchObject({ touches: 1, inFlight: null });
    }
  });

  it('raise no alarm when the earlier of them failed and the later one was answered', () => {
    const open = after(both, operationDone(true), touchDone(fail(line())));
    expect(view(open, now)).toMatchObject({ state: 'live', keepAlive: { trouble: null } });
  });

  it('leave the contact at the call that was sent last, even if the clock was moved between them', () => {
    for (const wall of [-HOUR, HOUR]) {
      const sent = clocks(10 * MINUTE + wall, 10 * MINUTE + SECOND);
      const arrived = clocks(10 * MINUTE + 5 * SECOND, 10 * MINUTE + 5 * SECOND);
      const later = asOpen(
        after(touch, { type: 'tryOperation', operation: 'payBills', data: '{}', now: sent }),
      );
      const open = after(
        later,
        answer(later, 'operationAnswered', later.calls, {
          operation: 'payBills',
          result: ok({ reply: '{}' }),
          sentAt: sent,
          now: arrived,
        }),
        touchAnswered(later, info, at(10 * MINUTE), arrived),
      );
      expect(asOpen(open).contact.endpoint).toBe('operation');
    }
  });

  it('end the session once when both say that it is over', () => {
    const ended = after(both, touchDone(dead));
    expect(ended).toMatchObject({ at: 'signedOut', ended: { reason: 'endedByServer' } });
    expect(step(ended, touchDone(dead))).toEqual([ended, []]);
    expect(step(ended, operationDone(true))).toEqual([ended, []]);
  });
});

describe('the end of a session', () => {
  const open = opened();
  const at10 = { sentAt: at(10 * MINUTE), now: at(10 * MINUTE + SECOND) };
  const endings: readonly (readonly [string, State, Event])[] = [
    ['touchAnswered', open, answer(open, 'touchAnswered', 1, { result: dead, ...at10 })],
    ['mfaCodeSent', open, answer(open, 'mfaCodeSent', 1, { result: dead, ...at10 })],
    ['mfaAnswered', open, answer(open, 'mfaAnswered', 1, { result: dead, ...at10 })],
    ['trustAnswered', open, answer(open, 'trustAnswered', 1, { result: dead, ...at10 })],
    [
      'operationAnswered',
      open,
      answer(open, 'operationAnswered', 1, { operation: 'payBills', result: dead, ...at10 }),
    ],
  ];

  it.each(endings)('comes with BDC_1109 in %s', (_, state, event) => {
    const [next, effects] = step(state, event);
    expect(effects).toEqual([]);
    expect(next).toEqual({
      ...fresh(),
      attempts: 1,
      ended: {
        reason: 'endedByServer',
        at: START + 10 * MINUTE + SECOND,
        signedInAt: START,
        lastContactAt: START,
        sessionIdMasked: '!b••••••••••3Rq8',
      },
    });
    expect(view(next, at10.now).state).toBe('expired');
  });

  it('is put down to idleness only when the call was sent 35 minutes after the last contact', () => {
    const reason = (sentAt: number) => {
      const event = answer(open, 'touchAnswered', 1, {
        result: dead,
        sentAt: at(sentAt),
        now: at(sentAt + 5 * SECOND),
      });
      const state = after(open, event);
      return state.at === 'signedOut' ? state.ended?.reason : state.at;
    };
    expect(reason(35 * MINUTE - 1)).toBe('endedByServer');
    expect(reason(35 * MINUTE)).toBe('idle');
  });

  it('does not come from a session that has been left, whatever the call', () => {
    const second = after(
      open,
      { type: 'signOut', now: at(MINUTE) },
      answer(open, 'signOutAnswered', 1, { result: ok(null), sentAt: at(MINUTE), now: at(MINUTE) }),
      signIn(at(2 * MINUTE)),
      signInAnswered(at(2 * MINUTE), { attempt: 2 }),
    );
    expect(second.at).toBe('open');
    for (const [, , event] of endings) expect(step(second, event)).toEqual([second, []]);
  });

  it('closes the MFA steps and the tries with it', () => {
    const trying = after(open, {
      type: 'tryOperation',
      operation: 'payBills',
      data: '{}',
      now: at(MINUTE),
    });
    const next = after(trying, answer(trying, 'touchAnswered', 9, { result: dead, ...at10 }));
    expect(Object.keys(next).sort()).toEqual(Object.keys(fresh()).sort());
  });
});

describe('signing out', () => {
  const signingOut = asOpen(after(opened(), { type: 'signOut', now: at(MINUTE) }));
  const outcome = (result: Parameters<typeof signedOutAnswer>[0]) =>
    after(signingOut, signedOutAnswer(result));
  const signedOutAnswer = (result: typeof dead | ReturnType<typeof ok<null>>): Event =>
    answer(signingOut, 'signOutAnswered', signingOut.calls, {
      result,
      sentAt: at(MINUTE),
      now: at(MINUTE + SECOND),
    });

  it.each([
    ['success', ok(null)],
    ['BDC_1109', dead],
  ])('is confirmed by %s', (_, result) => {
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
    expect(next).toMatchObject({
      at: 'signedOut',
      error,
      ended: { reason: 'signedOutUnconfirmed' },
    });
    expect(JSON.stringify(next)).not.toContain(secrets.sessionId);
  });

  it('starts no touch, however long it takes', () => {
    expect(step(signingOut, { type: 'tick', now: at(5 * HOUR) })[1]).toEqual([]);
    expect(view(signingOut, at(5 * HOUR))).toMatchObject({
      signingOut: true,
      keepAlive: { nextTouchAt: null, why: 'stopped' },
    });
  });

  it('waits for its own answer while a touch comes back', () => {
    const touch = touching(opened(), at(MINUTE));
    const both = asOpen(after(touch, { type: 'signOut', now: at(MINUTE + SECOND) }));
    const alive = after(both, touchAnswered(both, info, at(MINUTE), at(MINUTE + 2 * SECOND)));
    expect(alive).toMatchObject({ at: 'open', signingOut: true });
    const failed = after(
      both,
      touchAnswered(both, fail(line()), at(MINUTE), at(MINUTE + 2 * SECOND)),
    );
    expect(failed).toMatchObject({ at: 'open', signingOut: true });
  });

  it('is what ended the session when a touch learns of it first', () => {
    const touch = touching(opened(), at(MINUTE));
    const both = asOpen(after(touch, { type: 'signOut', now: at(MINUTE + SECOND) }));
    const next = after(both, touchAnswered(both, dead, at(MINUTE), at(MINUTE + 2 * SECOND)));
    expect(next).toMatchObject({ at: 'signedOut', ended: { reason: 'signedOut' } });
    expect(view(next, at(2 * MINUTE)).state).toBe('signedOut');
  });

  it('comes with BDC_1109 for the current session or with an answer of Logout, and with nothing else', () => {
    const open = opened();
    for (const error of [...unknownErrors, refusal('BDC_1107'), refusal('BDC_1120')]) {
      const touch = touching(open, at(MINUTE));
      expect(after(touch, touchAnswered(touch, fail(error), at(MINUTE), at(MINUTE))).at).toBe(
        'open',
      );
    }
  });
});

describe('a try of a protected operation', () => {
  const open = opened();
  const trying = asOpen(
    after(open, { type: 'tryOperation', operation: 'payBills', data: '{}', now: at(MINUTE) }),
  );
  const done = (call: number, result: typeof dead | ReturnType<typeof ok<{ reply: string }>>) =>
    after(
      trying,
      answer(trying, 'operationAnswered', call, {
        operation: 'payBills',
        result,
        sentAt: at(MINUTE),
        now: at(2 * MINUTE),
      }),
    );

  it.each([
    ['accepted', ok({ reply: '{"a":1}' }), { error: null, reply: '{"a":1}' }],
    ['refused', refused('BDC_1361'), { error: refusal('BDC_1361'), reply: null }],
    ['failed', fail(line()), { error: line(), reply: null }],
  ] as const)('ends %s', (outcome, result, rest) => {
    expect(asOpen(done(trying.calls, result)).tries.payBills).toEqual({
      call: trying.calls,
      data: '{}',
      at: START + 2 * MINUTE,
      outcome,
      ...rest,
    });
  });

  it('is not ended by the answer to another one', () => {
    expect(asOpen(done(trying.calls - 1, ok({ reply: '{}' }))).tries.payBills?.outcome).toBe(
      'pending',
    );
  });

  it('does not stop the other three', () => {
    const [, effects] = step(trying, {
      type: 'tryOperation',
      operation: 'inviteVendor',
      data: '{"a":1}',
      now: at(2 * MINUTE),
    });
    expect(effects).toMatchObject([
      { type: 'tryOperation', operation: 'inviteVendor', data: '{"a":1}', by: 'you' },
    ]);
  });
});

describe('the clock that was set back', () => {
  const open = opened();
  const back = clocks(5 * MINUTE - HOUR, 5 * MINUTE);
  const noticed = asOpen(after(open, { type: 'tick', now: back }));

  it('makes the time left doubtful, asks at once, and is settled by the answer', () => {
    expect(ownerOfTouch(noticed)).toMatchObject({ by: 'afterWake' });
    expect(view(noticed, back)).toMatchObject({ state: 'checking', doubtful: true });
    const settled = after(
      noticed,
      touchAnswered(noticed, info, back, clocks(5 * MINUTE - HOUR + SECOND, 5 * MINUTE + SECOND)),
    );
    expect(view(settled, clocks(6 * MINUTE - HOUR, 6 * MINUTE))).toMatchObject({
      state: 'live',
      doubtful: false,
      endsAtLeast: START + 40 * MINUTE - HOUR,
    });
  });

  it('stays doubtful while nothing answers', () => {
    const failed = after(noticed, touchAnswered(noticed, fail(line()), back, back));
    expect(view(failed, back)).toMatchObject({ doubtful: true, state: 'offline' });
  });

  it('is not settled by the answer to a call that was sent before it', () => {
    const touch = touching(open, at(5 * MINUTE));
    const arrived = clocks(5 * MINUTE - HOUR, 5 * MINUTE + SECOND);
    const answered = after(touch, touchAnswered(touch, info, at(5 * MINUTE), arrived));
    expect(view(answered, arrived)).toMatchObject({ doubtful: true });
    // The machine sleeps for an hour: what the clocks say of the age is all too little.
    expect(step(answered, { type: 'tick', now: arrived })[1]).toMatchObject([{ type: 'touch' }]);
  });

  it('does not show more time than before, and nothing beyond 35 minutes', () => {
    const shown = view(noticed, back);
    expect(shown).toMatchObject({ endsAtLeast: START - HOUR + 35 * MINUTE });
  });

  it('goes unnoticed when it is slewed by less than a second', () => {
    const slewed = after(
      open,
      { type: 'tick', now: at(15 * SECOND) },
      { type: 'tick', now: clocks(14 * SECOND + 1, 30 * SECOND) },
    );
    expect(view(slewed, clocks(14 * SECOND + 1, 30 * SECOND))).toMatchObject({
      doubtful: false,
      state: 'live',
    });
  });
});

describe('an event that the state refuses', () => {
  it('gives the very state back, the clocks included', () => {
    const open = opened();
    const [next] = step(open, { type: 'cancelSignIn', now: clocks(-HOUR, MINUTE) });
    expect(next).toBe(open);
    const signedOut = fresh();
    expect(step(signedOut, { type: 'tick', now: at(0) })[0]).toBe(signedOut);
  });

  it('gives the very state back for a tick at which no time has passed', () => {
    const open = opened();
    expect(step(open, { type: 'tick', now: at(0) })[0]).toBe(open);
  });
});
