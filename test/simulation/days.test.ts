/** Whole days in milliseconds. A failure prints the seed and the day. */
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, plainDay, quietDay, SECOND, wildDay, type Day } from './days.ts';
import { scaled } from '../scale.ts';
import { couldAnswer, IDLE_MS, NOTICED_MS, unavoidable } from './oracle.ts';
import { live, type Lived } from './world.ts';

/** Of each kind. */
const DAYS = scaled(25, 5000);
/** Chance is worth a tenth in some days, and nothing in thousands. */
const ALLOWED = scaled(1.2, 1.1);
/** A touch is due at the latest this long after the last contact. */
const DUE_MS = 11 * MINUTE;

async function liveAll(make: (seed: number) => Day, days: number): Promise<Lived[]> {
  const lived: Lived[] = [];
  for (let seed = 1; seed <= days; seed += 1) lived.push(await live(make(seed)));
  return lived;
}

/** Fails with everything that is needed to see it again. */
function holds(lived: Lived, what: string, isTrue: boolean): void {
  if (!isTrue)
    throw new Error(`${what}\nseed ${lived.day.seed}: ${JSON.stringify(lived, null, 1)}`);
}

/** By BILL's own word at the end of the day, whatever the app believes. */
const isThere = ({ day, sessions }: Lived) =>
  sessions.some(({ killed, last }) => !killed && day.ms - last < IDLE_MS);

/** Sessions that were lost though there had been two minutes in which a touch could have saved them. */
const lostWithoutNeed = ({ day, sessions }: Lived) =>
  sessions.filter(
    ({ killed, last }) =>
      !killed &&
      last + IDLE_MS <= day.ms &&
      couldAnswer(day, last + DUE_MS, last + IDLE_MS, 2 * MINUTE),
  );

/** Each call of the day: touches and sign-ins. */
const callsOf = ({ touches, signIns }: Lived) => touches.length + signIns.length;

/** But for new session IDs, which are told of in any case. */
const alarms = ({ notices }: Lived) => notices.filter(({ incident }) => incident.kind !== 'newId');

const mostInAnHour = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + HOUR).length));

function keepsItsPromises(lived: Lived): void {
  holds(lived, 'A session was lost without need.', lostWithoutNeed(lived).length === 0);
  const again = lived.signIns.filter(({ by }) => by === 'signIn').map(({ at }) => at);
  holds(lived, 'More than three automatic sign-ins in an hour.', mostInAnHour(again) <= 3);
  holds(lived, 'More than two notifications.', alarms(lived).length <= 2);
}

const changes = ({ day, sessions }: Lived) =>
  sessions.filter(({ since }, n) => n > 0 && since < day.ms - NOTICED_MS).length;
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** Against somebody who knows the future of the same days; a failure names the days that cost more. */
function isNearTheOracle(lived: readonly Lived[]): void {
  const own = sum(lived.map(changes));
  const oracle = sum(lived.map(({ day }) => unavoidable(day)));
  const dear = lived.filter((one) => changes(one) > unavoidable(one.day));
  const seeds = dear.map(({ day }) => day.seed).join(' ');
  expect(oracle).toBeGreaterThan(DAYS / 4);
  expect(own / oracle, `${own} against ${oracle}; seeds ${seeds}`).toBeLessThanOrEqual(ALLOWED);
}

describe('a quiet day', () => {
  it('costs 6.7 calls an hour at most, one sign-in, and not a word', async () => {
    for (const lived of await liveAll(quietDay, scaled(5, 20))) {
      holds(lived, 'Too many calls.', callsOf(lived) <= 6.7 * 9);
      const whole = lived.sessions.length === 1 && isThere(lived);
      holds(lived, 'The session was lost.', whole);
      holds(lived, 'A notification.', alarms(lived).length === 0);
    }
  });
});

describe('days by chance', () => {
  it.each([
    // The days of the product's own figures: interruptions, sleeps and outages at their medians.
    ['plain', plainDay],
    // Rougher ones than anybody has.
    ['wild', wildDay],
  ])(
    `lose no session without need, and change it at most ${ALLOWED} times as often as somebody who knows the future: %s days`,
    async (_, make) => {
      const all = await liveAll(make, DAYS);
      for (const lived of all) keepsItsPromises(lived);
      isNearTheOracle(all);
    },
  );

  it.each([230, 2050, 2350, 2727])(
    'lose none on a day on which one was lost once: wild %d',
    async (seed) => {
      keepsItsPromises(await live(wildDay(seed)));
    },
  );

  it('say little to somebody too whose credentials are not kept', async () => {
    for (let seed = 1; seed <= scaled(10, 2000); seed += 1) {
      for (const day of [plainDay(seed), wildDay(seed)]) {
        const lived = await live(day, { signInAgain: false });
        holds(lived, 'A session was lost without need.', lostWithoutNeed(lived).length === 0);
        holds(lived, 'More than two notifications.', alarms(lived).length <= 2);
      }
    }
  });

  it.each([4, 25, 61])(
    'sign in by themselves within the cap, though BILL ends each session after %d minutes at most',
    async (minutes) => {
      const kills = Array.from({ length: (9 * 60) / minutes }, (_, n) => n * minutes * MINUTE + 1);
      for (let seed = 1; seed <= scaled(6, 1000); seed += 1) {
        // A clock that is set ahead cannot be told from a sleep: it is not set on these days.
        const lived = await live({ ...wildDay(seed), kills, clockSet: [] });
        keepsItsPromises(lived);
        holds(
          lived,
          'Nothing to keep within.',
          lived.signIns.some(({ by }) => by === 'signIn'),
        );
      }
    },
  );
});

