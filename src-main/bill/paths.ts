/** Where each call goes: paths below the base URL (bill-api 1.4, and BILL's authentication overview). */
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
