/** Trust and the remembered device: what gives it, what takes it, and which session says so. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import { deviceFor } from '../../../src-main/session/mfa/mfa.ts';
import { ownerOf } from '../../../src-main/session/owner.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { line, refusals, refused } from './given/outcomes.ts';
import {
  credentials,
  device,
  fresh,
  owner,
  rememberedDevice,
  secrets,
  whoOf,
} from './given/people.ts';
import { answer, event, pays, signIn, signInAnswered, signInReply, types } from './given/events.ts';
import {
  after,
  answered,
  asks,
  asOpen,
  checkingCode,
  codeWanted,
  dies,
  openAfter,
  opened,
  signInEnds,
  signsIn,
  signsOut,
} from './given/sessions.ts';
import { at, DAY, HOUR, MINUTE, START } from './given/times.ts';

/** As it is in the remembered device. */
const remembered = { mfaId: secrets.mfaId, owner, until: START + 20 * DAY };
const check = event('checkTrust', MINUTE);
const forget = event('forgetDevice', 5 * MINUTE);
/** A session that was verified by a code. */
const verified = (rememberDevice: boolean, mfaId: string | null, from?: Open) =>
  answered(
    checkingCode(2 * MINUTE, rememberDevice, codeWanted(from)),
    'submitMfaCodeAnswered',
    ok({ mfaId }),
    3 * MINUTE,
    2 * MINUTE,
  );
const trusted = () => verified(true, secrets.mfaId);
/** MFAStatus is being asked what the remembered device is worth. */
const asking = opened(rememberedDevice);
const isTrusted = ok({ isTrusted: true });
const isNot = ok({ isTrusted: false });
const told = (
  open: Open,
  result: Parameters<typeof answered<'checkTrustAnswered'>>[2],
  ms = MINUTE,
) => answered(open, 'checkTrustAnswered', result, ms);
const lost = (state: State) => {
  const shown = view(state, at(0));
  return 'deviceLost' in shown ? shown.deviceLost : undefined;
};

describe('trust that a code gave', () => {
  it.each([
    ['without a mfaId to remember', false, null],
    ['though BILL names a mfaId', false, secrets.mfaId],
    ['where BILL names none, which is told of', true, null],
  ] as const)('is for the session alone, %s', (_, rememberDevice, mfaId) => {
    const open = verified(rememberDevice, mfaId);
    expect(open.trust).toMatchObject({ is: 'session', source: 'mfaAuthenticate' });
    expect(open.device).toEqual(device);
    expect(open.mfa).toEqual({ step: 'start', error: null });
    expect(lost(open)).toBe(rememberDevice ? 'noId' : null);
  });

  it('is for 30 days from the question with a remembered device, which the next sign-in sends', () => {
    const open = trusted();
    const until = START + 2 * MINUTE + 30 * DAY;
    expect(open.trust).toMatchObject({ is: 'until', until, source: 'mfaAuthenticate' });
    expect(open.device.remembered).toEqual({ mfaId: secrets.mfaId, owner, until });
    const [, effects] = step(signsOut(open, 4 * MINUTE), signIn(5 * MINUTE));
    expect(effects).toMatchObject([{ type: 'signIn', device: { remembered: { until } } }]);
  });

  it('is not known any more when its 30 days are over, which is a loss of it', () => {
    const until = START + 2 * MINUTE + 30 * DAY;
    const trust = { is: 'unknown', source: 'lapsed', at: until };
    expect(view(trusted(), at(until - START - 1))).toMatchObject({ trust: { is: 'until' } });
    expect(view(trusted(), at(until - START))).toMatchObject({ trust, trustLost: true });
  });

  it('of a session from elsewhere is not to be remembered: no sign-in would send the device', () => {
    const elsewhere = codeWanted({ ...opened(), kind: 'session' });
    const [checking, effects] = step(elsewhere, types(2 * MINUTE));
    expect(effects).toMatchObject([{ type: 'submitMfaCode', answer: { rememberDevice: false } }]);
    const mfaId = ok({ mfaId: 'x' });
    const open = answered(asOpen(checking), 'submitMfaCodeAnswered', mfaId, 3 * MINUTE);
    expect(open).toMatchObject({ trust: { is: 'session' }, device: { remembered: null } });
  });
});

