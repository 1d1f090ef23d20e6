import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../../scale.ts';
import { fail, ok, type AppError, type Result } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Effect, Event } from '../../../src-main/session/session-events.ts';
import type { Moment, State } from '../../../src-main/session/state.ts';
import { elapsed } from '../../../src-main/session/time.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  clocks,
  credentials,
  DAY,
  fresh,
  HOUR,
  info,
  MINUTE,
  opened,
  refusal,
  rememberedDevice,
  SECOND,
  secrets,
  sessionInfo,
  signedInReply,
  signIn,
  signInAnswered,
  START,
  touchAnswered,
  unknownErrors,
  whoOf,
} from './support.ts';

const IDLE = 35 * MINUTE;

// ---------------------------------------------------------------- what may happen

type Do =
  | { readonly do: 'wish'; readonly wish: Wish }
  | { readonly do: 'answer'; readonly nth: number; readonly result: Outcome }
  | { readonly do: 'tick' };
type Wish =
  | 'signIn'
  | 'cancelSignIn'
  | 'extendNow'
  | 'signOut'
  | 'sendMfaCode'
  | 'mfaCodeTyped'
  | 'checkTrust'
  | 'tryOperation';
type Outcome = { readonly good: true } | { readonly good: false; readonly error: AppError };
type Timed = Do & { readonly pass: number; readonly jump: number; readonly chance: number };

const wishes: readonly Wish[] = [
  'signIn',
  'cancelSignIn',
  'extendNow',
  'signOut',
  'sendMfaCode',
  'mfaCodeTyped',
  'checkTrust',
  'tryOperation',
];
const good = fc.constant<Outcome>({ good: true });
const bad = (...errors: readonly AppError[]) =>
  fc.constantFrom(...errors).map((error): Outcome => ({ good: false, error }));
const otherRefusals = ['BDC_1101', 'BDC_1107', 'BDC_1120', 'BDC_1144', 'BDC_1322', 'BDC_1361'].map(
  (code) => refusal(code),
);
const anyOutcome = fc.oneof(
  { weight: 4, arbitrary: good },
  { weight: 3, arbitrary: bad(...unknownErrors) },
  { weight: 2, arbitrary: bad(...otherRefusals) },
  { weight: 1, arbitrary: bad(refusal('BDC_1109')) },
);

/** Time passes by `pass` awake, and the wall clock is moved by `jump` (or the machine slept). */
const timed = (actions: fc.Arbitrary<Do>, jumps: fc.Arbitrary<number>): fc.Arbitrary<Timed[]> =>
  fc.array(
    fc
      .tuple(
        actions,
        fc.integer({ min: 0, max: 12 * MINUTE }),
        jumps,
        fc.integer({ max: 99, min: 0 }),
      )
      .map(([action, pass, jump, percent]) => ({ ...action, pass, jump, chance: percent / 100 })),
    { maxLength: 60, size: 'max' },
  );
const actions = (wanted: readonly Wish[], outcome: fc.Arbitrary<Outcome>): fc.Arbitrary<Do> =>
  fc.oneof(
    fc.constantFrom(...wanted).map((wish): Do => ({ do: 'wish', wish })),
    fc.record({ do: fc.constant('answer' as const), nth: fc.nat(5), result: outcome }),
    fc.constant<Do>({ do: 'tick' }),
  );
const noJump = fc.constant(0);
const anyJump = fc.oneof(
  noJump,
  fc.integer({ min: -HOUR, max: 3 * HOUR }),
  fc.constantFrom(-START, -START + 1, Date.UTC(2038, 0, 19) - START, 1, -1, -DAY, DAY),
);

// ---------------------------------------------------------------- a world to run it in

interface Pending {
  readonly effect: Effect;
  readonly sentAt: Moment;
}

/** Plays a run, with every effect waiting for the answer that the run chooses for it. */
class World {
  state: State;
  now: Moment = at(0);
  readonly pending: Pending[] = [];
  readonly started: Pending[] = [];

  constructor(state: State = fresh()) {
    this.state = state;
  }

  do(action: Timed): void {
    const { wall, mono } = this.now;
    this.now = {
      wall: wall + action.pass + action.jump,
      mono: mono + action.pass,
      chance: action.chance,
    };
    const event = this.#event(action);
    if (event !== null) this.send(event);
  }

  send(event: Event): void {
    const [next, effects] = step(this.state, event);
    this.state = next;
    for (const effect of effects) {
      const call = { effect, sentAt: this.now };
      this.started.push(call);
      if (effect.type !== 'giveBack') this.pending.push(call);
    }
  }

