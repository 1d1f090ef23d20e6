/**
 * Random commands against the simplest model that can be wrong: a server that keeps the true time and
 * knows which session lives, and a person who counts what was told.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../../scale.ts';
import { fail, ok, type AppError } from '../../../src-shared/result.ts';
import { createAnnouncer } from '../../../src-main/notify/announcer.ts';
import { incidentOf } from '../../../src-main/notify/find-incident.ts';
import type { Wish } from '../../../src-main/session/session-events.ts';
import { Bench } from './given/bench.ts';
import { dead, unknownErrors } from './given/outcomes.ts';
import { credentials, policy } from './given/people.ts';
import { DAY, HOUR, MINUTE, SECOND } from './given/times.ts';

const IDLE = 35 * MINUTE;

type Command =
  | { readonly do: 'wish'; readonly wish: Wish; readonly isUser: boolean }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'setClock'; readonly ms: number }
  | { readonly do: 'line'; readonly error: AppError | null }
  | { readonly do: 'kill' };

const user = (wish: Wish): Command => ({ do: 'wish', wish, isUser: true });
const hint = (wish: Wish): Command => ({ do: 'wish', wish, isUser: false });
const foreign = { baseUrl: credentials.baseUrl, sessionId: 'foreign', devKey: 'k' };
const wishes: readonly Command[] = [
  user({ type: 'signIn', credentials }),
  user({ type: 'resume' }),
  user({ type: 'useSession', foreign }),
  user({ type: 'cancelSignIn' }),
  user({ type: 'extendNow' }),
  user({ type: 'pauseKeepAlive', ms: HOUR }),
  user({ type: 'pauseKeepAlive', ms: null }),
  user({ type: 'signOut' }),
  user({ type: 'sendMfaCode' }),
  user({ type: 'submitMfaCode', code: '123456', rememberDevice: true }),
  user({ type: 'forgetDevice' }),
  user({ type: 'tryOperation', operation: 'PayBills', data: '{}' }),
  hint({ type: 'suspend' }),
  hint({ type: 'resumed' }),
  hint({ type: 'network', online: false }),
  hint({ type: 'network', online: true }),
  hint({ type: 'activity', active: false }),
  hint({ type: 'activity', active: true }),
];
const timed = (what: 'pass' | 'sleep' | 'setClock', ms: fc.Arbitrary<number>) =>
  fc.record({ do: fc.constant(what), ms });
const line = fc
  .constantFrom<AppError | null>(null, null, null, ...unknownErrors)
  .map((error): Command => ({ do: 'line', error }));
const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...wishes) },
  { weight: 4, arbitrary: timed('pass', fc.nat(12 * MINUTE)) },
  { weight: 2, arbitrary: timed('sleep', fc.nat(HOUR)) },
  { weight: 1, arbitrary: timed('setClock', fc.integer({ min: -2 * HOUR, max: 2 * HOUR })) },
  { weight: 2, arbitrary: line },
  { weight: 1, arbitrary: fc.constant<Command>({ do: 'kill' }) },
);

/** The real runner against the model of a server, and what is promised of the two. */
class Trial {
  readonly bench: Bench;
  /** True time; the clocks may say otherwise. */
  #slept = 0;
  #line: AppError | null = null;
  /** The server's session: when it was last used, or null when it is over. */
  #last: number | null = null;
  #sessions = 0;
  /** "Expired" notifications since the user last did anything. */
  #expired = 0;
  readonly #again: number[] = [];

