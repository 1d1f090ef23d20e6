/** The four operations that BILL opens only to an MFA-trusted session (authentication overview). */

import type { AppError } from './result.ts';

export const operationIds = [
  'inviteVendor',
  'addBankAccount',
  'payBills',
  'inviteCustomer',
] as const;
export type OperationId = (typeof operationIds)[number];

export interface Operation {
  readonly title: string;
  /** Path below the base URL. */
  readonly path: string;
  /** A body to start from, as JSON text. Its IDs are made up; the practice sandbox has them. */
  readonly sample: string;
}

/** BDC_1361 "Untrusted session.": what BILL answers to one of them for want of trust (bill-api 2). */
export function isUntrusted(error: AppError | null): boolean {
  return error?.kind === 'refused' && error.code === 'BDC_1361';
}

/** Which of the tries were refused for want of trust. */
export function refusedForTrust(
  tries: Readonly<Partial<Record<OperationId, { readonly error: AppError | null }>>>,
): OperationId[] {
  return operationIds.filter((id) => isUntrusted(tries[id]?.error ?? null));
}

const sample = (value: object) => JSON.stringify(value, null, 2);

/** Paths from the authentication overview; field names as in BILL's v2 reference. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  inviteVendor: {
    title: 'Invite a vendor',
    path: '/SendVendorInvite.json',
    sample: sample({ vendorId: '00901ABCDEFGHI000001', email: 'vendor@example.com' }),
  },
  addBankAccount: {
    title: 'Add a vendor bank account',
    path: '/VendorBankAccount.json',
    sample: sample({
      obj: {
        entity: 'VendorBankAccount',
        vendorId: '00901ABCDEFGHI000009',
        accountNumber: '0000000000',
        routingNumber: '000000000',
      },
    }),
  },
  payBills: {
    title: 'Pay bills',
    path: '/PayBills.json',
    sample: sample({
      vendorId: '00901ABCDEFGHI000001',
      billPays: [{ billId: '00n01ABCDEFGHI000001', amount: 1 }],
    }),
  },
  inviteCustomer: {
    title: 'Invite a customer',
    path: '/SendInvite.json',
    sample: sample({ id: '0cu01ABCDEFGHI000001', networkId: '1234567890' }),
  },
};
