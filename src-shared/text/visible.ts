/** Characters that are not seen, or turn the direction of what stands beside them. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text that people read would not be what it looks like. */
export function hidesSomething(text: string): boolean {
  return text.search(UNSEEN) !== -1;
}

/** With a space in the place of each. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, ' ');
}