  #event(action: Do): Event | null {
    if (action.do === 'tick') return { type: 'tick', now: this.now };
    if (action.do === 'wish') return wishEvent(action.wish, this.now);
    const [call] = this.pending.splice(action.nth % Math.max(1, this.pending.length), 1);
    return call === undefined ? null : answerEvent(call, action.result, this.now);
  }
}

function wishEvent(wish: Wish, now: Moment): Event {
  switch (wish) {
    case 'signIn':
      return { type: wish, credentials, now };
    case 'mfaCodeTyped':
      return { type: wish, code: secrets.code, remember: now.chance > 0.5, now };
    case 'tryOperation':
      return { type: wish, operation: 'payBills', data: '{}', now };
    case 'cancelSignIn':
    case 'extendNow':
    case 'signOut':
    case 'sendMfaCode':
    case 'checkTrust':
      return { type: wish, now };
  }
}

function answerEvent({ effect, sentAt }: Pending, outcome: Outcome, now: Moment): Event | null {
  const result = <T>(value: T): Result<T> => (outcome.good ? ok(value) : fail(outcome.error));
  switch (effect.type) {
    case 'giveBack':
      return null;
    case 'signIn':
      return {
        type: 'signInAnswered',
        attempt: effect.attempt,
        sentAt,
        who: whoOf(credentials, effect.device, sentAt),
        result: result(signedInReply),
        now,
      };
    case 'touch':
      return {
        type: 'touchAnswered',
        ...numbers(effect),
        sentAt,
        result: result(sessionInfo),
        now,
      };
    case 'signOut':
      return { type: 'signOutAnswered', ...numbers(effect), sentAt, result: result(null), now };
    case 'sendMfaCode':
      return {
        type: 'mfaCodeSent',
        ...numbers(effect),
        sentAt,
        result: result({ challengeId: secrets.challengeId }),
        now,
      };
    case 'checkMfaCode':
      return {
        type: 'mfaAnswered',
        ...numbers(effect),
        sentAt,
        result: result({ mfaId: secrets.mfaId }),
        now,
      };
    case 'askTrust':
      return {
        type: 'trustAnswered',
        ...numbers(effect),
        sentAt,
        result: result({ isTrusted: now.chance > 0.5 }),
        now,
      };
    case 'tryOperation':
      return {
        type: 'operationAnswered',
        operation: effect.operation,
        ...numbers(effect),
        sentAt,
        result: result({ reply: '{}' }),
        now,
      };
  }
}

const numbers = ({ generation, call }: { generation: number; call: number }) => ({
  generation,
  call,
});

// ---------------------------------------------------------------- properties

