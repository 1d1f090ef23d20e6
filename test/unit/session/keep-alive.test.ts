import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { plan } from '../../../src-main/session/keep-alive.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  awake,
  clocks,
  fresh,
  HOUR,
  info,
  line,
  MINUTE,
  opened,
  refused,
  wrongCode,
  SECOND,
  signIn,
  signInAnswered,
  START,
  status,
  touchAnswered,
  touching,
} from './support.ts';

type Info = typeof info extends Result<infer T> ? T : never;

/** Evenly spread over [0, 1), the same for the same seed. */
function luck(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Lets a session run as the runner would, with a server that answers at once, and gives the times
 * of its touches in ms since the start.
 */
function run(
  from: Open,
  options: {
    readonly until: number;
    readonly chance?: () => number;
    readonly server: (ms: number) => Result<Info>;
  },
): { readonly touches: number[]; readonly state: State } {
  const { until, chance = () => 0.5, server } = options;
  const touches: number[] = [];
  let state: State = from;
  for (let ms = 0; ms <= until;) {
    const [next, effects] = step(state, { type: 'tick', now: at(ms, chance()) });
    state = next;
    for (const effect of effects) {
      if (effect.type !== 'touch') throw new Error(effect.type);
      touches.push(ms);
      const now = at(ms, chance());
      state = after(state, touchAnswered(asOpen(state), server(ms), at(ms), now));
    }
    if (state.at !== 'open') break;
    ms += Math.max(1, Math.ceil(Math.min(plan(state, at(ms)).inMs ?? 15_000, 15_000)));
  }
  return { touches, state };
}

const sessionWith = (chance: number) =>
  asOpen(after(fresh(), signIn(), signInAnswered(at(0, chance))));

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
    expect(step(quiet, { type: 'tick', now: at(due) })[1]).toMatchObject([
      { type: 'touch', by: 'keepAlive' },
    ]);
  });

  it.each([
    ['touchAnswered', info],
    ['mfaCodeSent', ok({ challengeId: 'c' })],
    ['mfaAnswered', ok({ mfaId: null })],
    ['trustAnswered', ok({ isTrusted: true })],
    ['operationAnswered', ok({ reply: '{}' })],
  ] as const)('is put off by any call that BILL answered: %s', (type, result) => {
    const open = opened();
    const rest = { operation: 'payBills', result, sentAt: at(5 * MINUTE), now: at(6 * MINUTE) };
    const next = asOpen(after(open, answer(open, type, 1, rest as never)));
    expect(plan(next, at(6 * MINUTE))).toEqual({ inMs: 9 * MINUTE, why: 'regular' });
  });

  it.each([
    ['mfaCodeSent', refused('BDC_1354')],
    ['mfaAnswered', wrongCode],
    ['trustAnswered', refused('BDC_1120')],
    ['operationAnswered', refused('BDC_1361')],
    ['operationAnswered', fail(line())],
    ['operationAnswered', refused('BDC_1144')],
  ] as const)('is not put off by a call that failed: %s', (type, result) => {
    const open = awake(opened(), 0, 6 * MINUTE);
    const rest = { operation: 'payBills', result, sentAt: at(5 * MINUTE), now: at(6 * MINUTE) };
    const next = asOpen(after(open, answer(open, type, 1, rest as never)));
    expect(plan(next, at(6 * MINUTE))).toEqual({ inMs: 4 * MINUTE, why: 'regular' });
  });

  it('is one at a time: none is planned while one is under way', () => {
    const touch = touching(opened(), at(MINUTE));
    expect(plan(touch, at(HOUR))).toEqual({ inMs: null, why: 'regular' });
    expect(step(touch, { type: 'tick', now: at(HOUR) })[1]).toEqual([]);
  });

  it('is due at once after a sleep that took it over the ten minutes', () => {
    expect(plan(opened(), clocks(18 * MINUTE, 8 * MINUTE)).inMs).toBe(0);
    expect(plan(opened(), clocks(9 * MINUTE, MINUTE)).inMs).toBe(MINUTE);
  });

  it('makes six calls or so an hour on a quiet day', () => {
    const { touches } = run(opened(), { until: 10 * HOUR, chance: luck(7), server: () => info });
    expect(touches.length).toBeGreaterThanOrEqual(54);
    expect(touches.length).toBeLessThanOrEqual(67);
  });
});