describe('what MFAStatus says of the remembered device', () => {
  it('is asked at once after a sign-in with it, and believed', () => {
    expect(asking.trust).toMatchObject({ is: 'unknown', source: 'loginWithDevice' });
    const trust = { is: 'until', until: START + 20 * DAY, source: 'mfaStatus' };
    expect(told(asking, isTrusted)).toMatchObject({ trust });
    const not = told(asking, isNot);
    expect(not.trust).toMatchObject({ is: 'untrusted', source: 'mfaStatus' });
    expect(not.device.remembered).toBeNull();
  });

  it.each([refused('BDC_1120'), fail(line('dns'))])(
    'changes nothing when the call fails, and why is shown until it is asked again: %j',
    (result) => {
      const open = told(asking, result);
      expect([open.trust, open.device]).toEqual([asking.trust, rememberedDevice]);
      expect(open.trustError).toEqual(result.ok ? null : result.error);
      const again = openAfter(open, check);
      expect(view(again, at(MINUTE))).toMatchObject({ trustError: null, checkingTrust: true });
      expect(told(again, isTrusted)).toMatchObject({ trustError: null });
    },
  );

  it('is asked for once at a time, which the panel can see', () => {
    expect(view(asking, at(MINUTE))).toMatchObject({ checkingTrust: true });
    expect(step(asking, check)).toEqual([asking, []]);
    const open = told(asking, isTrusted);
    expect(view(open, at(MINUTE))).toMatchObject({ checkingTrust: false });
    expect(asks(open, check)).toEqual(['checkTrust']);
  });

  it('counts only as the answer to the question that is under way', () => {
    const again = openAfter(told(asking, isTrusted), check);
    const rest = { result: isNot, sentAt: at(0), now: at(4 * MINUTE) };
    const open = openAfter(again, answer(again, 'checkTrustAnswered', asking.calls, rest));
    expect([open.trust.is, open.device]).toEqual(['until', rememberedDevice]);
    expect(view(open, at(MINUTE))).toMatchObject({ checkingTrust: true });
  });

  it('is old news for a device that was remembered by a code meanwhile', () => {
    const open = told(verified(true, '!bNEW-device', asking), isNot, 4 * MINUTE);
    expect(open.trust).toMatchObject({ is: 'until', source: 'mfaAuthenticate' });
    expect(open.device.remembered?.mfaId).toBe('!bNEW-device');
    const failed = told(verified(true, '!bNEW-device', asking), fail(line()), 4 * MINUTE);
    expect(failed.trustError).toBeNull();
  });

  it('does not take the trust of a session that was verified by a code', () => {
    const open = verified(false, null, told(asking, fail(line())));
    const asked = told(openAfter(open, event('checkTrust', 4 * MINUTE)), isNot, 4 * MINUTE);
    expect(asked.trust).toMatchObject({ is: 'session' });
    expect(asked.device.remembered).toBeNull();
  });

  it('does not make a session trusted that was opened without the device', () => {
    const signedIn = opened();
    const found = event('deviceFound', MINUTE, { remembered });
    const open = told(openAfter(signedIn, found, check), isTrusted);
    expect(open.trust).toEqual(signedIn.trust);
  });

  it('is asked only where a device of this user and key is remembered', () => {
    const other = { ...credentials, devKey: 'another' };
    const who = whoOf(other, rememberedDevice);
    const theirs = openAfter(fresh(rememberedDevice), signIn(0, other), signInAnswered(0, { who }));
    expect(theirs.trust).toMatchObject({ is: 'untrusted', source: 'login' });
    for (const open of [opened(), theirs]) expect(step(open, check)).toEqual([open, []]);
  });
});

describe('what a protected operation tells of trust', () => {
  const tried = (from: Open, result: Parameters<typeof answered<'tryOperationAnswered'>>[2]) =>
    answered(openAfter(from, pays(5 * MINUTE)), 'tryOperationAnswered', result, 5 * MINUTE).trust;
  const accepted = ok({ reply: '{}' });

  it.each([
    ['want of trust takes it', trusted(), refused('BDC_1361'), 'untrusted', 'operation'],
    ['an acceptance shows it', opened(), accepted, 'session', 'operation'],
    ['an acceptance leaves what is known', trusted(), accepted, 'until', 'mfaAuthenticate'],
    ['another refusal says nothing', opened(), refused('BDC_1119'), 'untrusted', 'login'],
    ['a lost answer says nothing', opened(), fail(line()), 'untrusted', 'login'],
  ] as const)('is that %s', (_, from, result, is, source) => {
    expect(tried(from, result)).toMatchObject({ is, source });
  });

  it('counts for nothing where it was sent before the code was', () => {
    const trying = openAfter(codeWanted(), pays(MINUTE));
    const open = answered(
      checkingCode(2 * MINUTE, false, trying),
      'submitMfaCodeAnswered',
      ok({ mfaId: null }),
      3 * MINUTE,
    );
    const late = answered(open, 'tryOperationAnswered', refused('BDC_1361'), 4 * MINUTE, MINUTE);
    expect(late.trust.is).toBe('session');
    expect(late.tries.PayBills).toMatchObject({ outcome: 'refused' });
  });
});

