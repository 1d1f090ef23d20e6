/** Any error: what happened, what to do, at which field; and what the server itself said. */
import { isAbout } from '../../bill/meaning.ts';
import { means, type AppError, type FileTrouble, type StorageTrouble } from '../../result.ts';
import { clock, clockSeconds, span } from '../../text/times.ts';
import { fieldOf, inputWords } from './input-words.ts';
import { fill } from '../name-words.ts';
import { hostWords, lineErrorWords, oddReplyWords } from './network-words.ts';
import { refusalWords } from './refusals.ts';
import { words, type ErrorWords } from './error-shape.ts';

const REPORT = 'Try again. If it stays so, restart Tabkeeper.';

/** What happened, what to do, and at which field. `server` as from `serverName`. */
export function errorWords(error: AppError, server = 'BILL'): ErrorWords {
  const plain = plainWords(error);
  return { ...plain, what: fill(plain.what, server), next: fill(plain.next, server) };
}

const NO_MFA = words(
  'Cannot be verified',
  '%s lets no code verify this session.',
  'One that was opened with a token cannot be: sign in with user and password.',
);

/**
 * For a verification that BILL refuses for want of trust: "verify, then try again" would be
 * circular advice. Null where the words of the error itself fit.
 */
export function noMfaWords(error: AppError, server: string): ErrorWords | null {
  if (!means(error, 'untrusted')) return null;
  return { ...NO_MFA, what: fill(NO_MFA.what, server) };
}

/** The same at the code step, where an error also says what the code at hand is worth. */
export function codeErrorWords(error: AppError, server: string): ErrorWords {
  const plain = errorWords(error, server);
  // No verdict came back, neither on a code nor on the wish for another one.
  if (error.kind === 'line' || error.kind === 'oddReply') {
    return { ...plain, next: 'The code that you have may still work: type it again.' };
  }
  if (error.kind !== 'refused') return plain;
  const { meaning } = error;
  if (meaning === 'serverFault' || isAbout(meaning, 'limit')) {
    return { ...plain, next: 'The code was not looked at: type it again in a moment.' };
  }
  if (meaning === 'deviceRefused') {
    return { ...plain, next: 'Tabkeeper has made a new one: type the code again.' };
  }
  return noMfaWords(error, server) ?? plain;
}

function plainWords(error: AppError): ErrorWords {
  switch (error.kind) {
    case 'invalidInput':
      return inputWords(fieldOf(error.field), error.problem);
    case 'unknownCommand':
      return words('Not understood', 'The window asked for something that is not there.', REPORT);
    case 'notAllowed':
      return words('Not allowed', 'That was not asked by Tabkeeper’s own window.', REPORT);
    case 'tooFast':
      return words('Too fast', 'That was asked too often in a short time.', 'Wait a few seconds.');
    case 'notNow':
      return words(
        'Not now',
        'That does not fit the state of the session any more.',
        'Look at its state, then decide.',
      );
    case 'internal':
      return words('No answer inside Tabkeeper', 'Something in Tabkeeper itself failed.', REPORT);
    case 'hostRefused':
      return hostWords[error.reason];
    case 'practiceFailed':
      return words('Practice did not start', 'The practice sandbox could not be started.', REPORT);
    case 'file':
      return fileWords(error.trouble, error.at);
    case 'storage':
      return storageTroubles[error.trouble];
    case 'ownLimit':
      return ownLimitWords(error);
    case 'cancelled':
      return words('Cancelled', 'You cancelled it.', 'Start again when you like.');
    case 'line':
      return lineErrorWords(error);
    case 'oddReply': {
      const base = oddReplyWords(error);
      const wait = error.retryAfterMs;
      return wait === null ? base : { ...base, next: `It asks to wait ${span(wait)}.` };
    }
    case 'refused':
      return refusalWords(error.meaning, error.code, error.serverTime);
  }
}

const CHOOSE_EXPORT = 'Choose the file that Export has written.';

