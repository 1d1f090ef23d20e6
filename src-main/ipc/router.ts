/**
 * The boundary: (name: unknown, input: unknown) -> Result. Name, rate and payload are checked here
 * and nowhere else, in this order; the sender was checked by the host. Never throws or rejects.
 */
import * as v from 'valibot';
import {
  contract,
  type CommandName,
  type Checked,
  type Output,
} from '../../src-shared/contract.ts';
import { fail, type AppError, type InputProblem, type Result } from '../../src-shared/result.ts';
import type { Log } from '../ports.ts';
import type { Limiter } from './limiter.ts';

export type Handlers = {
  readonly [N in CommandName]: (
    input: Checked<N>,
  ) => Result<Output<N>> | Promise<Result<Output<N>>>;
};

export type Route = (name: unknown, input: unknown) => Promise<Result<unknown>>;

export interface RouterDeps {
  readonly handlers: Handlers;
  readonly limiter: Limiter;
  readonly log: Log;
}

/** Builds the one function that a window's messages reach. */
export function createRouter({ handlers, limiter, log }: RouterDeps): Route {
  function refuse(command: string, error: AppError): Result<never> {
    log.write({ event: 'command-refused', command, reason: error.kind });
    return fail(error);
  }

  async function run(name: CommandName, input: unknown): Promise<Result<unknown>> {
    const parsed = v.safeParse(contract[name].input, input, { abortEarly: true });
    if (!parsed.success) return refuse(name, invalid(parsed.issues[0]));
    // The contract pairs this schema with this handler; the compiler cannot follow the index.
    const handler = handlers[name] as (input: unknown) => Promise<Result<unknown>>;
    return await handler(parsed.output);
  }

  return async (name, input) => {
    if (!isCommand(name)) return refuse('unknown', { kind: 'unknownCommand' });
    if (!limiter.take()) return refuse(name, { kind: 'tooFast' });
    try {
      return await run(name, input);
    } catch (error) {
      // A bug of ours. Its message may hold anything, so only its class is written down.
      const what = error instanceof Error ? error.name : typeof error;
      log.write({ event: 'failure', where: name, name: what });
      return fail({ kind: 'internal' });
    }
  };
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

const problems: ReadonlySet<string> = new Set<InputProblem>([
  'missing',
  'tooLong',
  'notSixDigits',
  'notJson',
]);

function invalid(issue: v.BaseIssue<unknown>): AppError {
  const key = issue.path?.[0]?.key;
  const field = typeof key === 'string' && /^[a-zA-Z]{1,40}$/u.test(key) ? key : 'input';
  const problem = problems.has(issue.message) ? (issue.message as InputProblem) : 'malformed';
  return { kind: 'invalidInput', field, problem };
}
