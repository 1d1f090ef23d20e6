/** The steps of a verification: one message a click, one code a message, and the waits between them. */
import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../../src-shared/bill/meaning.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { failuresByKind, line, refusals, refused, status, wrongCode } from './given/outcomes.ts';
import { credentials, device, fresh, secrets } from './given/people.ts';
import { answer, event, reply, signIn, types } from './given/events.ts';
import {
  after,
  answered,
  asks,
  checkingCode,
  codeWanted,
  dies,
  openAfter,
  opened,
  signInEnds,
  signsIn,
  signsOut,
} from './given/sessions.ts';
import { at, clocks, DAY, MINUTE, SECOND, START } from './given/times.ts';

const send = (ms: number) => event('sendMfaCode', ms);
const sends = (state: State, ms: number) => asks(state, send(ms)).length;
const shown = (state: State, ms: number) => {
  const panel = view(state, at(ms));
  return 'mfa' in panel ? panel.mfa : panel.state;
};
const sendAgainAt = (state: State, ms: number) => {
  const panel = view(state, at(ms));
  return 'mfa' in panel && panel.mfa.step === 'start' ? panel.mfa.sendAgainAt : undefined;
};
const byCode = { by: 'mfaAuthenticate' } as const;
const sending = openAfter(opened(), send(MINUTE));

describe('asking for a code', () => {
  it('then wants the code, which works for five minutes from when it was asked for', () => {
    expect(shown(codeWanted(), 2 * MINUTE)).toEqual({
      step: 'codeWanted',
      sentAt: START + MINUTE,
      worksUntil: START + 6 * MINUTE,
      sendAgainAt: START + MINUTE,
      wrongCodes: 0,
      error: null,
    });
  });

  it('takes another click after 30 seconds, exactly from when the panel says so', () => {
    for (const offset of [0, 1, 400, 499, 500, 501, 999]) {
      const sent = MINUTE + offset;
      const wanted = codeWanted(opened(), sent);
      const panel = shown(wanted, sent);
      if (typeof panel === 'string' || panel.step !== 'codeWanted') throw new Error('No code');
      expect(step(wanted, send(sent + 30 * SECOND - 1))).toEqual([wanted, []]);
      expect(asks(wanted, send(panel.sendAgainAt - START))).toEqual(['sendMfaCode']);
    }
  });

  it.each([
    ['no phone', refused('BDC_1354'), null],
    ['too many calls in this hour', refused('BDC_1144'), null],
    ['too many calls at once', refused('BDC_1322'), null],
    ['a code of BILL’s that nobody knows', refused('BDC_9999'), null],
    ['too many wrong codes', refused('BDC_1358'), 7 * MINUTE],
    ['a failure of the line', fail(line()), 2 * MINUTE + 30 * SECOND],
    ['a status', fail(status(502)), 2 * MINUTE + 30 * SECOND],
    ['a wait that is asked for', fail(status(429, 90 * SECOND)), 3 * MINUTE + 30 * SECOND],
    ['a wait of a second', fail(status(503, SECOND)), 2 * MINUTE + 30 * SECOND],
    ['a wait of a day', fail(status(429, DAY)), 62 * MINUTE],
    [
      'our own limit',
      fail({ kind: 'ownLimit', limit: 'textMessage', until: START + 3 * MINUTE } as const),
      3 * MINUTE,
    ],
  ])('starts over with the reason and the right pause after %s', (_, result, again) => {
    const state = answered(sending, 'sendMfaCodeAnswered', result, 2 * MINUTE, MINUTE);
    const error = result.ok ? null : result.error;
    const sendAgainAt = again === null ? null : START + again;
    expect(shown(state, 2 * MINUTE)).toEqual({ step: 'start', error, sendAgainAt });
    if (again !== null) expect(step(state, send(again - 1))).toEqual([state, []]);
    expect(sends(state, again ?? 2 * MINUTE)).toBe(1);
  });

  it('keeps the pause when the wall clock is set back', () => {
    const state = answered(sending, 'sendMfaCodeAnswered', fail(line()), 2 * MINUTE);
    const back = clocks(-DAY, 2 * MINUTE + 30 * SECOND);
    expect(asks(state, event('sendMfaCode', back))).toEqual(['sendMfaCode']);
  });

  it('does not take the answer to an earlier question for its own', () => {
    const wanted = codeWanted();
    const rest = { result: ok({ challengeId: 'another' }), sentAt: at(0), now: at(2 * MINUTE) };
    for (const open of [sending, wanted]) {
      const stale = answer(
        open,
        'sendMfaCodeAnswered',
        open === wanted ? open.calls : open.calls - 1,
        rest,
      );
      expect(openAfter(open, stale).mfa).toEqual(open.mfa);
    }
  });
});

