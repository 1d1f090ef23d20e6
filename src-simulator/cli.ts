/**
 * The simulator as a program: flags in, one JSON line per event out (see README).
 * Standard output carries nothing but those lines (and the answer to --help); words for people go
 * to standard error.
 */
import { readFile } from 'node:fs/promises';

import { helpText, parseFlags } from './cli-flags.ts';
import type { CliSettings } from './cli-flags.ts';
import { FaultsError, OptionError, scaledClock, startSimulator } from './index.ts';
import type { FaultInput, Simulator, SimulatorOptions } from './index.ts';

const REFUSED = 2;
const FAILED = 1;
/** Real milliseconds that the last lines are given to reach their reader. */
const LAST_LINES_MS = 500;
/** Real milliseconds between looks at whether npm's shell is still there. */
const ORPHAN_CHECK_MS = 250;

async function main(): Promise<void> {
  const request = parseFlags(process.argv.slice(2));
  switch (request.kind) {
    case 'help':
      process.stdout.write(`${helpText()}\n`);
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
  // Whoever read the lines has gone (EPIPE): there is nobody to simulate for.
  process.stdout.on('error', stop);
  if (process.env['npm_lifecycle_event'] === 'simulator') whenOrphaned(stop);
  try {
    simulator = await startSimulator(await optionsOf(settings));
  } catch (error) {
    if (error instanceof FaultsError || error instanceof OptionError) {
      fail(REFUSED, error.message);
      return;
    }
    fail(FAILED, sentenceFor(error, settings.port));
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
  const { port, speed, seed, faultsFile, options } = settings;
  return {
    port,
    options,
    onEvent: (event) => {
      process.stdout.write(`${JSON.stringify(event)}\n`);
    },
    ...(speed === null ? {} : { clock: scaledClock(speed) }),
    ...(seed === null ? {} : { seed }),
    ...(faultsFile === null ? {} : { faults: await readFaults(faultsFile) }),
  };
}

async function readFaults(file: string): Promise<readonly FaultInput[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new FaultsError(`The faults file "${file}" cannot be read (${codeOf(error)}).`);
  }
  try {
    // Only read as JSON here; startSimulator checks every entry. Some editors write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as readonly FaultInput[];
  } catch (error) {
    // The parser quotes the text it stumbled over, line breaks included.
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unknown';
    throw new FaultsError(`The faults file "${file}" is not JSON: ${why}`);
  }
}

function sentenceFor(error: unknown, port: number): string {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${String(port)} on 127.0.0.1 is in use. Choose another, or 0 for any free one.`;
    case 'EACCES':
      return `Port ${String(port)} on 127.0.0.1 may not be opened by this user. Choose another.`;
    default:
      return `The simulator could not start: ${error instanceof Error ? error.message : 'unknown'}`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function fail(exitCode: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = exitCode;
}

await main();
