/**
 * The simulator as a program: flags in, one line per event out (see README).
 * Standard output carries nothing but those lines (and the answers to --help and --version); words for
 * people go to standard error.
 */
import {
  DataError,
  FaultsError,
  OptionError,
  scaledClock,
  startSimulator,
  StubsError,
  version,
} from '../index.ts';
import type {
  DataFile,
  FaultInput,
  Simulator,
  SimulatorEvent,
  SimulatorOptions,
  StubInput,
} from '../index.ts';
import { helpText, parseFlags } from './flags.ts';
import type { CliSettings } from './flags.ts';
import { codeOf, InputError, readJsonFile } from './input-files.ts';
import { lineOf } from './output.ts';
import { tlsOf } from './tls.ts';

/** Their messages are sentences for whoever gave the words or files. */
const REFUSALS = [DataError, FaultsError, InputError, OptionError, StubsError];

const REFUSED = 2;
const FAILED = 1;
/** Real milliseconds that the last lines are given to reach their reader. */
const LAST_LINES_MS = 500;
/** Real milliseconds between looks at whether npm's shell is still there. */
const ORPHAN_CHECK_MS = 250;

/** Resolves when it runs, or is not going to; sets the exit code. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const request = parseFlags(words);
  switch (request.kind) {
    case 'help':
      process.stdout.write(`${helpText()}\n`);
      return;
    case 'version':
      process.stdout.write(`${version}\n`);
      return;
    case 'refused':
      fail(REFUSED, request.sentence);
      return;
    case 'run':
      await run(request.settings);
      return;
  }
}

async function run(settings: CliSettings): Promise<void> {
  // Before the ready line, which is when others begin to rely on a clean end.
  let simulator: Simulator | null = null;
  const stop = () => {
    if (simulator === null) process.exit(0);
    // Lines that nobody reads would keep the program alive for ever.
    setTimeout(() => process.exit(), LAST_LINES_MS).unref();
    simulator.close().catch(() => {
      fail(FAILED, 'The simulator did not close cleanly.');
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // A line found no reader any more (EPIPE): there is nobody to simulate for.
  process.stdout.on('error', stop);
  if (process.env['npm_lifecycle_event'] === 'simulator') whenOrphaned(stop);
  try {
    simulator = await startSimulator(await optionsOf(settings));
  } catch (error) {
    if (REFUSALS.some((kind) => error instanceof kind) && error instanceof Error) {
      fail(REFUSED, error.message);
      return;
    }
    fail(FAILED, sentenceFor(error, settings));
  }
}

/** `npm run simulator` hands a signal to its shell, which dies of it without handing it on. */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, ORPHAN_CHECK_MS).unref();
}

async function optionsOf(settings: CliSettings): Promise<Partial<SimulatorOptions>> {
  const { port, host, allowHosts, speed, seed, faultsFile, stubsFile, dataFile, options } =
    settings;
  const tls = await tlsOf(settings);
  const token = process.env['TABKEEPER_CONTROL_TOKEN'];
  return {
    ...{ port, host, allowHosts, options },
    onEvent: (event) => {
      print(event, settings);
    },
    ...(tls === null ? {} : { tls }),
    ...(settings.controlPort === null
      ? {}
      : { control: { port: settings.controlPort, ...(token ? { token } : {}) } }),
    ...(speed === null ? {} : { clock: scaledClock(speed) }),
    ...(seed === null ? {} : { seed }),
    // startSimulator checks every entry.
    ...(faultsFile === null
      ? {}
      : { faults: (await readJsonFile('faults', faultsFile)) as readonly FaultInput[] }),
    ...(stubsFile === null
      ? {}
      : { stubs: (await readJsonFile('stubs', stubsFile)) as readonly StubInput[] }),
    ...(dataFile === null ? {} : { data: (await readJsonFile('data', dataFile)) as DataFile }),
  };
}

function print(event: SimulatorEvent, { quiet, pretty }: CliSettings): void {
  // A warning is not to be missed, and not to be taken for the ready line either.
  if (quiet && event.event === 'warning') process.stderr.write(`${event.message}\n`);
  else if (!quiet || event.event === 'ready') process.stdout.write(lineOf(event, pretty));
}

function sentenceFor(error: unknown, { port, host }: CliSettings): string {
  const code = codeOf(error);
  const shown = portOf(error) ?? port;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${String(shown)} on ${host} is in use. Choose another, or 0 for any free one.`;
    case 'EACCES':
      return `Port ${String(shown)} on ${host} may not be opened by this user. Choose another.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine (${code}).`;
    default:
      return `The simulator could not start: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

/** The port that could not be had: the control API's is another than the simulator's. */
function portOf(error: unknown): number | null {
  return error instanceof Error && 'port' in error && typeof error.port === 'number'
    ? error.port
    : null;
}

function fail(exitCode: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = exitCode;
}