describe('a typed code', () => {
  const checking = checkingCode();

  it('goes out once with the challenge and the device, and stays out of the state', () => {
    const named = openAfter(opened(), event('nameMachine', 0, { machineName: 'Bench' }));
    const [state, effects] = step(codeWanted(named), types(2 * MINUTE));
    const { challengeId, code } = secrets;
    const { deviceId } = device;
    const answer = { challengeId, code, deviceId, machineName: 'Bench', rememberDevice: true };
    expect(effects).toMatchObject([{ type: 'submitMfaCode', by: 'you', answer }]);
    expect(JSON.stringify(state)).not.toContain(code);
    expect(step(state, types(2 * MINUTE))).toEqual([state, []]);
  });

  const stays = (wrongCodes: number) => ({ step: 'codeWanted', wrongCodes });
  const over = (sendAgainAt: number | null) => ({ step: 'start', sendAgainAt });
  /** Where nothing stands here the code was not looked at. */
  const expected: Partial<Record<Meaning, object>> = {
    wrongCode: stays(1),
    codeExpired: over(null),
    tooManyCodes: over(START + 8 * MINUTE),
  };
  it.each(Object.values(refusals).filter(({ meaning }) => meaning !== 'sessionInvalid'))(
    'that is refused leaves the step, or the count of wrong ones, by what that means: $meaning',
    (error) => {
      const [state, effects] = step(
        checking,
        reply(checking, 'submitMfaCodeAnswered', fail(error), 3 * MINUTE),
      );
      const renews = error.meaning === 'deviceRefused' ? ['renewDevice'] : [];
      expect(effects.map(({ type }) => type)).toEqual(renews);
      expect(shown(state, 3 * MINUTE)).toMatchObject({
        error,
        ...(expected[error.meaning] ?? stays(0)),
      });
      expect(state).toMatchObject({ trust: { is: 'untrusted' } });
    },
  );

  it.each(Object.values(failuresByKind).flatMap((errors) => errors.slice(0, 1)))(
    'may be typed again when nobody looked at it: $kind',
    (error) => {
      const state = answered(checking, 'submitMfaCodeAnswered', fail(error), 3 * MINUTE);
      expect(shown(state, 3 * MINUTE)).toMatchObject({ step: 'codeWanted', wrongCodes: 0, error });
    },
  );

  it('is not judged by the answer to an earlier one', () => {
    const rest = { result: refused('BDC_1358', byCode), sentAt: at(0), now: at(3 * MINUTE) };
    const stale = answer(checking, 'submitMfaCodeAnswered', checking.calls - 1, rest);
    expect(openAfter(checking, stale).mfa).toEqual(checking.mfa);
  });
});

describe('a second message that fails', () => {
  const again = openAfter(codeWanted(), send(2 * MINUTE));
  const failed = (result: Result<never>) =>
    answered(again, 'sendMfaCodeAnswered', result, 2 * MINUTE + SECOND, 2 * MINUTE);

  it.each([fail(line()), refused('BDC_1144'), refused('BDC_1322'), refused('BDC_9999')])(
    'leaves the code of the first one to be typed: %j',
    (result) => {
      const open = failed(result);
      const { challengeId } = secrets;
      expect(open.mfa).toMatchObject({ challengeId, sentAt: { mono: MINUTE }, wrongCodes: 0 });
      const error = result.ok ? null : result.error;
      expect(shown(open, 3 * MINUTE)).toMatchObject({ step: 'codeWanted', error });
      expect(step(open, types(3 * MINUTE))[1]).toMatchObject([{ answer: { challengeId } }]);
    },
  );

  it('starts over after too many wrong codes', () => {
    const open = failed(refused('BDC_1358'));
    expect(sendAgainAt(open, 2 * MINUTE + SECOND)).toBe(START + 7 * MINUTE + SECOND);
  });

  it('keeps the count of the wrong codes', () => {
    const wrong = answered(checkingCode(), 'submitMfaCodeAnswered', wrongCode, 2 * MINUTE);
    const open = openAfter(wrong, send(3 * MINUTE));
    expect(answered(open, 'sendMfaCodeAnswered', fail(line()), 3 * MINUTE).mfa).toMatchObject({
      step: 'codeWanted',
      wrongCodes: 1,
    });
  });

  it('makes a third wait as long as any, since it may have gone out', () => {
    const open = failed(fail(line()));
    expect(sends(open, 2 * MINUTE + 31 * SECOND - 1)).toBe(0);
    expect(sends(open, 2 * MINUTE + 31 * SECOND)).toBe(1);
  });
});

