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

export function inputWords(field: FieldName | null, problem: InputProblem): ErrorWords {
  switch (problem) {
    case 'missing':
      return words(
        'A field is empty',
        field === null ? 'A field is empty.' : missing[field],
        'Fill it in.',
        field,
      );
    case 'tooLong':
      return words(
        'Too long',
        'This is longer than Tabkeeper takes.',
        'Check what was pasted.',
        field,
      );
    case 'notSixDigits':
      return words('Not six digits', SIX_DIGITS, 'Type them as they stand in the message.', field);
    case 'fewDigits':
      return words('Not six digits', SIX_DIGITS, 'There are fewer here.', field);
    case 'manyDigits':
      return words('Not six digits', SIX_DIGITS, 'There are more here.', field);
    case 'severalCodes':
      return words(
        'More than one code',
        'More than one number of six digits stands there.',
        'Type the one that is the code.',
        field,
      );
    case 'notJson':
      return words(
        'Not JSON',
        'The request body is not JSON.',
        'Check quotes, commas and brackets.',
        field,
      );
    case 'tooMany':
      return words(
        'Too many profiles',
        'There are 200 profiles, and no more fit into the list.',
        'Forget one first.',
        field,
      );
    case 'malformed':
    // The last two are said to programs alone, in words of their own.
    case 'takesAFile':
    case 'takesNoSession':
      return words(
        'Not readable',
        'This is not in the form that is expected here.',
        'Check what was typed.',
        field,
      );
  }
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
