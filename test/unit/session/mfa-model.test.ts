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
import { MfaServer, UNKNOWN_CHALLENGE, WRONG_CODE } from '../../fakes/mfa-server.ts';
import { line } from './given/outcomes.ts';
import { credentials, device, fresh } from './given/people.ts';
import { event, pays, replyTo, signIn, tick, type Sent } from './given/events.ts';
import { clocks, DAY, HOUR, MINUTE, SECOND, START } from './given/times.ts';

/** What the person does, and how often. */
const wishes = {
  signIn: 2,
  signInAsOther: 1,
  resume: 1,
  cancelSignIn: 1,
  signOut: 1,
  send: 2,
  typeNewest: 1,
  typeWrong: 3,
  typeNewestAndRemember: 2,
  checkTrust: 1,
  tryOperation: 1,
  forget: 1,
  extendNow: 1,
};
type Wish = keyof typeof wishes;
/** What becomes of the calls that an action starts, and how often. */
const fates = { answered: 5, held: 2, lostOnTheWay: 1, answerLost: 1 };
type Fate = keyof typeof fates;
type Do =
  | { readonly do: 'wish'; readonly wish: Wish; readonly fate: Fate }
  | { readonly do: 'awake' | 'asleep'; readonly ms: number; readonly fate: Fate }
  | { readonly do: 'arrive' | 'answer' | 'lose'; readonly nth: number }
  | { readonly do: 'endSession' | 'dropDevice' | 'vaultOpens' }
  | { readonly do: 'restart'; readonly late: boolean; readonly arrives: boolean };

const oneOf = <T extends string>(weights: Readonly<Record<T, number>>) =>
  fc.constantFrom(...(Object.keys(weights) as T[]).flatMap((it) => Array<T>(weights[it]).fill(it)));
const fate = oneOf(fates);
const kind = <T extends string>(of: T) => fc.constant(of);
const passing = (of: 'awake' | 'asleep', min: number, max: number) =>
  fc.record({ do: kind(of), ms: fc.integer({ min, max }), fate });
const moving = fc.record({ do: oneOf({ arrive: 1, answer: 2, lose: 1 }), nth: fc.nat(5) });
const restarting = { do: kind('restart'), late: fc.boolean(), arrives: fc.boolean() };

