/** What is worth a notification, and how often it is told. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src-shared/incident.ts';
import { incidentWords } from '../../../src-shared/words.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { createAnnouncer } from '../../../src-main/notify/announcer.ts';
import { incidentOf as decide } from '../../../src-main/notify/find-incident.ts';
import { knownView } from '../../../src-main/session/known-view.ts';
import type { Again, SignedOut, State } from '../../../src-main/session/state.ts';
import type { EndReason } from '../../../src-shared/session-view.ts';
import { line, refused } from '../session/given/outcomes.ts';
import { credentials, device, fresh } from '../session/given/people.ts';
import { answer, event, pays, signIn, signInReply } from '../session/given/events.ts';
import {
  after,
  answered,
  awake,
  checkingCode,
  failing,
  openAfter,
  opened,
  touched,
} from '../session/given/sessions.ts';
import {
  at,
  clocks,
  HOUR,
  instant,
  MINUTE,
  SECOND,
  START,
  type When,
} from '../session/given/times.ts';

const incidentOf = (
  state: State,
  when: When = 0,
  wayIn: 'resume' | 'signIn' = 'resume',
  leadMs = 10 * MINUTE,
) => decide(state, typeof when === 'number' ? at(when) : when, { wayIn, leadMs });

const ended = (reason: EndReason, stopped: Again['stopped'] = null): SignedOut => ({
  ...fresh(),
  attempts: 4,
  again: { times: [], lost: 0, stopped },
  ended: {
    ...knownView(opened(), instant(at(0))),
    ...{ reason, at: 7, foundAt: 7, cause: null, maxAgeMs: HOUR },
  },
});
/** Two touches failed at `ms`, and a second later. */
const fails = (ms: number) => failing(failing(awake(opened(), 0, ms), ms), ms + SECOND);

describe('an incident', () => {
  it.each([
    ['idle', null, { kind: 'expired', key: 'ended 7', action: 'resume', cause: null }],
    ['endedByServer', null, { kind: 'expired', key: 'ended 7', action: 'resume', cause: null }],
    ['endedByServer', 'cap', { kind: 'expired', key: 'ended 7', action: 'resume', cause: null }],
    ['endedByServer', 'failed', { kind: 'expired', key: 'ended 7', action: 'resume', cause: null }],
    ['endedByServer', 'war', { kind: 'war', key: 'ended 7', action: 'resume', cause: null }],
    ['idle', 'rejected', { kind: 'rejected', key: 'ended 7', action: 'signIn', cause: null }],
    ['signedOut', null, null],
    ['signedOutUnconfirmed', null, null],
  ] as const)('is the end of a session that nobody asked for: %s, %s', (reason, stopped, found) => {
    expect(incidentOf(ended(reason, stopped))).toEqual(found);
  });

  it.each([
    ['resume', { button: 'Resume', body: 'BILL ended it. One click signs in again.' }],
    ['signIn', { button: 'Sign in', body: 'BILL ended it. Sign in to go on.' }],
  ] as const)('offers the way in that window and tray offer: %s', (wayIn, words) => {
    const incident = incidentOf(ended('idle'), 0, wayIn);
    expect(incident && incidentWords(incident)).toMatchObject(words);
  });

  it('stays the same when the user tries to sign in and fails, and is none meanwhile', () => {
    const trying = after(ended('idle'), signIn());
    expect(incidentOf(trying)).toBeNull();
    const failed = after(trying, signInReply(trying, 0, fail(line())));
    expect(failed.attempts).toBe(5);
    expect(incidentOf(failed)).toEqual(incidentOf(ended('idle')));
  });

  it.each<[string, State, When]>([
    ['before a session', fresh(), 0],
    ['in a quiet session', opened(), 34 * MINUTE],
    ['after a single failure', failing(awake(opened(), 0, 24 * MINUTE), 24 * MINUTE), HOUR / 2],
    [
      'in a session that is paused',
      after(fails(24 * MINUTE), event('pauseKeepAlive', 24 * MINUTE, { ms: HOUR })),
      30 * MINUTE,
    ],
    ['in a token’s session', { ...fails(24 * MINUTE), kind: 'token' }, 30 * MINUTE],
    [
      'where nothing was certain any more when the trouble began',
      { ...fails(35 * MINUTE), clock: opened().clock },
      40 * MINUTE,
    ],
  ])('is none %s', (_, state, when) => {
    expect(incidentOf(state, when)).toBeNull();
  });

  it.each([
    [10, 24 * MINUTE, 25 * MINUTE],
    [20, 12 * MINUTE, 15 * MINUTE],
    [2, 12 * MINUTE, 33 * MINUTE],
  ])(
    'is a session at risk when two touches failed and %i minutes are certain',
    (lead, ms, from) => {
      const told = (when: number) => incidentOf(fails(ms), when, 'resume', lead * MINUTE);
      expect(told(from - 1)).toBeNull();
      const incident = {
        kind: 'atRisk',
        key: 'risk 1.0',
        action: 'extendNow',
        minutes: lead,
      } as const;
      expect(told(from)).toEqual(incident);
      // Nothing was learned since: it is the same incident.
      expect(told(40 * MINUTE)).toEqual(incident);
      expect(incidentWords(incident).body).toBe(`At most ${lead} minutes are certain.`);
    },
  );

  it('is none in the first two minutes after a wake, whatever fails', () => {
    const woke = (ms: number) => clocks(30 * MINUTE + ms, MINUTE + ms);
    let open = awake(opened(), 0, MINUTE);
    for (const second of [0, 2, 5, 10, 20, 50]) {
      open = failing(open, woke(second * SECOND), line('dns'));
      expect(incidentOf(open, woke(second * SECOND))).toBeNull();
    }
    expect(incidentOf(open, woke(2 * MINUTE - 1))).toBeNull();
    expect(incidentOf(open, woke(2 * MINUTE))).toMatchObject({ kind: 'atRisk' });
  });

  it('is that keep-alive stopped by the maximum age, until the session has lapsed', () => {
    const kept = touched(opened(device, { maxAgeMs: HOUR }), 50 * MINUTE);
    expect(incidentOf(kept, HOUR - 1)).toBeNull();
    expect(incidentOf(kept, HOUR)).toEqual({ kind: 'maxAge', key: 'age 1.0', action: 'keepOn' });
    expect(incidentOf(kept, 85 * MINUTE - 1)).toMatchObject({ kind: 'maxAge' });
    expect(incidentOf(kept, 85 * MINUTE)).toBeNull();
    expect(incidentOf({ ...kept, kind: 'token' }, HOUR)).toBeNull();
  });
});

