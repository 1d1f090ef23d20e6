/** Every state against every event: what follows, and what is refused. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Answered, Effect, Event, EventOf } from '../../../src-main/session/session-events.ts';
import type { State } from '../../../src-main/session/state.ts';
import { info, refused } from './given/outcomes.ts';
import { baseUrl, fresh, owner, policy, rememberedDevice, secrets } from './given/people.ts';
import { event, pays, signIn, signInReply, types } from './given/events.ts';
import {
  after,
  answered,
  checkingCode,
  codeWanted,
  openAfter,
  opened,
  touching,
} from './given/sessions.ts';
import { at, DAY, MINUTE, START } from './given/times.ts';

type EventType = Event['type'];
/** What comes of an event: refused, or the state that follows and the effects it asks for. */
type Row = 'refused' | State['at'] | `${State['at']} + ${Effect['type']}`;

const NOW = at(3 * MINUTE);
const open = opened();

/** At least one sample of each state, and of each way in which an open session can be busy. */
const samples = {
  signedOut: fresh(),
  signingIn: after(fresh(), signIn()),
  quiet: open,
  touching: touching(open, MINUTE),
  signingOut: openAfter(open, event('signOut', MINUTE)),
  sendingCode: openAfter(open, event('sendMfaCode', MINUTE)),
  codeWanted: codeWanted(),
  checkingCode: checkingCode(),
  trying: openAfter(open, pays()),
  refused: answered(openAfter(open, pays()), 'tryOperationAnswered', refused('BDC_1361'), 0),
  remembered: opened(rememberedDevice),
} satisfies Record<string, State>;
type Sample = keyof typeof samples;

const remembered = { mfaId: secrets.mfaId, owner, until: START + DAY };
const foreign = { baseUrl, sessionId: secrets.sessionId, devKey: secrets.devKey };
const newPolicy = { ...policy, maxAgeMs: 60 * MINUTE };
/** A good answer to the newest call of the session at hand. */
const good =
  <T extends Answered['type']>(type: T, result: EventOf<T>['result']) =>
  (state: State): Event => {
    const call = state.at === 'open' ? state.calls : 1;
    const rest = { operation: 'PayBills', generation: state.attempts, call, result };
    return { type, ...rest, sentAt: at(2 * MINUTE), now: NOW } as unknown as Event;
  };

/** One event of each type. */
const events: { readonly [T in EventType]: Event | ((state: State) => Event) } = {
  signIn: signIn(NOW),
  cancelSignIn: event('cancelSignIn', NOW),
  extendNow: event('extendNow', NOW),
  copySessionId: event('copySessionId', NOW, { sessionId: secrets.sessionId }),
  dropOldCopies: event('dropOldCopies', NOW),
  signOut: event('signOut', NOW),
  sendMfaCode: event('sendMfaCode', NOW),
  submitMfaCode: types(NOW, false),
  checkTrust: event('checkTrust', NOW),
  tryOperation: pays(NOW),
  repeatOperation: event('repeatOperation', NOW, { operation: 'PayBills' }),
  useSession: event('useSession', NOW, { foreign }),
  resume: event('resume', NOW),
  pauseKeepAlive: event('pauseKeepAlive', NOW, { ms: 60 * MINUTE }),
  forgetDevice: event('forgetDevice', NOW),
  nameMachine: event('nameMachine', NOW, { machineName: 'Another name' }),
  policy: event('policy', NOW, { policy: newPolicy }),
  deviceFound: event('deviceFound', NOW, { remembered }),
  deviceRenewed: event('deviceRenewed', NOW, { deviceId: 'another' }),
  tick: event('tick', NOW),
  suspend: event('suspend', NOW),
  resumed: event('resumed', NOW),
  network: event('network', NOW, { online: false }),
  activity: event('activity', NOW, { active: false }),
  signInAnswered: (state) => signInReply(state, NOW),
  touchAnswered: good('touchAnswered', info),
  signOutAnswered: good('signOutAnswered', ok(null)),
  sendMfaCodeAnswered: good('sendMfaCodeAnswered', ok({ challengeId: secrets.challengeId })),
  submitMfaCodeAnswered: good('submitMfaCodeAnswered', ok({ mfaId: secrets.mfaId })),
  checkTrustAnswered: good('checkTrustAnswered', ok({ isTrusted: true })),
  tryOperationAnswered: good('tryOperationAnswered', ok({ reply: '{}' })),
  callOperation: event('callOperation', NOW),
  callOperationAnswered: good('callOperationAnswered', ok({})),
};

/** Each of `types` leads to `row`. */
const all = <T extends EventType>(row: Row, ...types: readonly T[]) =>
  Object.fromEntries(types.map((type) => [type, row])) as Record<T, Row>;

