/** What the tests of a session share: moments, made-up people, answers, and sessions to start from. */
import { START } from '../../fakes/manual-clock.ts';
import { refusal } from '../../fakes/refusal.ts';
import type { AppError, LineFault, Result } from '../../../src-shared/result.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import type { BaseUrl, Instant, SignedIn } from '../../../src-main/ports.ts';
import type {
  Effect,
  Event,
  EventOf,
  Typed,
  Who,
} from '../../../src-main/session/session-events.ts';
import { initialState, step } from '../../../src-main/session/machine.ts';
import { deviceFor, ownerOf } from '../../../src-main/session/mfa.ts';
import type { Device, Moment, Open, Policy, State } from '../../../src-main/session/state.ts';

export { refusal, START };
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `ms` after the start on both clocks. The middle of all chances draws no jitter. */
export const at = (ms: number, chance = 0.5): Moment => ({ wall: START + ms, mono: ms, chance });
/** A moment at which the two clocks disagree. */
export const clocks = (wall: number, mono: number): Moment => ({
  wall: START + wall,
  mono,
  chance: 0.5,
});
export const instant = ({ wall, mono }: Instant): Instant => ({ wall, mono });

export const baseUrl = 'https://api-stage.bill.com/api/v2' as BaseUrl;

export const secrets = {
  password: 'pass-word-9f8e7d6c5b4a-secret',
  devKey: '01DEVKEY9876543210ZX',
  sessionId: '!bSESSION-identifier-0123456789-abcdefghij-3Rq8',
  challengeId: '!aCHALLENGE-identifier-0123456789-abcdefghij',
  mfaId: '!bMFA-identifier-0123456789-abcdefghijklmnopqr',
  code: '837261',
};

export const credentials: Typed = {
  kind: 'password',
  baseUrl,
  userName: 'avery@example.com',
  password: secrets.password,
  orgId: '00801ORGANIZATION001',
  devKey: secrets.devKey,
};

export const signedInReply: SignedIn = {
  sessionId: secrets.sessionId,
  orgId: credentials.orgId,
  usersId: '00601USERUSERUSER001',
  apiEndPoint: 'https://api-stage.bill.com/api/v2',
};

export const device: Device = {
  deviceId: 'device-1',
  machineName: 'Avery’s laptop',
  remembered: null,
};
export const owner = ownerOf(credentials);

/** A device that BILL trusts until 20 days after the start. */
export const rememberedDevice: Device = {
  ...device,
  remembered: { mfaId: secrets.mfaId, owner, until: START + 20 * DAY },
};

/** The settings as they come, without automatic sign-in. */
export const policy: Policy = {
  touchAfterMs: 10 * MINUTE,
  maxAgeMs: 12 * HOUR,
  onlyWhileActive: false,
  tokenIdleMs: null,
  signInAgain: false,
};

/** A profile that never signed in. */
export const fresh = (from: Device = device, rules: Partial<Policy> = {}) =>
  initialState(from, { ...policy, ...rules });

/** What the runner learns of an attempt with `typed`. */
export function whoOf(
  typed: Typed = credentials,
  from: Device = device,
  now: Instant = at(0),
): Who {
  const { kind, userName, devKey } = typed;
  const whose = ownerOf(typed);
  const withDevice = kind !== 'token' && deviceFor(from, whose, now) !== null;
  return { kind, baseUrl: typed.baseUrl, userName, devKey, owner: whose, withDevice };
}

// ---------------------------------------------------------------- answers

export const line = (fault: LineFault = 'timeout'): AppError => ({
  kind: 'line',
  fault,
  code: null,
});
export const status = (code: number, retryAfterMs: number | null = null): AppError => ({
  kind: 'oddReply',
  odd: 'status',
  status: code,
  retryAfterMs,
});
export const refused = (...of: Parameters<typeof refusal>): Result<never> => fail(refusal(...of));
/** What BILL answers to a wrong MFA code is not known: a code of its own that nobody knows. */
export const wrongCode = refused('BDC_9999', { by: 'mfaAuthenticate' });
export const sessionInfo = {
  organizationId: signedInReply.orgId,
  userId: signedInReply.usersId,
};
export const info = ok(sessionInfo);

