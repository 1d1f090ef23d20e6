/**
 * The values that an enumeration takes where a caller may set it (bill-data 6, D OAS2). Those that
 * are not here take any small number as text.
 */

const ACTIVE = ['1', '2'];
const DRAFTABLE = ['1', '2', '5', '6'];

/** `Entity.field`, or `*.field` for every entity. The narrower name goes first. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '*.isActive': ACTIVE,
  'Bill.isActive': DRAFTABLE,
  'Invoice.isActive': DRAFTABLE,
  'Vendor.accountType': ['0', '1', '2'],
  'Customer.accountType': ['0', '1', '2'],
  'ChartOfAccount.accountType': upTo(16),
  'ChartOfAccount.ca1099FormType': ['0', '1', '2'],
  'Item.type': upTo(13),
  '*.taxIdType': ['1', '2'],
  '*.lineType': ['1', '2'],
  '*.timePeriod': ['0', '1', '2', '3', '9'],
  'ApprovalPolicy.type': ['0', '1'],
  'ApprovalPolicy.approverCondition': ['0', '1', '2'],
  'Customer.defaultDeliveryMethod': ['0', '1'],
  'Invoice.emailDeliveryOption': ['0', '1', '2'],
  'Invoice.mailDeliveryOption': ['0', '1', '2'],
  'Vendor.billSyncPref': ['0', '1'],
  'Vendor.prefPmtMethod': ['0', '1', '7'],
  'Vendor.prefRemitEmail': ['0', '1', '2'],
  'VendorBankAccount.intlPaymentType': ['0', '1', '2'],
  'VendorBankAccount.bankAddSource': ['1', '2', '3', '4', '5', '6'],
};

/** Whether the text is a value of that field. */
export function isLegal(entity: string, field: string, text: string): boolean {
  const values = VALUES[`${entity}.${field}`] ?? VALUES[`*.${field}`];
  return values === undefined ? /^-?\d{1,2}$/.test(text) : values.includes(text);
}

function upTo(last: number): string[] {
  return Array.from({ length: last + 1 }, (_, value) => String(value));
}
