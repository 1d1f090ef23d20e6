/** Characters that are invisible, or change the direction of the text around them. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Whether a text holds characters that make it look like another one. */
export function hidesSomething(text: string): boolean {
  return text.search(UNSEEN) !== -1;
}

/** With a space in the place of each. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, ' ');
}

/** Each mark of direction in a form that is seen and turns nothing, for example `[U+202E]`. */
export function withMarksShown(text: string): string {
  return text.replace(/\p{Bidi_Control}/gu, (mark) => {
    const code = (mark.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `[U+${code.padStart(4, '0')}]`;
  });
}

/** As many UTF-16 units of a name as a row of a list has room for. */
const LONGEST_NAME = 120;

/** A name that somebody else chose, as `shownText` has it. */
export const shownName = (name: string): string => shownText(name, LONGEST_NAME);

/**
 * A text of somebody else's, of any length, as it may be shown in at most `max` UTF-16 units: cut
 * between what people see as characters, joined emoji whole, marks of direction as marks, without what
 * else cannot be seen.
 */
export function shownText(text: string, max: number): string {
  let shown = '';
  // Far more than is shown, and little enough to be looked at character by character.
  for (const { segment } of characters.segment(text.slice(0, max * 20))) {
    const next = shown + readable(segment);
    if (next.length > max) return `${shown.trim()}…`;
    shown = next;
  }
  return shown.trim();
}

/** Marked, since it takes 10 ms to make: a program that shows no such text has none of it. */
const characters = /* @__PURE__ */ new Intl.Segmenter('en', { granularity: 'grapheme' });

/** No character of any script is longer, and what piles up marks on one is no name. */
const LONGEST_CHARACTER = 40;

/** One character as people see them; empty when there is nothing of it to be seen. */
function readable(whole: string): string {
  const character = whole.slice(0, LONGEST_CHARACTER).replace(/\p{Cs}/gu, '');
  if (/\p{Extended_Pictographic}/u.test(character)) return character;
  // Scripts other than the Latin one write words with joiners.
  const joined = /^(?!\p{ASCII})\p{L}/u.test(character);
  const marked = withMarksShown(character.replace(/\s+/gu, ' '));
  return marked.replace(joined ? /(?![\u200c\u200d])\p{C}/gu : /\p{C}/gu, '');
}
