/** What is wrong with a value that a person gave us, at its field. */
import type { InputProblem } from '../../result.ts';
import { words, type ErrorWords, type FieldName } from './error-shape.ts';

const missing: Readonly<Record<FieldName, string>> = {
  userName: 'Enter your user name.',
  password: 'Enter your password.',
  orgId: 'Enter your organization ID. It starts with 008.',
  devKey: 'Enter your developer key.',
  sessionId: 'Enter the session ID of the other tool.',
  url: 'Enter the URL of your local server.',
  code: 'Enter the code from your phone.',
  body: 'Write a request body.',
  machineName: 'Enter a name for this computer.',
  name: 'Enter a name for the profile.',
};

const SIX_DIGITS = 'The code has exactly six digits.';

type Row = readonly [title: string, what: string, next: string];
const notReadable: Row = [
  'Not readable',
  'This is not in the form that is expected here.',
  'Check what was typed.',
];
const rows: Readonly<Record<Exclude<InputProblem, 'missing'>, Row>> = {
  tooLong: ['Too long', 'This is longer than Tabkeeper takes.', 'Check what was pasted.'],
  notSixDigits: ['Not six digits', SIX_DIGITS, 'Type them as they stand in the message.'],
  fewDigits: ['Not six digits', SIX_DIGITS, 'There are fewer here.'],
  manyDigits: ['Not six digits', SIX_DIGITS, 'There are more here.'],
  severalCodes: [
    'More than one code',
    'More than one number of six digits stands there.',
    'Type the one that is the code.',
  ],
  notJson: ['Not JSON', 'The request body is not JSON.', 'Check quotes, commas and brackets.'],
  tooMany: [
    'Too many profiles',
    'There are 200 profiles, and no more fit into the list.',
    'Forget one first.',
  ],
  malformed: notReadable,
  // Said to programs alone, in words of their own.
  takesAFile: notReadable,
  takesNoSession: notReadable,
};

export function inputWords(field: FieldName | null, problem: InputProblem): ErrorWords {
  if (problem !== 'missing') return words(...rows[problem], field);
  const what = field === null ? 'A field is empty.' : missing[field];
  return words('A field is empty', what, 'Fill it in.', field);
}

/** The contract names a field by its path, for example `server.url`. */
export function fieldOf(path: string): FieldName | null {
  const last = path.split('.').at(-1) ?? '';
  if (last === 'server') return 'url';
  return isField(last) ? last : null;
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(missing, name);
}