const wishes = [
  ...(['pauseKeepAlive', 'copySessionId', 'dropOldCopies', 'extendNow', 'signOut'] as const),
  ...(['sendMfaCode', 'submitMfaCode', 'checkTrust', 'tryOperation', 'repeatOperation'] as const),
  'callOperation',
] as const;
const answers = [
  ...(['touchAnswered', 'signOutAnswered', 'sendMfaCodeAnswered'] as const),
  ...(['submitMfaCodeAnswered', 'checkTrustAnswered', 'tryOperationAnswered'] as const),
  'callOperationAnswered',
] as const;
const beginnings = ['signIn', 'useSession', 'resume'] as const;

/** Without a session nothing is done but to begin one, and to note what outlives a session. */
const without = (state: State['at']) => ({
  ...all(state, 'nameMachine', 'policy', 'deviceFound', 'deviceRenewed', 'network', 'activity'),
  ...all('refused', ...wishes, ...answers, ...beginnings, 'cancelSignIn', 'signInAnswered'),
  ...all('refused', 'forgetDevice', 'suspend', 'resumed', 'tick'),
});

/** An open session with nothing under way. */
const quiet: Readonly<Record<EventType, Row>> = {
  // What the system says changes when the next touch is due; every answer says that it lives.
  ...all('open', 'nameMachine', 'policy', 'deviceFound', 'deviceRenewed', 'network', 'activity'),
  ...all('open', 'resumed', 'tick'),
  ...all('open', ...answers, 'pauseKeepAlive', 'callOperation'),
  // Whoever wants another session ends this one first.
  ...all('refused', ...beginnings, 'cancelSignIn', 'forgetDevice', 'checkTrust', 'submitMfaCode'),
  ...all('open + touch', 'extendNow', 'suspend'),
  // It is the first one: there is nothing to be seen to.
  ...all('refused', 'copySessionId', 'dropOldCopies'),
  signOut: 'open + signOut',
  sendMfaCode: 'open + sendMfaCode',
  tryOperation: 'open + tryOperation',
  repeatOperation: 'refused',
  signInAnswered: 'open + giveBack',
  signOutAnswered: 'signedOut',
};

const table: Readonly<Record<Sample, Readonly<Record<EventType, Row>>>> = {
  signedOut: {
    ...without('signedOut'),
    ...all('signingIn + signIn', ...beginnings),
    signInAnswered: 'signedOut + giveBack',
  },
  signingIn: { ...without('signingIn'), cancelSignIn: 'signedOut', signInAnswered: 'open' },
  quiet,
  touching: { ...quiet, ...all('refused', 'suspend', 'extendNow') },
  signingOut: { ...quiet, ...all('refused', ...wishes, 'suspend') },
  sendingCode: { ...quiet, sendMfaCode: 'refused' },
  codeWanted: { ...quiet, submitMfaCode: 'open + submitMfaCode' },
  // The ID that went along may be remembered with the answer.
  checkingCode: { ...quiet, ...all('refused', 'sendMfaCode', 'deviceRenewed') },
  trying: { ...quiet, tryOperation: 'refused' },
  refused: { ...quiet, repeatOperation: 'open + tryOperation' },
  // The question of the sign-in is still under way, so that another is refused.
  remembered: { ...quiet, forgetDevice: 'open', ...all('refused', 'deviceFound', 'deviceRenewed') },
};

const cases = Object.entries(samples).flatMap(([sample, state]: [string, State]) =>
  Object.entries(events).map(([type, make]) => ({
    sample,
    type,
    state,
    event: typeof make === 'function' ? make(state) : make,
    row: table[sample as Sample][type as EventType],
  })),
);

describe('the table of states and events', () => {
  it.each(cases)('$sample × $type: $row', ({ state, event, row }) => {
    const frozen = structuredClone(state);
    const [next, effects] = step(state, event);
    expect(state).toEqual(frozen);
    if (row === 'refused') {
      expect([next === state, effects]).toEqual([true, []]);
      return;
    }
    expect([next.at, ...effects.map(({ type }) => type)].join(' + ')).toBe(row);
    // Only a late session leaves the state as it is and yet asks for something: it goes back.
    expect(next === state).toBe(effects.some(({ type }) => type === 'giveBack'));
  });

  it.each(cases.filter(({ state, event }) => 'generation' in event && state.at === 'open'))(
    '$sample × $type of an earlier session: refused',
    ({ state, event }) => {
      const [next, effects] = step(state, { ...event, generation: 0 } as Event);
      expect([next === state, effects]).toEqual([true, []]);
    },
  );
});
