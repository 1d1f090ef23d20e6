/** The gateway: what the window says of it, and what a tool is told that is refused. */

import type { GatewayHour, GatewayPart } from '../../hand-off.ts';
import { clock } from '../../text/times.ts';
import { callsOf } from '../name-words.ts';

/** Each says what to do next: a person reads it in the tool's own window. */
export const gatewayRefusalWords = {
  host: 'The Host of a request must be 127.0.0.1, localhost or [::1], with the gateway’s port or without one.',
  origin: 'Pages in a browser have no access. Use a program of your desktop.',
  token:
    'The gateway’s token is missing, or opens nothing any more. Copy it in Tabkeeper’s window, under Hand-off.',
  path: 'The address must be one below /api/v2, written out: no other host, no dots, no encoded or double slashes.',
  forbidden:
    'That is not called through the gateway: Tabkeeper alone signs in and verifies, and all other operations are posted.',
  body: 'The body cannot be passed on: it must be a form (1 MiB at most) or multipart (32 MiB), whole, plain and without a field given twice.',
  foreignSession:
    'The sessionId or devKey is of another session. Leave it out, or write tabkeeper: the live one is filled in.',
  busy: 'Too many calls are waiting for their turn. Try again in a moment.',
  noSession: 'No session is open for this profile: sign in in Tabkeeper’s window.',
  api: 'The server could not be reached, or its answer cannot be passed on.',
  internal: 'Tabkeeper itself failed. Try again; if it stays so, restart it.',
} as const;

const always = (text: string) => () => text;

/** What the window says; a state's words are given the port. */
export const gatewayWords = {
  does: 'An address on this computer to which any tool sends its calls. The live session is filled in here: the tool never holds it, and what it has saved never goes stale.',
  off: always('Off for this profile: its token opens nothing.'),
  offAsAll: 'Off for this profile. Turning it on lets other tools use the session as well.',
  asleep: always('On, but asleep until other tools may use the session again.'),
  opening: always('It is being turned on …'),
  open: always(
    'On. Whoever has the token can call what this session may, but not sign in, sign out or verify.',
  ),
  taken: (port: string) =>
    `Another program has port ${port}, so nothing listens. End that program, and Tabkeeper goes on within 30 seconds; or use another port, and give every tool the new address.`,
  failed: always('The system refused to listen. Tabkeeper tries again every 30 seconds.'),
  token:
    'The tool sends the token as a bearer token, or as the password of Basic; a tool that knows only an address takes the one with the token in it. Use programs of your desktop: pages in a browser have no access. Both leave the clipboard after 30 seconds.',
  noToken:
    'The token is kept as a mark that it is known by, and cannot be copied now: no keyring has it. Tools that have it go on; for another tool make a new one.',
  copied: {
    address: 'Gateway address copied.',
    token: 'Gateway token copied.',
    both: 'Gateway address with token copied.',
  } satisfies Record<GatewayPart, string>,
  renewed: {
    token: 'The token is a new one. The one before opens nothing any more.',
    port: 'The gateway has another port.',
  },
} as const;

/** The hour's budget: what was used of it, and when it begins anew. */
export const gatewayHourWords = ({ calls, most, until }: GatewayHour): string =>
  `${callsOf(calls, most)}, until ${clock(until)}`;
