/** What holds whatever happens: random wishes and answers, at random times, by clocks that go wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../../scale.ts';
import { fail, ok, type AppError, type Result } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Effect, Event } from '../../../src-main/session/session-events.ts';
import type { Moment, State } from '../../../src-main/session/state.ts';
import { elapsed } from '../../../src-main/session/time.ts';
import { view } from '../../../src-main/session/view.ts';
import { info, refusal, unknownErrors } from './given/outcomes.ts';
import { fresh, rememberedDevice, secrets, signedInReply } from './given/people.ts';
import {
  event,
  pays,
  reply,
  replyTo,
  signIn,
  signInAnswered,
  tick,
  types,
  type Sent,
} from './given/events.ts';
import { after, asOpen, opened } from './given/sessions.ts';
import { at, DAY, HOUR, MINUTE, SECOND, START } from './given/times.ts';

const IDLE = 35 * MINUTE;
/** The last moment that a date can hold. */
const LAST_DATE = 8.64e15;

/** What the user does, at a moment. */
const wishes = {
  signIn: (now) => signIn(now),
  cancelSignIn: (now) => event('cancelSignIn', now),
  extendNow: (now) => event('extendNow', now),
  signOut: (now) => event('signOut', now),
  sendMfaCode: (now) => event('sendMfaCode', now),
  submitMfaCode: (now) => types(now, now.chance > 0.5),
  checkTrust: (now) => event('checkTrust', now),
  tryOperation: (now) => pays(now),
} satisfies Record<string, (now: Moment) => Event>;
type Wish = keyof typeof wishes;

/** Null: a good answer. */
type Outcome = AppError | null;
type Do =
  | { readonly do: 'wish'; readonly wish: Wish }
  | { readonly do: 'answer'; readonly nth: number; readonly error: Outcome }
  | { readonly do: 'tick' };
type Timed = Do & { readonly pass: number; readonly jump: number; readonly chance: number };

const allWishes = Object.keys(wishes) as Wish[];
const good = fc.constant<Outcome>(null);
const bad = (...errors: readonly AppError[]) => fc.constantFrom<Outcome>(...errors);
const otherRefusals = [1101, 1107, 1120, 1144, 1322, 1361].map((code) => refusal(`BDC_${code}`));
const anyOutcome = fc.oneof(
  { weight: 4, arbitrary: good },
  { weight: 3, arbitrary: bad(...unknownErrors) },
  { weight: 2, arbitrary: bad(...otherRefusals) },
  { weight: 1, arbitrary: bad(refusal('BDC_1109')) },
);
const noJump = fc.constant(0);
const anyJump = fc.oneof(
  noJump,
  fc.integer({ min: -HOUR, max: 3 * HOUR }),
  fc.constantFrom(-START, -START + 1, Date.UTC(2038, 0, 19) - START, 1, -1, -DAY, DAY),
  fc.constantFrom(LAST_DATE, -LAST_DATE),
);

/** Time passes by `pass` awake, and the wall clock is moved by `jump` (or the machine slept). */
function runs(
  outcomes: fc.Arbitrary<Outcome> = anyOutcome,
  jumps: fc.Arbitrary<number> = anyJump,
  wanted: readonly Wish[] = allWishes,
): fc.Arbitrary<Timed[]> {
  const actions = fc.oneof(
    fc.constantFrom(...wanted).map((wish): Do => ({ do: 'wish', wish })),
    fc.record({ do: fc.constant('answer' as const), nth: fc.nat(5), error: outcomes }),
    fc.constant<Do>({ do: 'tick' }),
  );
  const times = [fc.integer({ min: 0, max: 12 * MINUTE }), jumps, fc.nat(99)] as const;
  const timed = fc
    .tuple(actions, ...times)
    .map(([action, pass, jump, percent]) => ({ ...action, pass, jump, chance: percent / 100 }));
  return fc.array(timed, { maxLength: 60, size: 'max' });
}

const goodAnswers: Partial<Record<Effect['type'], (now: Moment) => unknown>> = {
  signIn: () => signedInReply,
  touch: () => ({ organizationId: 'o', userId: 'u' }),
  signOut: () => null,
  sendMfaCode: () => ({ challengeId: secrets.challengeId }),
  submitMfaCode: () => ({ mfaId: secrets.mfaId }),
  checkTrust: (now) => ({ isTrusted: now.chance > 0.5 }),
  tryOperation: () => ({ reply: '{}' }),
};
function answerTo(call: Sent, error: Outcome, now: Moment): Event | null {
  const value = goodAnswers[call.effect.type]?.(now);
  const result: Result<unknown> = error === null ? ok(value) : fail(error);
  return replyTo(call, result, now);
}
/** The attempt or session that a call belongs to; null for what waits for no answer. */
function numberOf({ effect }: Sent): number | null {
  if (effect.type === 'signIn') return effect.attempt;
  return 'generation' in effect ? effect.generation : null;
}

