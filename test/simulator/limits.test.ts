/** Limits by the clock hour, calls at once, text messages, locks. */
import { describe, expect, it } from 'vitest';

import { bench, credentials, MINUTE, signedIn } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

describe('the hourly limits', () => {
  it('allow 200 sign-ins and no 201st, until the next clock hour begins', async () => {
    const b = await bench();
    b.clock.advance(59 * MINUTE);
    for (let n = 0; n < 200; n += 1) {
      expect((await b.signIn()).code).toBeNull();
    }
    const refused = await b.signIn();
    expect(refused.code).toBe('BDC_1144');
    expect(refused.message).toBe('Max number of allowed requests per hour reached: 200.');
    b.clock.advance(MINUTE - 1);
    expect((await b.signIn()).code).toBe('BDC_1144');
    // A fixed window, not a sliding one: one millisecond later the hour is new.
    b.clock.advance(1);
    expect((await b.signIn()).code).toBeNull();
  });

  it('count failed sign-ins and ListOrgs towards the 200', async () => {
    const b = await bench({ options: { signInsPerHour: 2 } });
    await b.signIn(b.account(), { password: 'wrong' });
    await b.call('/ListOrgs.json', credentials(b.account()));
    expect((await b.signIn()).code).toBe('BDC_1144');
  });

  it('count Errors.json where it names a developer key', async () => {
    const b = await bench({ options: { callsPerHour: 1 } });
    const { devKey } = b.account();
    expect((await b.call('/Errors.json', { devKey })).code).toBeNull();
    expect((await b.call('/Errors.json', { devKey })).code).toBe('BDC_1144');
    expect((await b.call('/Errors.json', {})).code).toBeNull();
  });

  it('are counted for each developer key', async () => {
    const b = await bench({ options: { signInsPerHour: 1 } });
    await b.signIn();
    expect((await b.signIn()).code).toBe('BDC_1144');
    expect((await b.signIn(b.account({}, 1))).code).toBeNull();
  });

  it('leave other calls alone when only the sign-ins are used up', async () => {
    const { b, session } = await signedIn({ options: { signInsPerHour: 1 } });
    expect((await b.signIn()).code).toBe('BDC_1144');
    expect((await b.op('/GetSessionInfo.json', session)).code).toBeNull();
  });

  it('do not end or prolong a session they refuse', async () => {
    const { b, session } = await signedIn({ options: { callsPerHour: 2 } });
    await b.op('/GetSessionInfo.json', session);
    b.clock.advance(20 * MINUTE);
    expect((await b.op('/GetSessionInfo.json', session)).code).toBe('BDC_1144');
    b.clock.advance(15 * MINUTE);
    b.simulator.sweep();
    expect(b.of('sessionEnded')).toMatchObject([{ reason: 'idle' }]);
  });
});

/** Calls that stay in flight until they are let go. */
async function hold(b: Bench, sessions: readonly FieldsIn[]): Promise<() => Promise<void>> {
  const before = b.simulator.requests().length;
  const abort = new AbortController();
  const held = sessions.map((session) =>
    fetch(`${b.simulator.baseUrl}/CurrentTime.json`, {
      method: 'POST',
      body: new URLSearchParams(session),
      signal: abort.signal,
    }).then(
      () => 'answered',
      () => 'aborted',
    ),
  );
  while (b.simulator.requests().length < before + sessions.length) await new Promise(setImmediate);
  return async () => {
    abort.abort();
    expect(new Set(await Promise.all(held))).toEqual(new Set(['aborted']));
  };
}

/** Asks until the server has noticed that the held calls are gone; the test's time limit ends it. */
async function untilFree(b: Bench, session: FieldsIn): Promise<string | null | undefined> {
  let code: string | null | undefined = 'BDC_1322';
  while (code === 'BDC_1322') code = (await b.op('/GetSessionInfo.json', session)).code;
  return code;
}

describe('calls at once', () => {
  const faults = [{ endpoint: '/CurrentTime.json', fault: 'hang', processed: true }] as const;

  it('are three; the fourth is refused, and the places come back', async () => {
    const { b, session } = await signedIn({ faults });
    const letTwoGo = await hold(b, [session, session]);
    expect((await b.op('/GetSessionInfo.json', session)).code).toBeNull();
    const letThirdGo = await hold(b, [session]);
    const fourth = await b.op('/GetSessionInfo.json', session);
    expect(fourth.code).toBe('BDC_1322');
    expect(fourth.message).toBe('Max number of concurrent requests per organization reached.');
    await letTwoGo();
    await letThirdGo();
    expect(await untilFree(b, session)).toBeNull();
  });

  it('are counted over the sessions of one organization, and for each organization', async () => {
    const b = await bench({ faults });
    const [home, other] = b.account().orgs;
    const one = await b.session();
    const two = await b.session(b.account({ condition: 'noPhone' }));
    const elsewhere = await b.session(b.account(), { orgId: other?.orgId ?? '' });
    await hold(b, [one, two, one]);
    expect((await b.op('/GetSessionInfo.json', two)).code).toBe('BDC_1322');
    expect((await b.op('/GetSessionInfo.json', elsewhere)).code).toBeNull();
    expect((await b.signIn(b.account(), { orgId: home?.orgId ?? '' })).code).toBe('BDC_1322');
    expect((await b.signIn(b.account(), { orgId: other?.orgId ?? '' })).code).toBeNull();
  });

  it('hold their place until the last byte of a late reply is out', async () => {
    const { b, session } = await signedIn({
      options: { concurrentCalls: 1 },
      faults: [{ endpoint: '/CurrentTime.json', fault: 'delay', ms: 400 }],
    });
    const late = b.op('/CurrentTime.json', session);
    while (b.simulator.requests().length < 2) await new Promise(setImmediate);
    expect((await b.op('/GetSessionInfo.json', session)).code).toBe('BDC_1322');
    expect((await late).code).toBeNull();
    expect((await b.op('/GetSessionInfo.json', session)).code).toBeNull();
  });
});

describe('text messages', () => {
  it('are five a minute for each user', async () => {
    const { b, session } = await signedIn();
    for (let n = 0; n < 5; n += 1) await b.challenge(session);
    expect((await b.op('/MFAChallenge.json', session, {})).code).toBe('BDC_1144');
    expect(b.of('sms')).toHaveLength(5);
    const other = await b.session(b.account({}, 1));
    expect((await b.op('/MFAChallenge.json', other, {})).code).toBeNull();
    b.clock.advance(MINUTE);
    expect((await b.op('/MFAChallenge.json', session, {})).code).toBeNull();
  });
});

describe('a user', () => {
  it('is locked by the eleventh wrong password in a row, right password or not', async () => {
    const b = await bench();
    for (let n = 0; n < 11; n += 1) {
      expect((await b.signIn(b.account(), { password: 'wrong' })).code).toBe('BDC_1101');
    }
    expect((await b.signIn()).code).toBe('BDC_1110');
    expect((await b.signIn(b.account({}, 1))).code).toBeNull();
  });

  it('is not locked by ten, and a right one starts the count again', async () => {
    const b = await bench();
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 10; n += 1) await b.signIn(b.account(), { password: 'wrong' });
      expect((await b.signIn()).code).toBeNull();
    }
  });
});
