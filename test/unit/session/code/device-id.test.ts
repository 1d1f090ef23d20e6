/** The ID of this computer: renewed where BILL refuses it, kept while a remembered device needs it. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../../../src-shared/result.ts';
import { isShortDeviceId } from '../../../../src-shared/bill/device-id.ts';
import { newDeviceId } from '../../../../src-main/system/new-device-id.ts';
import { step } from '../../../../src-main/session/machine.ts';
import { event, reply, signIn, signInReply } from '../given/events.ts';
import { line, refused } from '../given/outcomes.ts';
import { credentials, device, fresh, rememberedDevice } from '../given/people.ts';
import { after, checkingCode, codeWanted, opened, openAfter, play } from '../given/sessions.ts';
import { signedIn } from '../given/bench.ts';
import { MINUTE, SECOND } from '../given/times.ts';

const renewed = (when: number) => event('deviceRenewed', when, { deviceId: 'another' });

describe('a new ID', () => {
  it('has 20 signs of a to z and 0 to 9, all of them in use, and is never the same', () => {
    const ids = Array.from({ length: 2000 }, newDeviceId);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{20}$/u);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.join('')).size).toBe(36);
  });

  it('is short enough, as one of an earlier version is not', () => {
    expect(isShortDeviceId(newDeviceId())).toBe(true);
    expect(isShortDeviceId('2b7c1a52-3f0e-4c57-9f0b-0d6b3f8c9a11')).toBe(false);
  });
});

describe('[S126] an ID that BILL refuses', () => {
  it('at a code is replaced, and the code can be typed again', () => {
    const checking = checkingCode();
    const error = refused('BDC_1143', { by: 'mfaAuthenticate' });
    const [state, effects] = step(
      checking,
      reply(checking, 'submitMfaCodeAnswered', error, 3 * MINUTE),
    );
    expect(effects).toEqual([{ type: 'renewDevice' }]);
    expect(state).toMatchObject({ mfa: { step: 'codeWanted', wrongCodes: 0 }, device });
    expect(after(state, renewed(3 * MINUTE)).device.deviceId).toBe('another');
  });

  it('at a code takes what was remembered under it along', () => {
    const open = checkingCode(2 * MINUTE, true, codeWanted(opened(rememberedDevice)));
    const error = refused('BDC_1143', { by: 'mfaAuthenticate' });
    const state = after(
      open,
      reply(open, 'submitMfaCodeAnswered', error, 3 * MINUTE),
      renewed(3 * MINUTE),
    );
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
    expect(after(state, renewed(SECOND)).device).toEqual({
      ...device,
      deviceId: 'another',
    });
  });

  it('at a sign-in by ourselves is replaced, and it is tried at once without', () => {
    const open = opened(rememberedDevice, { signInAgain: true });
    const dead = reply(
      openAfter(open, event('extendNow', MINUTE)),
      'touchAnswered',
      refused('BDC_1109'),
      MINUTE,
    );
    const signingIn = after(open, event('extendNow', MINUTE), dead);
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

  it('is replaced by one that the runner makes, and told to whoever keeps it', async () => {
    const bench = await signedIn();
    bench.api.on('submitMfaCode', refused('BDC_1143', { by: 'mfaAuthenticate' }));
    await bench.does({ type: 'sendMfaCode' });
    await bench.does({ type: 'submitMfaCode', code: '123456', rememberDevice: true });
    expect(bench.devices.at(-1)?.deviceId).toBe('renewed0000000000000');
    bench.api.heal('submitMfaCode');
    await bench.does({ type: 'submitMfaCode', code: '123456', rememberDevice: true });
    const [, answer] = bench.api.calls.at(-1)?.args ?? [];
    expect(answer).toMatchObject({ deviceId: 'renewed0000000000000' });
  });
});

describe('an ID of an earlier version', () => {
  it('stays while a device is remembered by it, or may be in a moment', () => {
    const bound = [
      fresh(rememberedDevice),
      after(fresh(rememberedDevice), signIn(0, credentials)),
      opened(rememberedDevice),
      checkingCode(),
    ];
    for (const state of bound) expect(step(state, renewed(3 * MINUTE))).toEqual([state, []]);
  });

  it('goes where none is', () => {
    for (const state of [fresh(), after(fresh(), signIn()), opened(), codeWanted()]) {
      expect(after(state, renewed(3 * MINUTE)).device.deviceId).toBe('another');
    }
  });
});
