/**
 * What the facts do not say by themselves: what a fresh object holds where that is neither the rule
 * (text and numbers null, references zeros, enumerations and flags as in the facts) nor derived, and
 * what clients may leave out although it is documented as required (bill-data 3).
 */

/**
 * By entity; a field that the facts do not have is one that was seen on the wire alone (C PRISM), or
 * that BILL's own library reads (C* NODE).
 */
export const FRESH: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Vendor: {
    billCurrency: 'USD',
    unmodifiedBillsCount: 0,
    vendorBankAccountStatus: -1,
    availCredit: 0,
    acctBalance: null,
    lastAcctBalanceUpdate: null,
    paymentEmails: null,
    networkStatus: null,
    vcardProcessor: '1',
    required: [],
  },
  Bill: {
    paidAmount: null,
    localAmount: null,
    uiPaymentStatus: '1',
    creditAmount: 0,
    createdBy: '00000000000000000000',
  },
  Customer: { hasCreditCard: false, hasCreditCardAutoPay: false },
  Invoice: {
    localAmount: null,
    salesTaxPercentage: null,
    emailDeliveryOption: '1',
    mailDeliveryOption: '0',
    scheduledAmount: 0,
  },
  InvoiceLineItem: { taxCode: 'Non' },
  RecurringInvoice: { isToBeAutoMailed: false },
  VendorCredit: { localAmount: null },
  CreditMemo: { localAmount: null, salesTaxPercentage: null, status: '1' },
  VendorBankAccount: { status: '1', bankAddSource: '1', intlPaymentType: '0' },
  Organization: { isActive: '1' },
  SentPay: { exchangeRate: null, apConvFee: null },
  ReceivedPay: { rPConvFee: [] },
};

/**
 * What Update is documented to need, but BILL's own libraries leave out in tests against the sandbox that
 * expect a success (C* NODE, S-JAVA).
 */
export const LEFT_OUT_AT_UPDATE: Readonly<Record<string, readonly string[]>> = {
  CustomerContact: ['customerId'],
  RecurringBill: ['timePeriod', 'frequencyPerTimePeriod', 'nextDueDate', 'daysInAdvance'],
};

/**
 * `entity` inside lines is documented as required, but BILL's own library sends none, and sends
 * recurring invoices with a quantity alone (C* NODE).
 */
export function mayBeLeftOut(lineEntity: string, field: string): boolean {
  return field === 'entity' || (lineEntity === 'RecurringInvoiceLineItem' && field === 'amount');
}

/** The longest text that a field takes (C* NODE for names, C for numbers). */
export const LONGEST: Readonly<Record<string, number>> = {
  'Vendor.name': 100,
  'Customer.name': 100,
  'Bill.invoiceNumber': 21,
  'Invoice.invoiceNumber': 21,
};
