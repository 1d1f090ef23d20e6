/** Lives through one day with the real runner: a machine, a line, BILL, and a person who clicks. */
import type { AppError } from '../../src-shared/result.ts';
import type { Incident } from '../../src-shared/incident.ts';
import type { BaseUrl } from '../../src-main/ports.ts';
import { createAnnouncer } from '../../src-main/notify/announcer.ts';
import { incidentOf } from '../../src-main/notify/find-incident.ts';
import { createRunner, type Runner } from '../../src-main/session/runner.ts';
import type { Policy } from '../../src-main/session/state.ts';
import { ManualClock, START } from '../fakes/manual-clock.ts';
import { createBill, illAnswer, type Bill, type BillSession, type Flight } from './bill.ts';
import { HOUR, MINUTE, SECOND, type Day, type Span } from './days.ts';
import { luck } from './luck.ts';

const TIMEOUT_MS = 15 * SECOND;
const NETWORK_POLL_MS = 15 * SECOND;
/** A person notices that the session is gone, and clicks. */
const CLICK_AFTER_MS = 10 * MINUTE;
const TELLING = { wayIn: 'resume', leadMs: 10 * MINUTE } as const;

export const policy: Policy = {
  touchAfterMs: 10 * MINUTE,
  maxAgeMs: 12 * HOUR,
  onlyWhileActive: false,
  tokenIdleMs: null,
  signInAgain: true,
};

export interface Lived {
  readonly day: Day;
  /** True times at which calls were sent. */
  readonly touches: readonly number[];
  readonly signIns: readonly { readonly at: number; readonly by: string }[];
  readonly sessions: readonly BillSession[];
  readonly notices: readonly { readonly at: number; readonly incident: Incident }[];
  readonly clicks: number;
  readonly end: string;
}

const covers = <S extends Span>(spans: readonly S[], at: number) =>
  spans.find(({ from, to }) => from <= at && at < to);

class World {
  readonly clock = new ManualClock();
  readonly bill: Bill;
  readonly touches: number[] = [];
  readonly signIns: { at: number; by: string }[] = [];
  readonly notices: { at: number; incident: Incident }[] = [];
  clicks = 0;
  runner: Runner;
  /** True time since the start of the day. */
  #now = 0;
  #flights: { readonly due: number; readonly end: () => void }[] = [];
  #online = true;
  #goneSince: number | null = null;
  readonly #latency = luck(7);
  readonly #day: Day;

