/**
 * The library: starts a simulated BILL v2 sandbox and gives the handle to it.
 * Importing this file does nothing by itself.
 */
import { isoTime, movableClock, systemClock } from './base/simulated-clock.ts';
import { createControls } from './control/controls.ts';
import type { Controls } from './control/controls.ts';
import { openControl } from './control/control-server.ts';
import type { ControlServer } from './control/control-server.ts';
import { parseFaults } from './faults/file.ts';
import { FaultScript } from './faults/script.ts';
import { isHostName, isLoopback } from './http/hosts.ts';
import { secureRandom, seededRandom } from './base/ids.ts';
import { OptionError, resolveOptions } from './options/named-options.ts';
import { createRecords } from './records.ts';
import { openShell } from './http/http-server.ts';
import type { Shell } from './http/http-server.ts';
import { parseStubs } from './stubs/stubs.ts';
import { Timers } from './base/timers.ts';
import type { Simulator, SimulatorEvent, SimulatorOptions } from './simulator-types.ts';
import { version } from './version.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

export { scaledClock, systemClock } from './base/simulated-clock.ts';
export type { SimulatorClock } from './base/simulated-clock.ts';
export type { FaultInput, FaultKind } from './faults/fault.ts';
export { DataError } from './data/data-file.ts';
export type { DataFile } from './data/row.ts';
export { FaultsError } from './faults/field-reader.ts';
export { OptionError } from './options/named-options.ts';
export type { NamedOptions } from './options/named-options.ts';
export type {
  AccountCondition,
  RefusalReason,
  RequestRecord,
  SessionEndReason,
  Simulator,
  SimulatorAccount,
  SimulatorEvent,
  SimulatorOptions,
  SimulatorOrg,
} from './simulator-types.ts';
export { StubsError } from './stubs/stubs.ts';
export type { StubInput } from './stubs/stubs.ts';
export { version } from './version.ts';

const REQUEST_SECONDS = 60;
/** Real milliseconds between looks at the clock, so that idle ends are told without a request. */
const SWEEP_EVERY = 250;

/**
 * Starts a simulator. Rejects with OptionError, FaultsError, StubsError or DataError for what it was given,
 * and with the system's error (EADDRINUSE, EACCES) where a port cannot be had.
 */
export async function startSimulator(given: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const listening = {
    port: readPort('port', given.port ?? 0),
    host: readHost('host', given.host ?? '127.0.0.1'),
    allowHosts: (given.allowHosts ?? []).map((name) => readHost('allowHosts', name)),
    tls: given.tls ?? null,
    requestSeconds: given.requestSeconds ?? REQUEST_SECONDS,
  };
  if (given.control !== undefined) readPort('control.port', given.control.port);
  const options = resolveOptions(given.options ?? {});
  const faults = parseFaults(given.faults ?? []);
  const stubs = parseStubs(given.stubs ?? []);
  const seed = given.seed ?? null;

  const clock = movableClock(given.clock ?? systemClock());
  const events = createEvents(given.onEvent);
  const records = createRecords(events.emit);
  const script = new FaultScript();
  const timers = new Timers();
  const begin = () => {
    script.set(faults);
    return {
      world: createWorld({ options, seed, emit: events.emit, stubs, data: given.data ?? null }),
      random: seed === null ? secureRandom() : seededRandom(seed, 'faults'),
    };
  };
  let current = begin();
  const world = (): World => current.world;

  const httpShell = await openShell(listening, {
    world,
    clock,
    script,
    timers,
    random: () => current.random,
    record: records.add,
  });
  const reset = () => {
    clock.reset();
    records.clear();
    current = begin();
    events.emit({ event: 'reset', at: isoTime(clock.now()) });
  };
  const controls = createControls({ world, clock, script, reset });
  const control =
    given.control === undefined ? null : await openBeside(httpShell, given.control, controls);

  let closing: Promise<unknown> | null = null;
  const simulator: Simulator = {
    baseUrl: `${httpShell.origin}/api/v2`,
    port: httpShell.port,
    control: control === null ? null : { url: control.url, token: control.token },
    accounts: world().directory.accounts,
    subscribe: events.subscribe,
    latestCode: (phone) => world().trust.latestCode(phone, clock.now()),
    requests: records.all,
    endSession: (sessionIdOrAll) => world().sessions.endById(sessionIdOrAll, clock.now()),
    setFaults: controls.setFaults,
    setStubs: controls.setStubs,
    data: {
      export: controls.exportData,
      replace: controls.replaceData,
      reset: controls.resetData,
    },
    advance: controls.advance,
    reset,
    sweep: () => world().sessions.sweep(clock.now()),
    async close() {
      timers.cancelAll();
      closing ??= Promise.all([httpShell.close(), control?.close()]);
      await closing;
    },
  };
  timers.every(SWEEP_EVERY, simulator.sweep);
  if (!isLoopback(listening.host)) {
    events.emit({ event: 'warning', message: warningOf(listening.host) });
  }
  const { baseUrl, accounts } = simulator;
  const tls = given.tls === undefined ? null : { caFile: given.tls.caFile ?? null };
  events.emit({
    event: 'ready',
    version,
    baseUrl,
    accounts,
    tls,
    control: simulator.control,
  });
  return simulator;
}

/** A control API that cannot be had leaves nothing open. */
async function openBeside(
  opened: Shell,
  wanted: SimulatorOptions['control'],
  controls: Controls,
): Promise<ControlServer> {
  try {
    return await openControl(wanted, controls);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function warningOf(host: string): string {
  return (
    `It listens on ${host}, where others on the network can reach it. It holds made-up accounts ` +
    'and nothing else; give it no password or key of a real one.'
  );
}

function readPort(name: string, port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new OptionError(`${name} takes a whole number from 0 to 65535, not "${String(port)}".`);
}

function readHost(name: string, host: string): string {
  if (isHostName(host)) return host;
  throw new OptionError(`${name} takes a name or an address without a port, not "${host}".`);
}

type Listener = (event: SimulatorEvent) => void;

interface Events {
  readonly emit: Listener;
  readonly subscribe: (listener: Listener) => () => void;
}

function createEvents(first: Listener | undefined): Events {
  const listeners = new Set<Listener>();
  if (first !== undefined) listeners.add(first);
  return {
    emit(event) {
      for (const listener of listeners.size > 0 ? [...listeners] : []) tell(listener, event);
    },
    subscribe(listener) {
      // A wrapper of its own, so that the same function may be subscribed twice.
      const own = (event: SimulatorEvent) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}

/** As with EventTarget: what a listener throws is loud, but it does not stop the rules half-way. */
function tell(listener: Listener, event: SimulatorEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
