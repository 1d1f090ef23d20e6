/**
 * BILL's error codes with BILL's own wording (bill-api 3.2, bill-data 7).
 * One table; `$0` and `$1` are filled in. The marks say where a text comes from.
 */
import type { NamedOptions } from '../options/named-options.ts';
import { fill } from './outcome.ts';
import type { Refusal } from './outcome.ts';

interface ErrorEntry {
  readonly code: string;
  readonly text: string;
  readonly mark: string;
  /** What BILL's documents have for `$0`, where they name a value. */
  readonly usual?: string;
}

type TextEntry = Omit<ErrorEntry, 'mark'>;

const CATALOGUE: readonly ErrorEntry[] = [
  { code: 'BDC_1001', text: 'System error occurred.', mark: 'D S-ERR' },
  { code: 'BDC_1002', text: 'Unknown error occurred.', mark: 'D S-ERR' },
  { code: 'BDC_1003', text: 'Unknown version.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1005', text: 'Version $0 is not supported.', mark: 'D S-OLD-ERR' },
  {
    code: 'BDC_1101',
    text: 'User name and/or password do not match our records.',
    mark: 'D S-ERR, S-FAQ',
  },
  { code: 'BDC_1102', text: 'Developer key is invalid.', mark: 'D; C id:71294907605' },
  { code: 'BDC_1103', text: 'Developer key is inactive.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1104', text: 'Developer terms are not accepted.', mark: 'D S-OLD-ERR' },
  {
    code: 'BDC_1106',
    text: 'Partner type of the API user and the organization being accessed do not match.',
    mark: 'D S-OLD-ERR',
  },
  { code: 'BDC_1107', text: 'Organization is locked out.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1108', text: 'Missing parameter value for parameter: $0.', mark: 'D S-OLD-ERR' },
  // Two spaces: that is how BILL writes it.
  { code: 'BDC_1109', text: 'Session is invalid.  Please log in.', mark: 'D S-V3ERR; C* S-NODE' },
  { code: 'BDC_1110', text: 'Login is locked.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1111', text: 'No active user for: $0, $1.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1113', text: 'Login error.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1114', text: 'Invalid entity type: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1115', text: 'Invalid CRUD operation: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1116', text: 'Invalid CRUD operation entity: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1117', text: 'Missing required data for: $0.', mark: 'D S-OLD-ERR' },
  {
    code: 'BDC_1118',
    text: 'Entity from CRUD operation: $0 does not match the entity specified in the data: $1.',
    mark: 'D S-OLD-ERR',
  },
  { code: 'BDC_1119', text: 'Invalid field,value: $0, $1.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1120', text: 'No data found.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1121', text: 'API not supported.', mark: 'D S-FAQ' },
  {
    code: 'BDC_1122',
    text: 'Error Parsing Json Object. Please check your request.',
    mark: 'D S-OLD-ERR',
  },
  { code: 'BDC_1123', text: 'Invalid organization id.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1124', text: 'Invalid field datatype: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1128', text: 'Invalid List entity: $0.', mark: 'D S-OLD-ERR' },
  {
    code: 'BDC_1129',
    text: 'Invalid parameter value for parameter,value: $0, $1.',
    mark: 'D S-OLD-ERR; C* S-NODE',
  },
  { code: 'BDC_1130', text: 'Invalid list filter field: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1131', text: 'Invalid list filter operator: $0.', mark: 'D S-OLD-ERR' },
  { code: 'BDC_1143', text: 'Invalid entity data. $0.', mark: 'C* S-NODE; C for the code' },
  {
    code: 'BDC_1144',
    text: 'Max number of allowed requests per hour reached: $0.',
    mark: 'D S-RATE',
    usual: '20000',
  },
  { code: 'BDC_1150', text: 'User cannot make online payments.', mark: 'D' },
  // The placeholder leaks: that is how BILL sends it.
  {
    code: 'BDC_1152',
    text: 'Invalid Process Date : ${paramName0}.',
    mark: 'C id:64105062269',
  },
  { code: 'BDC_1178', text: 'Developer key must be specified.', mark: 'C* S-NODE' },
  {
    code: 'BDC_1322',
    text: 'Max number of concurrent requests per organization reached.',
    mark: 'D S-RATE',
  },
  {
    code: 'BDC_1354',
    text: 'Specified 2-Step Verification phone is not setup or is invalid.',
    mark: 'D S-OLD-CHAL; C id:67179196334',
  },
  {
    code: 'BDC_1358',
    text: '2-Step Verification too many token response attempts.',
    mark: 'C id:66865975660',
  },
  { code: 'BDC_1361', text: 'Untrusted session.', mark: 'C id:66904843195' },
];

/** The catalogue as Errors.json lists it, texts that are options included, in order of code. */
export function errorList(
  options: NamedOptions,
): readonly { readonly error_code: string; readonly error_message: string }[] {
  return [...CATALOGUE, ...optionalTexts(options)]
    .map((entry) => ({ error_code: entry.code, error_message: filled(entry, []) }))
    .sort((a, b) => a.error_code.localeCompare(b.error_code));
}

/** BILL's wording of a code with its parameters filled in; null where no wording is known. */
function errorText(options: NamedOptions, code: string, params: readonly string[]): string | null {
  const isIt = (one: { readonly code: string }) => one.code === code;
  const entry = CATALOGUE.find(isIt) ?? optionalTexts(options).find(isIt);
  if (entry === undefined) return null;
  return filled(entry, params);
}

function filled({ text, usual }: TextEntry, params: readonly string[]): string {
  return fill(text, params.length === 0 && usual !== undefined ? [usual] : params);
}

/** `response_data` of a refusal. */
export function errorBody(
  options: NamedOptions,
  { code, text, params }: Refusal,
): { readonly error_code: string; readonly error_message: string } {
  const error_message = text ?? errorText(options, code, params) ?? 'Simulated error.';
  return { error_code: code, error_message };
}

/** Codes whose wording was not found; what they say is an option. */
function optionalTexts(options: NamedOptions): readonly TextEntry[] {
  return [
    { code: 'BDC_1105', text: options.text1105 },
    { code: 'BDC_1171', text: options.text1171 },
    { code: 'BDC_1356', text: options.text1356 },
    { code: 'BDC_1374', text: options.text1374 },
  ];
}
