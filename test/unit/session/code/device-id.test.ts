/** The ID of this computer: renewed where BILL refuses it, kept while a remembered device needs it. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../../../src-shared/result.ts';
import { step } from '../../../../src-main/session/machine.ts';
import type { Open } from '../../../../src-main/session/state.ts';
import { event, reply, signIn, signInReply } from '../given/events.ts';
import { line, refused } from '../given/outcomes.ts';
import { device, fresh, rememberedDevice } from '../given/people.ts';
import { after, checkingCode, codeWanted, dies, opened, play } from '../given/sessions.ts';
import { MINUTE, SECOND } from '../given/times.ts';

const renewed = (when: number) => event('deviceRenewed', when, { deviceId: 'another' });

describe('[S126] an ID that BILL refuses', () => {
  const atCode = refused('BDC_1143', { by: 'mfaAuthenticate' });
  const answers = (open: Open) => reply(open, 'submitMfaCodeAnswered', atCode, 3 * MINUTE);

  it('at a code is replaced, and the code can be typed again', () => {
    const checking = checkingCode();
    const [state, effects] = step(checking, answers(checking));
    expect(effects).toEqual([{ type: 'renewDevice' }]);
    expect(state).toMatchObject({ mfa: { step: 'codeWanted', wrongCodes: 0 }, device });
    expect(after(state, renewed(3 * MINUTE)).device.deviceId).toBe('another');
  });

  it('at a code takes what was remembered under it along', () => {
    const open = checkingCode(2 * MINUTE, true, codeWanted(opened(rememberedDevice)));
    const state = after(open, answers(open), renewed(3 * MINUTE));
    expect(state.device).toMatchObject({ deviceId: 'another', remembered: null });
  });

  it.each([
    ['with a remembered device', rememberedDevice],
    ['without one', device],
  ])('at a sign-in %s is replaced, and the next one goes without a device', (_, from) => {
    const signingIn = after(fresh(from), signIn());
    const answer = signInReply(signingIn, SECOND, refused('BDC_1143', { by: 'login' }));
    const [state, effects] = step(signingIn, answer);
    expect(effects).toEqual([{ type: 'renewDevice' }]);
    expect(state).toMatchObject({ at: 'signedOut', error: { meaning: 'deviceRefused' } });
    expect(after(state, renewed(SECOND)).device).toEqual({ ...device, deviceId: 'another' });
  });

  it('at a sign-in by ourselves is replaced, and it is tried at once without', () => {
    const [signingIn] = dies(opened(rememberedDevice, { signInAgain: true }), MINUTE);
    const answer = signInReply(signingIn, MINUTE, refused('BDC_1143', { by: 'login' }));
    const [state, effects] = play(signingIn, answer);
    expect(effects.map(({ type }) => type)).toEqual(['signIn', 'renewDevice']);
    expect(state).toMatchObject({ at: 'signingIn', device: { remembered: null } });
  });

  it.each([fail(line()), refused('BDC_1101', { by: 'login' })])(
    'is not thought of at another failure: %j',
    (failed) => {
      const signingIn = after(fresh(), signIn());
      expect(play(signingIn, signInReply(signingIn, SECOND, failed))[1]).toEqual([]);
    },
  );
});