const fileTroubles: Readonly<Record<FileTrouble, ErrorWords>> = {
  notWritten: words(
    'Not written',
    'The file could not be written.',
    'Choose another place, or make room on the disk.',
  ),
  notRead: words(
    'Not read',
    'The file could not be read.',
    'Check that it is still there, and that you may read it.',
  ),
  tooLarge: words(
    'Not an export',
    'This file is larger than any export of profiles.',
    CHOOSE_EXPORT,
  ),
  notJson: words('Not an export', 'This file is not JSON. Nothing was imported.', CHOOSE_EXPORT),
  notAnExport: words(
    'Not an export',
    'This file is not an export of Tabkeeper’s profiles. Nothing was imported.',
    CHOOSE_EXPORT,
  ),
  tooMany: words(
    'Too many profiles',
    'With these there would be more than 200 profiles. Nothing was imported.',
    'Forget some first, or import fewer.',
  ),
  newer: words(
    'Newer export',
    'A newer Tabkeeper has written this file. Nothing was imported.',
    'Update Tabkeeper, then import it again.',
  ),
};

function fileWords(trouble: FileTrouble, at: string | null): ErrorWords {
  const base = fileTroubles[trouble];
  if (trouble !== 'notAnExport' || at === null) return base;
  return { ...base, what: `In this file, ${at} is not what it must be. Nothing was imported.` };
}

const storageTroubles: Readonly<Record<StorageTrouble, ErrorWords>> = {
  notRemoved: words(
    'Not all removed',
    'The disk refused to remove some of the files.',
    'Check who may write to the folder named above, then try again.',
  ),
  notSaved: words(
    'Still not saved',
    'The disk refused it again.',
    'Make room, or check who may write to the folder, then try again.',
  ),
  notSetAside: words(
    'Not set aside',
    'The disk refused to move the saved secrets. They are as they were.',
    'Check who may write to the folder named above, then try again.',
  ),
  startAtLogin: words(
    'Not changed',
    'The system did not take the change of what starts at login.',
    'Look at the system’s own list of what starts at login.',
  ),
};

/** Whether it may be a fault of the app, or of a network that nobody here can see: worth a report. */
export function reportable(error: AppError): boolean {
  switch (error.kind) {
    case 'unknownCommand':
    case 'notAllowed':
    case 'internal':
    case 'practiceFailed':
    case 'oddReply':
      return true;
    case 'refused':
      return error.meaning === 'other';
    case 'line':
      return error.fault === 'tls' || error.fault === 'protocol';
    case 'invalidInput':
    case 'tooFast':
    case 'notNow':
    case 'hostRefused':
    case 'file':
    case 'storage':
    case 'ownLimit':
    case 'cancelled':
      return false;
  }
}

function ownLimitWords({ limit, until }: Extract<AppError, { kind: 'ownLimit' }>): ErrorWords {
  switch (limit) {
    case 'signIn':
      return words(
        'Too many sign-ins',
        `Tabkeeper stops before BILL’s limit of 200 sign-ins an hour. More from ${clock(until)} on.`,
        'Wait until then.',
      );
    case 'textMessage':
      return words(
        'Too many messages',
        `BILL allows 5 text messages a minute. The next one from ${clockSeconds(until)} on.`,
        'Wait until then.',
      );
    case 'call':
      return words(
        'Too many calls',
        `BILL allows 20,000 calls an hour, and Tabkeeper keeps the last 1000 for the session itself. More from ${clock(until)} on.`,
        'Wait until then.',
      );
  }
}

/** The server's own code and text, to be shown beside our words; null when it said nothing. */
export function serverSaid(error: AppError): { code: string; text: string } | null {
  if (error.kind === 'refused') return { code: error.code, text: error.text };
  const status = error.kind === 'oddReply' && error.status !== null ? `HTTP ${error.status}` : null;
  const code = error.kind === 'line' ? error.code : status;
  return code === null ? null : { code, text: '' };
}
