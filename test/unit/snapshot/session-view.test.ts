/** What the window is shown of an open session: nothing of it is kept back, and nothing is made up. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { isOpen, type OpenView, type SessionView } from '../../../src-shared/session-view.ts';
import type { Wish } from '../../../src-main/session/session-events.ts';
import type { Open, State } from '../../../src-main/session/state.ts';
import { view } from '../../../src-main/session/view.ts';
import { signedIn } from '../session/given/bench.ts';
import { info, line, refused, wrongCode } from '../session/given/outcomes.ts';
import { credentials, device, fresh, rememberedDevice, secrets } from '../session/given/people.ts';
import { event, reply, tick, types } from '../session/given/events.ts';
import {
  after,
  answered,
  awake,
  checkingCode,
  codeWanted,
  dies,
  failing,
  openAfter,
  opened,
  signInEnds,
  touching,
} from '../session/given/sessions.ts';
import { at, clocks, MINUTE, SECOND, START } from '../session/given/times.ts';

const shownOpen = (one: SessionView): OpenView => {
  if (!isOpen(one)) throw new Error(`The session is ${one.state}.`);
  return one;
};
const shown = (state: State, ms = 5 * MINUTE) => view(state, at(ms));

describe('an extension', () => {
  it('is shown while it is under way, and why one failed with the time since which it does', () => {
    const extending = (open: Open) => shown(open, MINUTE);
    expect(extending(opened())).toMatchObject({ extending: false, keepAlive: { trouble: null } });
    expect(extending(touching(opened(), MINUTE))).toMatchObject({ extending: true });
    const twice = failing(failing(opened(), MINUTE, line('dns')), 2 * MINUTE, line('reset'));
    const trouble = { error: line('reset'), since: START + MINUTE };
    expect(shown(twice)).toMatchObject({ extending: false, keepAlive: { trouble } });
  });
});

describe('the last contact', () => {
  const typesCode = { type: 'submitMfaCode', code: secrets.code, rememberDevice: true } as const;

  it('is of whoever wished for the call, a program as well as the person', async () => {
    const bench = await signedIn({ device: rememberedDevice });
    const by = async (...wishes: readonly Wish[]) => {
      await bench.does(...wishes);
      return shownOpen(bench.view).lastContact;
    };
    expect(await by()).toMatchObject({ endpoint: 'mfaStatus', by: 'signIn' });
    for (const [type, endpoint] of [
      ['checkTrust', 'mfaStatus'],
      ['sendMfaCode', 'mfaChallenge'],
      ['extendNow', 'sessionInfo'],
    ] as const) {
      expect(await by({ type })).toMatchObject({ endpoint, by: 'you' });
    }
    const program = 'a tool';
    const code = { endpoint: 'mfaAuthenticate', by: 'program' };
    expect(await by({ ...typesCode, program })).toMatchObject(code);
    await bench.pass(MINUTE);
    const message = { endpoint: 'mfaChallenge', by: 'program' };
    expect(await by({ type: 'sendMfaCode', program })).toMatchObject(message);
    expect(await by(typesCode)).toMatchObject({ endpoint: 'mfaAuthenticate', by: 'you' });
  });

  it('keeps its cause where the machine slept before the answer, and nobody waited for it any more', () => {
    const touch = awake(opened(), 0, 10 * MINUTE);
    const slept = (ms: number) => clocks(20 * MINUTE + ms, 10 * MINUTE + SECOND + ms);
    const woken = openAfter(touch, tick(slept(0)), tick(slept(31 * SECOND)));
    expect(woken.keepAlive.inFlight).toMatchObject({ call: 2, by: 'afterWake' });
    const late = reply(touch, 'touchAnswered', info, slept(32 * SECOND), 10 * MINUTE);
    const known = { endpoint: 'sessionInfo', by: 'keepAlive' };
    expect(shown(after(woken, late), 20 * MINUTE)).toMatchObject({ lastContact: known });
  });
});

describe('a code from the phone', () => {
  const sent = { sentAt: START + MINUTE, worksUntil: START + 6 * MINUTE };

  it('is on its way, wanted, being checked, or refused with the reason', () => {
    const sending = openAfter(opened(), event('sendMfaCode', MINUTE));
    expect(shown(sending)).toMatchObject({ mfa: { step: 'sending' } });
    const wanted = { step: 'codeWanted', wrongCodes: 0, error: null };
    expect(shown(codeWanted())).toMatchObject({ mfa: { ...sent, ...wanted } });
    const checked = { step: 'checking', wrongCodes: 0, error: null };
    expect(shown(checkingCode())).toMatchObject({ mfa: { ...sent, ...checked } });
    const failed = answered(checkingCode(), 'submitMfaCodeAnswered', wrongCode, 3 * MINUTE);
    const why = { code: 'BDC_9999' };
    expect(shown(failed)).toMatchObject({
      mfa: { step: 'codeWanted', wrongCodes: 1, error: why },
    });
    const again = openAfter(failed, types(4 * MINUTE));
    expect(shown(again)).toMatchObject({ mfa: { step: 'checking', wrongCodes: 1, error: null } });
  });
});

describe('trust', () => {
  const token = { ...credentials, kind: 'token' } as const;

  it.each([
    ['none that BILL knows of', credentials, device, { is: 'untrusted', source: 'login' }],
    [
      'yet to be asked for, of a remembered device',
      credentials,
      rememberedDevice,
      { is: 'unknown', source: 'loginWithDevice' },
    ],
    ['none to be had', token, device, { is: 'unavailable', source: 'tokenLogin' }],
  ] as const)('is after a sign-in %s', (_, typed, from, trust) => {
    expect(shown(opened(from, {}, typed), 0)).toMatchObject({ trust, trustLost: false });
  });

  it('of a token’s session is none to be had, whatever an operation is answered', () => {
    for (const result of [ok({ reply: '{}' }), refused('BDC_1361'), fail(line())]) {
      const trying = openAfter(
        opened(device, {}, token),
        event('tryOperation', MINUTE, { operation: 'PayBills', data: '{}' }),
      );
      const open = answered(trying, 'tryOperationAnswered', result, MINUTE);
      expect(shown(open)).toMatchObject({ trust: { is: 'unavailable', source: 'tokenLogin' } });
    }
  });

  it('is not lost while a remembered device is yet to be asked about', () => {
    const asking = opened(rememberedDevice);
    const trusted = answered(asking, 'checkTrustAnswered', ok({ isTrusted: true }), MINUTE);
    const resumed = after(dies(trusted, 5 * MINUTE)[0], event('resume', 6 * MINUTE));
    const again = signInEnds(resumed, 6 * MINUTE);
    const trust = { is: 'unknown', source: 'loginWithDevice' };
    expect(shown(again, 6 * MINUTE)).toMatchObject({ trust, trustLost: false });
  });
});

describe('a sign-in', () => {
  it('that is under way is shown with its user, once that is known, and with its cause', () => {
    const signingIn = { state: 'signingIn', since: START };
    const typed = after(fresh(), event('signIn', 0, { credentials }));
    const { userName } = credentials;
    expect(shown(typed)).toMatchObject({ ...signingIn, userName, by: 'you' });
    const saved = (how: { unasked?: true }) => shown(after(fresh(), event('resume', 0, how)));
    expect(saved({})).toMatchObject({ ...signingIn, userName: '', by: 'you' });
    expect(saved({ unasked: true })).toMatchObject({ ...signingIn, userName: '', by: 'launch' });
  });
});
