/**
 * Random interleavings of a person at the three steps, a phone, a line that loses and delays, sleeps,
 * restarts and sign-ins, against a model of BILL's rules in true time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../../scale.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { Effect, Event } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Moment, Remembered, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { elapsed } from '../../../src-main/session/time.ts';
import { MfaServer } from './mfa-server.ts';
import {
  baseUrl,
  clocks,
  credentials,
  DAY,
  device,
  fresh,
  HOUR,
  line,
  MINUTE,
  SECOND,
  START,
  whoOf,
} from './support.ts';

// ---------------------------------------------------------------- what may happen

type Wish =
  | ('signIn' | 'signInAsOther' | 'resume' | 'cancelSignIn' | 'signOut')
  | ('send' | 'typeNewest' | 'typeWrong' | 'typeNewestAndRemember')
  | ('checkTrust' | 'tryOperation' | 'forget' | 'extendNow');
/** What becomes of the calls that an action starts. */
type Fate = 'answered' | 'held' | 'lostOnTheWay' | 'answerLost';
type Do =
  | { readonly do: 'wish'; readonly wish: Wish; readonly fate: Fate }
  | { readonly do: 'awake' | 'asleep'; readonly ms: number; readonly fate: Fate }
  | { readonly do: 'arrive' | 'answer' | 'lose'; readonly nth: number }
  | { readonly do: 'endSession' | 'dropDevice' | 'vaultOpens' }
  | { readonly do: 'restart'; readonly late: boolean; readonly arrives: boolean };

const wishes: readonly Wish[] = [
  ...(['signIn', 'signIn', 'signInAsOther', 'resume', 'cancelSignIn', 'signOut'] as const),
  ...(['send', 'send', 'typeNewest', 'typeWrong', 'typeWrong', 'typeWrong'] as const),
  'typeNewestAndRemember',
  ...(['typeNewestAndRemember', 'checkTrust', 'tryOperation', 'forget', 'extendNow'] as const),
];
const fate = fc.constantFrom<Fate>(
  ...(['answered', 'answered', 'answered', 'answered', 'answered'] as const),
  ...(['held', 'held', 'lostOnTheWay', 'answerLost'] as const),
);
const wish = fc.record({
  do: fc.constant('wish' as const),
  wish: fc.constantFrom(...wishes),
  fate,
});
const passing = (kind: 'awake' | 'asleep', min: number, max: number) =>
  fc.record({ do: fc.constant(kind), ms: fc.integer({ min, max }), fate });
const one = (action: Do) => fc.constant(action);

const actions: fc.Arbitrary<Do> = fc.oneof(
  { weight: 24, arbitrary: wish },
  { weight: 6, arbitrary: passing('awake', 0, 90 * SECOND) },
  { weight: 1, arbitrary: passing('awake', 5 * MINUTE, 12 * MINUTE) },
  { weight: 1, arbitrary: passing('asleep', MINUTE, 3 * HOUR) },
  { weight: 1, arbitrary: passing('asleep', 5 * DAY, 31 * DAY) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('arrive' as const, 'answer' as const, 'answer' as const, 'lose' as const),
      nth: fc.nat(5),
    }),
  },
  { weight: 1, arbitrary: one({ do: 'endSession' }) },
  { weight: 1, arbitrary: one({ do: 'dropDevice' }) },
  { weight: 1, arbitrary: one({ do: 'vaultOpens' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('restart' as const),
      late: fc.boolean(),
      arrives: fc.boolean(),
    }),
  },
);
const wrong: Do = { do: 'wish', wish: 'typeWrong', fate: 'answered' };
/** Each run begins with what the others need: a session, and mostly a code on the phone. */
const begun: readonly Do[] = [
  { do: 'wish', wish: 'signIn', fate: 'answered' },
  { do: 'wish', wish: 'send', fate: 'answered' },
];

