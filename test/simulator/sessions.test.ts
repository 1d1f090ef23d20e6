/** How long sessions live and what ends them, by a clock moved by hand. */
import { describe, expect, it } from 'vitest';

import { bench, DAY, HOUR, MINUTE, signedIn } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

async function alive(b: Bench, session: FieldsIn): Promise<boolean> {
  return (await b.op('/GetSessionInfo.json', session)).code === null;
}

describe('the idle minutes of a session', () => {
  it('end it after 35 minutes without a call, to the millisecond', async () => {
    const b = await bench();
    const first = await b.session();
    b.clock.advance(35 * MINUTE - 1);
    expect(await alive(b, first)).toBe(true);
    b.clock.advance(35 * MINUTE);
    expect(await alive(b, first)).toBe(false);
  });

  it('slide: a call every 34 minutes keeps it for a day', async () => {
    const { b, session } = await signedIn();
    for (let at = 0; at < DAY; at += 34 * MINUTE) {
      b.clock.advance(34 * MINUTE);
      expect(await alive(b, session)).toBe(true);
    }
    expect(b.of('sessionEnded')).toEqual([]);
  });

  it('start again with any call that succeeds, not only GetSessionInfo', async () => {
    const calls: [string, object][] = [
      ['/CurrentTime.json', {}],
      ['/MFAChallenge.json', {}],
      ['/MFAStatus.json', { mfaId: '!bx', deviceId: 'd' }],
    ];
    for (const [path, data] of calls) {
      const { b, session } = await signedIn();
      b.clock.advance(34 * MINUTE);
      expect((await b.op(path, session, data)).code).toBeNull();
      b.clock.advance(34 * MINUTE);
      expect(await alive(b, session)).toBe(true);
    }
  });

  it('of one session are not prolonged by calls in another', async () => {
    const b = await bench();
    const first = await b.session();
    const second = await b.session();
    b.clock.advance(20 * MINUTE);
    expect(await alive(b, second)).toBe(true);
    b.clock.advance(20 * MINUTE);
    expect(await alive(b, first)).toBe(false);
    expect(await alive(b, second)).toBe(true);
  });

  it('are told as an event dated to the moment they ran out', async () => {
    const b = await bench();
    await b.session();
    b.clock.advance(50 * MINUTE);
    b.simulator.sweep();
    expect(b.of('sessionEnded')).toMatchObject([
      { reason: 'idle', at: '2026-11-24T10:35:00.000Z' },
    ]);
    b.simulator.sweep();
    expect(b.of('sessionEnded')).toHaveLength(1);
  });

  it('are told by real time too, without any request', async () => {
    const b = await bench();
    await b.session();
    const ended = new Promise<string>((resolve) => {
      b.simulator.subscribe((event) => {
        if (event.event === 'sessionEnded') resolve(event.reason);
      });
    });
    b.clock.advance(36 * MINUTE);
    expect(await ended).toBe('idle');
  });
});

describe('a token session', () => {
  it('does not end, however long it is idle', async () => {
    const b = await bench();
    const session = await b.session(b.account({ kind: 'token' }));
    b.clock.advance(400 * DAY);
    expect(await alive(b, session)).toBe(true);
  });

  it('ends after 48 idle hours where tokenSessionLife=48h, sliding', async () => {
    const b = await bench({ options: { tokenSessionLife: '48h' } });
    const session = await b.session(b.account({ kind: 'token' }));
    b.clock.advance(48 * HOUR - 1);
    expect(await alive(b, session)).toBe(true);
    b.clock.advance(48 * HOUR);
    expect(await alive(b, session)).toBe(false);
  });

  it('ends at sign-out', async () => {
    const b = await bench();
    const session = await b.session(b.account({ kind: 'token' }));
    expect((await b.op('/Logout.json', session)).code).toBeNull();
    expect(await alive(b, session)).toBe(false);
  });
});

