/** Between two text messages: how long, for whom, and that no way around it leads out of a session. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  checkingCode,
  codeWanted,
  credentials,
  fresh,
  line,
  MINUTE,
  opened,
  refused,
  SECOND,
  signIn,
  signInAnswered,
  START,
  whoOf,
} from './support.ts';

const send = (ms: number): Event => ({ type: 'sendMfaCode', now: at(ms) });
const sends = (state: State, ms: number) => step(state, send(ms))[1].length;
const sendAgainAt = (state: State, ms: number) => {
  const shown = view(state, at(ms));
  return 'mfa' in shown && shown.mfa.step === 'start' ? shown.mfa.sendAgainAt : undefined;
};

/** Out of `open` and in again, at `ms`. */
function outAndIn(open: Open, ms: number, typed = credentials): Open {
  const { attempts, calls } = open;
  const rest = { result: ok(null), sentAt: at(ms), now: at(ms) };
  return asOpen(
    after(
      open,
      { type: 'signOut', now: at(ms) },
      answer(open, 'signOutAnswered', calls + 1, rest),
      signIn(at(ms), typed),
      signInAnswered(at(ms), { attempt: attempts + 1, sentAt: at(ms), who: whoOf(typed) }),
    ),
  );
}

/** The session dies at `ms` under whatever is under way, and a new one is opened. */
function diedAndIn(open: Open, ms: number): Open {
  const rest = { result: refused('BDC_1109'), sentAt: at(ms), now: at(ms) };
  return asOpen(
    after(
      open,
      answer(open, 'touchAnswered', open.calls, rest),
      signIn(at(ms)),
      signInAnswered(at(ms), { attempt: open.attempts + 1, sentAt: at(ms) }),
    ),
  );
}

const tooMany = () => {
  const checking = checkingCode();
  const rest = { result: refused('BDC_1358'), sentAt: at(2 * MINUTE), now: at(3 * MINUTE) };
  return asOpen(after(checking, answer(checking, 'mfaAnswered', checking.calls, rest)));
};

describe('the wait after too many wrong codes', () => {
  const over = 8 * MINUTE;

  it.each([
    ['signing out and in', outAndIn],
    ['the death of the session', diedAndIn],
  ])('survives %s', (_, again) => {
    const open = again(tooMany(), 4 * MINUTE);
    expect(sendAgainAt(open, 4 * MINUTE)).toBe(START + over);
    expect(sends(open, over - 1)).toBe(0);
    expect(sends(open, over)).toBe(1);
  });

  it('is that of one user: another who signs in to the profile does not wait, the first still does', () => {
    const other = { ...credentials, userName: 'blair@example.com' };
    const theirs = outAndIn(tooMany(), 4 * MINUTE, other);
    expect(sends(theirs, 4 * MINUTE)).toBe(1);
    const mine = outAndIn(asOpen(after(theirs, send(4 * MINUTE))), 5 * MINUTE);
    expect(sends(mine, over - 1)).toBe(0);
    expect(sends(mine, over)).toBe(1);
  });

  it('is forgotten when it is over', () => {
    const open = asOpen(after(outAndIn(tooMany(), 4 * MINUTE), send(over)));
    expect(Object.values(open.pauses)).toMatchObject([{ ms: 30 * SECOND }]);
    const failed = { result: refused('BDC_1354'), sentAt: at(over), now: at(over) };
    expect(after(open, answer(open, 'mfaCodeSent', open.calls, failed)).pauses).toEqual({});
    expect(fresh().pauses).toEqual({});
  });
});

describe('the half minute between two messages', () => {
  it.each([
    ['a message that came', codeWanted()],
    ['one that is under way', asOpen(after(opened(), send(MINUTE)))],
  ])('survives signing out and in, and the death of the session, after %s', (_, from) => {
    for (const again of [outAndIn, diedAndIn]) {
      const open = again(from, MINUTE + 10 * SECOND);
      expect(sends(open, MINUTE + 30 * SECOND - 1)).toBe(0);
      expect(sends(open, MINUTE + 30 * SECOND)).toBe(1);
    }
  });
});

describe('our own limit of five messages a minute', () => {
  it('is waited for to its end: what the button offers is not refused', () => {
    const sending = asOpen(after(opened(), send(MINUTE)));
    const until = START + MINUTE + 47 * SECOND;
    const result = fail({ kind: 'ownLimit', limit: 'textMessage', until } as const);
    const rest = { result, sentAt: at(MINUTE), now: at(MINUTE) };
    const open = asOpen(after(sending, answer(sending, 'mfaCodeSent', sending.calls, rest)));
    expect(sendAgainAt(open, MINUTE)).toBe(until);
    expect(sends(open, until - START - 1)).toBe(0);
    expect(sends(open, until - START)).toBe(1);
  });
});

describe('a message whose answer was lost', () => {
  it('may have gone out: the next one waits half a minute from then', () => {
    const sending = asOpen(after(opened(), send(MINUTE)));
    const rest = { result: fail(line()), sentAt: at(MINUTE), now: at(MINUTE + 15 * SECOND) };
    const open = asOpen(after(sending, answer(sending, 'mfaCodeSent', sending.calls, rest)));
    expect(sends(open, MINUTE + 45 * SECOND - 1)).toBe(0);
    expect(sends(open, MINUTE + 45 * SECOND)).toBe(1);
  });
});
