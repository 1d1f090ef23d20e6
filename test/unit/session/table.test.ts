import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Effect, Event, EventOf } from '../../../src-main/session/session-events.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import {
  after,
  answer,
  asOpen,
  at,
  baseUrl,
  checkingCode,
  codeWanted,
  credentials,
  DAY,
  fresh,
  info,
  MINUTE,
  opened,
  owner,
  policy,
  refused,
  rememberedDevice,
  secrets,
  signedInReply,
  signIn,
  START,
  touching,
  whoOf,
} from './support.ts';

type EventType = Event['type'];
/** What comes of an event: refused, or the state that follows and the effects it asks for. */
type Row = 'refused' | State['at'] | `${State['at']} + ${Effect['type']}`;

const NOW = at(3 * MINUTE);
const signedOut = fresh();
const signingIn = after(signedOut, signIn());
const open = opened();

/** Paying bills was refused for want of trust. */
function operationRefused(): Open {
  const data = '{"mine":1}';
  const trying = after(open, { type: 'tryOperation', operation: 'payBills', data, now: at(0) });
  const result = refused('BDC_1361');
  const rest = { operation: 'payBills', result, sentAt: at(0), now: at(0) } as const;
  return asOpen(after(trying, answer(trying, 'operationAnswered', 1, rest)));
}

/** At least one sample of each state, and of each way in which an open session can be busy. */
const samples = {
  signedOut: { signedOut },
  signingIn: { signingIn },
  open: {
    quiet: open,
    touching: touching(open, at(MINUTE)),
    signingOut: after(open, { type: 'signOut', now: at(MINUTE) }),
    sendingCode: after(open, { type: 'sendMfaCode', now: at(MINUTE) }),
    codeWanted: codeWanted(),
    checkingCode: checkingCode(),
    trying: after(open, { type: 'tryOperation', operation: 'payBills', data: '{}', now: at(0) }),
    refused: operationRefused(),
    remembered: opened(rememberedDevice),
  },
} satisfies Record<State['at'], Record<string, State>>;

/** One event of each type: an answer is a good one to the newest call of the session at hand. */
const events: { readonly [T in EventType]: (state: State) => EventOf<T> } = {
  signIn: () => ({ type: 'signIn', credentials, now: NOW }),
  cancelSignIn: () => ({ type: 'cancelSignIn', now: NOW }),
  extendNow: () => ({ type: 'extendNow', now: NOW }),
  idCopied: () => ({ type: 'idCopied', sessionId: secrets.sessionId, now: NOW }),
  signOut: () => ({ type: 'signOut', now: NOW }),
  sendMfaCode: () => ({ type: 'sendMfaCode', now: NOW }),
  mfaCodeTyped: () => ({ type: 'mfaCodeTyped', code: secrets.code, remember: false, now: NOW }),
  checkTrust: () => ({ type: 'checkTrust', now: NOW }),
  tryOperation: () => ({ type: 'tryOperation', operation: 'payBills', data: '{}', now: NOW }),
  repeatOperation: () => ({ type: 'repeatOperation', operation: 'payBills', now: NOW }),
  adopt: () => ({
    type: 'adopt',
    foreign: { baseUrl, sessionId: secrets.sessionId, devKey: secrets.devKey },
    now: NOW,
  }),
  resume: () => ({ type: 'resume', now: NOW }),
  pause: () => ({ type: 'pause', ms: 60 * MINUTE, now: NOW }),
  forgetDevice: () => ({ type: 'forgetDevice', now: NOW }),
  nameMachine: () => ({ type: 'nameMachine', machineName: 'Another name', now: NOW }),
  policy: () => ({ type: 'policy', policy: { ...policy, maxAgeMs: 60 * MINUTE }, now: NOW }),
  deviceFound: () => ({ type: 'deviceFound', remembered: found, now: NOW }),
  tick: () => ({ type: 'tick', now: NOW }),
  suspend: () => ({ type: 'suspend', now: NOW }),
  resumed: () => ({ type: 'resumed', now: NOW }),
  network: () => ({ type: 'network', online: false, now: NOW }),
  activity: () => ({ type: 'activity', active: false, now: NOW }),
  signInAnswered: (state) => ({
    type: 'signInAnswered',
    attempt: state.attempts,
    sentAt: at(0),
    who: whoOf(),
    result: ok(signedInReply),
    now: NOW,
  }),
  touchAnswered: (state) => ({ type: 'touchAnswered', ...newest(state), result: info }),
  signOutAnswered: (state) => ({ type: 'signOutAnswered', ...newest(state), result: ok(null) }),
  mfaCodeSent: (state) => ({
    type: 'mfaCodeSent',
    ...newest(state),
    result: ok({ challengeId: secrets.challengeId }),
  }),
  mfaAnswered: (state) => ({
    type: 'mfaAnswered',
    ...newest(state),
    result: ok({ mfaId: secrets.mfaId }),
  }),
  trustAnswered: (state) => ({
    type: 'trustAnswered',
    ...newest(state),
    result: ok({ isTrusted: true }),
  }),
  operationAnswered: (state) => ({
    type: 'operationAnswered',
    operation: 'payBills',
    ...newest(state),
    result: ok({ reply: '{}' }),
  }),
};

const found = { mfaId: secrets.mfaId, owner, until: START + DAY };