/** Some begin after too many wrong codes: by chance alone that is rare. */
const tooMany: readonly Do[] = [...begun, wrong, wrong, wrong];
const runs = fc
  .tuple(
    fc.constantFrom(begun, begun, begun, tooMany),
    fc.array(actions, { maxLength: 80, size: 'max' }),
  )
  .map(([first, run]) => [...first, ...run]);

const remembers: Do = { do: 'wish', wish: 'typeNewestAndRemember', fate: 'answered' };
const signsIn: Do = { do: 'wish', wish: 'signIn', fate: 'answered' };
/** What such runs have found, first of all. */
const found: [Do[]][] = [
  // The promise counts from before its answer.
  [
    [
      ...begun,
      { ...remembers, fate: 'held' },
      { do: 'arrive', nth: 0 },
      { do: 'awake', ms: 1000, fate: 'answered' },
      { do: 'answer', nth: 0 },
    ],
  ],
  // Too many wrong codes, and a way around the wait.
  [[...tooMany, { do: 'wish', wish: 'signOut', fate: 'answered' }, ...begun]],
  // The device is known only after a sign-in without it: MFAStatus speaks of the device alone.
  [
    [
      ...begun,
      remembers,
      { do: 'restart', late: true, arrives: false },
      signsIn,
      { do: 'vaultOpens' },
      { do: 'wish', wish: 'checkTrust', fate: 'answered' },
    ],
  ],
];

// ---------------------------------------------------------------- a world to run it in

const other = { ...credentials, userName: 'blair@example.com' };
/** Staying signed in is on: sessions come back by themselves as well. */
const rules = { signInAgain: true } as const;

interface Pending {
  readonly effect: Effect;
  readonly sentAt: Moment;
  /** What the server said; null while the call has not arrived there. */
  said: Said | null;
}
type Said = (now: Moment, lost: boolean) => Event;

/** What was seen, over all runs: a property over runs in which nothing happens proves nothing. */
const seen = {
  ...{ trusted: 0, withDevice: 0, wrong: 0, runOut: 0, tooMany: 0, unknownChallenge: 0 },
  ...{ waited: 0, lateAnswers: 0, afterRestart: 0, notHonoured: 0, doubleClicks: 0 },
};

class World {
  readonly server = new MfaServer();
  state: State = fresh(device, rules);
  #wall = 0;
  #mono = 0;
  #pending: Pending[] = [];
  /** What the vault holds. */
  #kept: Remembered | null = null;
  #clicks = 0;
  #restarted = false;