describe('the device to sign in with', () => {
  it('is the one that is remembered for just these credentials, while its time lasts', () => {
    const known = { mfaId: secrets.mfaId, deviceId: device.deviceId };
    const sent = (who = credentials, ms = 0) => deviceFor(rememberedDevice, ownerOf(who), at(ms));
    expect(sent()).toEqual(known);
    expect(sent(credentials, 20 * DAY - 1)).toEqual(known);
    expect(sent(credentials, 20 * DAY)).toBeNull();
    expect(deviceFor(device, owner, at(0))).toBeNull();
    for (const other of [
      { userName: 'sam@example.com' },
      { orgId: '00801ORGANIZATION002' },
      { devKey: '01OTHERKEY9876543210' },
      { userName: '', orgId: credentials.userName },
    ]) {
      expect([other, sent({ ...credentials, ...other })]).toEqual([other, null]);
    }
  });

  it('is the one that the vault remembers, where none was learned meanwhile', () => {
    const found = after(fresh(), event('deviceFound', 0, { remembered }));
    expect(found.device).toEqual(rememberedDevice);
    const old = event('deviceFound', 0, { remembered: { ...remembered, mfaId: 'an older one' } });
    expect(step(found, old)).toEqual([found, []]);
  });
});

describe('forgetting the device', () => {
  it('leaves the session trusted that is open, but only as long as it lasts', () => {
    const forgotten = openAfter(trusted(), forget);
    // Forgetting teaches nothing: when the code was accepted is still the time of that.
    const at = START + 3 * MINUTE;
    expect(forgotten.trust).toEqual({ is: 'session', source: 'mfaAuthenticate', at });
    expect(forgotten.device).toEqual(device);
    expect(step(forgotten, forget)).toEqual([forgotten, []]);
  });

  it.each<[string, State]>([
    ['signed out', fresh(rememberedDevice)],
    ['signing in', after(fresh(rememberedDevice), signIn())],
    ['with the trust unknown', asking],
  ])('is possible %s', (_, state) => {
    const next = after(state, forget);
    expect([next.at, next.device]).toEqual([state.at, device]);
    if (next.at === 'open') expect(next.trust.is).toBe('unknown');
  });

  it.each([isTrusted, isNot, fail(line())])(
    'makes the answer of MFAStatus that is still to come worthless: %j',
    (result) => {
      const open = told(openAfter(asking, forget), result);
      expect([open.trust.is, open.device, open.trustError]).toEqual(['unknown', device, null]);
    },
  );
});

