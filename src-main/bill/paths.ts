/** Where each call goes: paths below the base URL (bill-api 1.4, and BILL's authentication overview). */
import facts from '../../src-shared/bill/bill-operations.json' with { type: 'json' };
import type { OperationId } from '../../src-shared/bill/operations.ts';

export type Endpoint =
  | 'login'
  | 'listOrganizations'
  | 'getSessionInfo'
  | 'logout'
  | 'mfaChallenge'
  | 'mfaAuthenticate'
  | 'mfaStatus'
  | OperationId;

export const paths: Readonly<Record<Endpoint, string>> = {
  login: '/Login.json',
  listOrganizations: '/ListOrgs.json',
  getSessionInfo: '/GetSessionInfo.json',
  logout: '/Logout.json',
  mfaChallenge: '/MFAChallenge.json',
  mfaAuthenticate: '/MFAAuthenticate.json',
  mfaStatus: '/MFAStatus.json',
  inviteVendor: '/SendVendorInvite.json',
  addBankAccount: '/VendorBankAccount.json',
  payBills: '/PayBills.json',
  inviteCustomer: '/SendInvite.json',
};

export interface NamedOperation {
  /** Below the base URL: `/List/Bill.json`. */
  readonly path: string;
  /** It changes nothing. */
  readonly reads: boolean;
}

/** What becomes of a call that a tool sends through the gateway. */
export type PassedOperation =
  /** Answered by us: a tool that signs in or out believes that it has. */
  | { readonly is: 'signIn' | 'signOut' }
  | { readonly is: 'refused' }
  | {
      readonly is: 'passed';
      /** It changes nothing: what is not known may. */
      readonly reads: boolean;
      /** It takes no session, so its answer says nothing about one. */
      readonly isOpen: boolean;
    };

/** They open, end or verify sessions, which is the affair of the app and of the person in front of it. */
const OURS = /^(?:Login|Logout|ListOrgs|MFA.*)$/iu;

/** The list of error codes, for which nobody has to sign in (bill-api 00). */
const OPEN = /^Errors$/u;

const operations: ReadonlyMap<string, NamedOperation> = new Map(
  facts
    // A file to upload, or a call without a session, does not fit through here.
    .filter(({ method, encoding }) => method === 'POST' && encoding === 'form')
    .map(({ name, path, reads }) => [name, { path, reads }]),
);

/**
 * How an operation of this name is sent: as a form, which a name that is not known is taken for; as one
 * that is ours; or in another way, as a file or without a session.
 */
export function mannerOf(name: string): 'form' | 'own' | 'other' {
  if (OURS.test(name)) return 'own';
  return operations.has(name) || facts.every((one) => one.name !== name) ? 'form' : 'other';
}

/** An operation with a `data` to start from: JSON text, or null where it takes none. */
interface StartingOperation {
  readonly title: string;
  /** Below the base URL. */
  readonly path: string;
  readonly data: string | null;
  /** One word for what it is about. */
  readonly group: string;
}

/** Those that a program may call, in the order of the facts. */
export const startingOperations: readonly StartingOperation[] = facts.flatMap(
  ({ name, path, data, group }) =>
    operations.has(name) && !OURS.test(name)
      ? [{ title: name, path, group, data: data === null ? null : JSON.stringify(data) }]
      : [],
);

/** One that every organization can answer, and that changes nothing. */
export const sampleOperation: StartingOperation = {
  title: 'List/Vendor',
  path: '/List/Vendor.json',
  data: '{"start":0,"max":10}',
  group: 'vendors',
};

/**
 * The operation of a name such as `List/Bill`; a slash before and `.json` behind it may be there.
 * `ours` for those that no program may call, null for what is none.
 */
export function operationNamed(text: string): NamedOperation | 'ours' | null {
  const name = text.replace(/^\//u, '').replace(/\.json$/u, '');
  return OURS.test(name) ? 'ours' : (operations.get(name) ?? null);
}

/**
 * `path`: below the base URL, with or without `.json`. In whatever case: a server that takes no notice of
 * it must not be signed in to in this way.
 */
export function passedOperation(method: 'GET' | 'POST', path: string): PassedOperation {
  const name = path.replace(/^\//u, '').replace(/\.json$/iu, '');
  if (/^login$/iu.test(name)) return { is: 'signIn' };
  if (/^logout$/iu.test(name)) return { is: 'signOut' };
  if (OURS.test(name)) return { is: 'refused' };
  if (OPEN.test(name)) return { is: 'passed', reads: true, isOpen: true };
  // All that takes a session is posted (bill-api 1.2).
  if (method === 'GET') return { is: 'refused' };
  return { is: 'passed', reads: operations.get(name)?.reads === true, isOpen: false };
}
