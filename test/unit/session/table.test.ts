import { describe, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { initialState, step } from '../../../src-main/session/machine.ts';
import type { Effect, Event, EventOf, State } from '../../../src-main/session/state.ts';
import {
  after,
  at,
  baseUrl,
  checkingCode,
  codeWanted,
  credentials,
  device,
  info,
  MINUTE,
  opened,
  rememberedDevice,
  secrets,
  signedInReply,
  signIn,
  touching,
} from './support.ts';

type EventType = Event['type'];
/** What comes of an event: refused, or the state that follows and the effects it asks for. */
type Row = 'refused' | State['at'] | `${State['at']} + ${Effect['type']}`;

const NOW = at(3 * MINUTE);
const signedOut = initialState(device);
const signingIn = after(signedOut, signIn());
const open = opened();

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
    remembered: opened(rememberedDevice),
  },
} satisfies Record<State['at'], Record<string, State>>;

/** One event of each type: an answer is a good one to the newest call of the session at hand. */
const events: { readonly [T in EventType]: (state: State) => EventOf<T> } = {
  signIn: () => ({ type: 'signIn', credentials, now: NOW }),
  cancelSignIn: () => ({ type: 'cancelSignIn', now: NOW }),
  extendNow: () => ({ type: 'extendNow', now: NOW }),
  signOut: () => ({ type: 'signOut', now: NOW }),
  sendMfaCode: () => ({ type: 'sendMfaCode', now: NOW }),
  mfaCodeTyped: () => ({ type: 'mfaCodeTyped', code: secrets.code, remember: false, now: NOW }),
  checkTrust: () => ({ type: 'checkTrust', now: NOW }),
  tryOperation: () => ({ type: 'tryOperation', operation: 'payBills', data: '{}', now: NOW }),
  tick: () => ({ type: 'tick', now: NOW }),
  signInAnswered: (state) => ({
    type: 'signInAnswered',
    attempt: state.attempts,
    sentAt: at(0),
    baseUrl,
    devKey: credentials.devKey,
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

function newest(state: State) {
  const call = state.at === 'open' ? state.calls : 1;
  return { generation: state.attempts, call, sentAt: at(2 * MINUTE), now: NOW };
}

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
      signIn: 'signingIn + signIn',
      cancelSignIn: 'refused',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
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
      signIn: 'refused',
      cancelSignIn: 'signedOut',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
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
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      tick: 'open',
    },
    touching: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'refused',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      tick: 'open',
    },
    signingOut: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'refused',
      signOut: 'refused',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      tick: 'open',
    },
    sendingCode: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      tick: 'open',
    },
    codeWanted: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'open + checkMfaCode',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      tick: 'open',
    },
    checkingCode: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'refused',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'open + tryOperation',
      tick: 'open',
    },
    trying: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'refused',
      tryOperation: 'refused',
      tick: 'open',
    },
    remembered: {
      ...answersWhileOpen,
      signIn: 'refused',
      cancelSignIn: 'refused',
      extendNow: 'open + touch',
      signOut: 'open + signOut',
      sendMfaCode: 'open + sendMfaCode',
      mfaCodeTyped: 'refused',
      checkTrust: 'open + askTrust',
      tryOperation: 'open + tryOperation',
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
  it('has a row for each of ten states and sixteen events', () => {
    expect(cases).toHaveLength(10 * 16);
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