describe('whatever happens', () => {
  it('no outcome that says nothing about the session ends it', () => {
    const unknown = bad(...unknownErrors, ...otherRefusals);
    const withoutSignOut = wishes.filter((wish) => wish !== 'signOut');
    fc.assert(
      fc.property(
        timed(actions(withoutSignOut, fc.oneof(unknown, unknown, good)), anyJump),
        (run) => {
          const world = new World(opened());
          for (const action of run) {
            world.do(action);
            expect(world.state.at).toBe('open');
          }
        },
      ),
      { numRuns: scaled(200) },
    );
  });

  it('an open session ends by BDC_1109 for it or by a sign-out, and by nothing else', () => {
    let ends = 0;
    fc.assert(
      fc.property(timed(actions(wishes, anyOutcome), anyJump), (run) => {
        const world = new World(opened());
        for (const action of run) {
          const before = world.state;
          const [call] = world.pending.slice(
            action.do === 'answer' ? action.nth % Math.max(1, world.pending.length) : 0,
          );
          world.do(action);
          if (before.at !== 'open' || world.state.at === 'open') continue;
          ends += 1;
          if (action.do !== 'answer' || call === undefined) throw new Error('It ended by itself.');
          const { effect } = call;
          if (!('generation' in effect)) throw new Error(effect.type);
          expect(effect.generation).toBe(before.attempts);
          const dead =
            !action.result.good &&
            action.result.error.kind === 'refused' &&
            action.result.error.code === 'BDC_1109';
          expect(effect.type === 'signOut' || dead).toBe(true);
        }
      }),
      { numRuns: scaled(200) },
    );
    expect(ends).toBeGreaterThan(50);
  });

  it('[S32] an answer for an earlier session or attempt changes nothing; a late session is given back', () => {
    let late = 0;
    fc.assert(
      fc.property(timed(actions(wishes, anyOutcome), anyJump), anyOutcome, (run, outcome) => {
        const world = new World(opened());
        for (const action of run) {
          world.do(action);
          for (const call of world.started) {
            const { effect } = call;
            if (effect.type === 'giveBack') continue;
            const number = effect.type === 'signIn' ? effect.attempt : effect.generation;
            if (number >= world.state.attempts) continue;
            late += 1;
            const event = answerEvent(call, outcome, world.now);
            if (event === null) throw new Error(effect.type);
            const [next, effects] = step(world.state, event);
            expect(next).toBe(world.state);
            const back = effect.type === 'signIn' && outcome.good;
            expect(effects.map(({ type }) => type)).toEqual(back ? ['giveBack'] : []);
          }
        }
      }),
      { numRuns: scaled(200) },
    );
    expect(late).toBeGreaterThan(200);
  });

  it('at most one touch is under way, one sign-in, and one message or code', () => {
    fc.assert(
      fc.property(timed(actions(wishes, anyOutcome), anyJump), (run) => {
        const world = new World();
        let wakes = 0;
        let lastWake: unknown = null;
        for (const action of run) {
          world.do(action);
          const mine = world.pending.filter(
            ({ effect }) =>
              (effect.type === 'signIn'
                ? effect.attempt
                : 'generation' in effect && effect.generation) === world.state.attempts,
          );
          const of = (...types: Effect['type'][]) =>
            mine.filter(({ effect }) => types.includes(effect.type)).length;
          // Each sleep may cut off one, which stays unanswered while the next is asked.
          const woke = world.state.at === 'open' ? world.state.clock.woke : null;
          if (woke !== lastWake) wakes += 1;
          lastWake = woke;
          expect(of('touch')).toBeLessThanOrEqual(1 + wakes);
          expect(of('signIn')).toBeLessThanOrEqual(1);
          expect(of('signOut')).toBeLessThanOrEqual(1);
          expect(of('sendMfaCode', 'checkMfaCode')).toBeLessThanOrEqual(1);
          expect(of('tryOperation')).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: scaled(200) },
    );
  });

  it('no secret is in what a panel sees, and neither password nor code is in the state', () => {
    const pieces = Object.entries(secrets).flatMap(([name, secret]) => {
      const length = name === 'code' ? 6 : 7;
      return Array.from({ length: secret.length - length + 1 }, (_, n) =>
        secret.slice(n, n + length),
      );
    });
    const echoes = bad(refusal('BDC_1361'), refusal('BDC_9999'), ...unknownErrors);
    // Six digits stand in many a time of thirteen by chance.
    const withoutTimes = (text: string) => text.replace(/\d{7,}/gu, '…');
    let openViews = 0;
    fc.assert(
      fc.property(timed(actions(wishes, fc.oneof(good, good, echoes)), noJump), (run) => {
        const world = new World(after(fresh(rememberedDevice), signIn()));
        world.send(signInAnswered(at(0)));
        for (const action of run) {
          world.do(action);
          const shown = JSON.stringify(view(world.state, world.now));
          if (world.state.at === 'open') openViews += 1;
          if (pieces.some((piece) => withoutTimes(shown).includes(piece)))
            throw new Error(`A secret in ${shown}`);
          const kept = withoutTimes(JSON.stringify(world.state));
          expect(kept).not.toContain(secrets.password);
          expect(kept).not.toContain(secrets.code);
        }
      }),
      { numRuns: scaled(200) },
    );
    expect(openViews).toBeGreaterThan(200);
  });
});

describe('the time that is shown as left', () => {
  it('is never more than 35 minutes from when the last contact was sent, by either clock', () => {
    fc.assert(
      fc.property(timed(actions(wishes, anyOutcome), anyJump), (run) => {
        const world = new World(opened());
        for (const action of run) {
          world.do(action);
          const shown = view(world.state, world.now);
          if (!('endsAtLeast' in shown)) continue;
          const { contact } = asOpen(world.state);
          const left = (shown.endsAtLeast ?? Infinity) - world.now.wall;
          // Two clocks are never read at the very same moment: 20 ms.
          expect(left).toBeLessThanOrEqual(IDLE - elapsed(contact.at, world.now) + 20);
        }
      }),
      { numRuns: scaled(200) },
    );
  });

  /**
   * A server that ends a session after 35 idle minutes of true time. The machine sleeps, and its
   * wall clock is set; a set-back is seen when it is greater than what has passed since the last
   * look, so that both do not happen between two looks.
   */
  const looks = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('awake' as const), ms: fc.integer({ min: 1, max: 15_000 }) }),
      fc.record({
        kind: fc.constant('asleep' as const),
        ms: fc.integer({ min: 1, max: 50 * MINUTE }),
      }),
      fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -DAY, max: DAY }) }),
      fc.record({ kind: fc.constant('hold' as const), ms: fc.constant(0) }),
      fc.record({ kind: fc.constant('release' as const), ms: fc.constant(0) }),
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
        let waiting: { readonly sentAt: Moment } | null = null;
        let now = at(0);
        let state: State = opened();
        const settle = () => {
          if (waiting === null || held || state.at !== 'open') return;
          const dead = trueTime - lastCall >= IDLE;
          const { sentAt } = waiting;
          waiting = null;
          if (!dead) lastCall = Math.max(lastCall, sentTrue);
          const result = dead ? fail(refusal('BDC_1109')) : info;
          state = after(state, touchAnswered(asOpen(state), result, sentAt, now));
        };
        let sentTrue = 0;
        for (const { kind, ms } of run) {
          if (state.at !== 'open') return;
          // Less than this is not a set-back but the clock's being read a moment earlier.
          if (kind === 'set' && ms < 0 && ms > -2 * SECOND) continue;
          if (kind !== 'set') trueTime += ms;
          if (kind === 'hold') held = true;
          if (kind === 'release') held = false;
          now = { ...now, wall: now.wall + ms, mono: now.mono + (kind === 'awake' ? ms : 0) };
          const [next, effects] = step(state, { type: 'tick', now });
          state = next;
          if (effects.length > 0) {
            waiting = { sentAt: now };
            sentTrue = trueTime;
          }
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

describe('a wild clock', () => {
  const walls = [0, 1, START, Date.UTC(2038, 0, 19, 3, 14, 8), 8.64e15, -8.64e15, START + DAY];

  it('[S44] makes at most one touch a look, never throws, and shows times that are numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...walls), fc.boolean()), {
          maxLength: 100,
          size: 'max',
        }),
        (run) => {
          let state: State = opened();
          let touches = 0;
          for (const [n, [wall, answered]] of run.entries()) {
            const now: Moment = { wall, mono: (n + 1) * 15 * SECOND, chance: 0.5 };
            const [next, effects] = step(state, { type: 'tick', now });
            touches += effects.length;
            expect(effects.length).toBeLessThanOrEqual(1);
            state = next;
            const open = asOpen(state);
            if (open.keepAlive.inFlight !== null) {
              const result = answered ? info : fail(refusal('BDC_1144'));
              state = after(open, touchAnswered(open, result, now, now));
            }
            expect(JSON.stringify(view(state, now))).not.toContain('null,"why":"regular"');
          }
          expect(touches).toBeLessThanOrEqual(run.length);
        },
      ),
      { numRuns: scaled(300) },
    );
  });

  it('that goes back and forth costs no touch for a look that sees no change', () => {
    let state: State = opened();
    let touches = 0;
    const look = (wall: number, mono: number) => {
      const now = clocks(wall, mono);
      const [next, effects] = step(state, { type: 'tick', now });
      state = next;
      touches += effects.length;
      if (effects.length === 0) return;
      state = after(state, touchAnswered(asOpen(state), info, now, now));
    };
    look(-DAY, 15 * SECOND);
    expect(touches).toBe(1);
    for (let n = 2; n < 30; n += 1) look(-DAY + n * 15 * SECOND, n * 15 * SECOND);
    expect(touches).toBe(1);
  });

  it('does not keep a late answer of the session before from being ignored', () => {
    const first = opened();
    const second = after(
      first,
      answer(first, 'touchAnswered', 1, {
        result: fail(refusal('BDC_1109')),
        sentAt: at(0),
        now: clocks(-DAY, 0),
      }),
      signIn(clocks(-DAY, SECOND)),
      signInAnswered(clocks(-DAY, SECOND), { attempt: 2, sentAt: clocks(-DAY, SECOND) }),
    );
    const dead = answer(first, 'touchAnswered', 1, {
      result: fail(refusal('BDC_1109')),
      sentAt: at(0),
      now: clocks(DAY, 2 * SECOND),
    });
    expect(second.at).toBe('open');
    expect(step(second, dead)).toEqual([second, []]);
  });
});
