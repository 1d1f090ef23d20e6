/**
 * What the server works out when an object is stored: numbers of lines, sums, what is due, masked
 * account numbers (bill-data 3).
 */
import { UNSET, shapeOf } from '../facts/shapes.ts';
import type { Shape } from '../facts/shapes.ts';
import { linesOf, money, numberOf, textOf, total } from './row.ts';
import type { Row } from './row.ts';

export interface Deriving {
  readonly newId: (prefix: string) => string;
  /** As BILL stores times. */
  readonly now: string;
  /** Who made the object; what BILL calls createdBy, and whose an account is. */
  readonly usersId: string;
  readonly maskRouting: boolean;
}

/** Completes an object that was made (before null) or changed; lines that came in are new ones. */
export function derived(row: Row, before: Row | null, how: Deriving): Row {
  const numbered = withLines(row, before, how);
  const complete = SUMS[textOf(row, 'entity')]?.(numbered, before) ?? numbered;
  return before === null ? atCreation(complete, how) : complete;
}

/** The whole list of lines is replaced, and the new ones get ids (D OLD; new ids: I). */
function withLines(row: Row, before: Row | null, how: Deriving): Row {
  const changed: Record<string, unknown> = { ...row };
  const entity = textOf(row, 'entity');
  const parent = `${entity.charAt(0).toLowerCase()}${entity.slice(1)}Id`;
  for (const { name, lines } of shapeOf(entity).fields.values()) {
    if (lines === null || row[name] === before?.[name]) continue;
    changed[name] = linesOf(row, name).map((line, index) =>
      newLine(lines, { ...line, [parent]: row['id'] }, index, how),
    );
  }
  return changed;
}

function newLine(shape: Shape, entered: Row, index: number, { newId, now }: Deriving): Row {
  const line: Record<string, unknown> = { entity: shape.entity };
  if (shape.prefix !== null) line['id'] = entered['id'] ?? newId(shape.prefix);
  for (const { name, fresh } of shape.fields.values()) {
    const isTime = name === 'createdTime' || name === 'updatedTime';
    line[name] = entered[name] ?? (isTime ? now : fresh);
  }
  if ('lineOrder' in line) line['lineOrder'] = entered['lineOrder'] ?? index;
  return line;
}

const SUMS: Readonly<Record<string, (row: Row, before: Row | null) => Row>> = {
  Bill: bill,
  Invoice: invoice,
  VendorCredit: (row) => ({
    ...row,
    amount: sum(row, linesOf(row, 'vendorCreditLineItems')),
    glPostingDate: row['glPostingDate'] ?? row['creditDate'],
  }),
  CreditMemo: creditMemo,
  RecurringBill: (row) => ({
    ...row,
    amount: sum(row, linesOf(row, 'recurringBillLineItems')),
  }),
  RecurringInvoice: (row) => {
    const lines = priced(linesOf(row, 'recurringInvoiceLineItems'));
    const taxable = lines.filter((line) => line['taxable'] === true);
    return {
      ...row,
      subtotal: total(lines, 'amount'),
      taxableAmount: total(taxable, 'amount'),
      recurringInvoiceLineItems: lines,
    };
  },
  PurchaseOrder: (row) => ({
    ...row,
    remainingAmount:
      row['remainingAmount'] ?? total(linesOf(row, 'purchaseOrderLineItems'), 'amount'),
  }),
};

/** Without lines, which only a data file can leave out, what stands there as the amount. */
function sum(row: Row, lines: readonly Row[]): number {
  return lines.length > 0 ? total(lines, 'amount') : numberOf(row, 'amount');
}

function bill(row: Row): Row {
  const lines = linesOf(row, 'billLineItems');
  const [items, expenses] = ['2', '1'].map((type) =>
    lines.filter((line) => line['lineType'] === type),
  );
  const amount = sum(row, lines);
  return {
    ...row,
    amount,
    glPostingDate: row['glPostingDate'] ?? row['invoiceDate'],
    multipleBillLineItems: lines.length > 1,
    item: counted(items ?? []),
    expense: { ...counted(expenses ?? []), chartOfAccountGroup: byAccount(expenses ?? []) },
    ...billDue({ ...row, amount }),
  };
}

