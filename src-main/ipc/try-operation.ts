/** An operation that the person sends by its name: what it must be, before the session is asked. */
import type { Checked, OperationReply } from '../../src-shared/contract.ts';
import { fail, type InputProblem, type Result, unknownProfile } from '../../src-shared/result.ts';
import { isObject, parseJson } from '../../src-shared/text/parse-json.ts';
import type { Runner } from '../session/runner.ts';

/** BILL's operation of a name, or why it cannot be called by it; see bill/paths.ts. */
export type OperationNamed = (name: string) =>
  | {
      readonly name: string;
      readonly path: string;
      readonly reads: boolean;
      readonly takesData: boolean;
    }
  | 'ours'
  | 'takesAFile'
  | 'takesNoSession'
  | null;

export const badOperation = (problem: InputProblem) =>
  fail({ kind: 'invalidInput', field: 'operation', problem });
export const notJson = fail({ kind: 'invalidInput', field: 'body', problem: 'notJson' });

/** Errors besides those of the call: `invalidInput`, `notAllowed`, `notNow`; then nothing was sent. */
export async function tryNamed(
  { profile, operation, body }: Checked<'tryOperation'>,
  deps: {
    readonly runner: (profile: string) => Pick<Runner, 'tryOperation'> | null;
    readonly operation: OperationNamed;
  },
): Promise<Result<OperationReply>> {
  const named = deps.operation(operation);
  if (named === null) return badOperation('malformed');
  if (named === 'ours') return fail({ kind: 'notAllowed', why: 'forTheApp' });
  if (typeof named === 'string') return badOperation(named);
  const isNothing = body.trim() === '' && !named.takesData;
  if (!isNothing && !isObject(parseJson(body))) return notJson;
  const runner = deps.runner(profile);
  if (runner === null) return unknownProfile;
  return runner.tryOperation(named.name, isNothing ? '' : body);
}
