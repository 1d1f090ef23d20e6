/** `POST /v1/<command>`: whose it is, what the app makes of it, and the row in Activity. */
import { contract } from '../../src-shared/contract.ts';
import type { AppError, Result } from '../../src-shared/result.ts';
import { isOpen } from '../../src-shared/session-view.ts';
import type { Grant } from '../grants/grant.ts';
import type { Clock } from '../ports.ts';
import { type Answer, success } from './answer.ts';
import type { Door } from './door.ts';
import { errorAnswer } from './error-answer.ts';
import { awaitOutcome, isAwaited, outcomeOf } from './await-outcome.ts';

/** The commands that a program may send, whatever it was granted. */
export const isForPrograms = (command: string): boolean =>
  Object.entries(contract).some(
    ([name, { audience }]) => name === command && audience !== 'window',
  );

/** Never rejects: `route` does not. */
export async function runCommand(
  door: Door,
  clock: Clock,
  {
    command,
    input,
    grant,
  }: { command: string; input: Readonly<Record<string, unknown>>; grant: Grant },
): Promise<Answer> {
  const named = input['profile'];
  const profile = typeof named === 'string' && door.session(named) !== null ? named : null;
  door.grants.used(grant.id);
  const { result, hasRow } = await run(door, clock, { command, input, grant, profile });
  const open = profile === null ? null : door.session(profile);
  const answer = result.ok
    ? success(result.value)
    : errorAnswer(result.error, {
        command,
        namesProfile: typeof named === 'string',
        isOpen: open !== null && isOpen(open),
        server: profile === null ? 'BILL' : door.serverOf(profile),
      });
  if (!hasRow) {
    const error = result.ok ? null : result.error;
    door.note({
      program: grant.name,
      command,
      profile: profile ?? '',
      status: answer.status,
      error,
    });
  }
  return answer;
}

async function run(
  door: Door,
  clock: Clock,
  asked: { command: string; input: unknown; grant: Grant; profile: string | null },
): Promise<Ran> {
  const { command, input, grant, profile } = asked;
  const { id, name, scopes, profiles } = grant;
  const before = profile === null ? null : door.session(profile);
  const tool = { kind: 'tool', grant: id, name, scopes, profiles } as const;
  const accepted = await door.route(tool, command, input);
  if (!isAwaited(command) || profile === null || before === null || !isOpen(before))
    return { result: accepted, hasRow: command === 'callOperation' && wasSent(accepted) };
  // One that is under way already does what was asked for.
  const joins = command === 'extendNow' && before.extending && isNotNow(accepted);
  if (!accepted.ok && !joins) return { result: accepted, hasRow: false };
  const result = await awaitOutcome(() => outcomeOf(command, before, door.session(profile)), {
    clock,
    subscribe: (listener) => door.subscribe(listener, 'waits'),
  });
  return { result, hasRow: accepted.ok };
}

interface Ran {
  readonly result: Result<unknown>;
  /** A call was sent for it, which has a row of its own in Activity, under the program's name. */
  readonly hasRow: boolean;
}

const isNotNow = (result: Result<unknown>) => !result.ok && result.error.kind === 'notNow';

const sentKinds: ReadonlySet<AppError['kind']> = new Set(['refused', 'line', 'oddReply']);
const wasSent = (result: Result<unknown>) => result.ok || sentKinds.has(result.error.kind);