  do(action: Do): void {
    switch (action.do) {
      case 'wish': {
        const event = this.#event(action.wish);
        if (event !== null) this.#send(event, action.fate);
        return;
      }
      case 'awake':
        for (let left = action.ms; left > 0; left -= 15 * SECOND) {
          const ms = Math.min(left, 15 * SECOND);
          this.#pass(ms, ms);
          this.#send({ type: 'tick', now: this.#now }, action.fate);
        }
        return;
      case 'asleep':
        this.#pass(action.ms, 0);
        this.#send({ type: 'tick', now: this.#now }, action.fate);
        return;
      case 'arrive':
      case 'answer':
      case 'lose':
        this.#move(action.do, action.nth);
        return;
      case 'endSession':
        for (const session of this.server.sessions.values()) session.endedOutside = true;
        return;
      case 'dropDevice':
        for (const known of this.server.devices.values()) known.dropped = true;
        return;
      case 'vaultOpens':
        if (this.#kept === null) return;
        this.#send({ type: 'deviceFound', remembered: this.#kept, now: this.#now }, 'answered');
        return;
      case 'restart':
        // The answers go nowhere; whether the calls had arrived is chance.
        if (action.arrives) for (const call of this.#pending) this.#arrive(call);
        this.#pending = [];
        this.state = fresh({ ...device, remembered: action.late ? null : this.#kept }, rules);
        this.#restarted = true;
        this.#tooMany.clear();
        this.#check();
    }
  }

  get #now(): Moment {
    return clocks(this.#wall, this.#mono);
  }

  #pass(wall: number, mono: number): void {
    this.#wall += wall;
    this.#mono += mono;
    this.server.now = this.#wall;
  }

  /** What the person does; null when there is nothing to type. */
  #event(wish: Wish): Event | null {
    const now = this.#now;
    switch (wish) {
      case 'signIn':
        return { type: 'signIn', credentials, now };
      case 'signInAsOther':
        return { type: 'signIn', credentials: other, now };
      case 'resume':
      case 'cancelSignIn':
      case 'signOut':
      case 'checkTrust':
      case 'extendNow':
        return { type: wish, now };
      case 'send':
        this.#clicks += 1;
        return { type: 'sendMfaCode', now };
      case 'typeNewest':
      case 'typeNewestAndRemember': {
        const code = this.server.newestCode();
        const remember = wish === 'typeNewestAndRemember';
        return code === null ? null : { type: 'mfaCodeTyped', code, remember, now };
      }
      case 'typeWrong':
        return { type: 'mfaCodeTyped', code: '000000', remember: true, now };
      case 'forget':
        return { type: 'forgetDevice', now };
      case 'tryOperation':
        return { type: 'tryOperation', operation: 'payBills', data: '{}', now };
    }
  }

  /** Steps the state, as the runner does, and lets `fate` decide on the calls that come of it. */
  #send(event: Event, fate: Fate): void {
    const before = this.state;
    const [next, effects] = step(before, event);
    this.state = next;
    const { remembered } = next.device;
    if (remembered !== before.device.remembered) this.#kept = remembered;
    this.#checkCalls(event, effects);
    const calls = effects.map((effect): Pending => ({ effect, sentAt: this.#now, said: null }));
    this.#pending.push(...calls);
    this.#check();
    for (const call of calls) this.#letRun(call, fate);
  }

  #letRun(call: Pending, fate: Fate): void {
    if (fate === 'held') return;
    if (fate !== 'lostOnTheWay') this.#arrive(call);
    this.#deliver(call, fate !== 'answered');
  }

  /** Something that is under way goes on: it reaches the server, or its answer or failure us. */
  #move(how: 'arrive' | 'answer' | 'lose', nth: number): void {
    const call = this.#pending[nth % Math.max(1, this.#pending.length)];
    if (call === undefined) return;
    if (how !== 'lose') this.#arrive(call);
    if (how !== 'arrive') this.#deliver(call, how === 'lose');
  }

  #arrive(call: Pending): void {
    call.said ??= this.#ask(call);
  }

  #deliver(call: Pending, lost: boolean): void {
    if (!this.#pending.includes(call)) return;
    this.#pending = this.#pending.filter((one) => one !== call);
    if (call.effect.type === 'giveBack') return;
    const event = (call.said ?? this.#unsaid(call))(this.#now, lost || call.said === null);
    if ('generation' in event && event.generation !== this.state.attempts) seen.lateAnswers += 1;
    this.#count(event);
    // What an answer starts is a call of its own, which arrives.
    this.#send(event, 'answered');
  }

  #unsaid(call: Pending): Said {
    return answerOf(call, () => fail(line()));
  }

  #ask(call: Pending): Said {
    const { effect, sentAt } = call;
    const { server } = this;
    const as = (result: Result<unknown>) => answerOf(call, () => result);
    switch (effect.type) {
      case 'signIn': {
        const typed = effect.way.is === 'typed' ? effect.way.credentials : credentials;
        const who = whoOf(typed, effect.device, sentAt);
        const { remembered, deviceId } = effect.device;
        const known = who.withDevice && remembered !== null;
        const with_ = known ? { mfaId: remembered.mfaId, deviceId } : null;
        return as(server.login(typed, with_));
      }
      case 'touch':
        return as(server.info(effect.keys.sessionId));
      case 'signOut':
      case 'giveBack':
        return as(server.logout(effect.keys.sessionId));
      case 'sendMfaCode':
        return as(server.challenge(effect.keys.sessionId));
      case 'checkMfaCode':
        return as(server.authenticate(effect.keys.sessionId, effect.answer));
      case 'askTrust': {
        const { mfaId, deviceId } = effect.device;
        return as(server.status(effect.keys.sessionId, mfaId, deviceId));
      }
      case 'tryOperation':
        return as(server.operation(effect.keys.sessionId));
    }
  }

