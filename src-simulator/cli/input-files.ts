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
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new InputError(`The ${what} file "${file}" cannot be read (${codeOf(error)}).`);
  }
  const text = textOf(bytes);
  if (text === null) throw new InputError(`The ${what} file "${file}" is not text in UTF-8.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser quotes the text it stumbled over, line breaks included.
    const why = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'unknown';
    throw new InputError(`The ${what} file "${file}" is not JSON: ${why}`);
  }
}

/**
 * UTF-8, or UTF-16 as some editors and shells of Windows write it, without the byte order mark; null for
 * what could only be guessed.
 */
function textOf(bytes: Buffer): string | null {
  const [first, second] = bytes;
  const little = first === 0xff ? second === 0xfe : first !== 0 && second === 0;
  const big = first === 0xfe ? second === 0xff : first === 0 && second !== 0;
  try {
    const encoding = little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8';
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The system's code of an error: ENOENT and the like. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