describe('a device that BILL refuses at the sign-in', () => {
  const noReason = refused('BDC_1113', { by: 'login' });
  const staying = opened(rememberedDevice, { signInAgain: true });
  const answerAt = (state: State, ms: number, result = noReason) =>
    step(state, signInReply(state, ms, result));
  /** A session with the device dies at `ms`, is opened again with it, and that is refused. */
  const refusedAgain = (from: Open, ms: number) => answerAt(dies(from, ms)[0], ms);

  it('is forgotten, which the form says, and nothing after it', () => {
    const [out] = answerAt(after(fresh(rememberedDevice), signIn()), 0);
    expect([out.device, lost(out)]).toEqual([device, 'refused']);
    const again = after(out, signIn(MINUTE));
    expect(lost(answerAt(again, MINUTE)[0])).toBeNull();
    const open = asOpen(signInEnds(again, MINUTE));
    expect([lost(open), open.trust.is]).toEqual([null, 'untrusted']);
  });

  const otherReasons = [
    ...['wrongCredentials', 'keyRefused', 'orgRefused', 'locked', 'userInactive', 'hourLimit'],
    ...['tooManyAtOnce', 'serverFault', 'unsupported', 'badRequest'],
  ];
  it.each(Object.values(refusals))(
    'is to blame for a refusal that has no reason of its own, and for no other: $meaning',
    (error) => {
      const [out] = answerAt(after(fresh(rememberedDevice), signIn()), 0, fail(error));
      const innocent = otherReasons.includes(error.meaning);
      expect(out.device).toEqual(innocent ? rememberedDevice : device);
      expect(lost(out)).toBe(innocent ? null : 'refused');
    },
  );

  it('is left out of one more automatic sign-in, and the session after that says so', () => {
    const [again, effects] = refusedAgain(staying, 10 * MINUTE);
    expect(effects).toMatchObject([{ type: 'signIn', by: 'signIn', device }]);
    expect(again.again.times).toHaveLength(2);
    const open = asOpen(signInEnds(again, 10 * MINUTE));
    expect(lost(open)).toBe('refused');
    const theirs = whoOf({ ...credentials, userName: 'blair@example.com' });
    expect(lost(signInEnds(again, 10 * MINUTE, undefined, theirs))).toBeNull();
    const later = signsOut(open, 11 * MINUTE);
    expect(lost(later)).toBeNull();
    expect(lost(signsIn(later, 12 * MINUTE))).toBeNull();
    // No news any more once the session is verified by a code.
    expect(lost(verified(true, '!bNEW', open))).toBeNull();
  });

  it('was not the matter where BILL refuses the sign-in without it too; a lost line says nothing', () => {
    const [again] = refusedAgain(staying, 10 * MINUTE);
    const without = (result = noReason) => lost(answerAt(again, 10 * MINUTE, result)[0]);
    expect(without(refused('BDC_1101', { by: 'login' }))).toBeNull();
    expect(without(fail(line()))).toBe('refused');
  });

  it('does not lead to a fourth automatic sign-in within the hour', () => {
    const full = { ...staying, again: { ...staying.again, times: [at(0), at(MINUTE)] } };
    const [state, effects] = refusedAgain(full, 10 * MINUTE);
    expect(effects).toEqual([]);
    const shown = { state: 'expired', againStopped: 'cap', deviceLost: 'refused' };
    expect(view(state, at(10 * MINUTE))).toMatchObject(shown);
    expect(refusedAgain(full, HOUR + 2 * MINUTE)[1]).toMatchObject([{ type: 'signIn' }]);
  });
});

describe('a device whose 30 days are over', () => {
  const end = 20 * DAY;

  it('is let go by the first sign-in after them, which says so, and by no other', () => {
    const first = signsIn(fresh(rememberedDevice), end);
    expect([lost(first), first.device]).toEqual(['over', device]);
    expect(first.trust).toMatchObject({ is: 'untrusted', source: 'login' });
    expect(lost(signsIn(signsOut(first, end + MINUTE), end + 2 * MINUTE))).toBeNull();
  });

  it.each([
    ['a moment before', end - 1, credentials],
    ['where another user signs in', end, { ...credentials, userName: 'blair@example.com' }],
    ['where a token signs in', end, { ...credentials, kind: 'token' } as const],
  ])('stays %s', (_, ms, typed) => {
    const open = signsIn(fresh(rememberedDevice), ms, typed);
    expect([lost(open), open.device]).toEqual([null, rememberedDevice]);
  });
});

describe('a trust that is lost', () => {
  const lostIn = (state: State) => {
    const shown = view(state, at(10 * MINUTE));
    return 'trustLost' in shown ? shown.trustLost : undefined;
  };
  const again = (state: State) =>
    signInEnds(after(dies(state, 5 * MINUTE)[0], event('resume', 6 * MINUTE)), 6 * MINUTE);

  it('is no loss before there was one', () => {
    expect(lostIn(opened())).toBe(false);
    expect(lostIn(trusted())).toBe(false);
  });

  it('is told of in the session that was opened after it', () => {
    expect(lostIn(again(verified(false, null)))).toBe(true);
  });

  it('is told of in the same session, when an operation is refused for want of it', () => {
    const open = openAfter(trusted(), pays(4 * MINUTE));
    const untrusted = refused('BDC_1361');
    expect(lostIn(answered(open, 'tryOperationAnswered', untrusted, 5 * MINUTE))).toBe(true);
  });

  it('is no news to whoever signed out, which ends it', () => {
    expect(lostIn(signsIn(signsOut(trusted(), 4 * MINUTE), 5 * MINUTE))).toBe(false);
  });
});
