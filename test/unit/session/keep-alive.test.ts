/** When the next touch is due, and how often a touch that failed is tried again. */
import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { plan } from '../../../src-main/session/keep-alive/touch-plan.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Moment, Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { luck } from '../../simulation/luck.ts';
import { info, line, refusal, refused, status, wrongCode } from './given/outcomes.ts';
import { fresh } from './given/people.ts';
import { answer, signIn, signInAnswered, tick } from './given/events.ts';
import { awake, failing, live, openAfter, opened, touched, touching } from './given/sessions.ts';
import { at, clocks, HOUR, MINUTE, SECOND, START } from './given/times.ts';

/** Lets a session run as the runner would, until `until`; when it is touched, in ms since the start. */
function run(
  from: Open,
  until: number,
  server: (now: Moment) => typeof info | Result<never>,
  chance = () => 0.5,
): { readonly touches: number[]; readonly state: State } {
  const touches: number[] = [];
  let state: State = from;
  for (let ms = 0; ms <= until;) {
    const next = live(state, [tick(at(ms, chance()))], server);
    state = next.state;
    touches.push(...next.touches.map(({ mono }) => mono));
    if (state.at !== 'open') break;
    ms += Math.max(1, Math.ceil(Math.min(plan(state, at(ms)).inMs ?? 15_000, 15_000)));
  }
  return { touches, state };
}

const sessionWith = (chance: number) => openAfter(fresh(), signIn(), signInAnswered(at(0, chance)));
const refusals =
  (error = line()) =>
  () =>
    fail(error);

describe('the regular touch', () => {
  it.each([
    [0, 9 * MINUTE],
    [0.25, 9.5 * MINUTE],
    [0.5, 10 * MINUTE],
    [0.999999999, 11 * MINUTE],
  ])('is due ten minutes after the last contact, spread by one: chance %d', (chance, due) => {
    const open = sessionWith(chance);
    expect(plan(open, at(0))).toEqual({ inMs: due, why: 'regular' });
    expect(plan(open, at(due - 1))).toEqual({ inMs: 1, why: 'regular' });
    const quiet = awake(open, 0, due - 1);
    expect(quiet.calls).toBe(0);
    expect(step(quiet, tick(due))[1]).toMatchObject([{ type: 'touch', by: 'keepAlive' }]);
  });

  it.each([
    ['put off by', 'touchAnswered', info, 9],
    ['put off by', 'sendMfaCodeAnswered', ok({ challengeId: 'c' }), 9],
    ['put off by', 'submitMfaCodeAnswered', ok({ mfaId: null }), 9],
    ['put off by', 'checkTrustAnswered', ok({ isTrusted: true }), 9],
    ['put off by', 'tryOperationAnswered', ok({ reply: '{}' }), 9],
    ['not put off by a refused', 'sendMfaCodeAnswered', refused('BDC_1354'), 4],
    ['not put off by a refused', 'submitMfaCodeAnswered', wrongCode, 4],
    ['not put off by a refused', 'checkTrustAnswered', refused('BDC_1120'), 4],
    ['not put off by a refused', 'tryOperationAnswered', refused('BDC_1361'), 4],
    ['not put off by a throttled', 'tryOperationAnswered', refused('BDC_1144'), 4],
    ['not put off by a lost', 'tryOperationAnswered', fail(line()), 4],
  ] as const)('is %s %s', (_, type, result, minutes) => {
    const open = awake(opened(), 0, 6 * MINUTE);
    const rest = { operation: 'PayBills', result, sentAt: at(5 * MINUTE), now: at(6 * MINUTE) };
    const next = openAfter(open, answer(open, type, 1, rest as never));
    expect(plan(next, at(6 * MINUTE))).toEqual({ inMs: minutes * MINUTE, why: 'regular' });
  });

  it('is one at a time: none is planned while one is under way', () => {
    const touch = touching(opened(), MINUTE);
    expect(plan(touch, at(HOUR))).toEqual({ inMs: null, why: 'regular' });
    expect(step(touch, tick(HOUR))[1]).toEqual([]);
  });

  it('is due at once after a sleep that took it over the ten minutes', () => {
    expect(plan(opened(), clocks(18 * MINUTE, 8 * MINUTE)).inMs).toBe(0);
    expect(plan(opened(), clocks(9 * MINUTE, MINUTE)).inMs).toBe(MINUTE);
  });
});

