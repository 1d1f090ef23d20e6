/** An input of the sign-in form: which field it is, and how a text gets into it. */
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

/** Puts a text where the cursor is, as the browser would: in one line. */
export function pasteInto(input: HTMLInputElement, text: string): void {
  const start = input.selectionStart ?? input.value.length;
  const line = text.replace(/[\r\n]+/gu, '').slice(0, input.maxLength);
  input.setRangeText(line, start, input.selectionEnd ?? start, 'end');
  input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}
