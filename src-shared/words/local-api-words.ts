/** What programs are told when they are refused: each says what to do next, for a person reads it. */
import type { ToolErrorKind } from '../local-api.ts';

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
  noGateway: 'The gateway is off. It is turned on in Tabkeeper’s window.',
  tooLarge: 'A request may have 1 MiB at most, and its head 16 KiB.',
  tooFast: 'Too many requests, or somebody is being asked already. Try again in a moment.',
  api: 'BILL did not do it.',
  internal: 'Tabkeeper itself failed. Try again; if it stays so, restart it.',
};

/** What the description of the local API says in words. */
export const openApiWords = {
  refused: 'Refused: the kind says why.',
  hello: 'Proves that the app answers: HMAC-SHA256 of the nonce under the key of endpoint.json.',
  ask: 'Asks the person in front of the app. One question at a time, each for a minute.',
  answer: 'What became of the question. The token is given once.',
  events:
    'Server-sent events: `status` at once and at each change, `sessionChanged` when a session has another ID than the one before it.',
} as const;
