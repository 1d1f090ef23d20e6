/** How servers, calls, causes, colours and counts are called, wherever they are named. */
import type { Cause } from '../exchange.ts';
import { isLoopback, type Server } from '../bill/server.ts';
import type { SessionKind } from '../session-view.ts';
import type { Colour } from '../snapshot.ts';
import type { SessionCall, TrustSource } from '../bill/source.ts';

/** The server as the subject of a sentence. */
export function serverName(server: Server): string {
  switch (server.kind) {
    case 'bill':
      return 'BILL';
    case 'practice':
      return 'the practice sandbox';
    case 'local':
      return hostOf(server.url) ?? 'the local server';
  }
}

/** The short name beside the SANDBOX tag. */
export function serverTag(server: Server): string {
  switch (server.kind) {
    case 'bill':
      return 'api-stage';
    case 'practice':
      return 'practice';
    case 'local':
      return hostOf(server.url) ?? 'local';
  }
}

/**
 * Host and port by hand: there is no `URL` in plain ECMAScript. Null for any URL that is none of a
 * server on this computer: what will be refused is not named as if something went there.
 */
function hostOf(url: string): string | null {
  const authority = /^https?:\/\/([^/?#\s\\]+)/iu.exec(url)?.[1] ?? '';
  const hostname = authority.replace(/:\d+$/u, '').toLowerCase();
  return isLoopback(hostname) ? authority : null;
}

/** Puts the server's name in, with a capital where it begins a sentence and is not a host's. */
export function fill(text: string, server: string): string {
  const capital = server.startsWith('the ') ? `T${server.slice(1)}` : server;
  return text.replace(/(^|[.!?] )%s/gu, `$1${capital}`).replaceAll('%s', server);
}

export const causeWords: Readonly<Record<Cause, string>> = {
  you: 'You',
  signIn: 'Sign-in',
  keepAlive: 'Keep-alive',
  beforeSleep: 'Before sleep',
  afterWake: 'After wake',
  check: 'Check',
  program: 'A program',
};

/** How it is known what is known: the calls by BILL's own names, and what else tells something. */
export const sourceWords: Readonly<Record<SessionCall | TrustSource, string>> = {
  login: 'Login',
  sessionInfo: 'GetSessionInfo',
  logout: 'Logout',
  mfaChallenge: 'MFAChallenge',
  mfaAuthenticate: 'MFAAuthenticate',
  mfaStatus: 'MFAStatus',
  operation: 'a protected operation',
  named: 'a call of a program',
  loginWithDevice: 'Login with the remembered device',
  tokenLogin: 'a token sign-in',
  otherTool: 'a session from elsewhere',
  lapsed: 'the remembered device, whose 30 days are over',
};

/** Where the endpoint of a session comes from, and what stands in its place where it did not. */
export const endPointWords = {
  known: 'Login; shown, not followed',
  none: 'Login returned none',
  adopted: 'only Login tells it',
} as const;

/** How it is known that a session has ended without a sign-out. */
export const END_SOURCE = 'BDC_1109';

export const kindWords: Readonly<Record<SessionKind, string>> = {
  password: 'User and password',
  token: 'Token',
  session: 'Session ID',
};

/** By what they look like: files have kept the older names of two of them. */
export const colourWords: Readonly<Record<Colour, string>> = {
  blue: 'Blue',
  purple: 'Purple',
  cyan: 'Cyan',
  green: 'Olive',
  pink: 'Violet',
};

/** Under a profile's name: who is signed in there, as far as that sign-in tells. */
export function accountWords(kind: SessionKind, userName: string): string {
  switch (kind) {
    case 'password':
      return userName;
    case 'token':
      return userName === '' ? '' : `token ${userName}`;
    case 'session':
      return 'session of another tool';
  }
}

export const plural = (n: number, one: string, many: string): string =>
  `${n} ${n === 1 ? one : many}`;

/** What of an hour's budget is used: "1,234 of 20,000 calls". */
export const callsOf = (calls: number, most: number): string =>
  `${calls.toLocaleString('en')} of ${most.toLocaleString('en')} calls`;

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
