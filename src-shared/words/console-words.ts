/** The API console: what is asked, marked and said there. */
import type { BillOperation } from '../bill/bill-operations.json';
import type { TrustView } from '../session-view.ts';
import { lockedAnswer } from './session/trust-words.ts';

export const consoleWords = {
  title: 'API console',
  what: (server: string) =>
    `Sends any operation of BILL’s v2 API to ${server} with this session, and shows the reply.`,
  noSession: 'A call needs an open session. What you have written here stays.',
  operationHint: 'Type a few letters: list vendor, pay, bank account.',
  verified: 'Needs a verified session, which this one is.',
  noData: 'This operation takes no data.',
  /** Said to a screen reader with the editor's name. */
  dataLabel: 'Data as JSON',
  plainField: 'The editor did not load. This plain field does the same.',
  noReply: 'Nothing has been sent from here yet.',
  notKept: 'This reply was too long to be kept. Repeat the call to see it again.',
  pending: 'Waiting for the answer…',
  replyCut: 'The reply is longer than Tabkeeper shows. Ask for a smaller page to see the rest.',
  allLines: (lines: number) => `Show all ${lines.toLocaleString('en')} lines`,
} as const;

/** For a name that is one of BILL's, and cannot be sent from here. */
export const notOfferedWords = {
  ours: 'This opens, ends or verifies a session. Use Session and Verify, so that Tabkeeper knows of it.',
  file: 'This takes a file. Call it with a tool of your own, through Hand-off.',
  get: 'This is a public list that needs no session. Open it in a browser.',
  unknown: 'No operation of BILL’s v2 API fits.',
} as const;

/** What kind of operation it is: behind its description. */
export const effectWords = ({ reads }: Pick<BillOperation, 'reads'>): string =>
  reads ? 'Changes nothing.' : 'Changes data.';

/** Before it is sent: that it needs a verified session, and how this one stands; null where it does not. */
export function needWords(
  operation: Pick<BillOperation, 'name' | 'protected'>,
  trust: TrustView['is'],
): string | null {
  const { name, protected: need } = operation;
  if (need === 'never' || trust === 'session' || trust === 'until') return null;
  const how =
    trust === 'unavailable'
      ? 'a token’s session cannot be verified'
      : trust === 'unknown'
        ? 'it is not known whether this one is'
        : 'this one is not';
  const answer = `BILL answers ${lockedAnswer.code} without it.`;
  if (need === 'always') return `${name} needs a session verified by phone, and ${how}. ${answer}`;
  if (need === 'doubtful') {
    return `BILL’s documents ask for a session verified by phone here, perhaps by mistake; ${how}.`;
  }
  const fields = need.fields.join(', ');
  return `A change of ${fields} needs a session verified by phone, and ${how}. ${answer}`;
}

/** Before something that cannot be taken back. */
export const askFirst = (name: string, profile: string, server: string): string =>
  `Send ${name} to ${server} for ${profile}? What it does there cannot be taken back from here.`;

/** One line of what a text lacks, as `flawWords` has it after its place. */
export type FlawName = keyof typeof flaws;
const flaws = {
  value: 'a value is missing.',
  name: 'the name of a field is expected, in double quotes.',
  colon: 'a colon is missing.',
  comma: 'a comma or a closing bracket is missing.',
  brace: 'a closing } is missing.',
  bracket: 'a closing ] is missing.',
  end: 'nothing may follow the last }.',
  symbol: 'this is no JSON. Texts stand in double quotes.',
  comment: 'JSON has no comments.',
  string: 'a text is not closed, or holds a line break.',
  escape: 'this escape sequence is none of JSON.',
  number: 'this is no number.',
  object: 'the data must be one object, in { and }.',
  hidden: 'this value was hidden where the call came from. Put the real one in.',
} as const;

/** "Line 3, column 12: a colon is missing." */
export const flawWords = (flaw: {
  readonly kind: FlawName;
  readonly line: number;
  readonly column: number;
}): string => `Line ${flaw.line}, column ${flaw.column}: ${flaws[flaw.kind]}`;

/** Why a call has no answer, in place of what the error alone would say. */
export const cancelledWords = {
  byYou: {
    what: 'You cancelled it.',
    next: 'If it had left already, BILL may have carried it out.',
  },
  bySession: {
    what: 'The session ended before the answer came.',
    next: 'BILL may have carried it out. Sign in, then look.',
  },
} as const;

/** The word for what came of a call. */
export const outcomeWords = {
  pending: 'Sending',
  accepted: 'Accepted',
  refused: 'Refused',
  failed: 'No answer',
  cancelled: 'Cancelled',
} as const;
