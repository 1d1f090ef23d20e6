/** Which operations on data are simulated, by their paths, and what carries each of them out. */
import { isRefusal } from '../calls/data-fields.ts';
import { OPERATIONS } from '../facts/bill-facts.ts';
import type { BillOperation } from '../facts/bill-facts.ts';
import { succeed } from '../calls/outcome.ts';
import {
  approve,
  clearApprovers,
  deny,
  listApprovers,
  listUserApprovals,
  setApprovers,
} from './approvals.ts';
import { bulk } from './bulk.ts';
import type { DataOperation } from './call.ts';
import { CRUD } from './crud.ts';
import type { CrudAction, CrudWay } from './crud.ts';
import { getDocumentPages, getDocuments, uploadAttachment } from './documents.ts';
import { list } from './list.ts';
import { mailInvoice, sendInvite, sendInvoice, sendVendorInvite } from './messages.ts';
import { chargeCustomer, recordARPayment, setCustomerAuthorization } from './payments/incoming.ts';
import { getDisbursementData, listPayments } from './payments/disbursements.ts';
import { cancelAPPayment, payBills, recordAPPayment, voidAPPayment } from './payments/outgoing.ts';
import { getEntityMetadata, searchEntity } from './search.ts';

const NAMED: ReadonlyMap<string, DataOperation> = new Map<string, DataOperation>([
  ['Approve', approve],
  ['CancelAPPayment', cancelAPPayment],
  ['ChargeCustomer', chargeCustomer],
  ['ClearApprovers', clearApprovers],
  ['Deny', deny],
  ['GetDisbursementData', getDisbursementData],
  ['GetDocumentPages', getDocumentPages],
  ['GetDocuments', getDocuments],
  ['GetEntityMetadata', getEntityMetadata],
  ['ListApprovers', listApprovers],
  ['ListPayments', listPayments],
  ['ListUserApprovals', listUserApprovals],
  ['MailInvoice', mailInvoice],
  ['PayBills', payBills],
  ['RecordAPPayment', recordAPPayment],
  ['RecordARPayment', recordARPayment],
  ['SearchEntity', searchEntity],
  ['SendInvite', sendInvite],
  ['SendInvoice', sendInvoice],
  ['SendVendorInvite', sendVendorInvite],
  ['SetApprovers', setApprovers],
  ['SetCustomerAuthorization', setCustomerAuthorization],
  ['UploadAttachment', uploadAttachment],
  ['VoidAPPayment', voidAPPayment],
]);

export interface Simulated {
  readonly fact: BillOperation;
  /** Null where the operation is one of BILL's that is not simulated. */
  readonly act: DataOperation | null;
}

/** Every operation of the facts by its path; `/VendorBankAccount.json` is what the documents write. */
export const DATA_OPERATIONS: ReadonlyMap<string, Simulated> = new Map(
  [...OPERATIONS.values()].flatMap((fact) => {
    const simulated = { fact, act: actionOf(fact.name) };
    return pathsOf(fact).map((path): [string, Simulated] => [path, simulated]);
  }),
);

function actionOf(name: string): DataOperation | null {
  const named = NAMED.get(name);
  if (named !== undefined) return named;
  const [, isBulk, way, crudEntity] = /^(Bulk\/)?Crud\/(\w+)\/(\w+)$/.exec(name) ?? [];
  if (way !== undefined && crudEntity !== undefined) {
    // The facts have these five ways and no other.
    const action = CRUD[way as CrudWay];
    return isBulk === undefined ? single(crudEntity, action) : (c) => bulk(c, crudEntity, action);
  }
  const [, listed] = /^List\/(\w+)$/.exec(name) ?? [];
  return listed === undefined ? null : (call) => list(call, listed);
}

function single(entity: string, action: CrudAction): DataOperation {
  return (call) => {
    const result = action(call, entity);
    return isRefusal(result) ? result : succeed(result);
  };
}

/** A public client posts Bulk calls without `.json` (C ODOO). */
function pathsOf({ path, name }: BillOperation): string[] {
  if (name.startsWith('Bulk/')) return [path, `/${name}`];
  return name === 'Crud/Create/VendorBankAccount' ? [path, '/VendorBankAccount.json'] : [path];
}
