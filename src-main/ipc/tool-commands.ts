/** The commands that only programs send: what they are told, and what is done for them. */
import type { Checked } from '../../src-shared/contract.ts';
import type { ListedProfile, ToolSession, ToolStatus } from '../../src-shared/local-api.ts';
import { fail, notNow, ok, unknownProfile, type Result } from '../../src-shared/result.ts';
import type { BillApi, SessionKeys } from '../ports.ts';
import type { Runner } from '../session/runner.ts';
import type { Caller } from './router.ts';
import { badOperation, type OperationNamed } from './try-operation.ts';

export interface ToolCommandDeps {
  readonly runner: (profile: string) => Runner | null;
  /** In the order of the window. */
  readonly profiles: () => readonly string[];
  /** Null for a profile that does not exist. */
  readonly status: (profile: string) => ToolStatus | null;
  readonly api: Pick<BillApi, 'callOperation'>;
  readonly operation: OperationNamed;
}

export interface ToolCommands {
  listProfiles(caller: Caller): Result<readonly ListedProfile[]>;
  status(profile: string): Result<ToolStatus>;
  session(profile: string): Result<ToolSession>;
  call(input: Checked<'callOperation'>, caller: Caller): Promise<Result<unknown>>;
}

export function createToolCommands(deps: ToolCommandDeps): ToolCommands {
  return {
    listProfiles: (caller) => {
      const mine = caller.kind === 'tool' ? caller.profiles : null;
      const ids = deps.profiles().filter((id) => mine?.includes(id) ?? true);
      const statuses = ids.map(deps.status).filter((status) => status !== null);
      return ok(statuses.map(({ profile, ...rest }) => ({ ...profile, ...rest })));
    },
    status: (profile) => {
      const status = deps.status(profile);
      return status === null ? unknownProfile : ok(status);
    },
    session: (profile) => {
      const status = deps.status(profile);
      if (status === null) return unknownProfile;
      const keys: SessionKeys | null = deps.runner(profile)?.keys() ?? null;
      if (keys === null) return notNow;
      return ok({ ...status, sessionId: keys.sessionId, devKey: keys.devKey });
    },
    call: async ({ profile, operation: name, data }, caller) => {
      const operation = deps.operation(name);
      if (operation === null) return badOperation('malformed');
      if (operation === 'ours') return fail({ kind: 'notAllowed', why: 'forTheApp' });
      if (typeof operation === 'string') return badOperation(operation);
      if (caller.kind !== 'tool') return fail({ kind: 'notAllowed' });
      const needed = operation.reads ? 'read' : 'call';
      if (!caller.scopes.includes(needed)) return fail({ kind: 'notAllowed' });
      const runner = deps.runner(profile);
      if (runner === null) return unknownProfile;
      const text = data === null ? null : JSON.stringify(data);
      const answer = await runner.lend(caller.name, (keys, context) =>
        deps.api.callOperation(keys, operation.path, text, context),
      );
      return answer.ok ? ok(answer.value.data) : answer;
    },
  };
}
