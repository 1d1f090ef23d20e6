/**
 * The choices that BILL's documents leave open about data, as named options with a stated default
 * (bill-data 10). Marks as in option-table.ts.
 */
import { amount, bdcError, choice, COUNT, flag, words } from './kinds.ts';

export const dataOptions = {
  // --- objects
  notSimulated: choice('error', ['error', 'empty'], {
    mark: 'I',
    about:
      'Operations of BILL that this program does not simulate: BDC_1121, or success without data.',
  }),
  unknownIdError: bdcError('BDC_1120', {
    mark: 'I by its text; not established',
    about: 'Read, Delete or Undelete of an id that does not exist.',
  }),
  unknownUpdateIdError: bdcError('BDC_1119', {
    mark: 'C id:52975048172',
    about: 'Update of an id that does not exist.',
  }),
  unknownReferenceError: bdcError('BDC_1119', {
    mark: 'C* S-NODE for bad ids, I for ids that do not exist',
    about: 'A reference in data to an object that does not exist.',
  }),
  dataValueError: bdcError('BDC_1119: Invalid value for data key,value: $0, $1.', {
    mark: 'C* S-NODE for the text, I for the code',
    about: 'A date, an id or a parameter of List that is none.',
  }),
  unknownEntityError: bdcError('BDC_1114', {
    mark: 'D S-OLD-ERR, I for the case',
    about: 'An entity in data that does not exist, or not for this operation.',
  }),
  entityMismatchError: bdcError('BDC_1118', {
    mark: 'D S-OLD-ERR by its text',
    about: 'The entity in data is not the one of the path.',
  }),
  lenientDataTypes: flag(true, {
    mark: 'I not established',
    about: 'Whether numbers and flags written as text are taken, and numbers where text belongs.',
  }),
  updateOmitted: choice('kept', ['kept', 'reset'], {
    mark: 'I not established',
    about: 'What an Update does to fields that it does not send.',
  }),
  duplicateNumberError: bdcError('BDC_1171', {
    mark: 'C id:57636485986',
    about: 'A second bill of a vendor, or a second invoice, with the same number.',
  }),
  uniqueNames: flag(false, {
    mark: 'D OAS2 says unique; C* S-NODE, S-JAVA make the same name again and again',
    about: 'Whether two vendors or two customers may not have the same name (else BDC_1143).',
  }),
  secondAccountError: bdcError('BDC_1143', {
    mark: 'D S-OLD for the rule, I for the code',
    about: 'A second active bank account of a vendor or customer.',
  }),
  routingNumberMasked: flag(false, {
    mark: 'D S-OLD masked; C PRISM, C* S-JAVA clear',
    about: 'Whether routing numbers come back masked as account numbers do.',
  }),
  bulkFailure: choice('others', ['others', 'none'], {
    mark: 'I not established',
    about: 'What is stored where a part of a Bulk call fails: the other parts, or none.',
  }),

  // --- List
  listMax: amount(999, COUNT, {
    mark: 'D LIST; an older page says 1000',
    about: 'Most objects that one List gives.',
  }),
  listBeyondMax: choice('error', ['error', 'clamp'], {
    mark: 'I not established',
    about: 'A List with a higher max: an error, or as many as there may be.',
  }),
  listFilters: choice('any', ['any', 'documented'], {
    mark: 'C RUBILL filters by other fields than D OAS2 lists',
    about: 'Which fields of an entity may be filtered; others are BDC_1130.',
  }),
  filterIgnoresCase: flag(false, {
    mark: 'I not established',
    about: 'Whether filters compare texts without regard to capitals.',
  }),
  unknownSortField: choice('error', ['error', 'ignored'], {
    mark: 'I not established',
    about: 'A List sorted by a field that the entity does not have.',
  }),
  listLines: choice('unlessFalse', ['unlessFalse', 'whenTrue', 'always'], {
    mark: 'C GO, OTEEMO get lines without nested; D says that nested adds data',
    about: 'When List gives lines: unless nested is false, when it is true, always.',
  }),

  // --- payments, invites, documents
  payDayError: bdcError('BDC_1152', {
    mark: 'C id:64105062269',
    about: 'PayBills for today, a day before, or a weekend.',
  }),
  paymentStateError: bdcError('BDC_1119', {
    mark: 'I not established',
    about: 'Cancel or Void of a payment that is past it, or a payment of more than is due.',
  }),
  invalidIdError: bdcError('BDC_1119: Invalid Id: $0.', {
    mark: 'C* S-NODE for the text, I for the code',
    about: 'ChargeCustomer with an invoiceId that is none.',
  }),
  noInvoiceError: bdcError('BDC_1119: Invoice is not found.', {
    mark: 'C* S-NODE for the text, I for the code',
    about: 'RecordARPayment with an invoiceId that is none.',
  }),
  openInviteError: bdcError('BDC_1119', {
    mark: 'D OAS2 for the rule, I for the code',
    about: 'A second invite while one is open.',
  }),
  uploadMaxMegabytes: amount(
    20,
    { min: 1, max: 100, whole: true },
    {
      mark: 'D S-OLD',
      about: 'Size that an uploaded file must stay under (else BDC_1119).',
    },
  ),
  text1171: words('Number is already in use: $0.', {
    mark: 'I text not found',
    about: 'Text of BDC_1171.',
  }),
};