/** What is still due of a bill, and its status: 0 paid, 1 open, 2 in part, 4 scheduled (bill-data 6). */
export function billDue(row: Row): Row {
  const scheduled = numberOf(row, 'scheduledAmount');
  const paid = numberOf(row, 'paidAmount');
  const dueAmount = money(numberOf(row, 'amount') - scheduled - paid);
  const settled = scheduled > 0 ? '4' : '0';
  const open = scheduled + paid > 0 ? '2' : '1';
  const paymentStatus = dueAmount > 0 || scheduled + paid === 0 ? open : settled;
  return { dueAmount, paymentStatus, uiPaymentStatus: paymentStatus };
}

function counted(lines: readonly Row[]): { count: number; totalAmount: number } {
  return { count: lines.length, totalAmount: total(lines, 'amount') };
}

function byAccount(lines: readonly Row[]): readonly Row[] {
  const accounts = new Set(lines.map((line) => textOf(line, 'chartOfAccountId')));
  return [...accounts].map((chartOfAccountId) => ({
    chartOfAccountId,
    ...counted(lines.filter((line) => line['chartOfAccountId'] === chartOfAccountId)),
  }));
}

function invoice(row: Row, before: Row | null): Row {
  const lines = priced(linesOf(row, 'invoiceLineItems'));
  const amount = sum(row, lines);
  const paid = before === null ? 0 : numberOf(before, 'amount') - numberOf(before, 'amountDue');
  return {
    ...row,
    invoiceLineItems: lines,
    glPostingDate: row['glPostingDate'] ?? row['invoiceDate'],
    ...invoiceDue(amount, money(amount - paid)),
  };
}

/** What is still due of an invoice, and its status: 0 paid, 1 open, 2 in part (bill-data 6). */
export function invoiceDue(amount: number, amountDue: number): Row {
  const open = amountDue < amount ? '2' : '1';
  return { amount, amountDue, paymentStatus: amountDue > 0 || amount === 0 ? open : '0' };
}

/** A line costs quantity x price, or a part of what the others cost; else what was entered (D OLD). */
function priced(lines: readonly Row[]): readonly Row[] {
  const plain = lines.map((line) => {
    if (line['price'] === null) return line;
    return { ...line, amount: money(numberOf(line, 'quantity') * numberOf(line, 'price')) };
  });
  const base = total(
    plain.filter((line) => line['ratePercent'] === null),
    'amount',
  );
  return plain.map((line) =>
    line['ratePercent'] === null || line['price'] !== null
      ? line
      : { ...line, amount: money((base * numberOf(line, 'ratePercent')) / 100) },
  );
}

function creditMemo(row: Row): Row {
  const amount = sum(row, linesOf(row, 'creditMemoLineItems'));
  const appliedAmount = numberOf(row, 'appliedAmount');
  return {
    ...row,
    amount,
    appliedAmount,
    availableAmount: money(amount - appliedAmount),
    glPostingDate: row['glPostingDate'] ?? row['creditDate'],
  };
}

function atCreation(row: Row, { newId, usersId, maskRouting }: Deriving): Row {
  switch (row['entity']) {
    case 'Bill':
    case 'Invoice':
    case 'PurchaseOrder':
      return { ...row, createdBy: usersId };
    case 'ApprovalPolicy':
      return { ...row, createdById: usersId, name: row['nickname'] };
    case 'User':
      return { ...row, loginId: newId('005') };
    case 'VendorBankAccount':
      return masked({ ...row, usersId: row['usersId'] === UNSET ? usersId : row['usersId'] });
    case 'BankAccount':
    case 'CustomerBankAccount':
      return masked(row);
    default:
      return row;
  }

  function masked(account: Row): Row {
    const routing = textOf(account, 'routingNumber');
    return {
      ...account,
      accountNumber: maskNumber(textOf(account, 'accountNumber')),
      routingNumber: maskRouting ? maskNumber(routing) : routing,
    };
  }
}

/** All but the last four characters hidden, the length kept (D OLD; C* JAVA). */
export function maskNumber(text: string): string {
  return text.slice(-4).padStart(text.length, '*');
}
