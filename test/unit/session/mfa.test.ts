import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import { deviceFor } from '../../../src-main/session/mfa.ts';
import type { Event } from '../../../src-main/session/session-events.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  checkingCode,
  clocks,
  codeWanted,
  credentials,
  DAY,
  device,
  failuresByKind,
  fresh,
  line,
  MINUTE,
  opened,
  owner,
  play,
  refusal,
  refused,
  wrongCode,
  rememberedDevice,
  SECOND,
  secrets,
  signIn,
  signInAnswered,
  START,
  status,
  whoOf,
} from './support.ts';

const send = (ms: number): Event => ({ type: 'sendMfaCode', now: at(ms) });
const shown = (state: State, ms: number) => {
  const panel = view(state, at(ms));
  return 'mfa' in panel ? panel.mfa : panel.state;
};
const sentAnswer = (
  sending: Open,
  result: typeof challenge | ReturnType<typeof refused>,
  ms: number,
) => answer(sending, 'mfaCodeSent', sending.calls, { result, sentAt: at(MINUTE), now: at(ms) });
const challenge = ok({ challengeId: secrets.challengeId });
const codeAnswer = (
  checking: Open,
  result: ReturnType<typeof refused> | ReturnType<typeof ok<{ mfaId: string | null }>>,
  ms = 3 * MINUTE,
) =>
  answer(checking, 'mfaAnswered', checking.calls, {
    result,
    sentAt: at(2 * MINUTE),
    now: at(ms),
  });

describe('asking for a code', () => {
  const sending = asOpen(after(opened(), send(MINUTE)));

  it('sends one message for a click, and none for ten more while it is under way', () => {
    const clicks = Array.from({ length: 10 }, (_, n) => send(2 * MINUTE + n));
    expect(play(sending, ...clicks)).toEqual([sending, []]);
  });

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
      const wanted = codeWanted(opened(), at(MINUTE + offset));
      const panel = shown(wanted, MINUTE + offset);
      if (typeof panel === 'string' || panel.step !== 'codeWanted')
        throw new Error('No code wanted');
      const allowed = panel.sendAgainAt - START;
      expect(step(wanted, send(MINUTE + offset + 30 * SECOND - 1))).toEqual([wanted, []]);
      expect(step(wanted, send(allowed))[1]).toMatchObject([{ type: 'sendMfaCode' }]);
    }
  });

  it('sends at most five messages in any minute, however it is clicked', () => {
    let state: State = opened();
    const sent: number[] = [];
    for (let ms = 0; ms < 5 * MINUTE; ms += 500) {
      const [next, effects] = step(state, send(ms));
      state = next;
      if (effects.length === 0) continue;
      sent.push(ms);
      state = after(state, sentAnswer(asOpen(state), fail(line()), ms));
    }
    expect(sent.length).toBeGreaterThan(5);
    for (const from of sent) {
      expect(sent.filter((ms) => ms >= from && ms < from + MINUTE).length).toBeLessThanOrEqual(5);
    }
  });

  it.each([
    ['BDC_1354: no phone', refused('BDC_1354'), null],
    ['BDC_1144: too many calls', refused('BDC_1144'), null],
    ['BDC_1322: too many at once', refused('BDC_1322'), null],
    ['a code that nobody knows', refused('BDC_9999'), null],
    ['BDC_1358: too many tries', refused('BDC_1358'), START + 7 * MINUTE],
    ['the line', fail(line()), START + 2 * MINUTE + 30 * SECOND],
    [
      'an odd reply',
      fail({ kind: 'oddReply', odd: 'html', status: 503, retryAfterMs: null }),
      START + 2 * MINUTE + 30 * SECOND,
    ],
    ['a wait that is asked for', fail(status(429, 90 * SECOND)), START + 3 * MINUTE + 30 * SECOND],
    ['a wait of a second', fail(status(503, SECOND)), START + 2 * MINUTE + 30 * SECOND],
    ['a wait of a day', fail(status(429, DAY)), START + 62 * MINUTE],
  ] as const)(
    'starts over with the reason and the right pause after %s',
    (_, result, sendAgainAt) => {
      const state = after(sending, sentAnswer(sending, result, 2 * MINUTE));
      const error = result.ok ? null : result.error;
      expect(shown(state, 2 * MINUTE)).toEqual({ step: 'start', error, sendAgainAt });
      if (sendAgainAt === null) {
        expect(step(state, send(2 * MINUTE))[1]).toMatchObject([{ type: 'sendMfaCode' }]);
      } else {
        expect(step(state, send(sendAgainAt - START - 1))).toEqual([state, []]);
        expect(step(state, send(sendAgainAt - START))[1]).toMatchObject([{ type: 'sendMfaCode' }]);
      }
    },
  );

  it('keeps the pause when the wall clock is set back', () => {
    const state = after(sending, sentAnswer(sending, fail(line()), 2 * MINUTE));
    const back = clocks(-DAY, 2 * MINUTE + 30 * SECOND);
    expect(step(state, { type: 'sendMfaCode', now: back })[1]).toMatchObject([
      { type: 'sendMfaCode' },
    ]);
  });

  it('does not take the answer to an earlier question for its own', () => {
    const stale = answer(sending, 'mfaCodeSent', sending.calls - 1, {
      result: challenge,
      sentAt: at(0),
      now: at(2 * MINUTE),
    });
    expect(asOpen(after(sending, stale)).mfa).toEqual(sending.mfa);
    const wanted = codeWanted();
    const again = answer(wanted, 'mfaCodeSent', wanted.calls, {
      result: ok({ challengeId: 'another' }),
      sentAt: at(0),
      now: at(2 * MINUTE),
    });
    expect(asOpen(after(wanted, again)).mfa).toEqual(wanted.mfa);
  });
});

