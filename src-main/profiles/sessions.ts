/** One runner for each profile's session, and the events that go to all of them. */
import type { ClockView, SessionView } from '../../src-shared/session-view.ts';
import type { BillApi, Chance, Clock, Log } from '../ports.ts';
import { isShortDeviceId } from '../../src-shared/bill/device-id.ts';
import type { Profiles } from './profiles-types.ts';
import { createRunner, type Runner, type RunnerDeps } from '../session/runner.ts';
import type { Wish } from '../session/session-events.ts';
import type { Policy } from '../session/state.ts';

export interface SessionsDeps {
  readonly profiles: Profiles;
  readonly api: BillApi;
  /** The clock of the place where a profile's session is, or is being opened. */
  readonly clockOf: (profile: string) => Clock;
  /** That clock as the window sees it; null for real time. */
  readonly clockView: (profile: string) => ClockView | null;
  readonly chance: Chance;
  readonly log: Log;
  readonly newDeviceId: () => string;
  readonly policy: (profile: string) => Policy;
  readonly saved: (profile: string) => ReturnType<RunnerDeps['saved']>;
  /** A session is being signed out: no copy of its ID is needed any more. */
  readonly onSignOut: (sessionId: string) => void;
  /** See `RunnerDeps.onChange`. */
  readonly onChange: (profile: string, canWait: boolean) => void;
  /** See `RunnerDeps.onTick`. */
  readonly onTick: (profile: string) => void;
}

export interface Sessions {
  /** Null for a profile that does not exist. */
  runner(profile: string): Runner | null;
  views(): Record<string, SessionView>;
  /** Brings the runners in line with the list of profiles, and their policies with the settings. */
  align(): void;
  tellAll(wish: Wish): void;
  settled(): Promise<void>;
  stop(): void;
}

export function createSessions(deps: SessionsDeps): Sessions {
  const { profiles } = deps;
  const runners = new Map<string, Runner>();

  /** A session keeps the clock that it began by; the next one may be somewhere else. */
  function clockFor(profile: string): Clock {
    let own = deps.clockOf(profile);
    const current = () => {
      if (runners.get(profile)?.state().at !== 'open') own = deps.clockOf(profile);
      return own;
    };
    return { now: () => current().now(), after: (ms, fn) => current().after(ms, fn) };
  }

  function viewOf(profile: string, runner: Runner): SessionView {
    const clock = deps.clockView(profile);
    return clock === null ? runner.view() : { ...runner.view(), clock };
  }

  function start(profile: string): void {
    const device = profiles.device(profile);
    let { remembered } = device;
    const { api, chance, log, newDeviceId, onSignOut } = deps;
    const runner = createRunner({
      profile,
      device,
      api,
      clock: clockFor(profile),
      chance,
      log,
      newDeviceId,
      onSignOut,
      policy: deps.policy(profile),
      saved: () => deps.saved(profile),
      onChange: (canWait) => deps.onChange(profile, canWait),
      onTick: () => deps.onTick(profile),
      onDevice: ({ deviceId, machineName, remembered: now }) => {
        profiles.renewDevice(profile, deviceId);
        profiles.nameMachine(profile, machineName);
        if (now === remembered) return;
        remembered = now;
        profiles.rememberDevice(profile, now).catch(() => undefined);
      },
    });
    runners.set(profile, runner);
  }

  function follow(id: string, runner: Runner): void {
    if (profiles.get(id) === null) {
      runner.stop();
      runners.delete(id);
      return;
    }
    runner.dispatch({ type: 'policy', policy: deps.policy(id) });
    // Only looked up when none is known, since it has to be decrypted.
    if (runner.state().device.remembered !== null) return;
    const { remembered } = profiles.device(id);
    if (remembered !== null) runner.dispatch({ type: 'deviceFound', remembered });
    // The ID of an earlier version stays for as long as BILL trusts a device by it.
    else if (!isShortDeviceId(runner.state().device.deviceId) && !profiles.mayRemember(id)) {
      runner.dispatch({ type: 'deviceRenewed', deviceId: deps.newDeviceId() });
    }
  }

  return {
    runner: (profile) => runners.get(profile) ?? null,
    views: () => Object.fromEntries([...runners].map(([id, runner]) => [id, viewOf(id, runner)])),
    align: () => {
      for (const [id, runner] of runners) follow(id, runner);
      for (const { id } of profiles.all()) if (!runners.has(id)) start(id);
    },
    tellAll: (wish) => {
      for (const runner of runners.values()) runner.dispatch(wish);
    },
    settled: async () => {
      await Promise.all([...runners.values()].map((runner) => runner.settled()));
    },
    stop: () => {
      for (const runner of runners.values()) runner.stop();
    },
  };
}
