/**
 * The table of endpoints (bill-api 1.4): what each needs and which rule answers it.
 */
import { errorList } from './errors.ts';
import type { NamedOptions } from './option-values.ts';
import { succeed } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Fields } from './request.ts';
import {
  currentTime,
  getSessionInfo,
  logout,
  mfaAuthenticate,
  mfaChallenge,
  mfaStatus,
  protectedOperation,
} from './session-calls.ts';
import type { SessionCall } from './session-calls.ts';
import { listOrgs, login } from './sign-in.ts';
import type { World } from './world.ts';

export type Endpoint =
  | { readonly needs: 'nothing'; readonly act: (world: World) => Outcome }
  | {
      readonly needs: 'credentials';
      /** ListOrgs names no organization, so it takes no slot of one. */
      readonly counts: 'login' | 'listOrgs';
      readonly act: (world: World, fields: Fields, now: number, origin: string) => Outcome;
    }
  | {
      readonly needs: 'session';
      /** Who may call it: any session, one of a user (no token), or a trusted one. */
      readonly from: 'any' | 'user' | 'trusted';
      readonly data: 'none' | 'optional' | 'required';
      readonly act: (call: SessionCall) => Outcome;
    };

const PROTECTED = {
  needs: 'session',
  from: 'trusted',
  data: 'optional',
  act: protectedOperation,
} as const;

export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/Login.json', { needs: 'credentials', counts: 'login', act: login }],
  ['/ListOrgs.json', { needs: 'credentials', counts: 'listOrgs', act: listOrgs }],
  ['/GetSessionInfo.json', { needs: 'session', from: 'any', data: 'none', act: getSessionInfo }],
  ['/Logout.json', { needs: 'session', from: 'any', data: 'none', act: logout }],
  ['/MFAChallenge.json', { needs: 'session', from: 'user', data: 'required', act: mfaChallenge }],
  [
    '/MFAAuthenticate.json',
    { needs: 'session', from: 'user', data: 'required', act: mfaAuthenticate },
  ],
  ['/MFAStatus.json', { needs: 'session', from: 'user', data: 'required', act: mfaStatus }],
  ['/Errors.json', { needs: 'nothing', act: ({ options }) => succeed(errorsBody(options)) }],
  ['/CurrentTime.json', { needs: 'session', from: 'any', data: 'optional', act: currentTime }],
  ['/SendVendorInvite.json', PROTECTED],
  ['/SendInvite.json', PROTECTED],
  ['/PayBills.json', PROTECTED],
  // The documents write the short path, the object call has the long one.
  ['/VendorBankAccount.json', PROTECTED],
  ['/Crud/Create/VendorBankAccount.json', PROTECTED],
]);

function errorsBody(options: NamedOptions): unknown {
  const list = errorList(options);
  switch (options.errorsShape) {
    case 'list':
      return list;
    case 'map':
      return Object.fromEntries(list.map((one) => [one.error_code, one.error_message]));
    case 'object':
      return { errors: list };
  }
}