describe('the need to verify', () => {
  const tried = (result: Result<{ reply: string }>) =>
    answered(openAfter(opened(), pays()), 'tryOperationAnswered', result, 0);
  const wanting = tried(refused('BDC_1361'));

  it('is an incident from when an operation was refused for want of trust', () => {
    const incident = { kind: 'verify', key: 'verify 1.1', action: 'verify' };
    expect(incidentOf(wanting)).toEqual(incident);
    // Another operation that is refused for it is the same need.
    const operation = 'SendVendorInvite';
    const other = openAfter(wanting, event('tryOperation', 0, { operation, data: '{}' }));
    const rest = { operation, result: refused('BDC_1361'), sentAt: at(0), now: at(0) } as const;
    const both = openAfter(other, answer(other, 'tryOperationAnswered', other.calls, rest));
    expect(incidentOf(both)).toEqual(incident);
  });

  it.each<[string, State]>([
    ['another refusal', tried(refused('BDC_1102'))],
    ['a lost answer', tried(fail(line()))],
    ['an acceptance', tried(ok({ reply: '{}' }))],
    ['the session is trusted', { ...wanting, trust: { is: 'session', source: 'login', at: 0 } }],
    [
      'the device is remembered',
      { ...wanting, trust: { is: 'until', until: START + HOUR, source: 'login', at: 0 } },
    ],
    ...['BDC_9999', 'BDC_1119', 'BDC_1356', 'BDC_1358'].map((code): [string, State] => {
      const result = refused(code, { by: 'mfaAuthenticate' });
      return [
        `${code} for a code`,
        answered(checkingCode(), 'submitMfaCodeAnswered', result, 2 * MINUTE),
      ];
    }),
  ])('is none after %s', (_, state) => {
    expect(incidentOf(state, 2 * MINUTE)).toBeNull();
  });

  it('holds no secret and no name, like any incident', () => {
    const all = [
      incidentOf(ended('idle')),
      incidentOf(wanting),
      incidentOf(fails(24 * MINUTE), HOUR),
    ];
    for (const text of [credentials.userName, credentials.orgId, credentials.devKey]) {
      expect(JSON.stringify(all)).not.toContain(text);
    }
  });
});

describe('the announcer', () => {
  function bench() {
    const told: (string | null)[] = [];
    const world = { inSight: false, wanted: true, ms: 0 };
    const announce = createAnnouncer({
      show: ({ key }) => told.push(key),
      withdraw: () => told.push(null),
      inSight: () => world.inSight,
      wanted: () => world.wanted,
      now: () => at(world.ms),
    });
    /** Looks at one incident after the other. */
    const update = (...keys: (string | null)[]) => {
      for (const key of keys) {
        const incident: Incident = { kind: 'expired', key: key ?? '', action: 'resume' };
        announce(key === null ? null : incident);
      }
    };
    return { told, world, update };
  }

  it.each<[string, (string | null)[], (string | null)[]]>([
    ['tells an incident once, however often it is looked at', ['a', 'a', 'a'], ['a']],
    ['has nothing to take away at the start', [null], []],
    ['puts the next in the place of the one before', ['a', 'b'], ['a', 'b']],
    ['takes away once what is over', ['a', null, null], ['a', null]],
    ['does not tell again what comes back', ['a', null, 'a', null], ['a', null]],
    ['tells each once though they come and go in turn', ['a', 'b', 'a', 'b'], ['a', 'b', null]],
  ])('%s', (_, keys, expected) => {
    const { told, update } = bench();
    update(...keys);
    expect(told).toEqual(expected);
  });

  it('tells two in a day at most, and takes away what is not true any more all the same', () => {
    const { told, update, world } = bench();
    update('a', 'b', 'c');
    expect(told).toEqual(['a', 'b', null]);
    world.ms = 24 * HOUR;
    update('c', 'd');
    expect(told).toEqual(['a', 'b', null, 'd']);
  });

  it('keeps quiet in sight, and takes what was seen for told', () => {
    const { told, update, world } = bench();
    world.inSight = true;
    update('a');
    world.inSight = false;
    update('a', null, 'b');
    expect(told).toEqual(['b']);
    // An older one is taken away when the next comes while the user looks.
    world.inSight = true;
    update('c', null);
    expect(told).toEqual(['b', null]);
  });

  it('takes the shown one away when none are wanted any more, and shows the next when they are', () => {
    const { told, update, world } = bench();
    update('a');
    world.wanted = false;
    update('a', 'a', 'b');
    expect(told).toEqual(['a', null]);
    world.wanted = true;
    update('b');
    expect(told).toEqual(['a', null]);
    update('c');
    expect(told).toEqual(['a', null, 'c']);
  });
});