  constructor(day: Day, rules: Partial<Policy>) {
    this.#day = day;
    this.bill = createBill(() => this.#now);
    this.bill.onSend = (flight) => this.#send(flight);
    const announcer = createAnnouncer({
      show: (incident) => this.notices.push({ at: this.#now, incident }),
      withdraw: () => undefined,
      inSight: () => false,
      wanted: () => true,
      now: () => this.clock.now(),
    });
    const saved = {
      ...{ kind: 'password' as const, baseUrl: 'http://127.0.0.1' as BaseUrl },
      ...{ userName: 'u', password: 'p', orgId: 'o', devKey: 'k' },
    };
    this.runner = createRunner({
      profile: 'first',
      device: { deviceId: 'd', machineName: 'm', remembered: null },
      policy: { ...policy, ...rules },
      saved: () => Promise.resolve(saved),
      api: this.bill.api,
      clock: this.clock,
      chance: luck(day.seed + 5_000_000),
      log: { write: () => undefined },
      onChange: () => announcer.update(incidentOf(this.runner.state(), this.clock.now(), TELLING)),
    });
  }

  async live(): Promise<void> {
    const { sleeps, clockSet, kills, ms } = this.#day;
    this.runner.dispatch({ type: 'resume' });
    await turn();
    const marks = [
      ...sleeps.map((sleep) => ({ at: sleep.from, do: () => this.#sleep(sleep) })),
      ...clockSet.map(({ at, by }) => ({ at, do: () => this.clock.jumpWall(Math.round(by)) })),
      ...kills.map((at) => ({ at, do: () => this.bill.kill() })),
    ].sort((a, b) => a.at - b.at);
    for (let poll = 0; poll < ms; poll += NETWORK_POLL_MS) {
      for (let mark = marks[0]; mark !== undefined && mark.at <= poll; mark = marks[0]) {
        marks.shift();
        await this.#passTo(mark.at);
        mark.do();
        await turn();
      }
      await this.#passTo(poll);
      if (this.#now <= poll) await this.#look();
    }
    await this.#passTo(ms);
    this.runner.stop();
    await turn();
  }

  /** Time passes while the machine is awake, from timer to timer and from answer to answer. */
  async #passTo(end: number): Promise<void> {
    while (this.#now < end) {
      const timer = this.clock.nextIn ?? Infinity;
      const answer = Math.min(...this.#flights.map(({ due }) => due)) - this.#now;
      // Whole milliseconds: a smaller step would be lost in the sum.
      const step = Math.ceil(Math.min(timer, Math.max(0, answer), end - this.#now));
      this.#now += step;
      this.clock.advance(step);
      const landed = this.#flights.filter(({ due }) => due <= this.#now);
      if (landed.length === 0) continue;
      this.#flights = this.#flights.filter((one) => !landed.includes(one));
      for (const { end: land } of landed) land();
      await turn();
    }
  }

  #sleep({ from, to, suspendTold, resumeTold }: Day['sleeps'][number]): void {
    if (suspendTold) this.runner.dispatch({ type: 'suspend' });
    const ms = Math.ceil(to - Math.max(from, this.#now));
    if (ms <= 0) return;
    this.#now += ms;
    if (this.#day.monoSleeps) this.clock.jumpWall(ms);
    else this.clock.stall(ms);
    if (!resumeTold) return;
    // As the app does: it asks for the network before it tells of the wake.
    this.#tellNetwork();
    this.runner.dispatch({ type: 'resumed' });
  }

  /** What the app asks the system for every 15 seconds, and what a person sees. */
  async #look(): Promise<void> {
    this.#tellNetwork();
    const gone = this.runner.state().at === 'signedOut';
    this.#goneSince = gone ? (this.#goneSince ?? this.#now) : null;
    if (this.#goneSince !== null && this.#now - this.#goneSince >= CLICK_AFTER_MS) {
      this.#goneSince = this.#now;
      this.clicks += 1;
      this.runner.dispatch({ type: 'resume' });
      await turn();
    }
  }

  #tellNetwork(): void {
    const online = !this.#day.networkTold || covers(this.#day.outages, this.#now) === undefined;
    if (online !== this.#online) this.runner.dispatch({ type: 'network', online });
    this.#online = online;
  }

  #send(flight: Flight): void {
    const at = this.#now;
    if (flight.method === 'touch') this.touches.push(at);
    if (flight.method === 'signIn') this.signIns.push({ at, by: flight.by });
    const took = (0.2 + this.#latency() * 1.8) * SECOND;
    const { outages, ill, sleeps } = this.#day;
    const outage = covers(outages, at);
    const illness = covers(ill, at);
    const error = ((): AppError => {
      if (outage !== undefined) {
        return { kind: 'line', fault: outage.hangs ? 'timeout' : 'dns', code: null };
      }
      if (illness === undefined) return { kind: 'line', fault: 'timeout', code: null };
      return illAnswer(illness.with, START + at, illness.to - at);
    })();
    // A request gets out before the machine sleeps, its answer may not come in before that.
    if (outage === undefined && illness === undefined) flight.process(at);
    const hangs = outage?.hangs === true;
    const due = at + (hangs ? TIMEOUT_MS : took);
    const asleep = sleeps.find(({ from, to }) => from < due && due < to && from >= at);
    this.#flights.push({ due: asleep?.to ?? due, end: () => flight.end(error) });
  }
}

/** Everything that was waiting to be told is told. */
async function turn(): Promise<void> {
  for (let n = 0; n < 12; n += 1) await Promise.resolve();
}

export async function live(day: Day, rules: Partial<Policy> = {}): Promise<Lived> {
  const world = new World(day, rules);
  await world.live();
  const { touches, signIns, notices, clicks, bill, runner } = world;
  const { sessions } = bill;
  return { day, touches, signIns, sessions, notices, clicks, end: runner.state().at };
}