describe('a typed code', () => {
  const checking = checkingCode();

  it('goes out once with the challenge and the device, and stays out of the state', () => {
    const [state, effects] = step(codeWanted(), {
      type: 'mfaCodeTyped',
      code: secrets.code,
      remember: true,
      now: at(2 * MINUTE),
    });
    expect(effects).toMatchObject([
      {
        type: 'checkMfaCode',
        by: 'you',
        answer: {
          challengeId: secrets.challengeId,
          code: secrets.code,
          deviceId: device.deviceId,
          machineName: device.machineName,
          rememberMe: true,
        },
      },
    ]);
    expect(JSON.stringify(state)).not.toContain(secrets.code);
    expect(
      step(state, { type: 'mfaCodeTyped', code: '000000', remember: true, now: at(2 * MINUTE) }),
    ).toEqual([state, []]);
  });

  it.each([
    ['BDC_9999', 'codeWanted', 1, null],
    ['BDC_1322', 'codeWanted', 0, null],
    ['BDC_1144', 'codeWanted', 0, null],
    ['BDC_1001', 'codeWanted', 0, null],
    ['BDC_1361', 'codeWanted', 0, null],
    ['BDC_1356', 'start', null, null],
    ['BDC_1374', 'start', null, null],
    ['BDC_1358', 'start', null, START + 8 * MINUTE],
  ] as const)('refused with %s leads to %s', (code, next, wrongCodes, sendAgainAt) => {
    const [state, effects] = step(
      checking,
      codeAnswer(checking, refused(code, { by: 'mfaAuthenticate' })),
    );
    expect(effects).toEqual([]);
    expect(shown(state, 3 * MINUTE)).toMatchObject({
      step: next,
      error: refusal(code, { by: 'mfaAuthenticate' }),
      ...(wrongCodes === null ? { sendAgainAt } : { wrongCodes }),
    });
    expect(asOpen(state).trust.is).toBe('untrusted');
  });

  it.each(Object.values(failuresByKind).flatMap((errors) => errors.slice(0, 1)))(
    'may be typed again when nobody looked at it: %j',
    (error) => {
      const state = after(checking, codeAnswer(checking, fail(error)));
      expect(shown(state, 3 * MINUTE)).toMatchObject({ step: 'codeWanted', wrongCodes: 0, error });
    },
  );

  it('counts the wrong ones, one by one', () => {
    let open = codeWanted();
    for (const wrongCodes of [1, 2, 3]) {
      const next = checkingCode(at(2 * MINUTE), false, open);
      open = asOpen(after(next, codeAnswer(next, wrongCode)));
      expect(shown(open, 3 * MINUTE)).toMatchObject({ step: 'codeWanted', wrongCodes });
    }
  });

  it('is not judged by the answer to an earlier one', () => {
    const stale = answer(checking, 'mfaAnswered', checking.calls - 1, {
      result: refused('BDC_1358'),
      sentAt: at(0),
      now: at(3 * MINUTE),
    });
    expect(asOpen(after(checking, stale)).mfa).toEqual(checking.mfa);
  });
});

