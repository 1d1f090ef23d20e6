/** The four operations that BILL opens only to an MFA-trusted session (authentication overview). */
import { means } from './meaning.ts';
import type { AppError } from './result.ts';

export const operationIds = [
  'inviteVendor',
  'addBankAccount',
  'payBills',
  'inviteCustomer',
] as const;
export type OperationId = (typeof operationIds)[number];

/** Which of the tries were refused for want of trust. */
export function refusedForTrust(
  tries: Readonly<Partial<Record<OperationId, { readonly error: AppError | null }>>>,
): OperationId[] {
  return operationIds.filter((id) => means(tries[id]?.error ?? null, 'untrusted'));
}

const sample = (value: object) => JSON.stringify(value, null, 2);

/** Bodies to start from, as JSON text. Names as in BILL's v2 reference; every ID is made up. */
export const sampleBodies: Readonly<Record<OperationId, string>> = {
  inviteVendor: sample({ vendorId: '00901ABCDEFGHIJKLMNO', email: 'vendor@example.com' }),
  addBankAccount: sample({
    obj: {
      entity: 'VendorBankAccount',
      vendorId: '00901ABCDEFGHIJKLMNO',
      accountNumber: '0000000000',
      routingNumber: '000000000',
    },
  }),
  payBills: sample({
    vendorId: '00901ABCDEFGHIJKLMNO',
    processDate: '2026-12-01',
    billPays: [{ billId: '00n01ABCDEFGHIJKLMNO', amount: 1 }],
  }),
  inviteCustomer: sample({ customerId: '0cu01ABCDEFGHIJKLMNO', email: 'customer@example.com' }),
};
