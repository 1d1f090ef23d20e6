/**
 * The text of a file that a person may have edited or copied from another system. Only what is sure is
 * taken: UTF-8, and UTF-16 in either order, with or without a byte order mark.
 */

export interface FileText {
  /** Without a byte order mark. Line breaks are as they were. */
  readonly text: string;
  /** UTF-8 without a mark, as we write it: lines can be added to such a file. */
  readonly isPlain: boolean;
}

/** Null for bytes that are no text, or text in an encoding that could only be guessed. */
export function fileText(bytes: Uint8Array): FileText | null {
  const [first, second] = bytes;
  const isMarked = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  const encoding = encodingOf(first, second);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, isPlain: encoding === 'utf-8' && !isMarked };
  } catch {
    return null;
  }
}

/** Our files begin with a character of ASCII, which in UTF-16 has a zero beside it. */
function encodingOf(first?: number, second?: number): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be';
  return first !== 0 && first !== undefined && second === 0 ? 'utf-16le' : 'utf-8';
}
