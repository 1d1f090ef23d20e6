/** What every command gets: its words, the way to the app, and the profile that it is about. */
import type { Scope } from '../../src-shared/local-api.ts';
import { sessionLineWords } from '../../src-shared/words/tools/command-words.ts';
import { dataFolder, type DataFolder } from '../app/data-folder.ts';
import { createClient, type LocalClient } from '../app/local-client.ts';
import { choose, listProfiles, type WantedProfile } from '../app/profile-choice.ts';
import { isOpen, type StatusValue } from '../app/wire-values.ts';
import { tell } from '../system/terminal.ts';
import type { CommandCall } from '../table/command-reader.ts';
import { Stopped } from '../table/exit-codes.ts';

export interface Context {
  readonly call: CommandCall;
  readonly data: DataFolder;
  readonly client: LocalClient;
  readonly wanted: WantedProfile | null;
}

/** Resolves to the exit code. Rejects with Stopped. */
export type Run = (context: Context) => Promise<number>;

interface Manner {
  /** False for what must never bring the window up. */
  readonly mayAsk: boolean;
  readonly isQuiet?: boolean;
}

export function createContext(call: CommandCall, { mayAsk, isQuiet = false }: Manner): Context {
  const { env } = process;
  const data = dataFolder(call.value('user-data'), env);
  const client = createClient({
    data,
    mayAsk,
    token: env['TABKEEPER_TOKEN'] ?? null,
    tell: isQuiet ? () => undefined : tell,
    isAttended: () => process.stderr.isTTY && process.stdin.isTTY,
  });
  return { call, data, client, wanted: wantedIn(call) };
}

function wantedIn(call: CommandCall): WantedProfile | null {
  const given = call.value('profile');
  if (given !== null) return { text: given, from: '--profile' };
  const named = process.env['TABKEEPER_PROFILE'] ?? '';
  return named === '' ? null : { text: named, from: 'TABKEEPER_PROFILE' };
}

/** The profile of the command, as it stands. */
export async function statusOf(
  { client, wanted }: Context,
  scopes: readonly Scope[],
): Promise<StatusValue> {
  return choose(await listProfiles(client, scopes), wanted);
}

/** The same, and that it has a session. Rejects with 3 where it has none. */
export async function openStatusOf(
  context: Context,
  scopes: readonly Scope[],
): Promise<StatusValue> {
  const status = await statusOf(context, scopes);
  if (isOpen(status)) return status;
  throw new Stopped('noSession', sessionLineWords.none(status.profile.name, status.state));
}