/** Plays a run, with every effect waiting for the answer that the run chooses for it. */
class World {
  state: State;
  now: Moment = at(0);
  readonly pending: Sent[] = [];
  readonly started: Sent[] = [];

  constructor(state: State = fresh()) {
    this.state = state;
  }

  do(action: Timed): void {
    const { pass, jump, chance } = action;
    const wall = Math.max(-LAST_DATE, Math.min(LAST_DATE, this.now.wall + pass + jump));
    this.now = { wall, mono: this.now.mono + pass, chance };
    const one = this.#event(action);
    if (one !== null) this.send(one);
  }

  send(one: Event): void {
    const [next, effects] = step(this.state, one);
    this.state = next;
    const calls = effects.map((effect) => ({ effect, sentAt: this.now }));
    this.started.push(...calls);
    this.pending.push(...calls.filter((call) => numberOf(call) !== null));
  }

  /** The call that `action` answers. */
  answeredBy(action: Do): Sent | undefined {
    const { length } = this.pending;
    return action.do === 'answer' ? this.pending[action.nth % Math.max(1, length)] : undefined;
  }

  #event(action: Do): Event | null {
    if (action.do === 'tick') return tick(this.now);
    if (action.do === 'wish') return wishes[action.wish](this.now);
    const call = this.answeredBy(action);
    if (call === undefined) return null;
    this.pending.splice(this.pending.indexOf(call), 1);
    return answerTo(call, action.error, this.now);
  }
}

/** Plays each run in a world of its own, and looks at it after each action. */
function always(
  of: fc.Arbitrary<Timed[]>,
  look: (world: World, action: Timed, before: State, call: Sent | undefined) => void,
  start: () => World = () => new World(opened()),
): void {
  fc.assert(
    fc.property(of, (run) => {
      const world = start();
      for (const action of run) {
        const before = world.state;
        const call = world.answeredBy(action);
        world.do(action);
        look(world, action, before, call);
      }
    }),
    { numRuns: scaled(200) },
  );
}

describe('whatever happens', () => {
  it('no outcome that says nothing about the session ends it', () => {
    const unknown = bad(...unknownErrors, ...otherRefusals);
    const withoutSignOut = allWishes.filter((wish) => wish !== 'signOut');
    always(runs(fc.oneof(unknown, unknown, good), anyJump, withoutSignOut), ({ state }) => {
      expect(state.at).toBe('open');
    });
  });

  it('an open session ends by the word that it is invalid or by a sign-out, and by nothing else', () => {
    let ends = 0;
    always(runs(), ({ state }, action, before, call) => {
      if (before.at !== 'open' || state.at === 'open') return;
      ends += 1;
      if (action.do !== 'answer' || call === undefined) throw new Error('It ended by itself.');
      expect(numberOf(call)).toBe(before.attempts);
      const { error } = action;
      const dead = error?.kind === 'refused' && error.code === 'BDC_1109';
      expect(call.effect.type === 'signOut' || dead).toBe(true);
    });
    expect(ends).toBeGreaterThan(50);
  });

  it('[S32] an answer for an earlier session or attempt changes nothing; a late session is given back', () => {
    let late = 0;
    always(runs(), ({ state, started, now }, action) => {
      for (const call of started) {
        const number = numberOf(call);
        if (number === null || number >= state.attempts) continue;
        late += 1;
        const error = action.do === 'answer' ? action.error : null;
        const event = answerTo(call, error, now);
        if (event === null) throw new Error(call.effect.type);
        const [next, effects] = step(state, event);
        expect(next).toBe(state);
        const back = call.effect.type === 'signIn' && error === null;
        expect(effects.map(({ type }) => type)).toEqual(back ? ['giveBack'] : []);
      }
    });
    expect(late).toBeGreaterThan(200);
  });

  it('at most one touch is under way, one sign-in, and one message or code', () => {
    // Each sleep may cut one touch off, which stays unanswered while the next is asked.
    const wakes = new WeakMap<World, Set<unknown>>();
    const look = (world: World) => {
      const { state, pending } = world;
      const mine = pending.filter((call) => numberOf(call) === state.attempts);
      const of = (...types: Effect['type'][]) =>
        mine.filter(({ effect }) => types.includes(effect.type)).length;
      const seen = wakes.get(world) ?? new Set([null]);
      wakes.set(world, seen.add(state.at === 'open' ? state.clock.woke : null));
      expect(of('touch')).toBeLessThanOrEqual(seen.size);
      expect(of('signIn')).toBeLessThanOrEqual(1);
      expect(of('signOut')).toBeLessThanOrEqual(1);
      expect(of('sendMfaCode', 'submitMfaCode')).toBeLessThanOrEqual(1);
      expect(of('tryOperation')).toBeLessThanOrEqual(1);
    };
    always(runs(), look, () => new World());
  });

  it('no secret is in what a panel sees, and neither password nor code is in the state', () => {
    const pieces = Object.entries(secrets).flatMap(([name, secret]) => {
      const length = name === 'code' ? 6 : 7;
      const starts = Array.from({ length: secret.length - length + 1 }, (_, n) => n);
      return starts.map((n) => secret.slice(n, n + length));
    });
    const echoes = bad(refusal('BDC_1361'), refusal('BDC_9999'), ...unknownErrors);
    // Six digits stand in many a time of thirteen by chance.
    const withoutTimes = (text: string) => text.replace(/\d{7,}/gu, '…');
    let openViews = 0;
    const look = ({ state, now }: World) => {
      const shown = withoutTimes(JSON.stringify(view(state, now)));
      if (state.at === 'open') openViews += 1;
      if (pieces.some((piece) => shown.includes(piece))) throw new Error(`A secret in ${shown}`);
      const kept = withoutTimes(JSON.stringify(state));
      expect(kept).not.toContain(secrets.password);
      expect(kept).not.toContain(secrets.code);
    };
    always(runs(fc.oneof(good, good, echoes), noJump), look, () => {
      const world = new World(after(fresh(rememberedDevice), signIn()));
      world.send(signInAnswered(0));
      return world;
    });
    expect(openViews).toBeGreaterThan(200);
  });
});