const actions: fc.Arbitrary<Do> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ do: kind('wish'), wish: oneOf(wishes), fate }) },
  { weight: 6, arbitrary: passing('awake', 0, 90 * SECOND) },
  { weight: 1, arbitrary: passing('awake', 5 * MINUTE, 12 * MINUTE) },
  { weight: 1, arbitrary: passing('asleep', MINUTE, 3 * HOUR) },
  { weight: 1, arbitrary: passing('asleep', 5 * DAY, 31 * DAY) },
  { weight: 8, arbitrary: moving },
  {
    weight: 5,
    arbitrary: fc.record({ do: oneOf({ endSession: 1, dropDevice: 3, vaultOpens: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record(restarting) },
);

const does = (wish: Wish, fate: Fate = 'answered'): Do => ({ do: 'wish', wish, fate });
/** Each run begins with what the others need: a session, and mostly a code on the phone. */
const begun = [does('signIn'), does('send')];
/** Some begin after too many wrong codes: by chance alone that is rare. */
const tooMany = [...begun, does('typeWrong'), does('typeWrong'), does('typeWrong')];
const runs = fc
  .tuple(
    fc.constantFrom(begun, begun, begun, tooMany),
    fc.array(actions, { maxLength: 80, size: 'max' }),
  )
  .map(([first, run]) => [...first, ...run]);

/** What such runs have found, first of all. */
const found: Do[][] = [
  // The promise counts from before its answer.
  [
    ...begun,
    does('typeNewestAndRemember', 'held'),
    { do: 'arrive', nth: 0 },
    { do: 'awake', ms: 1000, fate: 'answered' },
    { do: 'answer', nth: 0 },
  ],
  // Too many wrong codes, and a way around the wait.
  [...tooMany, does('signOut'), ...begun],
  // The device is known only after a sign-in without it: MFAStatus speaks of the device alone.
  [
    ...begun,
    does('typeNewestAndRemember'),
    { do: 'restart', late: true, arrives: false },
    does('signIn'),
    { do: 'vaultOpens' },
    does('checkTrust'),
  ],
];

const other = { ...credentials, userName: 'blair@example.com' };
/** Staying signed in is on: sessions come back by themselves as well. */
const rules = { signInAgain: true } as const;

interface Pending extends Sent {
  /** What the server said; null while the call has not arrived there. */
  said: Result<unknown> | null;
}

/** What was seen, over all runs: a property over runs in which nothing happens proves nothing. */
const seen = {
  trusted: 0,
  withDevice: 0,
  wrong: 0,
  runOut: 0,
  tooMany: 0,
  unknownChallenge: 0,
  waited: 0,
  lateAnswers: 0,
  afterRestart: 0,
  notHonoured: 0,
  doubleClicks: 0,
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
          this.#send(tick(this.#now), action.fate);
        }
        return;
      case 'asleep':
        this.#pass(action.ms, 0);
        this.#send(tick(this.#now), action.fate);
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
        this.#send(event('deviceFound', this.#now, { remembered: this.#kept }), 'answered');
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
        return signIn(now);
      case 'signInAsOther':
        return signIn(now, other);
      case 'resume':
      case 'cancelSignIn':
      case 'signOut':
      case 'checkTrust':
      case 'extendNow':
        return event(wish, now);
      case 'send':
        this.#clicks += 1;
        return event('sendMfaCode', now);
      case 'typeNewest':
      case 'typeNewestAndRemember': {
        const code = this.server.newestCode();
        const rememberDevice = wish === 'typeNewestAndRemember';
        return code === null ? null : event('submitMfaCode', now, { code, rememberDevice });
      }
      case 'typeWrong':
        return event('submitMfaCode', now, { code: '000000', rememberDevice: true });
      case 'forget':
        return event('forgetDevice', now);
      case 'tryOperation':
        return pays(now);
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
    call.said ??= this.server.answer(call.effect, credentials, call.sentAt);
  }

  #deliver(call: Pending, lost: boolean): void {
    if (!this.#pending.includes(call)) return;
    this.#pending = this.#pending.filter((one) => one !== call);
    const result = lost ? null : call.said;
    const event = replyTo(call, result ?? fail(line()), this.#now);
    if (event === null) return;
    if ('generation' in event && event.generation !== this.state.attempts) seen.lateAnswers += 1;
    this.#count(event);
    // What an answer starts is a call of its own, which arrives.
    this.#send(event, 'answered');
  }

  #checkCalls(event: Event, effects: readonly Effect[]): void {
    const messages = effects.filter(({ type }) => type === 'sendMfaCode').length;
    const codes = effects.flatMap((effect) => (effect.type === 'submitMfaCode' ? [effect] : []));
    // No message without a click, and no code but for each time that it was typed.
    expect(messages).toBeLessThanOrEqual(event.type === 'sendMfaCode' ? 1 : 0);
    expect(codes.length).toBeLessThanOrEqual(event.type === 'submitMfaCode' ? 1 : 0);
    if (event.type === 'sendMfaCode' && messages === 0) seen.doubleClicks += 1;
    // Any code goes out at most as often as it was typed, whatever becomes of the call.
    for (const { answer } of codes) this.#checkTyped(event, answer.code);
    if (event.type === 'sendMfaCode') this.#checkWait(messages);
    // A code that was accepted, and whose answer came, is never sent again.
    for (const { answer } of codes) expect(this.#spent).not.toContain(answer.challengeId);
  }

  #checkTyped(event: Event, code: string): void {
    expect(event).toMatchObject({ type: 'submitMfaCode', code });
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
      ({ effect: { type } }) => type === 'sendMfaCode' || type === 'submitMfaCode',
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
    if (event.type === 'checkTrustAnswered' && event.result.ok && !event.result.value.isTrusted) {
      seen.notHonoured += 1;
    }
    if (event.type !== 'submitMfaCodeAnswered') return;
    const { result } = event;
    const challenge = this.state.at === 'open' && this.state.mfa.step === 'checking';
    if (result.ok && challenge && event.generation === this.state.attempts) {
      this.#spent = [...this.server.accepted];
    }
    if (result.ok || result.error.kind !== 'refused') return;
    const { code } = result.error;
    if (code === WRONG_CODE) seen.wrong += 1;
    if (code === 'BDC_1356') seen.runOut += 1;
    if (code === 'BDC_1358') seen.tooMany += 1;
    const current = challenge && event.generation === this.state.attempts;
    if (code === 'BDC_1358' && current && this.state.at === 'open') {
      this.#tooMany.set(this.state.userName, this.#now);
    }
    if (code === UNKNOWN_CHALLENGE) seen.unknownChallenge += 1;
  }
}

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
        { numRuns: scaled(1000), examples: found.map((run): [Do[]] => [run]) },
      );
      // The rarest come about twenty times.
      for (const [what, times] of Object.entries(seen))
        expect([what, times > 3]).toEqual([what, true]);
    },
  );
});
