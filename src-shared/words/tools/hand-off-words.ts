/** Hand-off: what a program may do, for how long, and what it will know. */
import type { GrantQuestion, GrantView, LineId } from '../../hand-off.ts';
import type { GrantEnd, Scope } from '../../local-api.ts';
import { clock, dayWithYear, moment } from '../../text/times.ts';
import { listed, serverName } from '../name-words.ts';
import type { ProfileView } from '../../snapshot.ts';

/** What the program can do with each, as the end of "It may …". */
export const scopeWords: Readonly<Record<Scope, string>> = {
  status: 'see how sessions stand',
  read: 'read data of the organization',
  call: 'change data, extend the session, and send and submit codes',
  session: 'take the session ID and the developer key',
};

/** Short, for a table. */
export const scopeNames: Readonly<Record<Scope, string>> = {
  status: 'Status',
  read: 'Read',
  call: 'Call',
  session: 'Session',
};

const untilWords: Readonly<Record<GrantEnd, string>> = {
  quit: 'until Tabkeeper quits',
  '12h': 'for 12 hours',
  '30d': 'for 30 days',
};

/** Whatever was asked for, a grant that can do more than look ends after 12 hours. */
export function askedUntilWords({
  until,
  scopes,
}: Pick<GrantQuestion, 'until' | 'scopes'>): string {
  const hasPower = scopes.includes('call') || scopes.includes('session');
  if (!hasPower) return untilWords[until];
  return until === 'quit' ? `${untilWords.quit}, 12 hours at most` : untilWords['12h'];
}

/** "Acme Test and Beta Org"; null stands for all of them. */
export function profilesWords(
  ids: readonly string[] | null,
  names: ReadonlyMap<string, string>,
): string {
  if (ids === null) return 'All profiles';
  return listed(ids.map((id) => names.get(id) ?? 'a forgotten profile'));
}

/** "Acme Test (00801KTQZVJH4N8W2M6D, BILL’s sandbox)": whose session it is, beyond doubt. */
export const ownerWords = ({ name, orgId, server }: ProfileView): string =>
  `${name} (${[orgId, serverName(server)].filter((part) => part !== '').join(', ')})`;

export function grantEndWords({ endsAt }: Pick<GrantView, 'endsAt'>, now: number): string {
  if (endsAt === null) return 'when Tabkeeper quits';
  return endsAt - now < 20 * 3_600_000 ? clock(endsAt) : dayWithYear(endsAt);
}

export const lastUsedWords = (
  { lastUsedAt }: Pick<GrantView, 'lastUsedAt'>,
  now: number,
): string => (lastUsedAt === null ? 'never' : moment(lastUsedAt, now));

/** What each line does, and what the tool will know by it. */
export const lineWords: Readonly<
  Record<LineId, { readonly label: string; readonly knows: string }>
> = {
  path: {
    label: 'Once in each terminal, or in your shell’s start file',
    knows: 'Lets the shell find the command tabkeeper. It needs Node.js 20 or later.',
  },
  execGateway: {
    label: 'Run a program through the gateway',
    knows:
      'That program gets the gateway’s address and token in its environment, and neither the session ID nor the developer key.',
  },
  exec: {
    label: 'Run a program with the session',
    knows:
      'That program alone gets the session ID, the developer key, the organization and the address, in its environment.',
  },
  status: {
    label: 'See how the session stands',
    knows: 'The command learns the state, the organization and the times, and no secret.',
  },
  call: {
    label: 'Call an operation',
    knows: 'The command gets the reply and neither the session ID nor the developer key.',
  },
};

export const handOffWords = {
  intro: 'Your other tools can use the session that is open here.',
  switchLabel: 'Let other tools use the session',
  off: 'Off: no program can reach Tabkeeper, and every access that you gave sleeps.',
  on: 'On: programs of yours can ask for access. You are asked each time, and nobody else’s programs get here.',
  opening: 'It is being turned on …',
  failed:
    'The system refused to open the way in. Tabkeeper tries again every 30 seconds; check who may write to its folder.',
  noTools:
    'The command could not be put into Tabkeeper’s folder. Make room, or check who may write there; then turn hand-off off and on.',
  nobody: 'No program has access.',
  revoked: (name: string) => `${name} has no access any more.`,
  revokedAll: 'No program has access any more.',
  restored: 'Access is back.',
  copies:
    'Each leaves the clipboard after 30 seconds. A tool that you paste them into has them for as long as they work.',
  nothingToCopy: 'There is something to copy once a session is open.',
  answeredHere: 'Tabkeeper answered by itself; what it said is not kept.',
} as const;

/** The notification where the window cannot come to the front. The name is what the program says. */
export const askedWords = (name: string) => ({
  title: 'A program asks for access',
  body: `It calls itself ${name}. Look at Tabkeeper to allow or refuse it.`,
});
