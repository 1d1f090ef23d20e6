/** Where the money of payments is: ListPayments and GetDisbursementData (bill-data 8). */
import { isRefusal, missingKey } from '../../calls/data-fields.ts';
import { findById, isMissing } from '../../data/read-object.ts';
import { withoutLines } from '../../data/json-text.ts';
import { linesOf, textOf } from '../../data/row.ts';
import type { Row } from '../../data/row.ts';
import { shown } from '../../data/read-value.ts';
import { shapeOf } from '../../facts/shapes.ts';
import { refuse, succeed } from '../../calls/outcome.ts';
import type { Outcome } from '../../calls/outcome.ts';
import type { DataCall } from '../call.ts';
import { select } from '../list.ts';

/** The payments in a state of their money, with two countries beside each (D OAS2). */
export function listPayments(call: DataCall): Outcome {
  const { org, data, options } = call;
  if (isMissing(data, 'disbursementStatus')) {
    return missingKey(options, 'disbursementStatus');
  }
  const status = shown(data['disbursementStatus']);
  if (!/^[0-7]$/.test(status)) return refuse('BDC_1119', 'disbursementStatus', status);
  const rows = org.table('SentPay').all();
  const inState = rows.filter((row) => disbursementStatus(row) === status);
  const shape = shapeOf('SentPay');
  const page = select(call, shape, inState);
  if (isRefusal(page)) return page;
  return succeed({
    payments: page.rows.map((row) => {
      const vendor = org.find('Vendor', textOf(row, 'vendorId'));
      return {
        ...(page.withLines ? row : withoutLines(shape, row)),
        vendorBankCountry: vendor?.['bankCountry'] ?? null,
        vendorAddressCountry: vendor?.['addressCountry'] ?? null,
        disbursement: disbursement(call, row),
        extraData: {
          estimatedArrivesByDate: row['processDate'],
          bankName: null,
          accountNumber: null,
          isSavings: false,
          disbursementStatus: status,
          disbursementStatusDescription: null,
          adjustedCombinedStatus: 0,
        },
      };
    }),
  });
}

export function getDisbursementData(call: DataCall): Outcome {
  const sentPay = findById(call, 'SentPay', call.data, 'sentPayId');
  if (isRefusal(sentPay)) return sentPay;
  // What the old documents nest is there too, and empty as in the sandbox (D OLD, JAVA).
  const nested = { checkData: null, achData: null, rppsData: null, payPalData: null };
  const voided = { voidReason: null, voidMessage: null };
  return succeed({ ...disbursement(call, sentPay), ...nested, ...voided });
}

/** Where the money of a payment is, flat as in the files (D OAS2). */
function disbursement({ org }: DataCall, sentPay: Row): Row {
  const vendor = org.find('Vendor', textOf(sentPay, 'vendorId')) ?? {};
  const address = ['address1', 'address2', 'address3', 'address4'];
  const place = ['addressCity', 'addressState', 'addressZip', 'addressCountry'];
  const isVoidable = ['1', '2'].includes(textOf(sentPay, 'status'));
  return {
    paymentType: sentPay['paymentType'],
    disbursementStatus: disbursementStatus(sentPay),
    vcardReissueReason: null,
    vendorName: vendor['name'] ?? null,
    orgName: org.orgName,
    ...Object.fromEntries([...address, ...place].map((name) => [name, vendor[name] ?? null])),
    combinedStatus: linesOf(sentPay, 'billPays').length,
    isVoidable,
    isVoidableFromUI: isVoidable,
    canReissue: false,
    isVendorDirectVCard: false,
  };
}

/** 0 scheduled, 3 done, 5 void (bill-data 6); what was canceled is in no such state. */
function disbursementStatus(sentPay: Row): string | null {
  switch (sentPay['status']) {
    case '0':
    case '1':
      return '0';
    case '2':
      return '3';
    case '4':
      return '5';
    default:
      return null;
  }
}