describe('trust', () => {
  const verified = (remember: boolean, mfaId: string | null) => {
    const checking = checkingCode(at(2 * MINUTE), remember);
    return asOpen(after(checking, codeAnswer(checking, ok({ mfaId }))));
  };
  const until = START + 2 * MINUTE + 30 * DAY;

  it.each([
    ['for the session, without a mfaId to remember', false, null],
    ['for the session, though BILL names one', false, secrets.mfaId],
    ['for the session, where BILL names none', true, null],
  ] as const)('is given %s', (_, remember, mfaId) => {
    const open = verified(remember, mfaId);
    expect(open.trust).toMatchObject({ is: 'session', source: 'mfaAuthenticate' });
    expect(open.device).toEqual(device);
    expect(open.mfa).toEqual({ step: 'start', error: null });
    // Whoever asked to be remembered is told that it came to nothing.
    expect(view(open, at(3 * MINUTE))).toMatchObject({
      deviceLost: remember ? 'noId' : null,
    });
  });

  it('of a session from elsewhere is not asked to be remembered: no sign-in would send the device', () => {
    const elsewhere: Open = { ...opened(), kind: 'session' };
    const wanted = codeWanted(elsewhere);
    const typed = { type: 'mfaCodeTyped', code: secrets.code, remember: true } as const;
    const [checking, effects] = step(wanted, { ...typed, now: at(2 * MINUTE) });
    expect(effects).toMatchObject([{ type: 'checkMfaCode', answer: { rememberMe: false } }]);
    const answered = codeAnswer(asOpen(checking), ok({ mfaId: secrets.mfaId }));
    expect(asOpen(after(checking, answered))).toMatchObject({
      trust: { is: 'session' },
      device: { remembered: null },
    });
  });

  it('is given for 30 days with a remembered device, which the next sign-in sends', () => {
    const open = verified(true, secrets.mfaId);
    expect(open.trust).toMatchObject({ is: 'until', until });
    expect(open.device.remembered).toEqual({ mfaId: secrets.mfaId, owner, until });
    const [, effects] = play(
      open,
      { type: 'signOut', now: at(4 * MINUTE) },
      answer(open, 'signOutAnswered', open.calls + 1, {
        result: ok(null),
        sentAt: at(4 * MINUTE),
        now: at(4 * MINUTE),
      }),
      signIn(at(5 * MINUTE)),
    );
    const effect = effects.at(-1);
    if (effect?.type !== 'signIn') throw new Error(effect?.type);
    expect(deviceFor(effect.device, owner, at(5 * MINUTE))).toEqual({
      mfaId: secrets.mfaId,
      deviceId: device.deviceId,
    });
  });

  it('does not outlive the session without a remembered device', () => {
    const open = verified(false, null);
    const next = after(
      open,
      answer(open, 'touchAnswered', 9, {
        result: refused('BDC_1109'),
        sentAt: at(5 * MINUTE),
        now: at(5 * MINUTE),
      }),
      signIn(at(6 * MINUTE)),
      signInAnswered(at(6 * MINUTE), { attempt: 2 }),
    );
    expect(asOpen(next).trust.is).toBe('untrusted');
  });

  const asking = opened(rememberedDevice);
  const trustAnswer = (
    open: Open,
    call: number,
    result: ReturnType<typeof ok<{ isTrusted: boolean }>> | ReturnType<typeof refused>,
  ) => answer(open, 'trustAnswered', call, { result, sentAt: at(MINUTE), now: at(4 * MINUTE) });

  it('comes from MFAStatus after a sign-in with the remembered device', () => {
    expect(asking.trust.is).toBe('unknown');
    const trusted = asOpen(
      after(asking, trustAnswer(asking, asking.calls, ok({ isTrusted: true }))),
    );
    expect(trusted.trust).toMatchObject({
      is: 'until',
      until: START + 20 * DAY,
      source: 'mfaStatus',
    });
    const not = asOpen(after(asking, trustAnswer(asking, asking.calls, ok({ isTrusted: false }))));
    expect(not.trust).toMatchObject({ is: 'untrusted', source: 'mfaStatus' });
    expect(not.device.remembered).toBeNull();
  });

  it.each([refused('BDC_1120'), fail(line())])(
    'stays as it is when MFAStatus fails: %j',
    (result) => {
      const open = asOpen(after(asking, trustAnswer(asking, asking.calls, result)));
      expect(open.trust).toEqual(asking.trust);
      expect(open.device).toEqual(rememberedDevice);
    },
  );

  it('is asked for once at a time, which the panel can see', () => {
    const check: Event = { type: 'checkTrust', now: at(MINUTE) };
    expect(view(asking, at(MINUTE))).toMatchObject({ checkingTrust: true });
    expect(step(asking, check)).toEqual([asking, []]);
    for (const result of [ok({ isTrusted: true }), refused('BDC_1120'), fail(line())]) {
      const told = after(asking, trustAnswer(asking, asking.calls, result));
      expect(view(told, at(MINUTE))).toMatchObject({ checkingTrust: false });
      expect(step(told, check)[1]).toMatchObject([{ type: 'askTrust' }]);
    }
  });

  it('follows the question that is under way, and no answer but its own', () => {
    const again = asOpen(
      after(asking, trustAnswer(asking, asking.calls, ok({ isTrusted: true })), {
        type: 'checkTrust',
        now: at(MINUTE),
      }),
    );
    const open = after(again, trustAnswer(again, asking.calls, ok({ isTrusted: false })));
    expect(asOpen(open).trust.is).toBe('until');
    expect(asOpen(open).device.remembered).not.toBeNull();
    expect(view(open, at(MINUTE))).toMatchObject({ checkingTrust: true });
  });

  it('of a device that was remembered meanwhile is not taken away by an old answer', () => {
    const wanted = codeWanted(asking);
    const checking = checkingCode(at(2 * MINUTE), true, wanted);
    const trusted = asOpen(after(checking, codeAnswer(checking, ok({ mfaId: '!bNEW-device' }))));
    const open = asOpen(
      after(trusted, trustAnswer(trusted, asking.calls, ok({ isTrusted: false }))),
    );
    expect(open.trust).toMatchObject({ is: 'until', source: 'mfaAuthenticate' });
    expect(open.device.remembered?.mfaId).toBe('!bNEW-device');
  });

  it('of a session that was verified by code is not taken away with a device that has lapsed', () => {
    const told = asOpen(after(asking, trustAnswer(asking, asking.calls, fail(line()))));
    const checking = checkingCode(at(2 * MINUTE), false, codeWanted(told));
    const verified = asOpen(after(checking, codeAnswer(checking, ok({ mfaId: null }))));
    const asked = asOpen(after(verified, { type: 'checkTrust', now: at(4 * MINUTE) }));
    const open = asOpen(after(asked, trustAnswer(asked, asked.calls, ok({ isTrusted: false }))));
    expect(open.trust).toMatchObject({ is: 'session' });
    expect(open.device.remembered).toBeNull();
  });

  const tried = (
    from: Open,
    result: ReturnType<typeof refused> | ReturnType<typeof ok<{ reply: string }>>,
  ) => {
    const trying = asOpen(
      after(from, { type: 'tryOperation', operation: 'payBills', data: '{}', now: at(5 * MINUTE) }),
    );
    return asOpen(
      after(
        trying,
        answer(trying, 'operationAnswered', trying.calls, {
          operation: 'payBills',
          result,
          sentAt: at(5 * MINUTE),
          now: at(5 * MINUTE),
        }),
      ),
    ).trust;
  };

  it('is learned from a protected operation: BDC_1361 takes it, an acceptance shows it', () => {
    expect(tried(verified(true, secrets.mfaId), refused('BDC_1361'))).toMatchObject({
      is: 'untrusted',
      source: 'operation',
    });
    expect(tried(opened(), ok({ reply: '{}' }))).toMatchObject({ is: 'session' });
    expect(tried(verified(true, secrets.mfaId), ok({ reply: '{}' }))).toMatchObject({
      is: 'until',
    });
    expect(tried(opened(), refused('BDC_1119'))).toMatchObject({
      is: 'untrusted',
      source: 'login',
    });
    expect(tried(opened(), fail(line()))).toMatchObject({ is: 'untrusted', source: 'login' });
  });

  it('is not taken away by an operation that was sent before the code was', () => {
    const trying = asOpen(
      after(codeWanted(), {
        type: 'tryOperation',
        operation: 'payBills',
        data: '{}',
        now: at(MINUTE),
      }),
    );
    const checking = checkingCode(at(2 * MINUTE), false, trying);
    const open = asOpen(
      after(
        checking,
        codeAnswer(checking, ok({ mfaId: null })),
        answer(checking, 'operationAnswered', trying.calls, {
          operation: 'payBills',
          result: refused('BDC_1361'),
          sentAt: at(MINUTE),
          now: at(4 * MINUTE),
        }),
      ),
    );
    expect(open.trust.is).toBe('session');
    expect(open.tries.payBills).toMatchObject({ outcome: 'refused' });
  });

  it('can be asked for only where a device is remembered', () => {
    const open = opened();
    expect(step(open, { type: 'checkTrust', now: at(MINUTE) })).toEqual([open, []]);
    const other = after(
      fresh(rememberedDevice),
      signIn(at(0), { ...credentials, devKey: 'another' }),
      signInAnswered(at(0), {
        who: whoOf({ ...credentials, devKey: 'another' }, rememberedDevice),
      }),
    );
    expect(step(other, { type: 'checkTrust', now: at(MINUTE) })).toEqual([other, []]);
  });
});

