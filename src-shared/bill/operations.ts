/** The four operations that BILL opens only to an MFA-trusted session (authentication overview). */
import { means } from './meaning.ts';
import type { AppError } from '../result.ts';

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

/**
 * Bodies to start from, as JSON text. Names as in BILL's v2 reference; the IDs are made up, and those of
 * the practice sandbox.
 */
export const sampleBodies: Readonly<Record<OperationId, string>> = {
  inviteVendor: sample({ vendorId: '00901ABCDEFGHI000001', email: 'vendor@example.com' }),
  addBankAccount: sample({
    obj: {
      entity: 'VendorBankAccount',
      vendorId: '00901ABCDEFGHI000009',
      accountNumber: '0000000000',
      routingNumber: '000000000',
    },
  }),
  payBills: sample({
    vendorId: '00901ABCDEFGHI000001',
    billPays: [{ billId: '00n01ABCDEFGHI000001', amount: 1 }],
  }),
  inviteCustomer: sample({ id: '0cu01ABCDEFGHI000001', networkId: '1234567890' }),
};
