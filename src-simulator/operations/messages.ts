/** What is sent to others: invoices, and invites to customers and vendors (bill-data 8). */
import { DAY } from '../base/simulated-clock.ts';
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import { findById, isMissing } from '../data/read-object.ts';
import { textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import { isIdForm, shown } from '../data/read-value.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';

/** Invites lapse after 60 days (D OAS2). */
const INVITE_LIFE = 60 * DAY;

/** `headers` and `content` must be there (D OLD); what they say is sent to nobody. */
export function sendInvoice(call: DataCall): Outcome {
  const { data, options } = call;
  for (const name of ['invoiceId', 'headers', 'content']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  return sent(call);
}

export function mailInvoice(call: DataCall): Outcome {
  return sent(call);
}

function sent(call: DataCall): Outcome {
  const invoice = findById(call, 'Invoice', call.data, 'invoiceId');
  if (isRefusal(invoice)) return invoice;
  call.org.put('Invoice', { ...invoice, lastSentTime: call.now, updatedTime: call.now });
  return succeed({});
}

/** Asks somebody who is in BILL's network to connect. */
export function sendInvite(call: DataCall): Outcome {
  const { org, data, options } = call;
  for (const name of ['networkId', 'id']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const { id } = data;
  const found = isIdForm(id) ? (org.find('Vendor', id) ?? org.find('Customer', id)) : undefined;
  if (found === undefined) return refuseWith(options.unknownReferenceError, 'id', shown(id));
  const requestId = invite(call, found);
  return typeof requestId === 'string' ? succeed({ requestId }) : requestId;
}

/** Asks a vendor by e-mail; the reply is a plain text (D OAS2). */
export function sendVendorInvite(call: DataCall): Outcome {
  const { org, data, options } = call;
  for (const name of ['vendorId', 'email']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const { vendorId, email } = data;
  const vendor = isIdForm(vendorId) ? org.find('Vendor', vendorId) : undefined;
  if (vendor === undefined) {
    return refuseWith(options.unknownReferenceError, 'vendorId', shown(vendorId));
  }
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    return refuse('BDC_1119', 'email', shown(email));
  }
  const requestId = invite(call, vendor);
  return typeof requestId === 'string' ? succeed(requestId) : requestId;
}

function invite({ org, at, newId, options }: DataCall, whom: Row): string | Refusal {
  const id = textOf(whom, 'id');
  const open = org.invites.get(id);
  if (open !== undefined && at < open.at + INVITE_LIFE) {
    return refuseWith(options.openInviteError, 'id', id);
  }
  const requestId = newId('nrr');
  org.invites.set(id, { requestId, at });
  const count = whom['numberOfInvitesSent'];
  if (whom['entity'] === 'Vendor') {
    org.put('Vendor', {
      ...whom,
      numberOfInvitesSent: (typeof count === 'number' ? count : 0) + 1,
    });
  }
  return requestId;
}