describe('a session that ends under a code', () => {
  const lost = (state: State) => {
    const shown = view(state, at(5 * MINUTE));
    return 'codeLost' in shown && shown.codeLost;
  };
  const dead = (open: Open) => {
    const answered = { result: refused('BDC_1109'), sentAt: at(3 * MINUTE), now: at(3 * MINUTE) };
    return after(open, answer(open, 'touchAnswered', open.calls + 1, answered));
  };

  it.each([
    ['wanted', codeWanted()],
    ['checked', checkingCode()],
    ['sent', asOpen(after(opened(), send(MINUTE)))],
  ])(
    'makes a code that is being %s useless, which is said until another is sent for',
    (_, open) => {
      const out = dead(open);
      expect(out.at).toBe('signedOut');
      expect(lost(out)).toBe(true);
      const signingIn = after(out, signIn(at(4 * MINUTE)));
      expect(lost(signingIn)).toBe(true);
      const next = after(signingIn, signInAnswered(at(4 * MINUTE), { attempt: 2 }));
      expect(next.at).toBe('open');
      expect(lost(next)).toBe(true);
      expect(lost(after(next, send(5 * MINUTE)))).toBe(false);
    },
  );

  it('is nothing to be told of without a code, nor to whoever signs out', () => {
    expect(lost(dead(opened()))).toBe(false);
    const wanted = codeWanted();
    const leaving = asOpen(after(wanted, { type: 'signOut', now: at(3 * MINUTE) }));
    const rest = { result: ok(null), sentAt: at(3 * MINUTE), now: at(3 * MINUTE) };
    const out = after(leaving, answer(leaving, 'signOutAnswered', leaving.calls, rest));
    expect(out.at).toBe('signedOut');
    expect(lost(out)).toBe(false);
  });
});