  // ---------------------------------------------------------------- what must hold

  #checkCalls(event: Event, effects: readonly Effect[]): void {
    const messages = effects.filter(({ type }) => type === 'sendMfaCode').length;
    const codes = effects.flatMap((effect) => (effect.type === 'checkMfaCode' ? [effect] : []));
    // No message without a click, and no code but for each time that it was typed.
    expect(messages).toBeLessThanOrEqual(event.type === 'sendMfaCode' ? 1 : 0);
    expect(codes.length).toBeLessThanOrEqual(event.type === 'mfaCodeTyped' ? 1 : 0);
    if (event.type === 'sendMfaCode' && messages === 0) seen.doubleClicks += 1;
    // Any code goes out at most as often as it was typed, whatever becomes of the call.
    for (const { answer } of codes) this.#checkTyped(event, answer.code);
    if (event.type === 'sendMfaCode') this.#checkWait(messages);
    // A code that was accepted, and whose answer came, is never sent again.
    for (const { answer } of codes) expect(this.#spent).not.toContain(answer.challengeId);
  }

  #checkTyped(event: Event, code: string): void {
    expect(event).toMatchObject({ type: 'mfaCodeTyped', code });
    expect(this.#codeEvents.has(event)).toBe(false);
    this.#codeEvents.add(event);
  }

  /** Signing out and in is no way around the wait after too many codes. */
  #checkWait(messages: number): void {
    const since = this.state.at === 'open' ? this.#tooMany.get(this.state.userName) : undefined;
    if (since === undefined || elapsed(since, this.#now) >= 5 * MINUTE) return;
    expect(messages).toBe(0);
    seen.waited += 1;
  }

  #spent: readonly string[] = [];
  readonly #codeEvents = new Set<Event>();
  /** When BILL said to whom that too many codes were wrong, in this run of the app. */
  readonly #tooMany = new Map<string, Moment>();

  #check(): void {
    const mine = this.#pending.filter(
      ({ effect }) => 'generation' in effect && effect.generation === this.state.attempts,
    );
    const ofMfa = mine.filter(
      ({ effect: { type } }) => type === 'sendMfaCode' || type === 'checkMfaCode',
    );
    // Never two challenges under way, nor a challenge beside a code.
    expect(ofMfa.length).toBeLessThanOrEqual(1);
    expect(this.server.messages).toBeLessThanOrEqual(this.#clicks);
    this.#checkDevice();
    this.#checkTrust();
  }

