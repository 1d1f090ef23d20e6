/** A runner at work on a bench: BILL by script, a clock by hand, and what it told to whom. */
import { createRunner, type Runner, type RunnerDeps } from '../../../../src-main/session/runner.ts';
import type { Wish } from '../../../../src-main/session/session-events.ts';
import type { Device } from '../../../../src-main/session/state.ts';
import type { SessionView } from '../../../../src-shared/session-view.ts';
import { FakeBillApi, type Method } from '../../../fakes/fake-bill-api.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { MemoryLog } from '../../../fakes/memory-log.ts';
import { credentials, device, policy } from './people.ts';
import { SECOND } from './times.ts';

export class Bench {
  readonly clock = new ManualClock();
  readonly api = new FakeBillApi();
  readonly log = new MemoryLog();
  readonly published: SessionView[] = [];
  readonly devices: Device[] = [];
  readonly runner: Runner;

  constructor(changes: Partial<RunnerDeps> = {}) {
    this.runner = createRunner({
      profile: 'first',
      device,
      policy,
      saved: () => Promise.resolve(credentials),
      api: this.api,
      clock: this.clock,
      chance: () => 0.5,
      log: this.log,
      newDeviceId: () => 'renewed0000000000000',
      onChange: () => this.published.push(this.runner.view()),
      onDevice: (changed) => this.devices.push(changed),
      ...changes,
    });
  }

  get view(): SessionView {
    return this.runner.view();
  }
  get methods(): Method[] {
    return this.api.calls.map(({ method }) => method);
  }

  /** Dispatches one wish after the other and waits for the calls of each; was the last one taken? */
  async does(...wishes: readonly Wish[]): Promise<boolean> {
    let taken = false;
    for (const wish of wishes) {
      taken = this.runner.dispatch(wish);
      await this.runner.settled();
    }
    return taken;
  }

  /** Lets the time pass second by second, so that answers come in between. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= SECOND) {
      this.clock.advance(Math.min(left, SECOND));
      await this.runner.settled();
      if (this.clock.pending > 1) throw new Error(`${this.clock.pending} timers.`);
    }
  }
}

/** Signed in at the start with what was typed. */
export async function signedIn(changes: Partial<RunnerDeps> = {}): Promise<Bench> {
  const bench = new Bench(changes);
  await bench.does({ type: 'signIn', credentials });
  if (bench.view.state !== 'live') throw new Error(bench.view.state);
  return bench;
}
