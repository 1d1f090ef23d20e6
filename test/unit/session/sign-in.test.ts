import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { step } from '../../../src-main/session/machine.ts';
import { deviceFor, ownerOf } from '../../../src-main/session/mfa.ts';
import { view } from '../../../src-main/session/view.ts';
import {
  after,
  answer,
  asOpen,
  at,
  clocks,
  credentials,
  DAY,
  device,
  fresh,
  HOUR,
  line,
  MINUTE,
  only,
  opened,
  play,
  refusal,
  refused,
  rememberedDevice,
  SECOND,
  secrets,
  signedInReply,
  signIn,
  signInAnswered,
  START,
  whoOf,
} from './support.ts';

const late = { ...signedInReply, sessionId: '!bLATE-session-identifier-0123456789' };
const giveBackLate = {
  type: 'giveBack',
  keys: {
    baseUrl: credentials.baseUrl,
    devKey: credentials.devKey,
    sessionId: late.sessionId,
    orgId: late.orgId,
  },
};

describe('signing in', () => {
  it('sends what was typed, and keeps neither password nor code in the state', () => {
    const [state, effects] = step(fresh(), signIn());
    expect(effects).toEqual([
      { type: 'signIn', attempt: 1, way: { is: 'typed', credentials }, device, by: 'you' },
    ]);
    expect(JSON.stringify(state)).not.toContain(secrets.password);
  });

  it('opens a session whose age counts from when Login was sent', () => {
    const state = after(fresh(), signIn(), signInAnswered(at(4 * SECOND)));
    const open = asOpen(state);
    expect(open.contact.at).toEqual({ wall: START, mono: 0, chance: 0.5 });
    expect(view(open, at(4 * SECOND))).toMatchObject({
      state: 'live',
      endsAtLeast: START + 35 * MINUTE,
      lastContact: { at: START, endpoint: 'login', by: 'signIn' },
      organizationId: { value: signedInReply.orgId, source: 'login', at: START + 4 * SECOND },
      trust: { is: 'untrusted', source: 'login' },
    });
  });

  it('asks once, however often it is clicked', () => {
    const clicks = Array.from({ length: 20 }, (_, n) => signIn(at(n)));
    const [state, effects] = play(fresh(), ...clicks);
    expect(effects).toHaveLength(1);
    expect(state.attempts).toBe(1);
  });

  it('is refused while a session is open', () => {
    const open = opened();
    expect(step(open, signIn(at(MINUTE)))).toEqual([open, []]);
  });

  it.each([refusal('BDC_1101'), refusal('BDC_1109'), line('dns')])(
    'ends signed out with the reason when Login fails: %j',
    (error) => {
      const state = after(fresh(), signIn(), signInAnswered(at(0), { result: fail(error) }));
      expect(state).toEqual({ ...fresh(), attempts: 1, error });
    },
  );

  it('marks the time left as doubtful when the wall clock was set back while Login was under way', () => {
    const signingIn = after(fresh(), signIn(at(0)));
    const open = after(signingIn, signInAnswered(clocks(-HOUR, SECOND)));
    expect(view(open, clocks(-HOUR, SECOND))).toMatchObject({ doubtful: true });
  });
});

