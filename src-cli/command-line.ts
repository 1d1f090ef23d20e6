/** One run of the command line, from its words to its exit code. */
import { internalWords } from '../src-shared/words/tools/command-words.ts';
import { runCall } from './runs/run-call.ts';
import { answerCompletion, runCompletion } from './runs/run-completion.ts';
import { createContext, type Run } from './runs/context.ts';
import { runDoctor } from './runs/run-doctor.ts';
import { runExtend } from './runs/run-extend.ts';
import { runGateway } from './runs/run-gateway.ts';
import { runEnv, runExec, runGet } from './runs/run-session.ts';
import { runSimulator } from './runs/run-simulator.ts';
import { runList, runStatus } from './runs/run-status.ts';
import { runVerify } from './runs/run-verify.ts';
import { runWait } from './runs/run-wait.ts';
import { ownVersion } from './system/own-version.ts';
import { print, stderr, tell } from './system/terminal.ts';
import { helpOf, overview } from './table/command-help.ts';
import { readCommand, type CommandCall } from './table/command-reader.ts';
import type { CommandName } from './table/command-table.ts';
import { COMPLETE } from './table/completion-scripts.ts';
import { EXIT, Stopped } from './table/exit-codes.ts';

/** What asks the app. */
const runs: Readonly<Record<Exclude<CommandName, 'simulator' | 'completion' | 'help'>, Run>> = {
  status: runStatus,
  list: runList,
  get: runGet,
  exec: runExec,
  env: runEnv,
  call: runCall,
  extend: runExtend,
  verify: runVerify,
  wait: runWait,
  gateway: runGateway,
  doctor: runDoctor,
};

async function run(call: CommandCall): Promise<number> {
  const { command } = call;
  switch (command) {
    case 'simulator':
      return runSimulator(call);
    case 'completion':
      return runCompletion(call);
    case 'help':
      return EXIT.done;
    default:
      return runs[command](createContext(call, { mayAsk: command !== 'doctor' }));
  }
}

/** Resolves to the exit code, of table/exit-codes.ts. Does not reject. */
export const runWords = (words: readonly string[]): Promise<number> =>
  answer(words).catch(codeAfter);

async function answer(words: readonly string[]): Promise<number> {
  if (words[0] === COMPLETE) return answerCompletion(words.slice(1));
  const request = readCommand(words);
  switch (request.kind) {
    case 'run':
      return run(request.call);
    case 'help':
      print(`${request.of === null ? overview() : helpOf(request.of)}\n`);
      return EXIT.done;
    case 'version':
      print(`${ownVersion()}\n`);
      return EXIT.done;
    case 'nothing':
      stderr().write(`${overview()}\n`);
      return EXIT.usage;
    case 'refused':
      tell(request.sentence);
      return EXIT.usage;
  }
}

/** Nothing but a sentence of ours is printed: the message of another error may hold anything. */
function codeAfter(error: unknown): number {
  tell(error instanceof Stopped ? error.message : internalWords.failed);
  return error instanceof Stopped ? error.exit : EXIT.other;
}
