/**
 * The reader of pasted blocks, loaded when the first one comes: with its parsers it is as large as the
 * rest of the window, which has to be there at once.
 */
import type { Reading } from '../../../src-shared/paste/types.ts';

/** Reads a block. Rejects when the app's own file cannot be loaded. */
export async function readBlock(text: string): Promise<Reading> {
  const { readPaste } = await import('../../../src-shared/paste/read.ts');
  return readPaste(text);
}

/** What names of ours begin with, and what parts a name from its value. */
const STEM = /user|mail|pass|pwd|org|key|session|token|url|endpoint|bill/iu;
const APART = /[\s=:(,]/u;

/** False for what is surely the text of one field, so that the browser may paste it at once. */
export const mayBeBlock = (text: string): boolean => APART.test(text.trim()) && STEM.test(text);
