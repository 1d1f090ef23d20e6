/** `status` and `list`. */
import { moment, span } from '../../src-shared/text/times.ts';
import { withoutUnseen } from '../../src-shared/text/visible.ts';
import { listProfiles } from '../app/profile-choice.ts';
import { isOpen, type StatusValue } from '../app/wire-values.ts';
import { columns, print, toned, type Tone } from '../system/terminal.ts';
import { EXIT } from '../table/exit-codes.ts';
import { statusOf, type Run } from './context.ts';

export const runStatus: Run = async (context) => {
  const status = await statusOf(context, ['status']);
  const from = context.wanted?.from ?? null;
  print(
    context.call.has('json') ? `${JSON.stringify(status)}\n` : forPeople(status, from, Date.now()),
  );
  return isOpen(status) ? EXIT.done : EXIT.noSession;
};

export const runList: Run = async ({ call, client }) => {
  const statuses = await listProfiles(client, ['status']);
  // As `listProfiles` gives it.
  const listed = statuses.map(({ profile, ...standing }) => ({ ...profile, ...standing }));
  if (call.has('json')) print(`${JSON.stringify(listed)}\n`);
  else if (statuses.length > 0) print(columns(statuses.map(row)));
  return EXIT.done;
};

const stateWords: Readonly<Record<string, readonly [Tone, string]>> = {
  live: ['good', 'live'],
  atRisk: ['doubtful', 'at risk'],
  checking: ['doubtful', 'checking'],
  busy: ['doubtful', 'busy'],
  offline: ['doubtful', 'offline'],
  signingIn: ['doubtful', 'signing in'],
  signedOut: ['quiet', 'signed out'],
  expired: ['bad', 'expired'],
};

function stateWord({ state }: StatusValue): string {
  const [tone, word] = stateWords[state] ?? (['quiet', withoutUnseen(state)] as const);
  return toned(tone, word);
}

const row = (status: StatusValue): [string, string] => [
  withoutUnseen(status.profile.name),
  [stateWord(status), withoutUnseen(status.server), withoutUnseen(status.profile.id)].join('  '),
];

const servers: Readonly<Record<string, string>> = {
  bill: 'BILL’s sandbox',
  practice: 'the practice sandbox',
  local: 'a server on this computer',
};

/** `from`: who chose the profile, if anybody did; `now`: epoch ms. */
function forPeople(status: StatusValue, from: string | null, now: number): string {
  const { profile, server, baseUrl, organizationId, userId, keepAlive } = status;
  const head = `${withoutUnseen(profile.name)}: ${stateWord(status)}${leftWords(status, now)}\n`;
  const open: [string, string | null][] = [
    ['Server', [servers[server] ?? server, baseUrl].join('  ')],
    ['Organization', organizationId],
    ['User', userId],
    ['Trusted', trustWords(status, now)],
    ['Keep-alive', keepAlive],
    ['Profile', from === null ? profile.id : `${profile.id}, by ${from}`],
  ];
  const known = open.flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, withoutUnseen(value).trim()]],
  );
  return head + columns(known);
}

function leftWords({ expiresAtLeast }: StatusValue, now: number): string {
  const ms = expiresAtLeast === null ? NaN : Date.parse(expiresAtLeast) - now;
  return ms > 0 ? `, at least ${span(ms)}` : '';
}

function trustWords(status: StatusValue, now: number): string | null {
  const { trusted, trustedUntil } = status;
  if (!isOpen(status)) return null;
  if (trusted === null) return 'not known';
  if (!trusted) return 'no; "tabkeeper verify" sends a code';
  const until = trustedUntil === null ? NaN : Date.parse(trustedUntil);
  return Number.isNaN(until) ? 'yes' : `yes, until ${moment(until, now)}`;
}
