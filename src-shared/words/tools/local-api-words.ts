/** What programs are told when they are refused: each says what to do next, for a person reads it. */
import type { ToolErrorKind } from '../../local-api.ts';
import type { InputProblem } from '../../result.ts';

export const toolErrorWords: Readonly<Record<ToolErrorKind, string>> = {
  input: 'The request is not one that Tabkeeper knows. See /v1/openapi.json.',
  noGrant: 'No access: ask for a grant, and allow it in Tabkeeper’s window.',
  scope: 'The grant does not cover this: ask for one that does.',
  host: 'The Host of a request must be "tabkeeper".',
  origin: 'Pages in a browser have no access.',
  unknownCommand: 'There is no such command. See /v1/openapi.json.',
  unknownProfile: 'There is no such profile. listProfiles names those that there are.',
  timeout: 'The request did not come to its end in time. Send it whole.',
  noSession: 'No session is open: sign in in Tabkeeper’s window.',
  notNow: 'That does not fit the state of the session now. getStatus says how it stands.',
  noGateway:
    'The gateway is off for this profile, or cannot be reached now: Tabkeeper’s window says which, under Hand-off.',
  tooLarge: 'A request may have 1 MiB at most, and its head 16 KiB.',
  tooFast: 'Too many requests, or somebody is being asked already. Try again in a moment.',
  api: 'BILL did not do it.',
  internal: 'Tabkeeper itself failed. Try again; if it stays so, restart it.',
};

/** A body that cannot be a request. */
export const bodyWords = {
  noObject: 'The body must be one JSON object.',
  breaks: 'No text in a request may hold a carriage return, a line feed or a NUL.',
} as const;

export const callableWords = {
  forTheApp:
    'No grant allows that: sessions are opened, verified and closed by Tabkeeper itself, in its window.',
  unknown: 'BILL has no operation of that name. List/Bill is one.',
  takesAFile:
    'That operation takes a file, which fits through no command: send it with the session of getSession.',
  takesNoSession:
    'That operation takes no session: GET it from the baseUrl of getStatus, as anybody can.',
} as const;

export const grantQuestionWords = {
  unknown: 'There is no such question: it was never asked, or too long ago. Ask anew.',
} as const;

/** A session is there, and this does not fit its state. */
export function notNowWords(command: string): string {
  switch (command) {
    case 'sendMfaCode':
      return 'A code was sent less than 30 seconds ago, or this session takes none. Try again in half a minute.';
    case 'submitMfaCode':
      return 'No code is waited for: have one sent first, and submit it within five minutes.';
    default:
      return toolErrorWords.notNow;
  }
}

/** A field that is not as it must be. Nothing of what was given stands in it. */
export function fieldWords({ field, problem }: { field: string; problem: InputProblem }): string {
  switch (problem) {
    case 'takesAFile':
    case 'takesNoSession':
      return callableWords[problem];
    case 'missing':
      return `${field} is empty.`;
    case 'tooLong':
      return `${field} is too long. /v1/openapi.json says how long it may be.`;
    case 'notSixDigits':
    case 'fewDigits':
    case 'manyDigits':
    case 'severalCodes':
      return `${field} must be the six digits of one code.`;
    case 'notJson':
    case 'tooMany':
    case 'malformed':
      return field === 'operation'
        ? callableWords.unknown
        : `${field} is missing, is no field of this, or is not in the form of /v1/openapi.json.`;
  }
}