function newest(state: State) {
  const call = state.at === 'open' ? state.calls : 1;
  return { generation: state.attempts, call, sentAt: at(2 * MINUTE), now: NOW };
}

/** What every state takes, since it outlives the session. */
const kept = (at: State['at'], remembers: boolean) =>
  ({
    nameMachine: at,
    policy: at,
    forgetDevice: remembers ? at : 'refused',
    deviceFound: remembers ? 'refused' : at,
  }) as const;

/** There is no session to be told of; how the world stands is noted for the next one. */
const hintsWithoutSession = (at: State['at']) =>
  ({ suspend: 'refused', resumed: 'refused', network: at, activity: at }) as const;

/** Whoever wants another session ends this one first. */
const notWhileOpen = {
  signIn: 'refused',
  adopt: 'refused',
  resume: 'refused',
  cancelSignIn: 'refused',
} as const;

/** What the system says changes when the next touch is due, and sends none by itself. */
const hintsWhileOpen = { resumed: 'open', network: 'open', activity: 'open' } as const;

/** Every answer to an open session is taken notice of: it says that the session lives. */
const answersWhileOpen = {
  signInAnswered: 'open + giveBack',
  touchAnswered: 'open',
  signOutAnswered: 'signedOut',
  mfaCodeSent: 'open',
  mfaAnswered: 'open',
  trustAnswered: 'open',
  operationAnswered: 'open',
} as const;

const table: {
  readonly [At in State['at']]: {
    readonly [S in keyof (typeof samples)[At]]: Readonly<Record<EventType, Row>>;
  };
} = {
  signedOut: {
    signedOut: {
      ...kept('signedOut', false),
      ...hintsWithoutSession('signedOut'),
      adopt: 'signingIn + signIn',
      resume: 'signingIn + signIn',
      pause: 'refused',
      idCopied: 'refused',
      signIn: 'signingIn + signIn',
      cancelSignIn: 'refused',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      repeatOperation: 'refused',
      tick: 'refused',
      signInAnswered: 'signedOut + giveBack',
      touchAnswered: 'refused',
      signOutAnswered: 'refused',
      mfaCodeSent: 'refused',
      mfaAnswered: 'refused',
      trustAnswered: 'refused',
      operationAnswered: 'refused',
    },
  },
  signingIn: {
    signingIn: {
      ...kept('signingIn', false),
      ...hintsWithoutSession('signingIn'),
      adopt: 'refused',
      resume: 'refused',
      pause: 'refused',
      idCopied: 'refused',
      signIn: 'refused',
      cancelSignIn: 'signedOut',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      repeatOperation: 'refused',
      tick: 'refused',
      signInAnswered: 'open',
      touchAnswered: 'refused',
      signOutAnswered: 'refused',
      mfaCodeSent: 'refused',
      mfaAnswered: 'refused',
      trustAnswered: 'refused',
      operationAnswered: 'refused',
    },
  },
  open: {
    quiet: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
    touching: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'refused',
      extendNow: 'refused',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
    signingOut: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'refused',
      idCopied: 'refused',
      suspend: 'refused',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      repeatOperation: 'refused',
      tick: 'open',
    },
    sendingCode: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
    codeWanted: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'open + checkMfaCode',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
    checkingCode: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
    trying: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      repeatOperation: 'refused',
      tick: 'open',
    },
    refused: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', false),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'open + tryOperation',
      tick: 'open',
    },
    remembered: {
      ...answersWhileOpen,
      ...notWhileOpen,
      ...hintsWhileOpen,
      ...kept('open', true),
      pause: 'open',
      idCopied: 'open',
      suspend: 'open + touch',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      // The question of the sign-in is still under way.
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      repeatOperation: 'refused',
      tick: 'open',
    },
  },
};

/** Only these leave the state as it is and yet ask for something: a late session goes back. */
const cases = Object.entries(samples).flatMap(([at, kinds]) =>
  Object.entries(kinds).flatMap(([sample, state]: [string, State]) =>
    Object.entries(events).map(([type, make]) => {
      const rows = table[at as State['at']] as Readonly<Record<string, Record<EventType, Row>>>;
      const row = rows[sample]?.[type as EventType];
      return { sample, type, state, event: make(state), row };
    }),
  ),
);

describe('the table of states and events', () => {
  it('has a row for each of eleven states and every event', () => {
    expect(cases).toHaveLength(11 * 29);
    expect(cases.filter(({ row }) => row === undefined)).toEqual([]);
  });

  it.each(cases)('$sample × $type: $row', ({ state, event, row }) => {
    const frozen = structuredClone(state);
    const [next, effects] = step(state, event);
    expect(state).toEqual(frozen);
    if (row === 'refused') {
      expect(next).toBe(state);
      expect(effects).toEqual([]);
      return;
    }
    expect([next.at, ...effects.map(({ type }) => type)].join(' + ')).toBe(row);
    const unchanged = effects.some(({ type }) => type === 'giveBack');
    if (unchanged) expect(next).toBe(state);
    else expect(next).not.toBe(state);
  });

  it.each(cases.filter(({ state, event }) => 'generation' in event && state.at === 'open'))(
    '$sample × $type of an earlier session: refused',
    ({ state, event }) => {
      const [next, effects] = step(state, { ...event, generation: 0 } as Event);
      expect(next).toBe(state);
      expect(effects).toEqual([]);
    },
  );
});