describe('the time that is shown as left', () => {
  it('[S44] is a number, and never more than 35 minutes from when the last contact was sent, by either clock, however wild', () => {
    always(runs(), ({ state, now }) => {
      const shown = view(state, now);
      if (!('endsAtLeast' in shown)) return;
      const wild = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);
      expect(Object.values({ ...shown, ...shown.keepAlive }).filter(wild)).toEqual([]);
      const left = (shown.endsAtLeast ?? Infinity) - now.wall;
      // Two clocks are never read at the very same moment: 20 ms. Sums of the wildest go beyond 2^53,
      // where numbers are two apart.
      expect(left).toBeLessThanOrEqual(IDLE - elapsed(asOpen(state).contact.at, now) + 22);
    });
  });

  /**
   * A server that ends a session after 35 idle minutes of true time. The machine sleeps, and its
   * wall clock is set; a set-back is seen when it is greater than what has passed since the last
   * look, so that both do not happen between two looks.
   */
  const look = (kind: 'awake' | 'asleep' | 'set' | 'hold' | 'release', min: number, max: number) =>
    fc.record({ kind: fc.constant(kind), ms: fc.integer({ min, max }) });
  const looks = fc.array(
    fc.oneof(
      look('awake', 1, 15_000),
      look('asleep', 1, 50 * MINUTE),
      look('set', -DAY, DAY),
      look('hold', 0, 0),
      look('release', 0, 0),
    ),
    { maxLength: 80, size: 'max' },
  );

  it('is never more than a server would grant, unless it is marked as doubtful', () => {
    let shownLeft = 0;
    fc.assert(
      fc.property(looks, (run) => {
        let trueTime = 0;
        let lastCall = 0;
        let held = false;
        /** The touch that is under way, in true time too. */
        let waiting: { readonly sentAt: Moment; readonly sent: number } | null = null;
        let now = at(0);
        let state: State = opened();
        const settle = () => {
          if (waiting === null || held || state.at !== 'open') return;
          const dead = trueTime - lastCall >= IDLE;
          if (!dead) lastCall = Math.max(lastCall, waiting.sent);
          const result = dead ? fail(refusal('BDC_1109')) : info;
          state = after(state, reply(state, 'touchAnswered', result, now, waiting.sentAt));
          waiting = null;
        };
        for (const { kind, ms } of run) {
          if (state.at !== 'open') return;
          // Less than this is not a set-back but the clock's being read a moment earlier.
          if (kind === 'set' && ms < 0 && ms > -2 * SECOND) continue;
          if (kind !== 'set') trueTime += ms;
          if (kind === 'hold' || kind === 'release') held = kind === 'hold';
          now = { ...now, wall: now.wall + ms, mono: now.mono + (kind === 'awake' ? ms : 0) };
          const [next, effects] = step(state, tick(now));
          state = next;
          if (effects.length > 0) waiting = { sentAt: now, sent: trueTime };
          settle();
          const shown = view(state, now);
          if (!('endsAtLeast' in shown) || shown.doubtful) continue;
          const left = (shown.endsAtLeast ?? Infinity) - now.wall;
          if (left > 0) shownLeft += 1;
          expect(left).toBeLessThanOrEqual(Math.max(0, IDLE - (trueTime - lastCall)) + 20);
        }
      }),
      { numRuns: scaled(500) },
    );
    expect(shownLeft).toBeGreaterThan(1000);
  });
});
