/** A code whose session ends before it is entered: it is good in the next session of the same user. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../src-shared/result.ts';
import type { SignedOutView } from '../../../../src-shared/session-view.ts';
import type { SignedOut, State } from '../../../../src-main/session/state.ts';
import { view } from '../../../../src-main/session/view.ts';
import { event, signIn, types } from '../given/events.ts';
import { line, wrongCode } from '../given/outcomes.ts';
import { credentials, device, secrets, signedInReply, whoOf } from '../given/people.ts';
import {
  after,
  answered,
  checkingCode,
  codeWanted,
  dies,
  openAfter,
  opened,
  play,
  signInEnds,
  signsIn,
  signsOut,
} from '../given/sessions.ts';
import { at, MINUTE, SECOND, START } from '../given/times.ts';

const staying = opened(device, { signInAgain: true });
const died = (state: State, when: number) => dies(state, when)[0];
const signedIn = (state: State, when: number, typed = credentials) => {
  const reply = ok({ ...signedInReply, orgId: typed.orgId });
  return openAfter(signInEnds(state, when, reply, whoOf(typed, state.device, at(when))));
};
/** What a panel is told of the code while nobody is signed in. */
const between = (state: State, when: number) => {
  const { codeLost, codeWorksUntil } = view(state, at(when)) as Partial<SignedOutView>;
  return { codeLost, codeWorksUntil };
};
const works = { codeLost: false, codeWorksUntil: START + 6 * MINUTE };

describe('[S127] a session that dies under a code', () => {
  it.each([
    ['wanted', codeWanted(staying)],
    ['being checked', checkingCode(2 * MINUTE, true, codeWanted(staying))],
  ])('and is opened again by itself still wants the code that was %s', (_, open) => {
    const signingIn = died(open, 3 * MINUTE);
    expect(signingIn).toMatchObject({ at: 'signingIn', by: 'again' });
    expect(between(signingIn, 3 * MINUTE)).toEqual(works);
    const next = signedIn(signingIn, 3 * MINUTE + SECOND);
    expect(view(next, at(3 * MINUTE + SECOND))).toMatchObject({
      codeLost: false,
      mfa: { step: 'codeWanted', sentAt: START + MINUTE, worksUntil: START + 6 * MINUTE },
    });
    expect(next.openChallenge).toBeNull();

    const [checking, effects] = play(next, types(4 * MINUTE));
    expect(effects).toMatchObject([
      { type: 'submitMfaCode', generation: 2, answer: { challengeId: secrets.challengeId } },
    ]);
    const accepted = ok({ mfaId: secrets.mfaId });
    const trusted = answered(openAfter(checking), 'submitMfaCodeAnswered', accepted, 4 * MINUTE);
    expect(trusted).toMatchObject({ trust: { is: 'until' }, mfa: { step: 'start' } });
  });

  it('keeps it through a sign-in that failed, and one that was cancelled', () => {
    const out = died(codeWanted(), 3 * MINUTE);
    const trying = after(out, signIn(3 * MINUTE));
    const failed = signInEnds(trying, 3 * MINUTE, fail(line()));
    const cancelled = after(failed, signIn(4 * MINUTE), event('cancelSignIn', 4 * MINUTE));
    expect(between(cancelled, 4 * MINUTE).codeWorksUntil).toBe(START + 6 * MINUTE);
    const next = signsIn(cancelled, 5 * MINUTE);
    expect(next.mfa.step).toBe('codeWanted');
  });

  it('counts the wrong codes on', () => {
    const wrong = answered(checkingCode(), 'submitMfaCodeAnswered', wrongCode, 2 * MINUTE);
    const out = died(wrong, 3 * MINUTE);
    expect(signsIn(out, 4 * MINUTE).mfa).toMatchObject({ wrongCodes: 1 });
  });

  it.each([
    ['its five minutes are over', 6 * MINUTE, credentials],
    ['somebody else signs in', 4 * MINUTE, { ...credentials, userName: 'other@example.com' }],
    ['it is for another organization', 4 * MINUTE, { ...credentials, orgId: '00801ANOTHER' }],
    ['a token opens the session', 4 * MINUTE, { ...credentials, kind: 'token' as const }],
  ])('does not want it any more where %s, and says so until another is sent', (_, when, typed) => {
    const out = died(codeWanted(), 3 * MINUTE);
    const next = signedIn(after(out, signIn(when, typed)), when, typed);
    expect(next).toMatchObject({ mfa: { step: 'start' }, codeLost: true, openChallenge: null });
  });

  it('says that it is of no use as soon as its five minutes are over', () => {
    const out = died(codeWanted(), 3 * MINUTE);
    const last = 6 * MINUTE - 1;
    expect(between(out, last)).toEqual(works);
    expect(between(out, last + 1)).toEqual({ codeLost: true, codeWorksUntil: null });
  });

  it('leaves nothing behind where the user signs out', () => {
    const out = signsOut(codeWanted(), 3 * MINUTE) as SignedOut;
    expect([out.openChallenge, out.codeLost]).toEqual([null, false]);
  });
});
