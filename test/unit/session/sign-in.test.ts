/** The ways into a session: typed, saved, or taken over; and a sign-in that nobody waits for. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import type { Who } from '../../../src-main/session/session-events.ts';
import { step } from '../../../src-main/session/machine.ts';
import { ownerOf } from '../../../src-main/session/owner.ts';
import { view } from '../../../src-main/session/view.ts';
import { dead, line, refusal, refused } from './given/outcomes.ts';
import {
  baseUrl,
  credentials,
  device,
  fresh,
  rememberedDevice,
  secrets,
  signedInReply,
  whoOf,
} from './given/people.ts';
import { event, signIn, signInAnswered, signInReply } from './given/events.ts';
import {
  after,
  asks,
  asOpen,
  dies,
  openAfter,
  opened,
  play,
  signInEnds,
  signsOut,
  touched,
} from './given/sessions.ts';
import { at, clocks, HOUR, MINUTE, SECOND, START } from './given/times.ts';

describe('signing in', () => {
  it('sends what was typed once, however often it is clicked, and keeps no password', () => {
    const clicks = Array.from({ length: 20 }, (_, n) => signIn(n));
    const [state, effects] = play(fresh(), ...clicks);
    expect(effects).toEqual([
      { type: 'signIn', attempt: 1, way: { is: 'typed', credentials }, device, by: 'you' },
    ]);
    expect(JSON.stringify(state)).not.toContain(secrets.password);
    expect(state.attempts).toBe(1);
  });

  it('opens a session whose age counts from when Login was sent', () => {
    const open = openAfter(fresh(), signIn(), signInAnswered(4 * SECOND));
    expect(open.contact.at).toEqual(at(0));
    expect(view(open, at(4 * SECOND))).toMatchObject({
      state: 'live',
      endsAtLeast: START + 35 * MINUTE,
      lastContact: { at: START, endpoint: 'login', by: 'signIn' },
      organizationId: { value: signedInReply.orgId, source: 'login', at: START + 4 * SECOND },
      trust: { is: 'untrusted', source: 'login' },
    });
  });

  it.each([refusal('BDC_1101', { by: 'login' }), line('dns')])(
    'ends signed out with the reason when Login fails: $kind',
    (error) => {
      const state = after(fresh(), signIn(), signInAnswered(0, { result: fail(error) }));
      expect(state).toEqual({ ...fresh(), attempts: 1, error });
    },
  );

  it('marks the time left as doubtful when the wall clock was set back while Login was under way', () => {
    const back = clocks(-HOUR, SECOND);
    const open = after(fresh(), signIn(), signInAnswered(back));
    expect(view(open, back)).toMatchObject({ doubtful: true });
  });

  it('with a remembered device asks at once what it is worth, but not with that of another user', () => {
    const other = { ...credentials, userName: 'sam@example.com' };
    const effects = (typed: typeof credentials) => {
      const who = whoOf(typed, rememberedDevice);
      const answer = signInAnswered(0, { who });
      return play(fresh(rememberedDevice), signIn(0, typed), answer)[1].slice(1);
    };
    const { mfaId } = secrets;
    const asked = { type: 'checkTrust', by: 'signIn', device: { mfaId, deviceId: 'device-1' } };
    expect(effects(credentials)).toMatchObject([asked]);
    expect(effects(other)).toEqual([]);
  });
});

describe('a sign-in that nobody waits for any more', () => {
  const cancel = event('cancelSignIn', SECOND);
  const cancelled = after(fresh(), signIn(), cancel);
  const newer = after(cancelled, signIn(2 * SECOND));
  const late = { ...signedInReply, sessionId: '!bLATE-session-identifier-0123456789' };
  const { sessionId, orgId } = late;
  const states = [
    ['after the cancel', cancelled],
    ['when a newer attempt is under way', newer],
    ['when a newer session is open', after(newer, signInAnswered(3 * SECOND, { attempt: 2 }))],
  ] as const;

  it.each(states)('is given back when it succeeds %s', (_, state) => {
    const [next, effects] = step(state, signInAnswered(MINUTE, { result: ok(late) }));
    expect(next).toBe(state);
    const keys = { baseUrl, devKey: credentials.devKey, sessionId, orgId };
    expect(effects).toEqual([{ type: 'giveBack', keys, by: 'you' }]);
  });

  it('leaves nothing to give back where it failed', () => {
    const failed = signInAnswered(MINUTE, { result: fail(line()) });
    const unsent = signInAnswered(MINUTE, { who: null });
    for (const answer of [failed, unsent]) expect(step(newer, answer)).toEqual([newer, []]);
  });

  it('leaves no error behind after a cancel, and keeps the facts of the session before', () => {
    const state = after(signsOut(opened(), MINUTE), signIn(2 * MINUTE), cancel);
    expect(state).toMatchObject({ at: 'signedOut', error: null, ended: { reason: 'signedOut' } });
  });
});

describe('resuming with what is saved', () => {
  const staying = { signInAgain: true };
  const resume = event('resume', 0);
  const launch = event('resume', 0, { unasked: true });
  const wrong = refused('BDC_1101', { by: 'login' });

  it('signs in once, for the user, whose name is known only then', () => {
    const [state, effects] = play(fresh(), resume, resume);
    expect(state).toMatchObject({ at: 'signingIn', by: 'you', userName: '' });
    expect(effects).toEqual([
      { type: 'signIn', attempt: 1, way: { is: 'saved' }, device, by: 'you' },
    ]);
    const { userName } = credentials;
    expect(signInEnds(state, 0)).toMatchObject({ userName, openedBy: 'you' });
  });

  it('says no more than its error when it fails at a click; at the launch that stops what is automatic', () => {
    const failed = (how: typeof resume) => {
      return signInEnds(after(fresh(device, staying), how), 0, wrong);
    };
    const error = { code: 'BDC_1101' };
    expect(failed(resume)).toMatchObject({ error, again: { stopped: null } });
    expect(failed(launch)).toMatchObject({ error, again: { stopped: 'rejected' } });
  });

  it('tries again without the device at the launch of the app, but not at a click', () => {
    const refusedAt = (how: typeof resume) => {
      return signInEnds(
        after(fresh(rememberedDevice, staying), how),
        0,
        refused('BDC_9999', { by: 'login' }),
      );
    };
    expect(refusedAt(resume)).toMatchObject({ at: 'signedOut', error: { code: 'BDC_9999' } });
    expect(refusedAt(launch)).toMatchObject({ at: 'signingIn', by: 'again', attempts: 2 });
  });

  it('is refused where nothing is saved any more', () => {
    const signingIn = after(fresh(), resume);
    for (const result of [fail({ kind: 'notNow' }), ok(signedInReply)]) {
      const state = signInEnds(signingIn, 0, result, null);
      expect(state).toMatchObject({ at: 'signedOut', error: { kind: 'notNow' } });
    }
  });
});

describe('[S125] a session of another organization than was asked for', () => {
  const signingIn = after(fresh(device, { signInAgain: true }), signIn());
  const other = { ...signedInReply, orgId: '00801SOMEBODYELSE001' };

  it('is signed out there and refused, and its ID is not held here', () => {
    const { devKey, sessionId } = secrets;
    const [state, effects] = step(signingIn, signInReply(signingIn, SECOND, ok(other)));
    const error = { kind: 'oddReply', odd: 'organization' };
    expect(state).toMatchObject({ at: 'signedOut', error });
    expect(effects).toEqual([
      { type: 'giveBack', keys: { baseUrl, devKey, sessionId, orgId: other.orgId }, by: 'you' },
    ]);
    expect(JSON.stringify(state)).not.toContain(sessionId);
  });

  it('stops signing in by ourselves: the same would come of it again', () => {
    const [lost] = dies(opened(device, { signInAgain: true }), 10 * MINUTE);
    const [again, effects] = step(lost, signInReply(lost, 10 * MINUTE, ok(other)));
    expect(again).toMatchObject({ at: 'signedOut', again: { stopped: 'failed' } });
    expect(effects).toMatchObject([{ type: 'giveBack', by: 'signIn' }]);
  });
});

describe('[S124] a sign-in that did not tell whose ID it was for', () => {
  it('is open without the user’s ID until a touch tells it', () => {
    const unnamed = ok({ ...signedInReply, usersId: null });
    const open = asOpen(signInEnds(after(fresh(), signIn()), 0, unnamed));
    expect(view(open, at(0))).toMatchObject({
      organizationId: { value: signedInReply.orgId, source: 'login' },
      userId: null,
    });
    expect(view(touched(open, MINUTE), at(MINUTE))).toMatchObject({
      userId: { value: '00601USERUSERUSER001', source: 'sessionInfo' },
    });
  });
});

describe('a session from elsewhere', () => {
  const { devKey, sessionId } = secrets;
  const foreign = { baseUrl, sessionId, devKey };
  const adopting = after(fresh(device, { signInAgain: true }), event('useSession', 0, { foreign }));
  const { usersId: userName, orgId } = signedInReply;
  const owner = ownerOf({ userName, orgId, devKey, baseUrl });
  const whose = { baseUrl, orgId, devKey, userName, owner };
  const who: Who = { kind: 'session', ...whose, withDevice: false };
  const result = ok({ ...signedInReply, apiEndPoint: null });
  const adopted = asOpen(signInEnds(adopting, 0, result, who));

  it('is taken over and kept alive, with its trust unknown', () => {
    expect(view(adopted, at(0))).toMatchObject({
      state: 'live',
      kind: 'session',
      organizationId: { source: 'sessionInfo' },
      lastContact: { endpoint: 'sessionInfo' },
      trust: { is: 'unknown', source: 'otherTool' },
      keepAlive: { why: 'regular', nextTouchAt: START + 10 * MINUTE },
    });
    expect(asks(adopted, event('sendMfaCode', MINUTE))).toEqual(['sendMfaCode']);
  });

  it('is not given back when the user thinks better of it: it is the other tool’s', () => {
    const cancelled = after(adopting, event('cancelSignIn', SECOND));
    expect(step(cancelled, signInAnswered(MINUTE, { who }))).toEqual([cancelled, []]);
  });

  it.each([dead, fail(line())])('that cannot be taken over ends with the reason: %j', (failed) => {
    const state = signInEnds(adopting, 0, failed, null);
    const error = failed.ok ? null : failed.error;
    expect(state).toMatchObject({ at: 'signedOut', error, again: { stopped: null } });
  });

  it('ends without a try to open it again', () => {
    const [state, effects] = dies(adopted, 10 * MINUTE);
    expect(effects).toEqual([]);
    expect(view(state, at(0))).toMatchObject({ state: 'expired', againStopped: null });
  });
});
