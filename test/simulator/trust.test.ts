/** Challenges, codes and remembered devices. */
import { describe, expect, it } from 'vitest';

import { bench, DAY, MINUTE, PAY_ONE_CENT, signedIn, text } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

async function isTrusted(b: Bench, session: FieldsIn): Promise<boolean> {
  const { code } = await b.op('/PayBills.json', session, PAY_ONE_CENT);
  expect([null, 'BDC_1361']).toContain(code);
  return code === null;
}

describe('a texted code', () => {
  it('makes the same session trusted, and only that one', async () => {
    const { b, session } = await signedIn();
    const other = await b.session();
    await b.trust(session);
    expect(await isTrusted(b, session)).toBe(true);
    expect(await isTrusted(b, other)).toBe(false);
    expect(b.of('sessionTrusted')).toHaveLength(1);
  });

  it('is told with phone, code and end of life', async () => {
    const b = await bench();
    const challengeId = await b.challenge(await b.session());
    const phone = b.account().phone;
    expect(b.of('sms')).toMatchObject([
      {
        phone,
        code: b.code(),
        challengeMasked: `…${challengeId.slice(-4)}`,
        at: '2026-11-24T10:00:00.000Z',
        expiresAt: '2026-11-24T10:05:00.000Z',
      },
    ]);
    expect(b.code()).toMatch(/^\d{6}$/);
  });

  it('is what latestCode gives until five minutes have passed', async () => {
    const b = await bench();
    const phone = b.account().phone ?? '';
    expect(b.simulator.latestCode(phone)).toBeNull();
    await b.challenge(await b.session());
    b.clock.advance(5 * MINUTE - 1);
    expect(b.simulator.latestCode(phone)).toBe(b.of('sms')[0]?.code);
    b.clock.advance(1);
    expect(b.simulator.latestCode(phone)).toBeNull();
  });

  it('of a second challenge is the newest one; the first still works', async () => {
    const { b, session } = await signedIn();
    const first = await b.challenge(session);
    const firstCode = b.code();
    await b.challenge(session);
    expect(b.code()).toBe(b.of('sms')[1]?.code);
    expect((await b.authenticate(session, first, { token: firstCode })).code).toBeNull();
  });

  it('cannot be used twice', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    expect((await b.authenticate(session, challengeId)).code).toBeNull();
    expect((await b.authenticate(session, challengeId)).message).toBe(
      `Invalid field,value: challengeId, ${challengeId}.`,
    );
  });

  it('[C live client] is good in a later session of its user', async () => {
    const b = await bench();
    const first = await b.session();
    const challengeId = await b.challenge(first);
    await b.op('/Logout.json', first);
    const later = await b.session();
    expect((await b.authenticate(later, challengeId)).code).toBeNull();
    expect(await isTrusted(b, later)).toBe(true);
  });

  it('is of no use in a session of another user', async () => {
    const b = await bench();
    const challengeId = await b.challenge(await b.session());
    const token = b.code();
    const other = await b.session(b.account({}, 1));
    expect((await b.authenticate(other, challengeId, { token })).code).toBe('BDC_1119');
  });

  it('may be mistyped three times, and a new challenge clears the slate', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    for (let n = 0; n < 3; n += 1) {
      const wrong = await b.authenticate(session, challengeId, { token: b.wrongCode() });
      expect(wrong.code).not.toBeNull();
      expect(wrong.code).not.toBe('BDC_1358');
    }
    expect((await b.authenticate(session, challengeId)).code).toBe('BDC_1358');
    expect(await isTrusted(b, session)).toBe(false);
    await b.trust(session);
    expect(await isTrusted(b, session)).toBe(true);
  });

  it('still works after two wrong tries', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    await b.authenticate(session, challengeId, { token: b.wrongCode() });
    await b.authenticate(session, challengeId, { token: b.wrongCode() });
    expect((await b.authenticate(session, challengeId)).code).toBeNull();
  });

  it('written 123-456 is accepted, written otherwise is not', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    const code = b.code();
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    const dashed = `${code.slice(0, 3)}-${code.slice(3)}`;
    expect((await b.authenticate(session, challengeId, { token: spaced })).code).not.toBeNull();
    expect((await b.authenticate(session, challengeId, { token: dashed })).code).toBeNull();
  });

  it('sent as a number is the wrong type', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    const reply = await b.authenticate(session, challengeId, { token: 123456 });
    expect(reply.message).toBe('Invalid field datatype: token.');
  });

  it('[C live client] needs a deviceId of at most 48 characters, at Login too', async () => {
    const { b, session } = await signedIn();
    const challengeId = await b.challenge(session);
    const tooLong = await b.authenticate(session, challengeId, { deviceId: 'd'.repeat(49) });
    expect(tooLong.code).toBe('BDC_1143');
    expect(tooLong.message).toBe('Invalid entity data. deviceId.');
    const longest = await b.authenticate(session, challengeId, { deviceId: 'd'.repeat(48) });
    expect(longest.code).toBeNull();
    const mfaId = text(longest.data, 'mfaId');
    const login = await b.signIn(b.account(), { mfaId, deviceId: 'd'.repeat(49) });
    expect(login.code).toBe('BDC_1143');
  });
});

