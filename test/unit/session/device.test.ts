import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import { deviceFor } from '../../../src-main/session/mfa.ts';
import type { State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  checkingCode,
  codeWanted,
  DAY,
  device,
  fresh,
  line,
  MINUTE,
  opened,
  owner,
  refused,
  wrongCode,
  rememberedDevice,
  SECOND,
  secrets,
  signIn,
  START,
} from './support.ts';

const forget: Event = { type: 'forgetDevice', now: at(5 * MINUTE) };
const remembered = { mfaId: secrets.mfaId, owner, until: START + 20 * DAY };

describe('the device to sign in with', () => {
  it('is the one that is remembered for just these credentials, while its time lasts', () => {
    const known = { mfaId: secrets.mfaId, deviceId: device.deviceId };
    expect(deviceFor(rememberedDevice, owner, at(0))).toEqual(known);
    expect(deviceFor(rememberedDevice, owner, at(20 * DAY - 1))).toEqual(known);
    expect(deviceFor(rememberedDevice, owner, at(20 * DAY))).toBeNull();
    expect(deviceFor(rememberedDevice, `${owner} `, at(0))).toBeNull();
    expect(deviceFor(device, owner, at(0))).toBeNull();
  });
});

describe('forgetting the device', () => {
  const trusted = () => {
    const checking = checkingCode();
    const rest = { result: ok({ mfaId: secrets.mfaId }), sentAt: at(0), now: at(3 * MINUTE) };
    return asOpen(after(checking, answer(checking, 'mfaAnswered', checking.calls, rest)));
  };

  it('leaves the session trusted that is open, but only as long as it lasts', () => {
    const open = trusted();
    expect(open.trust.is).toBe('until');
    const forgotten = asOpen(after(open, forget));
    // Forgetting teaches nothing: when the code was accepted is still the time of that.
    expect(forgotten.trust).toEqual({
      is: 'session',
      source: 'mfaAuthenticate',
      at: START + 3 * MINUTE,
    });
    expect(forgotten.device).toEqual(device);
    expect(step(forgotten, forget)).toEqual([forgotten, []]);
  });

  it.each<[string, State]>([
    ['signed out', fresh(rememberedDevice)],
    ['signing in', after(fresh(rememberedDevice), signIn())],
    ['with the trust unknown', opened(rememberedDevice)],
  ])('is possible %s', (_, state) => {
    const next = after(state, forget);
    expect(next.device).toEqual(device);
    expect(next.at).toBe(state.at);
    if (next.at === 'open') expect(next.trust.is).toBe('unknown');
  });

  it('makes the answer of MFAStatus that is still to come worthless', () => {
    const asking = opened(rememberedDevice);
    const forgotten = after(asking, forget);
    for (const isTrusted of [true, false]) {
      const rest = { result: ok({ isTrusted }), sentAt: at(0), now: at(6 * MINUTE) };
      const open = asOpen(after(forgotten, answer(asking, 'trustAnswered', asking.calls, rest)));
      expect(open.trust.is).toBe('unknown');
      expect(open.device).toEqual(device);
    }
  });
});

describe('a device that the vault remembers', () => {
  it('is taken where none is known, and goes along with the next sign-in', () => {
    const found = after(fresh(), { type: 'deviceFound', remembered, now: at(0) });
    expect(found.device).toEqual(rememberedDevice);
    const [, effects] = step(found, signIn());
    expect(effects).toMatchObject([{ type: 'signIn', device: rememberedDevice }]);
  });

  it('is no news where one is known: what was learned meanwhile is newer', () => {
    const state = fresh(rememberedDevice);
    const old = { ...remembered, mfaId: 'an older one' };
    expect(step(state, { type: 'deviceFound', remembered: old, now: at(0) })).toEqual([state, []]);
  });
});

describe('the name of this computer', () => {
  it('goes along with the next code', () => {
    const named = codeWanted(
      asOpen(after(opened(), { type: 'nameMachine', machineName: 'Bench', now: at(0) })),
    );
    const [, effects] = step(named, {
      type: 'mfaCodeTyped',
      code: secrets.code,
      remember: true,
      now: at(2 * MINUTE),
    });
    expect(effects).toMatchObject([{ answer: { machineName: 'Bench', deviceId: 'device-1' } }]);
  });
});

describe('a second message that fails', () => {
  const wanted = codeWanted();
  const again = asOpen(after(wanted, { type: 'sendMfaCode', now: at(2 * MINUTE) }));
  const failed = (code: string | null) => {
    const result = code === null ? fail(line()) : refused(code);
    const rest = { result, sentAt: at(2 * MINUTE), now: at(2 * MINUTE + SECOND) };
    return asOpen(after(again, answer(again, 'mfaCodeSent', again.calls, rest)));
  };

  it.each([null, 'BDC_1144', 'BDC_1322', 'BDC_9999'])(
    'leaves the code of the first one to be typed: %s',
    (code) => {
      const open = failed(code);
      expect(open.mfa).toMatchObject({
        step: 'codeWanted',
        challengeId: secrets.challengeId,
        sentAt: { mono: MINUTE },
        wrongCodes: 0,
      });
      expect(view(open, at(3 * MINUTE))).toMatchObject({
        mfa: { error: code === null ? line() : { code } },
      });
      const typed: Event = {
        type: 'mfaCodeTyped',
        code: secrets.code,
        remember: false,
        now: at(3 * MINUTE),
      };
      expect(step(open, typed)[1]).toMatchObject([
        { type: 'checkMfaCode', answer: { challengeId: secrets.challengeId } },
      ]);
    },
  );

  it('starts over after too many tries', () => {
    expect(view(failed('BDC_1358'), at(2 * MINUTE + SECOND))).toMatchObject({
      mfa: { step: 'start', sendAgainAt: START + 7 * MINUTE + SECOND },
    });
  });

  it('keeps the count of the wrong codes', () => {
    const checking = checkingCode(at(2 * MINUTE), false, wanted);
    const wrong = asOpen(
      after(
        checking,
        answer(checking, 'mfaAnswered', checking.calls, {
          result: wrongCode,
          sentAt: at(2 * MINUTE),
          now: at(2 * MINUTE),
        }),
      ),
    );
    const sending = asOpen(after(wrong, { type: 'sendMfaCode', now: at(3 * MINUTE) }));
    const rest = { result: fail(line()), sentAt: at(3 * MINUTE), now: at(3 * MINUTE) };
    const open = asOpen(after(sending, answer(sending, 'mfaCodeSent', sending.calls, rest)));
    expect(open.mfa).toMatchObject({ step: 'codeWanted', wrongCodes: 1 });
  });

  it('whose answer was lost waits as long as any before a third', () => {
    const open = failed(null);
    const third = (ms: number): Event => ({ type: 'sendMfaCode', now: at(ms) });
    expect(step(open, third(2 * MINUTE + 2 * SECOND))[1]).toEqual([]);
    expect(step(open, third(2 * MINUTE + 31 * SECOND))[1]).toMatchObject([{ type: 'sendMfaCode' }]);
  });
});
