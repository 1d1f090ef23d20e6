/** Whether a pasted text is for the field that it was pasted into, or for the form. */
import type { Reading } from '../../../src-shared/paste/facts.ts';
import { fieldAt } from './form-input.ts';

/** Fields whose text is hidden until somebody asks to see it. */
function hidesText(input: HTMLInputElement): boolean {
  const field = fieldAt(input);
  return field === 'password' || field === 'devKey' || field === 'sessionId';
}

/**
 * True for a text that is the field's own, as it stands. In a field that shows what is in it, nothing
 * is that seems to hold names with values: one of them may be a secret.
 */
export function isForField(reading: Reading, text: string, input: HTMLInputElement): boolean {
  if (!hidesText(input)) return reading.is === 'nothing' && !reading.structured;
  if (reading.is !== 'read') return !text.trim().includes('\n');
  // `password=abc` may be somebody's password; `BILL_PASSWORD=abc` is not.
  const named = [...Object.keys(reading.found), ...Object.keys(reading.unfilled)];
  return named.length === 1 && named[0] === fieldAt(input) && /^[a-z]+=\S+$/u.test(text.trim());
}
