/** Which profile a command is about. */
import type { Scope } from '../../src-shared/local-api.ts';
import { profileWords } from '../../src-shared/words/tools/command-words.ts';
import { Stopped } from '../table/exit-codes.ts';
import type { LocalClient } from './local-client.ts';
import { garbage, isOpen, readStatus, type StatusValue } from './wire-values.ts';

/** Whoever named a profile, and where. */
export interface WantedProfile {
  /** An ID or an exact name. */
  readonly text: string;
  readonly from: '--profile' | 'TABKEEPER_PROFILE';
}

/** `scopes`: all that the command will need, so that access is asked for once. */
export async function listProfiles(
  client: LocalClient,
  scopes: readonly Scope[],
): Promise<readonly StatusValue[]> {
  const value = await client.command('listProfiles', {}, scopes);
  if (!Array.isArray(value)) throw garbage();
  return value.map(readStatus);
}

/** The one that was named, else the only open one, else the only one there is. Throws Stopped. */
export function choose(
  statuses: readonly StatusValue[],
  wanted: WantedProfile | null,
): StatusValue {
  if (wanted !== null) return named(statuses, wanted);
  const open = statuses.filter(isOpen);
  const [only, ...more] = open.length > 0 ? open : statuses;
  if (only === undefined) throw new Stopped('noSession', profileWords.noProfile);
  if (more.length === 0) return only;
  throw new Stopped(
    'usage',
    open.length > 0
      ? profileWords.severalOpen(open.map(shown))
      : profileWords.noneOpen(statuses.map(shown)),
  );
}

function named(statuses: readonly StatusValue[], { text, from }: WantedProfile): StatusValue {
  const byId = statuses.find(({ profile }) => profile.id === text);
  if (byId !== undefined) return byId;
  const [only, ...more] = statuses.filter(({ profile }) => profile.name === text);
  if (only === undefined) {
    throw new Stopped('usage', profileWords.unknown(text, from, statuses.map(shown)));
  }
  if (more.length > 0) {
    const ids = [only, ...more].map(({ profile }) => profile.id);
    throw new Stopped('usage', profileWords.sameName(text, ids));
  }
  return only;
}

const shown = ({ profile: { id, name } }: StatusValue): string => `${name} (${id})`;