describe('a night', () => {
  const HOURS = 8;
  /** The plan's own: one touch in ten minutes. */
  const OWN_CALLS = 6 * HOURS;
  const tellings = [
    ['told', true],
    ['not told', false],
  ] as const;
  const clocks = [
    ['stands still in sleep', true],
    ['goes on in sleep', false],
  ] as const;
  /** From the evening to the morning the machine wakes each minute for some seconds. */
  const night = (awakeMs: number, change: Partial<Day> = {}, isTold = true): Day => {
    const told = { suspendTold: isTold, resumeTold: isTold };
    const sleeps = Array.from({ length: HOURS * 60 }, (_, n) => ({
      from: n * MINUTE + awakeMs,
      to: (n + 1) * MINUTE,
      ...told,
    }));
    return { ...quietDay(awakeMs), ms: HOURS * HOUR, sleeps, networkTold: isTold, ...change };
  };
  const cases = [2, 5, 20].flatMap((s) =>
    tellings.flatMap(([telling, isTold]) =>
      clocks.map(([clock, monoSleeps]) => ({ s, telling, isTold, clock, monoSleeps })),
    ),
  );

  it.each(cases)(
    '[S48] of dark wakes of $s s each minute, $telling, with a clock that $clock, costs six calls an hour at most',
    async ({ s, isTold, monoSleeps }) => {
      const lived = await live(night(s * SECOND, { monoSleeps }, isTold));
      holds(lived, 'Too many calls.', lived.touches.length <= OWN_CALLS);
      const whole = lived.sessions.length === 1 && isThere(lived);
      holds(lived, 'The session was lost.', whole);
      holds(lived, 'A notification.', alarms(lived).length === 0);
    },
  );

  it.each(tellings)(
    '[S48] of dark wakes without a network costs no more, but for the last try to save the session: %s',
    async (_, isTold) => {
      const outages = [{ from: 10 * MINUTE, to: HOURS * HOUR, hangs: false }];
      const lived = await live(night(5 * SECOND, { outages }, isTold));
      holds(lived, 'Too many calls.', lived.touches.length <= 1 + OWN_CALLS);
      holds(lived, 'More than two notifications.', alarms(lived).length <= 2);
    },
  );

  it.each(tellings)(
    '[S48] of dark wakes whose network comes up seconds later costs no more: %s',
    async (_, isTold) => {
      const outages = Array.from({ length: HOURS * 60 }, (_, n) => ({
        from: n * MINUTE + 8 * SECOND,
        to: (n + 1) * MINUTE + 4 * SECOND,
        hangs: false,
      }));
      const lived = await live(night(8 * SECOND, { outages }, isTold));
      holds(lived, 'Too many calls.', lived.touches.length <= 1 + OWN_CALLS);
      holds(lived, 'More than two notifications.', alarms(lived).length <= 2);
    },
  );
});

describe('a network that comes and goes every three minutes for 24 hours', () => {
  const flapping = (networkTold: boolean, hangs: boolean): Day => ({
    ...quietDay(1),
    ms: 24 * HOUR,
    networkTold,
    outages: Array.from({ length: 240 }, (_, n) => ({
      from: n * 6 * MINUTE + 3 * MINUTE,
      to: (n + 1) * 6 * MINUTE,
      hangs,
    })),
  });

  it.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('says nothing, and the session is there: told %s, hanging %s', async (told, hangs) => {
    const lived = await live(flapping(told, hangs), { maxAgeMs: 72 * HOUR });
    holds(lived, 'A notification.', alarms(lived).length === 0);
    holds(lived, 'The session was lost.', lived.sessions.length === 1 && isThere(lived));
  });

  it('tells of the maximum age and of the end, in that order, and of nothing else', async () => {
    const lived = await live(flapping(true, false));
    const told = alarms(lived).map(({ incident }) => incident.kind);
    holds(lived, 'Other notifications.', told[0] === 'maxAge' && told[1] === 'expired');
    // The person clicks after a while, and the next session has its own twelve hours.
    holds(lived, 'More than two notifications.', told.length === 2 && lived.clicks > 0);
    holds(lived, 'Not open at the end.', lived.end === 'open' && isThere(lived));
  });
});