describe('a sign-in that nobody waits for any more', () => {
  const cancel = { type: 'cancelSignIn', now: at(SECOND) } as const;

  it('is given back when it succeeds after the cancel', () => {
    const cancelled = after(fresh(), signIn(), cancel);
    const [state, effects] = step(cancelled, signInAnswered(at(MINUTE), { result: ok(late) }));
    expect(state).toBe(cancelled);
    expect(effects).toEqual([giveBackLate]);
  });

  it('is given back when a newer attempt is under way', () => {
    const newer = after(fresh(), signIn(), cancel, signIn(at(2 * SECOND)));
    const [state, effects] = step(newer, signInAnswered(at(MINUTE), { result: ok(late) }));
    expect(state).toBe(newer);
    expect(effects).toEqual([giveBackLate]);
  });

  it('is given back when a newer session is open', () => {
    const newer = after(
      fresh(),
      signIn(),
      cancel,
      signIn(at(2 * SECOND)),
      signInAnswered(at(3 * SECOND), { attempt: 2 }),
    );
    expect(newer.at).toBe('open');
    const [state, effects] = step(newer, signInAnswered(at(MINUTE), { result: ok(late) }));
    expect(state).toBe(newer);
    expect(effects).toEqual([giveBackLate]);
  });

  it.each([fail({ kind: 'cancelled' }), refused('BDC_1101'), fail(line())])(
    'changes nothing when it failed: %j',
    (result) => {
      for (const state of [
        after(fresh(), signIn(), cancel),
        after(fresh(), signIn(), cancel, signIn(at(2 * SECOND))),
        opened({ ...device }),
      ]) {
        expect(step(state, signInAnswered(at(MINUTE), { attempt: 0, result }))).toEqual([
          state,
          [],
        ]);
      }
    },
  );

  it('leaves no error behind after a cancel, and keeps the facts of the session before', () => {
    const before = opened();
    const signedOut = after(
      before,
      { type: 'signOut', now: at(MINUTE) },
      answer(before, 'signOutAnswered', 1, {
        result: ok(null),
        sentAt: at(MINUTE),
        now: at(MINUTE),
      }),
    );
    const cancelled = after(signedOut, signIn(at(2 * MINUTE)), cancel);
    expect(cancelled).toMatchObject({
      at: 'signedOut',
      error: null,
      ended: { reason: 'signedOut' },
    });
  });
});

describe('the remembered device', () => {
  const sent = (who = credentials, now = at(0), known = rememberedDevice) => {
    const effect = only(step(fresh(known), signIn(now, who)));
    if (effect.type !== 'signIn') throw new Error(effect.type);
    return deviceFor(effect.device, ownerOf(who), now);
  };

  it('goes along for the same user, organization and key', () => {
    expect(sent()).toEqual({ mfaId: secrets.mfaId, deviceId: 'device-1' });
  });

  it.each([
    ['user', { ...credentials, userName: 'sam@example.com' }],
    ['organization', { ...credentials, orgId: '00801ORGANIZATION002' }],
    ['key', { ...credentials, devKey: '01OTHERKEY9876543210' }],
    ['border between them', { ...credentials, userName: '', orgId: credentials.userName }],
  ])('does not go along for another %s', (_, who) => {
    expect(sent(who)).toBeNull();
  });

  it('does not go along once its 30 days are over', () => {
    expect(sent(credentials, at(20 * DAY - 1))).not.toBeNull();
    expect(sent(credentials, at(20 * DAY))).toBeNull();
  });

  it('makes the trust unknown until MFAStatus tells, which is asked at once', () => {
    const signingIn = after(fresh(rememberedDevice), signIn());
    const [open, effects] = step(
      signingIn,
      signInAnswered(at(0), { who: whoOf(credentials, rememberedDevice) }),
    );
    expect(open).toMatchObject({ trust: { is: 'unknown' } });
    expect(effects).toMatchObject([
      { type: 'askTrust', device: { mfaId: secrets.mfaId, deviceId: 'device-1' } },
    ]);
  });

  it('is not asked about by a session of somebody else', () => {
    const other = { ...credentials, userName: 'sam@example.com' };
    const [open, effects] = play(
      fresh(rememberedDevice),
      signIn(at(0), other),
      signInAnswered(at(0), { who: whoOf(other, rememberedDevice) }),
    );
    expect(open).toMatchObject({ trust: { is: 'untrusted' } });
    expect(effects.map(({ type }) => type)).toEqual(['signIn']);
    expect(step(open, { type: 'checkTrust', now: at(MINUTE) })).toEqual([open, []]);
  });
});