/** Out of `open` and in again, at `ms`. */
const outAndIn = (open: Open, ms: number, typed = credentials) =>
  signsIn(signsOut(open, ms), ms, typed);
/** The session dies at `ms` under whatever is under way, and a new one is opened. */
const diedAndIn = (open: Open, ms: number) => signsIn(dies(open, ms)[0], ms);

describe('the wait after too many wrong codes', () => {
  const tooMany = answered(
    checkingCode(),
    'submitMfaCodeAnswered',
    refused('BDC_1358', byCode),
    3 * MINUTE,
    2 * MINUTE,
  );
  const over = 8 * MINUTE;

  it.each([
    ['signing out and in', outAndIn],
    ['the death of the session', diedAndIn],
  ])('survives %s', (_, again) => {
    const open = again(tooMany, 4 * MINUTE);
    expect(sendAgainAt(open, 4 * MINUTE)).toBe(START + over);
    expect([sends(open, over - 1), sends(open, over)]).toEqual([0, 1]);
  });

  it('is that of one user: another who signs in does not wait, the first still does', () => {
    const theirs = outAndIn(tooMany, 4 * MINUTE, { ...credentials, userName: 'b@example.com' });
    expect(sends(theirs, 4 * MINUTE)).toBe(1);
    const mine = outAndIn(openAfter(theirs, send(4 * MINUTE)), 5 * MINUTE);
    expect([sends(mine, over - 1), sends(mine, over)]).toEqual([0, 1]);
  });

  it('is forgotten when it is over', () => {
    const open = openAfter(outAndIn(tooMany, 4 * MINUTE), send(over));
    expect(open.pauses).toMatchObject([{ ms: 30 * SECOND }]);
    expect(answered(open, 'sendMfaCodeAnswered', refused('BDC_1354'), over).pauses).toEqual([]);
    expect(fresh().pauses).toEqual([]);
  });
});

describe('the half minute between two messages', () => {
  it.each([
    ['a message that came', codeWanted()],
    ['one that is under way', sending],
  ])('survives signing out and in, and the death of the session, after %s', (_, from) => {
    for (const again of [outAndIn, diedAndIn]) {
      const open = again(from, MINUTE + 10 * SECOND);
      const sent = MINUTE + 30 * SECOND;
      expect([sends(open, sent - 1), sends(open, sent)]).toEqual([0, 1]);
    }
  });
});

describe('a session that ends under a code', () => {
  const lost = (state: State) => {
    const panel = view(state, at(5 * MINUTE));
    return 'codeLost' in panel && panel.codeLost;
  };

  it('makes one that is being sent useless, which is said until another is sent for', () => {
    const [out] = dies(sending, 3 * MINUTE);
    expect([out.at, lost(out)]).toEqual(['signedOut', true]);
    const signingIn = after(out, signIn(4 * MINUTE));
    expect(lost(signingIn)).toBe(true);
    const next = signInEnds(signingIn, 4 * MINUTE);
    expect(lost(next)).toBe(true);
    expect(lost(after(next, send(5 * MINUTE)))).toBe(false);
  });

  it('is nothing to be told of without a code, nor to whoever signs out', () => {
    expect(lost(dies(opened(), 3 * MINUTE)[0])).toBe(false);
    expect(lost(signsOut(codeWanted(), 3 * MINUTE))).toBe(false);
  });
});
