/**
 * What the program reads from files, and the refusals of it.
 */
import { readFile } from 'node:fs/promises';

/** A refusal whose message is a sentence for the person who gave the file. */
export class InputError extends Error {}

/**
 * Reads a file as JSON and checks nothing else of it. Rejects with InputError.
 * @param what the kind of file, for the sentence: `faults`
 */
export async function readJsonFile(what: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`The ${what} file "${file}" cannot be read (${codeOf(error)}).`);
  }
  try {
    // Some editors write a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser quotes the text it stumbled over, line breaks included.
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unknown';
    throw new InputError(`The ${what} file "${file}" is not JSON: ${why}`);
  }
}

/** The system's code of an error: ENOENT and the like. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