  constructor(signInAgain: boolean) {
    let days = 0;
    const announce = createAnnouncer({
      show: ({ kind }) => {
        if (kind === 'expired') this.#expired += 1;
      },
      withdraw: () => undefined,
      inSight: () => false,
      wanted: () => true,
      // Each look a day later: what is told in one day is bounded, and would hide a second telling.
      now: () => ({ wall: 0, mono: (days += DAY) }),
    });
    this.bench = new Bench({
      policy: { ...policy, signInAgain },
      onChange: () => {
        const { runner, clock } = this.bench;
        const telling = { wayIn: 'resume', leadMs: 10 * MINUTE } as const;
        announce(incidentOf(runner.state(), clock.now(), telling));
      },
    });
    const { api } = this.bench;
    const within =
      <T>(value: T) =>
      () => {
        if (this.#line !== null) return fail(this.#line);
        if (this.#last === null || this.now - this.#last >= IDLE) return dead;
        this.#last = this.now;
        return ok(value);
      };
    api.on('signIn', () => {
      if (this.#line !== null) return fail(this.#line);
      this.#last = this.now;
      this.#sessions += 1;
      const sessionId = `session-${this.#sessions}`;
      return ok({ sessionId, orgId: 'o', usersId: 'u', apiEndPoint: null });
    });
    api.on('touch', within({ organizationId: 'o', userId: 'u' }));
    api.on('sendMfaCode', within({ challengeId: 'c' }));
    api.on('submitMfaCode', within({ mfaId: 'm' }));
    api.on('checkTrust', within({ isTrusted: true }));
    api.on('tryOperation', within({ reply: '{}' }));
    api.on('signOut', () => {
      const result = within(null)();
      if (result.ok) this.#last = null;
      return result;
    });
  }

  get now(): number {
    return this.bench.clock.now().mono + this.#slept;
  }

  async run(command: Command): Promise<void> {
    const { api, clock, runner } = this.bench;
    const before = api.of('signIn').length;
    switch (command.do) {
      case 'wish':
        if (command.isUser) this.#expired = 0;
        runner.dispatch(command.wish);
        break;
      case 'pass':
        for (let left = command.ms; left > 0; left -= 15 * SECOND) {
          clock.advance(Math.min(left, 15 * SECOND));
          await runner.settled();
        }
        break;
      case 'sleep':
        this.#slept += command.ms;
        clock.jumpWall(command.ms);
        break;
      case 'setClock':
        clock.jumpWall(command.ms);
        break;
      case 'line':
        this.#line = command.error;
        break;
      case 'kill':
        this.#last = null;
        break;
    }
    await runner.settled();
    for (const { context } of api.of('signIn').slice(before)) {
      if (context.by === 'signIn') this.#again.push(this.now);
    }
  }

  check(): void {
    const { view, clock } = this.bench;
    const timers = clock.pending;
    expect(timers, 'one timer while a session is open, else none').toBe('mfa' in view ? 1 : 0);
    expect(this.#expired, 'one notification between two actions').toBeLessThanOrEqual(1);
    for (const from of this.#again) {
      const inHour = this.#again.filter((at) => at >= from && at < from + HOUR - MINUTE).length;
      expect(inHour, 'three automatic sign-ins an hour').toBeLessThanOrEqual(3);
    }
    if (view.state === 'expired') {
      // Only the server's word ends a session: it is over there, too.
      expect(this.#last === null || this.now - this.#last >= IDLE || this.#ended(view)).toBe(true);
    }
  }

  /** A later session may be open on the server that a cancelled sign-in left behind. */
  #ended(view: object): boolean {
    return 'error' in view && view.error !== null;
  }

  stop(): void {
    this.bench.runner.stop();
    expect(this.bench.clock.pending, 'no timer is left behind').toBe(0);
  }
}

describe('a session under random commands', () => {
  it('[S54] keeps its promises through 5,000 of them', async () => {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(commands, { minLength: 40, maxLength: 60 }),
        async (signInAgain, list) => {
          const trial = new Trial(signInAgain);
          await trial.run(user({ type: 'resume' }));
          for (const command of list) {
            await trial.run(command);
            trial.check();
            ran += 1;
          }
          trial.stop();
        },
      ),
      { numRuns: scaled(125) },
    );
    expect(ran).toBeGreaterThanOrEqual(5000);
  });
});