/** One of each way to fail that is not BILL's own "no". A new kind does not compile without a row. */
export const failuresByKind = {
  invalidInput: [{ kind: 'invalidInput', field: 'code', problem: 'malformed' }],
  unknownCommand: [{ kind: 'unknownCommand' }],
  notAllowed: [{ kind: 'notAllowed' }],
  tooFast: [{ kind: 'tooFast' }],
  notNow: [{ kind: 'notNow' }],
  internal: [{ kind: 'internal' }],
  hostRefused: [{ kind: 'hostRefused', reason: 'notSandbox' }],
  practiceFailed: [{ kind: 'practiceFailed' }],
  file: [{ kind: 'file', trouble: 'notWritten', at: null }],
  storage: [{ kind: 'storage', trouble: 'notSaved' }],
  ownLimit: [{ kind: 'ownLimit', limit: 'textMessage', until: START + MINUTE }],
  cancelled: [{ kind: 'cancelled' }],
  line: (['offline', 'dns', 'refused', 'timeout', 'tls', 'reset', 'protocol'] as const).map(
    (fault): AppError => line(fault),
  ),
  oddReply: (
    ['status', 'redirect', 'html', 'json', 'shape', 'encoded', 'tooLarge'] as const
  ).flatMap((odd): AppError[] =>
    [null, 200, 302, 401, 403, 407, 500, 503, 511].map((code) => ({
      kind: 'oddReply',
      odd,
      status: code,
      retryAfterMs: null,
    })),
  ),
} satisfies Record<Exclude<AppError['kind'], 'refused'>, readonly AppError[]>;

/** Every outcome that says nothing about the session. */
export const unknownErrors: readonly AppError[] = Object.values(failuresByKind).flat();

// ---------------------------------------------------------------- steps

export function asOpen(state: State): Open {
  if (state.at !== 'open') throw new Error(`The session is ${state.at}, not open.`);
  return state;
}

/** Steps one event after the other and gives the last state and all effects. */
export function play(state: State, ...events: readonly Event[]): [State, Effect[]] {
  let current = state;
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, more] = step(current, event);
    current = next;
    effects.push(...more);
  }
  return [current, effects];
}

export const after = (state: State, ...events: readonly Event[]): State =>
  play(state, ...events)[0];

/** Looks at the clocks every 15 seconds from `from` to `to`, as an awake machine does. */
export function awake(state: State, from: number, to: number): Open {
  let current = state;
  for (let ms = from; ms < to; ms += 15 * SECOND) current = after(current, tick(ms));
  return asOpen(after(current, tick(to)));
}
export const tick = (ms: number): Event => ({ type: 'tick', now: at(ms) });

/** The only effect of a step. */
export function only([, effects]: readonly [State, readonly Effect[]]): Effect {
  const [effect, ...others] = effects;
  if (effect === undefined || others.length > 0) {
    throw new Error(`Not one effect: ${JSON.stringify(effects.map(({ type }) => type))}`);
  }
  return effect;
}

export const signIn = (now: Moment = at(0), typed: Typed = credentials): Event => ({
  type: 'signIn',
  credentials: typed,
  now,
});

export const signInAnswered = (
  now: Moment,
  changes: Partial<Omit<EventOf<'signInAnswered'>, 'type' | 'now'>> = {},
): Event => ({
  type: 'signInAnswered',
  attempt: 1,
  sentAt: at(0),
  who: whoOf(),
  result: ok(signedInReply),
  ...changes,
  now,
});

/** Signed in at the start; the answer came at once. */
export function opened(
  from: Device = device,
  rules: Partial<Policy> = {},
  typed: Typed = credentials,
): Open {
  return asOpen(
    after(
      fresh(from, rules),
      signIn(at(0), typed),
      signInAnswered(at(0), { who: whoOf(typed, from) }),
    ),
  );
}

type AnswerType =
  | 'touchAnswered'
  | 'signOutAnswered'
  | 'mfaCodeSent'
  | 'mfaAnswered'
  | 'trustAnswered'
  | 'operationAnswered';
type AnswerOf<T extends AnswerType> = Omit<EventOf<T>, 'type' | 'generation' | 'call'>;

/** The answer to call `call` (0: a call that nobody made) of the session that is open in `state`. */
export function answer<T extends AnswerType>(
  state: State,
  type: T,
  call: number,
  rest: AnswerOf<T>,
): Event {
  return { type, generation: state.attempts, call, ...rest } as unknown as Event;
}

/** A touch that is under way since `now`. */
export const touching = (open: State, now: Moment): Open =>
  asOpen(after(open, { type: 'extendNow', now }));

/** The answer to the touch that is under way. */
export function touchAnswered(
  open: Open,
  result: Result<{ organizationId: string; userId: string }>,
  sentAt: Instant,
  now: Moment,
): Event {
  return answer(open, 'touchAnswered', open.keepAlive.inFlight?.call ?? 0, { result, sentAt, now });
}

/** A message went out at `now`, and its code is wanted. */
export function codeWanted(open: Open = opened(), now: Moment = at(MINUTE)): Open {
  const sending = asOpen(after(open, { type: 'sendMfaCode', now }));
  return asOpen(
    after(
      sending,
      answer(sending, 'mfaCodeSent', sending.calls, {
        result: ok({ challengeId: secrets.challengeId }),
        sentAt: now,
        now,
      }),
    ),
  );
}

/** The code was typed and is being checked since `now`. */
export function checkingCode(now: Moment = at(2 * MINUTE), remember = true, open?: Open): Open {
  return asOpen(
    after(open ?? codeWanted(), { type: 'mfaCodeTyped', code: secrets.code, remember, now }),
  );
}
