/** Where each call goes: paths below the base URL (bill-api 1.4, and BILL's authentication overview). */
import facts from '../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { isCallable, isOurs } from '../../src-shared/bill/operations.ts';

/** The calls that the app makes by itself. */
export type Endpoint =
  | 'login'
  | 'listOrganizations'
  | 'getSessionInfo'
  | 'logout'
  | 'mfaChallenge'
  | 'mfaAuthenticate'
  | 'mfaStatus'
  | 'listErrors';

export const paths: Readonly<Record<Endpoint, string>> = {
  login: '/Login.json',
  listOrganizations: '/ListOrgs.json',
  getSessionInfo: '/GetSessionInfo.json',
  logout: '/Logout.json',
  mfaChallenge: '/MFAChallenge.json',
  mfaAuthenticate: '/MFAAuthenticate.json',
  mfaStatus: '/MFAStatus.json',
  listErrors: '/Errors.json',
};

export interface NamedOperation {
  /** As in bill-operations.json: `List/Bill`. */
  readonly name: string;
  /** Below the base URL: `/List/Bill.json`. */
  readonly path: string;
  /** It changes nothing. */
  readonly reads: boolean;
  readonly takesData: boolean;
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

const operations: ReadonlyMap<string, OperationFound> = new Map(
  facts.map((fact): [string, OperationFound] => {
    const { name, path, reads, data } = fact;
    if (fact.encoding !== 'form') return [name, 'takesAFile'];
    if (!isCallable(fact)) return [name, 'takesNoSession'];
    return [name, { name, path, reads, takesData: data !== null }];
  }),
);

/** `ours`: no program may call it. The next two do not fit through a call of data in a session. */
type OperationFound = NamedOperation | 'ours' | 'takesAFile' | 'takesNoSession';

/**
 * How an operation of this name is sent: as a form, which a name that is not known is taken for; as one
 * that is ours; or in another way, as a file or without a session.
 */
export function mannerOf(name: string): 'form' | 'own' | 'other' {
  const found = operationNamed(name);
  if (found === 'ours') return 'own';
  return typeof found === 'string' ? 'other' : 'form';
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
    typeof operationNamed(name) === 'object'
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
 * The operation of a name such as `List/Bill`; a slash before and `.json` behind it may be there. Null
 * for what is none.
 */
export function operationNamed(text: string): OperationFound | null {
  const name = text.replace(/^\//u, '').replace(/\.json$/u, '');
  return isOurs(name) ? 'ours' : (operations.get(name) ?? null);
}

/**
 * `path`: below the base URL, with or without `.json`. In whatever case: a server that takes no notice of
 * it must not be signed in to in this way.
 */
export function passedOperation(method: 'GET' | 'POST', path: string): PassedOperation {
  const name = path.replace(/^\//u, '').replace(/\.json$/iu, '');
  if (/^login$/iu.test(name)) return { is: 'signIn' };
  if (/^logout$/iu.test(name)) return { is: 'signOut' };
  if (isOurs(name)) return { is: 'refused' };
  const found = operations.get(name);
  if (found === 'takesNoSession') return { is: 'passed', reads: true, isOpen: true };
  // All that takes a session is posted (bill-api 1.2).
  if (method === 'GET') return { is: 'refused' };
  const reads = typeof found === 'object' && found.reads;
  return { is: 'passed', reads, isOpen: false };
}