describe('a touch that failed', () => {
  const failing = (result: Result<Info>, ms = 10 * MINUTE, chance = 0.5, from = opened()) => {
    const touch = touching(from, at(ms, chance));
    return asOpen(after(touch, touchAnswered(touch, result, at(ms), at(ms, chance))));
  };

  it('is done again after a wait that is drawn, doubles, and ends just below a minute', () => {
    const waits = (chance: number) => {
      const found: (number | null)[] = [];
      let open = opened();
      for (let n = 0; n < 7; n += 1) {
        open = failing(fail(line()), 10 * MINUTE, chance, open);
        found.push(plan(open, at(10 * MINUTE)).inMs);
      }
      return found;
    };
    const seconds = (...list: number[]) => list.map((second) => second * SECOND);
    expect(waits(0)).toEqual(seconds(0, 0, 0, 0, 45, 45, 45));
    expect(waits(0.5)).toEqual(seconds(2, 4, 8, 16, 52.5, 52.5, 52.5));
    expect(waits(1)).toEqual(seconds(4, 8, 16, 32, 60, 60, 60));
  });

  it('is done less often once no minute is certain any more', () => {
    let open = opened();
    for (let n = 0; n < 8; n += 1) open = failing(fail(line()), 36 * MINUTE, 1, open);
    expect(plan(open, at(36 * MINUTE)).inMs).toBe(7 * MINUTE);
  });

  it('begins anew with the waits after a contact', () => {
    let open = opened();
    for (let n = 0; n < 5; n += 1) open = failing(fail(line()), 10 * MINUTE, 0.5, open);
    open = failing(info, 11 * MINUTE, 0.5, open);
    expect(plan(open, at(11 * MINUTE))).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
    open = failing(fail(line()), 21 * MINUTE, 0.5, open);
    expect(plan(open, at(21 * MINUTE))).toEqual({ inMs: 2 * SECOND, why: 'retry' });
  });

  it('is done again though the machine slept through the wait', () => {
    const open = failing(fail(status(503, 20 * MINUTE)));
    expect(plan(open, clocks(31 * MINUTE, 10 * MINUTE)).inMs).toBe(0);
  });

  it('honours Retry-After, and calls a 429 busy', () => {
    expect(plan(failing(fail(status(429, 5 * MINUTE))), at(10 * MINUTE))).toEqual({
      inMs: 5 * MINUTE,
      why: 'busy',
    });
    expect(plan(failing(fail(status(503, 5 * MINUTE))), at(10 * MINUTE))).toEqual({
      inMs: 5 * MINUTE,
      why: 'retry',
    });
  });

  it('waits longer than a server asks that asks for nothing', () => {
    const { touches } = run(opened(), {
      until: 20 * MINUTE,
      chance: luck(3),
      server: () => fail(status(429, 0)),
    });
    expect(touches.length).toBeLessThan(20);
  });

  it('lets Retry-After give way once to a last try in the last two minutes, and not again', () => {
    const { touches } = run(opened(), {
      until: 80 * MINUTE,
      server: () => fail(status(429, HOUR)),
    });
    expect(touches).toEqual([10 * MINUTE, 33 * MINUTE]);
  });

  it('has a try within the last two certain minutes, whatever the luck', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { touches } = run(opened(), {
        until: 36 * MINUTE,
        chance: luck(seed),
        server: () => fail(line()),
      });
      const last = touches.filter((ms) => ms >= 33 * MINUTE && ms < 35 * MINUTE);
      expect(last.length, `seed ${seed}`).toBeGreaterThan(0);
    }
  });

  it('waits at BDC_1144 for the next full hour of the server, through the last two minutes', () => {
    const serverAhead = 13 * MINUTE;
    const { touches, state } = run(opened(), {
      until: 70 * MINUTE,
      server: (ms) => {
        const serverTime = START + ms + serverAhead;
        return ms + serverAhead < HOUR ? refused('BDC_1144', { serverTime: serverTime }) : info;
      },
    });
    expect(touches.slice(0, 2)).toEqual([10 * MINUTE, 47 * MINUTE + SECOND]);
    expect(view(state, at(70 * MINUTE))).toMatchObject({ state: 'live' });
  });

  it('says why there is no touch before the next hour', () => {
    const open = failing(refused('BDC_1144', { serverTime: START + 10 * MINUTE }));
    expect(view(open, at(11 * MINUTE))).toMatchObject({
      state: 'busy',
      keepAlive: { why: 'hourLimit', nextTouchAt: START + HOUR + SECOND },
    });
  });

  it('can be done at once by the user, also while the hour’s calls are used up', () => {
    const open = failing(refused('BDC_1144', { serverTime: START + 10 * MINUTE }));
    expect(step(open, { type: 'extendNow', now: at(11 * MINUTE) })[1]).toMatchObject([
      { type: 'touch', by: 'you' },
    ]);
  });

  it('costs at most 50 calls in 40 minutes of 503, and never the session', () => {
    const lucks = Array.from({ length: 1000 }, (_, seed) => luck(seed));
    const counts = [() => 0, ...lucks].map((chance, seed) => {
      const open = sessionWith(chance());
      const { touches, state } = run(open, {
        until: 60 * MINUTE,
        chance,
        server: () => fail(status(503)),
      });
      expect(state.at, `seed ${seed}`).toBe('open');
      const first = touches[0] ?? Infinity;
      return touches.filter((ms) => ms <= first + 40 * MINUTE).length;
    });
    expect(Math.max(...counts)).toBeLessThanOrEqual(50);
    expect(Math.min(...counts)).toBeGreaterThan(20);
  });

  it('three times with 500 is forgotten with the first good answer', () => {
    let calls = 0;
    const { touches, state } = run(opened(), {
      until: 15 * MINUTE,
      server: () => {
        calls += 1;
        return calls <= 3 ? fail(status(500)) : info;
      },
    });
    expect(touches).toHaveLength(4);
    expect(view(state, at(15 * MINUTE))).toMatchObject({
      state: 'live',
      keepAlive: { touches: 1, trouble: null },
    });
  });
});