describe('trust', () => {
  it('without rememberMe ends at sign-out', async () => {
    const { b, session } = await signedIn();
    const mfaId = await b.trust(session, { rememberMe: false });
    expect(await isTrusted(b, session)).toBe(true);
    await b.op('/Logout.json', session);
    const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
    expect(await isTrusted(b, next)).toBe(false);
  });

  it('without rememberMe ends with the idle end of its session', async () => {
    const { b, session } = await signedIn();
    const mfaId = await b.trust(session, { rememberMe: false });
    b.clock.advance(36 * MINUTE);
    const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
    const status = await b.op('/MFAStatus.json', next, { mfaId, deviceId: 'device-1' });
    expect(status.data).toEqual({ isTrusted: false });
    expect(await isTrusted(b, next)).toBe(false);
  });

  it('with rememberMe outlives sign-out: Login with mfaId and deviceId is trusted at once', async () => {
    const { b, session } = await signedIn();
    const mfaId = await b.trust(session);
    await b.op('/Logout.json', session);
    const next = await b.session(b.account(), { mfaId, deviceId: 'device-1' });
    expect(await isTrusted(b, next)).toBe(true);
    expect(b.of('sessionStarted').map((event) => event.trusted)).toEqual([false, true]);
  });

  it('of a remembered device lasts 30 days, to the millisecond, and does not slide', async () => {
    const b = await bench();
    const mfaId = await b.trust(await b.session());
    const remembered = { mfaId, deviceId: 'device-1' };
    b.clock.advance(30 * DAY - 1);
    expect(await isTrusted(b, await b.session(b.account(), remembered))).toBe(true);
    b.clock.advance(1);
    const late = await b.session(b.account(), remembered);
    expect(await isTrusted(b, late)).toBe(false);
    expect((await b.op('/MFAStatus.json', late, remembered)).data).toEqual({ isTrusted: false });
  });

  it('of a remembered device is false in MFAStatus after 30 days, in a session that lives on', async () => {
    const { b, session } = await signedIn({ options: { idleMinutes: 60 * 24 * 40 } });
    const mfaId = await b.trust(session);
    const status = async () =>
      (await b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' })).data;
    b.clock.advance(30 * DAY - 1);
    expect(await status()).toEqual({ isTrusted: true });
    b.clock.advance(1);
    expect(await status()).toEqual({ isTrusted: false });
  });

  it('takes a deviceId of any length where deviceIdMaxLength=0', async () => {
    const { b, session } = await signedIn({ options: { deviceIdMaxLength: 0 } });
    const deviceId = 'd'.repeat(5000);
    expect(
      (await b.authenticate(session, await b.challenge(session), { deviceId })).code,
    ).toBeNull();
  });

  it('needs mfaId and deviceId together', async () => {
    const b = await bench();
    const mfaId = await b.trust(await b.session());
    for (const pair of [{ mfaId }, { deviceId: 'device-1' }, { mfaId, deviceId: 'device-2' }]) {
      expect(await isTrusted(b, await b.session(b.account(), pair))).toBe(false);
    }
  });

  it('of one user is no trust of another', async () => {
    const b = await bench();
    const mfaId = await b.trust(await b.session());
    const other = await b.session(b.account({}, 1), { mfaId, deviceId: 'device-1' });
    expect(await isTrusted(b, other)).toBe(false);
    expect((await b.op('/MFAStatus.json', other, { mfaId, deviceId: 'device-1' })).data).toEqual({
      isTrusted: false,
    });
  });

  it('never comes to a token session', async () => {
    const b = await bench();
    const mfaId = await b.trust(await b.session());
    const token = b.account({ kind: 'token' });
    const session = await b.session(token, { mfaId, deviceId: 'device-1' });
    expect((await b.op('/PayBills.json', session, {})).code).toBe('BDC_1361');
  });

  it('is no excuse for a wrong password', async () => {
    const b = await bench();
    const mfaId = await b.trust(await b.session());
    const reply = await b.signIn(b.account(), { mfaId, deviceId: 'device-1', password: 'x' });
    expect(reply.code).toBe('BDC_1101');
  });

  it('gives the machine name back as it was sent', async () => {
    const { b, session } = await signedIn();
    const reply = await b.authenticate(session, await b.challenge(session), {
      machineName: 'Bücher & Söhne',
    });
    expect(text(reply.data, 'machineName')).toBe('Bücher & Söhne');
  });
});