describe('a touch that failed', () => {
  /** The `count`-th failure in a row at `ms`. */
  const nth = (count: number, ms: number, chance: number, from = opened()) =>
    Array.from({ length: count }).reduce<Open>((open) => failing(open, at(ms, chance)), from);

  it.each([
    [0, [0, 0, 0, 0, 45, 45, 45]],
    [0.5, [2, 4, 8, 16, 52.5, 52.5, 52.5]],
    [1, [4, 8, 16, 32, 60, 60, 60]],
  ])('waits, doubling, to just below a minute: by the chance %d', (chance, seconds) => {
    const waits = seconds.map(
      (_, n) => plan(nth(n + 1, 10 * MINUTE, chance), at(10 * MINUTE)).inMs,
    );
    expect(waits).toEqual(seconds.map((second) => second * SECOND));
  });

  it('is done less often once no minute is certain any more', () => {
    expect(plan(nth(8, 36 * MINUTE, 1), at(36 * MINUTE)).inMs).toBe(7 * MINUTE);
  });

  it('begins anew with the waits after a contact', () => {
    const open = touched(nth(5, 10 * MINUTE, 0.5), 11 * MINUTE);
    expect(plan(open, at(11 * MINUTE))).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    const again = plan(failing(open, 21 * MINUTE), at(21 * MINUTE));
    expect(again).toEqual({ inMs: 2 * SECOND, why: 'retry' });
  });

  it.each([
    ['and calls a 429 busy', status(429, 5 * MINUTE), 10 * MINUTE, 5 * MINUTE, 'busy'],
    ['of a 503', status(503, 5 * MINUTE), 10 * MINUTE, 5 * MINUTE, 'retry'],
  ])('honours Retry-After %s', (_, error, ms, inMs, why) => {
    expect(plan(failing(opened(), ms, error), at(ms))).toEqual({ inMs, why });
  });

  it('is done again though the machine slept through the wait', () => {
    const open = failing(opened(), 10 * MINUTE, status(503, 20 * MINUTE));
    expect(plan(open, clocks(31 * MINUTE, 10 * MINUTE)).inMs).toBe(0);
  });

  it('lets Retry-After give way once to a last try in the last two minutes, and not again', () => {
    const { touches } = run(opened(), 80 * MINUTE, refusals(status(429, HOUR)));
    expect(touches).toEqual([10 * MINUTE, 33 * MINUTE]);
  });

  it('has a try within the last two certain minutes, whatever the luck', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { touches } = run(opened(), 36 * MINUTE, refusals(), luck(seed));
      const last = touches.filter((ms) => ms >= 33 * MINUTE && ms < 35 * MINUTE);
      expect(last.length, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  it('waits, when the hour is full, for the next one of the server, through the last two minutes', () => {
    const ahead = 13 * MINUTE;
    const { touches, state } = run(opened(), 70 * MINUTE, ({ mono }) =>
      mono + ahead < HOUR ? refused('BDC_1144', { serverTime: START + mono + ahead }) : info,
    );
    expect(touches.slice(0, 2)).toEqual([10 * MINUTE, 47 * MINUTE + SECOND]);
    expect(view(state, at(70 * MINUTE))).toMatchObject({ state: 'live' });
  });

  it('says why there is no touch before the next hour, and leaves one to the user', () => {
    const full = refusal('BDC_1144', { serverTime: START + 10 * MINUTE });
    const open = failing(opened(), 10 * MINUTE, full);
    const keepAlive = { why: 'hourLimit', nextTouchAt: START + HOUR + SECOND };
    expect(view(open, at(11 * MINUTE))).toMatchObject({ state: 'busy', keepAlive });
    expect(touching(open, 11 * MINUTE).keepAlive.inFlight).toMatchObject({ by: 'you' });
  });

  it('costs at most 50 calls in 40 minutes of 503, and never the session', () => {
    const lucks = Array.from({ length: 1000 }, (_, seed) => luck(seed));
    const counts = [() => 0, ...lucks].map((chance, seed) => {
      const open = sessionWith(chance());
      const { touches, state } = run(open, HOUR, refusals(status(503)), chance);
      expect(state.at, `seed ${seed}`).toBe('open');
      const first = touches[0] ?? Infinity;
      return touches.filter((ms) => ms <= first + 40 * MINUTE).length;
    });
    expect(Math.max(...counts)).toBeLessThanOrEqual(50);
    expect(Math.min(...counts)).toBeGreaterThan(20);
  });
});

describe('a clock that was set back', () => {
  it('makes a touch due at once, and after a failure after the usual wait', () => {
    const back = clocks(MINUTE - HOUR, MINUTE);
    expect(step(opened(), tick(back))[1]).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    const next = (server: () => typeof info | Result<never>) =>
      plan(live(opened(), [tick(back)], server).state as Open, back);
    expect(next(() => fail(line()))).toEqual({ inMs: 2 * SECOND, why: 'retry' });
    expect(next(() => info)).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
  });

  it('does not put a touch off: the monotonic clock goes on counting', () => {
    expect(plan(opened(), clocks(-HOUR, 10 * MINUTE)).inMs).toBe(0);
  });
});
