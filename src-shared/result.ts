/** Failures as values: what can go wrong is a closed list, and nothing is thrown across the bridge. */
import type { Meaning } from './bill/meaning.ts';

/** Why a base URL is refused before anything is sent. */
export type HostRefusal = 'notAUrl' | 'production' | 'retired' | 'insecure' | 'notSandbox';

/** Why no reply of the server was read to its end. */
export type LineFault =
  | 'offline'
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'reset'
  | 'protocol'
  | 'proxy' // the system's proxy did not connect us
  | 'proxyAuth' // it wants a password
  | 'proxySocks'; // it speaks SOCKS, which we do not

/** What was wrong with a reply that did arrive. It says nothing about the session. */
export type OddReply =
  | 'status' // an HTTP status that BILL does not use for its own answers
  | 'redirect' // 3xx: never followed
  | 'html' // a page, from a proxy or a maintenance window
  | 'json' // not JSON, or cut short
  | 'shape' // JSON, but not BILL's envelope or without the values it must hold
  | 'organization' // a session of another organization than was asked for
  | 'encoded' // compressed in a way that we do not read
  | 'tooLarge'; // over 1 MiB, or over 16 MiB of an operation that was called by its name

/** What is wrong with a file that the user chose. */
export type FileTrouble =
  | 'notWritten'
  | 'notRead'
  | 'tooLarge' // over 1 MiB
  | 'notJson'
  | 'notAnExport'
  | 'tooMany' // more profiles than the list can hold
  | 'newer'; // written by a newer app

/** What the system refused: the app's own files, and what starts at login. */
export type StorageTrouble =
  | 'notRemoved' // the disk refused
  | 'notSaved' // the disk still refuses
  | 'notSetAside' // it refused that
  | 'startAtLogin'; // not what it was set to when it was read back

export type AppError =
  // The command itself was not taken.
  | { readonly kind: 'invalidInput'; readonly field: string; readonly problem: InputProblem }
  | { readonly kind: 'unknownCommand' }
  /** `forTheApp`: no grant of any scope allows it. */
  | { readonly kind: 'notAllowed'; readonly why?: 'forTheApp' }
  | { readonly kind: 'tooFast' }
  | { readonly kind: 'notNow' }
  | { readonly kind: 'internal' }
  // Nothing was sent.
  | { readonly kind: 'hostRefused'; readonly reason: HostRefusal }
  | { readonly kind: 'practiceFailed' }
  /** `at`: the place in the file, for example `profiles.2.name`; null where there is none. */
  | { readonly kind: 'file'; readonly trouble: FileTrouble; readonly at: string | null }
  | { readonly kind: 'storage'; readonly trouble: StorageTrouble }
  | {
      readonly kind: 'ownLimit';
      readonly limit: 'signIn' | 'textMessage' | 'call';
      readonly until: number;
    }
  | { readonly kind: 'cancelled' }
  // Sent, but no verdict came back.
  | {
      readonly kind: 'line';
      readonly fault: LineFault;
      /** Node's name for it, or one of ours: PROXY_ says that it is about the system's proxy. */
      readonly code: string | null;
      /** The whole request was out: whether it was done is not known. Absent: nothing was sent. */
      readonly sent?: true;
    }
  | {
      readonly kind: 'oddReply';
      readonly odd: OddReply;
      readonly status: number | null;
      /** From Retry-After, as milliseconds from the reply; null when absent. */
      readonly retryAfterMs: number | null;
    }
  // BILL answered, and said no.
  | {
      readonly kind: 'refused';
      /** What the refusal means where it was answered: what rules, words and panels decide by. */
      readonly meaning: Meaning;
      /** BILL's code, for example `BDC_1109`, for display and the log. */
      readonly code: string;
      /** BILL's own sentence, shown beside the code. */
      readonly text: string;
      /** The server's clock, epoch ms from its Date header; null when absent. */
      readonly serverTime: number | null;
    };

/** What can be wrong with a value that was given: also the only messages that a schema of the contract has. */
export const inputProblems = [
  ...(['missing', 'tooLong', 'tooMany', 'malformed', 'notJson'] as const),
  ...(['notSixDigits', 'fewDigits', 'manyDigits', 'severalCodes'] as const),
  // of an operation, to programs alone
  ...(['takesAFile', 'takesNoSession'] as const),
];
export type InputProblem = (typeof inputProblems)[number];

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(error: AppError): Result<never> {
  return { ok: false, error };
}

// Refusals that more than one part answers with.
export const notNow = fail({ kind: 'notNow' });
export const unknownProfile = fail({
  kind: 'invalidInput',
  field: 'profile',
  problem: 'malformed',
});
export const tooManyProfiles = fail({ kind: 'invalidInput', field: 'profile', problem: 'tooMany' });

/** True for a refusal of BILL that means just this. */
export function means(error: AppError | null, meaning: Meaning): boolean {
  return error?.kind === 'refused' && error.meaning === meaning;
}
