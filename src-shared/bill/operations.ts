/**
 * The four operations that BILL's authentication overview names as open only to an MFA-trusted session,
 * by their names in bill-operations.json. That one of them is accepted proves the trust.
 */
import type { BillOperation } from './bill-operations.json';
import { means, type AppError } from '../result.ts';

export const operationIds = [
  'SendVendorInvite',
  'Crud/Create/VendorBankAccount',
  'PayBills',
  'SendInvite',
] as const;
export type OperationId = (typeof operationIds)[number];

export const isOperationId = (name: string): name is OperationId =>
  operationIds.some((id) => id === name);

/** Which of the tries were refused for want of trust, by name: the four first, in their order. */
export function refusedForTrust(
  tries: Readonly<Record<string, { readonly error: AppError | null } | undefined>>,
): string[] {
  const others = Object.keys(tries).filter((name) => !isOperationId(name));
  return [...operationIds, ...others].filter((name) =>
    means(tries[name]?.error ?? null, 'untrusted'),
  );
}

/** They open, end or verify sessions, which is the affair of the app and of the person in front of it. */
const OURS = /^(?:Login|Logout|ListOrgs|MFA.*)$/iu;
/** Such an operation may not be called by its name, neither by a program nor in the console. */
export const isOurs = (name: string): boolean => OURS.test(name);

/** A file to upload, or a call without a session, does not fit through a call by name. */
export const isCallable = ({
  name,
  method,
  encoding,
}: Pick<BillOperation, 'name' | 'method' | 'encoding'>): boolean =>
  method === 'POST' && encoding === 'form' && !isOurs(name);

const sample = (value: object) => JSON.stringify(value, null, 2);

/**
 * Bodies to start from, as JSON text. Names as in BILL's v2 reference; the IDs are made up, and those of
 * the practice sandbox.
 */
export const sampleBodies: Readonly<Record<OperationId, string>> = {
  SendVendorInvite: sample({ vendorId: '00901ABCDEFGHI000001', email: 'vendor@example.com' }),
  'Crud/Create/VendorBankAccount': sample({
    obj: {
      entity: 'VendorBankAccount',
      vendorId: '00901ABCDEFGHI000009',
      accountNumber: '0000000000',
      routingNumber: '000000000',
    },
  }),
  PayBills: sample({
    vendorId: '00901ABCDEFGHI000001',
    billPays: [{ billId: '00n01ABCDEFGHI000001', amount: 1 }],
  }),
  SendInvite: sample({ id: '0cu01ABCDEFGHI000001', networkId: '1234567890' }),
};
