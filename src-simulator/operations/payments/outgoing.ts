/** Payments to vendors: PayBills, RecordAPPayment, CancelAPPayment, VoidAPPayment (bill-data 8). */
import { isRefusal, missingKey } from '../../calls/data-fields.ts';
import { findById, isMissing } from '../../data/read-object.ts';
import { textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';
import { badValue, isIdForm, readDate, readFlag, shown } from '../../data/read-value.ts';
import { UNSET } from '../../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../../calls/outcome.ts';
import type { Outcome } from '../../calls/outcome.ts';
import type { DataCall } from '../call.ts';
import { groups, payDay, readAccount, readOrder } from './pay-order.ts';
import { addSentPay, endSentPay } from './sent-pays.ts';

/** Pays bills: those of one vendor become one payment, unless the vendor wants them apart (I). */
export function payBills(call: DataCall): Outcome {
  const { data } = call;
  const order = readOrder(call);
  if (isRefusal(order)) return order;
  const processDate = payDay(call);
  if (isRefusal(processDate)) return processDate;
  const bankAccountId = readAccount(call);
  if (isRefusal(bankAccountId)) return bankAccountId;
  const fields = {
    bankAccountId,
    description: textOrNull(data, 'description'),
    fasterPayment: data['isFasterPayment'] === true,
    deliveryTypeRequested: textOrNull(data, 'deliveryType') ?? '0',
    requestedDeliveryDate: processDate,
  };
  const sentPays = groups(call, order).map((group) =>
    addSentPay(call, { ...group, processDate, status: '1', online: true, fields }),
  );
  return succeed({ sentPays });
}

/** Records that bills were paid elsewhere: one bare SentPay, paid, offline. */
export function recordAPPayment(call: DataCall): Outcome {
  const { data, options } = call;
  for (const name of ['processDate', 'toPrintCheck']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const order = readOrder(call);
  if (isRefusal(order)) return order;
  const processDate = readDate(data['processDate']);
  if (processDate === null) return badValue('processDate', data['processDate'], options);
  const toPrintCheck = readFlag(data['toPrintCheck'], options);
  if (toPrintCheck === null) return refuse('BDC_1124', 'toPrintCheck');
  const account = data['chartOfAccountId'];
  const known = isIdForm(account) && call.org.find('ChartOfAccount', account) !== undefined;
  if (!isMissing(data, 'chartOfAccountId') && account !== UNSET && !known) {
    return refuseWith(options.unknownReferenceError, 'chartOfAccountId', shown(account));
  }
  const [first, ...others] = groups(call, order, true);
  if (first === undefined || others.length > 0) {
    return refuseWith(options.unknownReferenceError, 'billId', 'bills of several vendors');
  }
  const fields = {
    toPrintCheck,
    chartOfAccountId: known ? account : UNSET,
    description: textOrNull(data, 'description'),
    syncReference: textOrNull(data, 'syncReference'),
    allowExport: data['allowExport'] === true,
  };
  return succeed(addSentPay(call, { ...first, processDate, status: '2', online: false, fields }));
}

/** Only what has not gone out can be canceled. */
export function cancelAPPayment(call: DataCall): Outcome {
  return ended(call, ['0', '1'], { status: '3', type: '2', reason: null });
}

/** In the sandbox what is only scheduled can be voided as well (D OLD). */
export function voidAPPayment(call: DataCall): Outcome {
  const type = textOrNull(call.data, 'voidRequestType') ?? '2';
  const reason = textOrNull(call.data, 'reason');
  return ended(call, ['1', '2'], { status: '4', type, reason });
}

function ended(
  call: DataCall,
  from: readonly string[],
  ending: Parameters<typeof endSentPay>[2],
): Outcome {
  const sentPay = findById(call, 'SentPay', call.data, 'sentPayId');
  if (isRefusal(sentPay)) return sentPay;
  const id = textOf(sentPay, 'id');
  if (!from.includes(textOf(sentPay, 'status'))) {
    return refuseWith(call.options.paymentStateError, 'sentPayId', id);
  }
  return succeed(endSentPay(call, sentPay, ending));
}

function textOrNull(data: Row, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
