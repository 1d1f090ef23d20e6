/**
 * The library: starts a simulated BILL v2 sandbox on 127.0.0.1 and gives the handle to it.
 * Importing this file does nothing by itself.
 */
import { systemClock } from './clock.ts';
import { parseFaults } from './fault-file.ts';
import { FaultScript } from './fault-script.ts';
import { secureRandom, seededRandom } from './ids.ts';
import { OptionError, resolveOptions } from './option-values.ts';
import { openShell } from './server.ts';
import type { Shell } from './server.ts';
import { Timers } from './timers.ts';
import type { RequestRecord, Simulator, SimulatorEvent, SimulatorOptions } from './types.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

export { scaledClock, systemClock } from './clock.ts';
export type { SimulatorClock } from './clock.ts';
export type { FaultInput, FaultKind } from './fault-types.ts';
export { FaultsError } from './field-reader.ts';
export { OptionError } from './option-values.ts';
export type { NamedOptions } from './option-values.ts';
export type {
  AccountCondition,
  RequestRecord,
  SessionEndReason,
  Simulator,
  SimulatorAccount,
  SimulatorEvent,
  SimulatorOptions,
  SimulatorOrg,
} from './types.ts';

const RECORDS_KEPT = 25_000;
const REQUEST_SECONDS = 60;
/** Real milliseconds between looks at the clock, so that idle ends are told without a request. */
const SWEEP_EVERY = 250;

/**
 * Starts a simulator. Rejects with OptionError or FaultsError for what it was given, and with the
 * system's error (EADDRINUSE, EACCES) where the port cannot be had.
 */
export async function startSimulator(given: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const clock = given.clock ?? systemClock();
  const port = given.port ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new OptionError(`port takes a whole number from 0 to 65535, not "${String(port)}".`);
  }
  const options = resolveOptions(given.options ?? {});
  const seed = given.seed ?? null;
  const script = new FaultScript();
  script.set(parseFaults(given.faults ?? []));
  const listeners = new Set<(event: SimulatorEvent) => void>();
  if (given.onEvent !== undefined) listeners.add(given.onEvent);
  const emit = (event: SimulatorEvent) => {
    for (const listener of [...listeners]) tell(listener, event);
  };
  const timers = new Timers();
  const log = createLog(emit);
  let world: World | null = null;
  const listening = {
    port,
    host: given.host ?? '127.0.0.1',
    allowHosts: given.allowHosts ?? [],
    tls: given.tls ?? null,
    requestSeconds: given.requestSeconds ?? REQUEST_SECONDS,
  };
  const httpShell = await openShell(listening, {
    world: () => {
      if (world === null) throw new Error('A request came before the server was ready.');
      return world;
    },
    clock,
    script,
    timers,
    random: seed === null ? secureRandom() : seededRandom(seed, 'faults'),
    record: log.add,
  });
  const baseUrl = `${httpShell.origin}/api/v2`;
  world = createWorld({ options, seed, emit });
  const simulator = createHandle({
    world,
    httpShell,
    baseUrl,
    clock,
    script,
    timers,
    listeners,
    log,
  });
  timers.every(SWEEP_EVERY, simulator.sweep);
  emit({ event: 'ready', baseUrl, accounts: simulator.accounts });
  return simulator;
}

/** As with EventTarget: what a listener throws is loud, but it does not stop the rules half-way. */
function tell(listener: (event: SimulatorEvent) => void, event: SimulatorEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

interface Parts {
  readonly world: World;
  readonly httpShell: Shell;
  readonly baseUrl: string;
  readonly clock: { now(): number };
  readonly script: FaultScript;
  readonly timers: Timers;
  readonly listeners: Set<(event: SimulatorEvent) => void>;
  readonly log: ReturnType<typeof createLog>;
}

function createHandle(parts: Parts): Simulator {
  const { world, httpShell, clock, timers } = parts;
  let closing: Promise<void> | null = null;
  return {
    baseUrl: parts.baseUrl,
    port: httpShell.port,
    accounts: world.directory.accounts,
    subscribe(listener) {
      // A wrapper of its own, so that the same function may be subscribed twice.
      const own = (event: SimulatorEvent) => listener(event);
      parts.listeners.add(own);
      return () => {
        parts.listeners.delete(own);
      };
    },
    latestCode: (phone) => world.trust.latestCode(phone, clock.now()),
    requests: parts.log.all,
    endSession: (sessionIdOrAll) => world.sessions.endById(sessionIdOrAll, clock.now()),
    setFaults: (faults) => parts.script.set(parseFaults(faults)),
    sweep: () => world.sessions.sweep(clock.now()),
    close() {
      timers.cancelAll();
      closing ??= httpShell.close();
      return closing;
    },
  };
}

function createLog(emit: (event: SimulatorEvent) => void) {
  let records: RequestRecord[] = [];
  let count = 0;
  return {
    add: (record: Omit<RequestRecord, 'number'>): void => {
      count += 1;
      const numbered = { number: count, ...record };
      records.push(numbered);
      // In one cut now and then: moving the whole list for each request would be slow.
      if (records.length > 2 * RECORDS_KEPT) records = records.slice(-RECORDS_KEPT);
      emit({ event: 'request', ...numbered });
    },
    all: (): readonly RequestRecord[] => records.slice(-RECORDS_KEPT),
  };
}
