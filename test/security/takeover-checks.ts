/** What is to be true of an app whose page was taken over, whichever way the page's calls come to it. */
import { expect } from 'vitest';
import { operationIds } from '../../src-shared/bill/operations.ts';
import type { CommandName } from '../../src-shared/contract.ts';
import { secretsIn } from '../e2e/secrets.ts';
import { commandNames, needsFields } from '../messages/samples.ts';
import type { Listening } from './page-server.ts';
import type { Order } from './takeover.ts';

export interface Answer {
  readonly ok?: boolean;
  readonly value?: unknown;
  readonly error?: { readonly kind: string; readonly field?: string };
}

/** Every state of a session. */
export const STATES = [
  ...['signedOut', 'signingIn', 'live', 'atRisk', 'checking', 'busy', 'offline', 'expired'],
];

/** Those that take something: to the others whatever has no fields is as good as nothing. */
export const choosy = commandNames.filter(needsFields);

const refusals = [
  ...['invalidInput', 'unknownCommand', 'tooFast', 'notNow', 'hostRefused', 'ownLimit', 'line'],
  ...['refused', 'oddReply'],
  'notAllowed', // A command that is for other programs alone.
];

/** Each was taken, or refused in a word. A bug of ours would be `internal`, or a rejection. */
export function expectCalm(answers: readonly unknown[], orders: readonly Order[] = []): void {
  for (const [at, answer] of (answers as Answer[]).entries()) {
    if (answer.ok === true) continue;
    const name = orders[at]?.[0];
    const told = [name, answer];
    // What the system does not do at login, an unpacked build here, is told as this too.
    const refused = name === 'setStartAtLogin' ? [...refusals, 'storage'] : refusals;
    expect([told, refused.includes(answer.error?.kind ?? '')]).toEqual([told, true]);
  }
}

/** What is valid in every state. */
const TAKEN_ALWAYS: readonly CommandName[] = [
  ...(['getSnapshot', 'getLicences', 'previewDiagnostics', 'openLink', 'changeSettings'] as const),
  ...(['selectProfile', 'editProfile', 'moveProfile'] as const),
];

/**
 * What is valid was taken, so that this is no test of refusals alone, but for every call that would carry
 * what is kept to a server of the page's choice.
 */
export function expectNoPower(
  calls: readonly Order[],
  taken: readonly Answer[],
  isOpen: boolean,
): void {
  expectCalm(taken, calls);
  const done = calls.filter((_, at) => taken[at]?.ok === true).map(([command]) => command);
  expect(done).toEqual(expect.arrayContaining([...TAKEN_ALWAYS]));
  for (const [at, [command]] of calls.entries()) {
    if (!['signIn', 'useSession', 'findOrganizations'].includes(String(command))) continue;
    expect([calls[at], taken[at]]).toMatchObject([calls[at], { ok: false }]);
  }
  if (isOpen) expect(taken[calls.findIndex(([one]) => one === 'copySessionId')]?.ok).toBe(true);
}

const ENDPOINTS = [
  ...['/Login.json', '/Logout.json', '/GetSessionInfo.json', '/MFAStatus.json'],
  ...['/MFAChallenge.json', '/MFAAuthenticate.json'],
  ...operationIds.map((operation) => `/${operation}.json`),
];

/** The user's secrets went to the user's server, if anywhere; `endpoints` are those that were called there. */
export function expectNothingSent(
  { trap, own }: { readonly trap: Listening; readonly own: Listening },
  endpoints: readonly string[],
  secrets: Readonly<Record<string, string>>,
): void {
  expect(trap.requests).toEqual([]);
  // The page's own server was taken for the profile's, and got what is the page's alone.
  const got = own.requests.join('\n');
  expect(got).toContain('/GetSessionInfo.json');
  expectNoSecret([got], secrets);
  expect(endpoints.filter((endpoint) => !ENDPOINTS.includes(endpoint))).toEqual([]);
}

/** Nor one that nobody here knows: sessions, challenges, the proof of a remembered device. */
export function expectNoSecret(
  texts: readonly string[],
  secrets: Readonly<Record<string, string>>,
): void {
  for (const text of texts) {
    expect(secretsIn(text, secrets)).toEqual([]);
    expect(text).not.toMatch(/![ab][\w-]{43,}/u);
  }
}