describe('a clock that was set back', () => {
  it('makes a touch due at once, and after a failure after the usual wait', () => {
    const back = clocks(MINUTE - HOUR, MINUTE);
    const [state, effects] = step(opened(), { type: 'tick', now: back });
    expect(effects).toMatchObject([{ type: 'touch', by: 'afterWake' }]);
    const failed = asOpen(after(state, touchAnswered(asOpen(state), fail(line()), back, back)));
    expect(plan(failed, back)).toEqual({ inMs: 2 * SECOND, why: 'retry' });
    const answered = asOpen(after(state, touchAnswered(asOpen(state), info, back, back)));
    expect(plan(answered, back)).toEqual({ inMs: 10 * MINUTE, why: 'regular' });
  });

  it('does not put a touch off: the monotonic clock goes on counting', () => {
    const open = asOpen(after(opened(), { type: 'cancelSignIn', now: at(0) }));
    expect(plan(open, clocks(-HOUR, 10 * MINUTE)).inMs).toBe(0);
  });

  it('is told as the reason', () => {
    const touch = touching(opened(), at(MINUTE));
    const noticed = asOpen(after(touch, { type: 'tick', now: clocks(-HOUR, 2 * MINUTE) }));
    expect(plan(noticed, clocks(-HOUR, 2 * MINUTE))).toEqual({ inMs: null, why: 'doubtful' });
  });
});
