/**
 * The boundary: (caller, name: unknown, input: unknown) -> Result. Name, audience, rate, scope and payload
 * are checked here and nowhere else, in this order; who calls was checked at the door. Never throws
 * or rejects.
 */
import * as v from 'valibot';
import {
  contract,
  type Audience,
  type CommandName,
  type Checked,
  type Output,
} from '../../src-shared/contract.ts';
import type { Scope } from '../../src-shared/local-api.ts';
import { fail, inputProblems, type AppError, type Result } from '../../src-shared/result.ts';
import { nameOf } from '../../src-shared/text/thrown.ts';
import type { Log } from '../ports.ts';
import type { Limiter } from './limiter.ts';

export type Handlers = {
  readonly [N in CommandName]: (
    input: Checked<N>,
    caller: Caller,
  ) => Result<Output<N>> | Promise<Result<Output<N>>>;
};

/** Who sends a command, as established by the code that received it (the door). */
export type Caller =
  /** The person at this computer: the window, the tray, a notification. */
  { readonly kind: 'window' } | Tool;

/** A program, by the grant whose token it showed. Nothing of it is a secret. */
export interface Tool {
  readonly kind: 'tool';
  /** The ID of the grant. */
  readonly grant: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null for all of them. */
  readonly profiles: readonly string[] | null;
}

export type Limiters = Readonly<Record<Caller['kind'], Limiter>>;

export type Route = (caller: Caller, name: unknown, input: unknown) => Promise<Result<unknown>>;

export interface RouterDeps {
  readonly handlers: Handlers;
  readonly limiters: Limiters;
  readonly log: Log;
}

const audiences: Readonly<Record<Caller['kind'], readonly Audience[]>> = {
  window: ['window', 'both'],
  tool: ['tools', 'both'],
};

/** A program reaches what its grant names. Whatever is wrong with the rest of the input, the schema says. */
function isGranted(caller: Caller, name: CommandName, input: unknown): boolean {
  if (caller.kind === 'window') return true;
  const { scopes, profiles } = caller;
  if (!contract[name].scopes.some((scope) => scopes.includes(scope))) return false;
  if (profiles === null || typeof input !== 'object' || input === null) return true;
  return !('profile' in input) || profiles.some((id) => id === input.profile);
}

/** Builds the one function that every message reaches, whichever door it came through. */
export function createRouter({ handlers, limiters, log }: RouterDeps): Route {
  function refuse({ kind: caller }: Caller, command: string, error: AppError): Result<never> {
    log.write({ event: 'command-refused', caller, command, reason: error.kind });
    return fail(error);
  }

  async function run(caller: Caller, name: CommandName, input: unknown): Promise<Result<unknown>> {
    const parsed = v.safeParse(contract[name].input, input, { abortEarly: true });
    if (!parsed.success) return refuse(caller, name, invalid(parsed.issues[0]));
    // The contract pairs this schema with this handler; the compiler cannot follow the index.
    const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<Result<unknown>>;
    return await handler(parsed.output, caller);
  }

  return async (caller, name, input) => {
    if (!isCommand(name)) return refuse(caller, 'unknown', { kind: 'unknownCommand' });
    if (!audiences[caller.kind].includes(contract[name].audience)) {
      return refuse(caller, name, { kind: 'notAllowed' });
    }
    if (!limiters[caller.kind].take(caller.kind === 'tool' ? caller.grant : caller.kind))
      return refuse(caller, name, { kind: 'tooFast' });
    try {
      if (!isGranted(caller, name, input)) return refuse(caller, name, { kind: 'notAllowed' });
      return await run(caller, name, input);
    } catch (error) {
      // A bug of ours. Its message may hold anything, so only its class is written down.
      log.write({ event: 'failure', where: name, name: nameOf(error) });
      return fail({ kind: 'internal' });
    }
  };
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

type InvalidInput = Extract<AppError, { readonly kind: 'invalidInput' }>;

/** What a schema found first, without any of what was given. */
export function invalid(issue: v.BaseIssue<unknown>): InvalidInput {
  const key = issue.path?.[0]?.key;
  const field = typeof key === 'string' && /^[a-zA-Z]{1,40}$/u.test(key) ? key : 'input';
  const problem = inputProblems.find((one) => one === issue.message) ?? 'malformed';
  return { kind: 'invalidInput', field, problem };
}
