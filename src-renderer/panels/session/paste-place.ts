/** Where a text was pasted, and whether it is for that place or for the form. */
import type { Reading } from '../../../src-shared/paste/types.ts';
import type { FieldName } from '../../../src-shared/words.ts';

const byId: Readonly<Record<string, FieldName>> = {
  url: 'url',
  'user-name': 'userName',
  password: 'password',
  'org-id': 'orgId',
  'dev-key': 'devKey',
  'session-id': 'sessionId',
};

/** The field of an input of the form; null for any other, as a radio button. */
export const fieldAt = (input: HTMLInputElement): FieldName | null =>
  Object.hasOwn(byId, input.id) ? (byId[input.id] ?? null) : null;

/** Fields whose text is hidden until somebody asks to see it. */
export function hidesText(input: HTMLInputElement): boolean {
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

/** Puts a text where the cursor is, as the browser would: in one line. */
export function pasteInto(input: HTMLInputElement, text: string): void {
  const start = input.selectionStart ?? input.value.length;
  const line = text.replace(/[\r\n]+/gu, '').slice(0, input.maxLength);
  input.setRangeText(line, start, input.selectionEnd ?? start, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}