  /** The promise that is shown, and kept, is never more than the one that was given. */
  #checkDevice(): void {
    const { remembered, deviceId } = this.state.device;
    if (remembered === null) return;
    const known = this.server.devices.get(remembered.mfaId);
    expect(known?.deviceId).toBe(deviceId);
    expect(remembered.until - START).toBeLessThanOrEqual(known?.until ?? -1);
  }

  #checkTrust(): void {
    const { state } = this;
    const now = this.#now;
    const shown = view(state, now);
    // A session that is being signed out is shown as such.
    if (state.at !== 'open' || !('trust' in shown) || shown.signingOut) return;
    const { trust } = shown;
    if (trust.is !== 'session' && trust.is !== 'until') return;
    const { sessionId } = state.keys;
    const session = this.server.sessions.get(sessionId);
    if (session?.endedOutside === true) return;
    if (trust.is === 'until') {
      const { remembered, deviceId } = state.device;
      expect(remembered?.until).toBe(trust.until);
      const { mfaId } = remembered ?? { mfaId: '' };
      if (this.server.devices.get(mfaId)?.dropped === false) {
        expect(this.server.honours(mfaId, deviceId, state.userName)).toBe(true);
        const last = trust.until - START - 1;
        expect(this.server.honours(mfaId, deviceId, state.userName, last)).toBe(true);
      }
    }
    // A session that may have lapsed is shown as that, whatever its trust was.
    if (shown.doubtful || (shown.endsAtLeast ?? 0) <= now.wall) return;
    expect(this.server.grants(sessionId)).toBe(true);
    seen.trusted += 1;
    if (trust.source === 'mfaStatus') seen[this.#restarted ? 'afterRestart' : 'withDevice'] += 1;
  }

  #count(event: Event): void {
    if (event.type === 'trustAnswered' && event.result.ok && !event.result.value.isTrusted) {
      seen.notHonoured += 1;
    }
    if (event.type !== 'mfaAnswered') return;
    const { result } = event;
    const challenge = this.state.at === 'open' && this.state.mfa.step === 'checking';
    if (result.ok && challenge && event.generation === this.state.attempts) {
      this.#spent = [...this.server.accepted];
    }
    if (result.ok || result.error.kind !== 'refused') return;
    const { code } = result.error;
    if (code === 'BDC_9999') seen.wrong += 1;
    if (code === 'BDC_1356') seen.runOut += 1;
    if (code === 'BDC_1358') seen.tooMany += 1;
    const current = challenge && event.generation === this.state.attempts;
    if (code === 'BDC_1358' && current && this.state.at === 'open') {
      this.#tooMany.set(this.state.userName, this.#now);
    }
    if (code === 'BDC_9998') seen.unknownChallenge += 1;
  }
}

/** The event that brings an answer: `result` of the server, or a line that failed. */
function answerOf({ effect, sentAt }: Pending, result: () => Result<unknown>): Said {
  return (now, lost) => {
    const rest = { sentAt, now, result: lost ? fail(line()) : result() };
    switch (effect.type) {
      case 'signIn': {
        const typed = effect.way.is === 'typed' ? effect.way.credentials : credentials;
        const who = { ...whoOf(typed, effect.device, sentAt), baseUrl };
        return { type: 'signInAnswered', attempt: effect.attempt, who, ...rest } as Event;
      }
      case 'touch':
        return { type: 'touchAnswered', ...numbers(effect), ...rest } as Event;
      case 'signOut':
        return { type: 'signOutAnswered', ...numbers(effect), ...rest } as Event;
      case 'sendMfaCode':
        return { type: 'mfaCodeSent', ...numbers(effect), ...rest } as Event;
      case 'checkMfaCode':
        return { type: 'mfaAnswered', ...numbers(effect), ...rest } as Event;
      case 'askTrust':
        return { type: 'trustAnswered', ...numbers(effect), ...rest } as Event;
      case 'tryOperation': {
        const { operation } = effect;
        return { type: 'operationAnswered', operation, ...numbers(effect), ...rest } as Event;
      }
      case 'giveBack':
        throw new Error(`${effect.type} has no answer`);
    }
  };
}

const numbers = ({ generation, call }: { generation: number; call: number }) => ({
  generation,
  call,
});

// ---------------------------------------------------------------- the property

describe('the three steps, in any interleaving', () => {
  it(
    'never show more trust than BILL grants, never send two messages at once, one without a click, or a code twice',
    { timeout: scaled(60_000) },
    () => {
      fc.assert(
        fc.property(runs, (run) => {
          const world = new World();
          for (const action of run) world.do(action);
        }),
        { numRuns: scaled(1000), examples: found },
      );
      for (const [what, times] of Object.entries(seen))
        expect([what, times > 10]).toEqual([what, true]);
    },
  );
});