describe('a session', () => {
  it('belongs to the organization of its sign-in', async () => {
    const b = await bench();
    const [, second] = b.account().orgs;
    const session = await b.session(b.account(), { orgId: second?.orgId ?? '' });
    expect((await b.op('/GetSessionInfo.json', session)).data).toMatchObject({
      organizationId: second?.orgId,
    });
  });

  it('ended by the server is BDC_1109 and told as such, and no other session is touched', async () => {
    const b = await bench();
    const first = await b.session();
    const second = await b.session();
    b.simulator.endSession(first['sessionId'] ?? '');
    expect((await b.op('/GetSessionInfo.json', first)).code).toBe('BDC_1109');
    expect(await alive(b, second)).toBe(true);
    expect(b.of('sessionEnded')).toMatchObject([{ reason: 'server' }]);
  });

  it('ends with all others on endSession("all")', async () => {
    const b = await bench();
    const sessions = [await b.session(), await b.session(b.account({}, 1))];
    b.simulator.endSession('all');
    for (const session of sessions) expect(await alive(b, session)).toBe(false);
  });

  it('is told when it starts and when it is signed out', async () => {
    const { b, session } = await signedIn();
    await b.op('/Logout.json', session);
    const masked = `…${session['sessionId']?.slice(-4) ?? ''}`;
    const facts = { sessionMasked: masked, usersId: b.account().usersId, kind: 'user' };
    expect(b.of('sessionStarted')).toMatchObject([{ ...facts, trusted: false }]);
    expect(b.of('sessionEnded')).toMatchObject([{ ...facts, reason: 'logout' }]);
  });

  it('cannot be signed out twice', async () => {
    const { b, session } = await signedIn();
    await b.op('/Logout.json', session);
    expect((await b.op('/Logout.json', session)).code).toBe('BDC_1109');
    expect(b.of('sessionEnded')).toHaveLength(1);
  });

  it('survives a clock that goes back', async () => {
    const { b, session } = await signedIn();
    b.clock.advance(-HOUR);
    expect(await alive(b, session)).toBe(true);
  });
});

describe('seeds', () => {
  it('make session ids, codes and accounts repeat', async () => {
    const runs = [];
    for (let n = 0; n < 2; n += 1) {
      const { b, session } = await signedIn({ seed: 'same' });
      await b.challenge(session);
      runs.push([session, b.code(), b.simulator.accounts]);
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  it('give other accounts for another seed', async () => {
    const one = await bench({ seed: 'one' });
    const two = await bench({ seed: 'two' });
    expect(one.account().orgId).not.toBe(two.account().orgId);
    expect(one.account().password).not.toBe(two.account().password);
  });

  it('are not needed for stable accounts, but then no session id repeats', async () => {
    const one = await bench();
    const two = await bench();
    expect(two.simulator.accounts).toEqual(one.simulator.accounts);
    const ids = [await one.session(), await one.session(), await two.session()];
    expect(new Set(ids.map((session) => session['sessionId'])).size).toBe(3);
  });
});

describe('the accounts', () => {
  it('begin with a normal user who has a phone and two organizations, and cover every trouble', async () => {
    const b = await bench();
    const [first] = b.simulator.accounts;
    expect(first).toMatchObject({ condition: 'normal', kind: 'user' });
    expect(first?.phone).toMatch(/^\+1\d{3}55501\d\d$/);
    expect(first?.orgs).toHaveLength(2);
    expect(new Set(b.simulator.accounts.map((account) => account.condition))).toEqual(
      new Set([
        'normal',
        'noPhone',
        'userLocked',
        'orgLocked',
        'keyInactive',
        'apiOff',
        'termsNotAccepted',
        'userInactive',
      ]),
    );
    expect(b.account({}, 1).orgId).not.toBe(first?.orgId);
    expect(b.account({ kind: 'token' }).phone).toBeNull();
  });

  it('include one whose password only survives correct form encoding', async () => {
    const b = await bench();
    const account = b.account({}, 1);
    expect(account.password).toMatch(/ &=\+%é$/);
    expect((await b.signIn(account)).code).toBeNull();
  });
});
