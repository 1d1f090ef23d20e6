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
  | 'mfaStatus';

export const paths: Readonly<Record<Endpoint, string>> = {
  login: '/Login.json',
  listOrganizations: '/ListOrgs.json',
  getSessionInfo: '/GetSessionInfo.json',
  logout: '/Logout.json',
  mfaChallenge: '/MFAChallenge.json',
  mfaAuthenticate: '/MFAAuthenticate.json',
  mfaStatus: '/MFAStatus.json',
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
 * The operation of a name such as `List/Bill`; a slash before and `.json` behind it may be there. Null
 * for what is none.
 */
export function operationNamed(text: string): OperationFound | null {
  const name = text.replace(/^\//u, '').replace(/\.json$/u, '');
  return isOurs(name) ? 'ours' : (operations.get(name) ?? null);
}
