/**
 * The data that the steps of the paste pipeline pass on: facts as they were written, and the
 * result.
 */

export type PasteField =
  'userName' | 'password' | 'tokenName' | 'tokenValue' | 'orgId' | 'devKey' | 'sessionId' | 'url';
export type Pasted = Readonly<Partial<Record<PasteField, string>>>;

/** Why a field that the block names stays empty. */
export type Unfilled =
  | 'empty' // nothing stands there
  | 'placeholder' // `<your password>`
  | 'reference' // `$BILL_PASSWORD`: the value is somewhere else
  | 'encoded' // sealed or encoded in a way that is not read here
  | 'unclear' // it could be read in two ways, or is not whole
  | 'conflict'; // two different values

export interface Reading {
  readonly is:
    | 'read'
    | 'nothing' // no name that we know
    | 'notUnderstood' // names that we know, in a structure that we do not
    | 'accounts'; // values of more than one account
  readonly found: Pasted;
  readonly unfilled: Readonly<Partial<Record<PasteField, Unfilled>>>;
  /** It seems to hold names with values, ours or not, and is then not the text of one field. */
  readonly structured: boolean;
}

/**
 * Stands in a decoded text where a variable or an expression stood, before its name and an end mark.
 * Both are noncharacters of Unicode, which no block may hold.
 */
export const HOLE = '\uFDD0';
export const hole = (name = ''): string => `${HOLE}${name.replace(/\W/gu, '')}\uFDD1`;

/** One name with what was written for it, before anybody asks whose it is. */
export interface Fact {
  /** The names of what it stands in, outermost first: sections, keys, what is called. */
  readonly path: readonly string[];
  readonly name: string;
  /** Decoded, with a HOLE for each part that is not known here; null when it cannot be read for sure. */
  readonly text: string | null;
  /** It stood without quotes, so that a quote or a separator in it makes it no value. */
  readonly plain: boolean;
  /** What it stands in, as a key: an object, a command, a section. */
  readonly within: string;
  /** The list entries that it stands in, outermost first: other entries are other accounts. */
  readonly entry: readonly string[];
  /** Of two in the same place the later one counts, as for variables. */
  readonly laterCounts: boolean;
}

/** A reader's answer; null: the structure is not understood. */
export type Facts = readonly Fact[] | null;

/** Reads what a text carries that stands in another one (nested-text.ts). */
export type Carried = (text: string) => Facts;

/** A fact without a place in anything but `within`. */
export const fact = (name: string, text: string | null, within: string): Fact => ({
  path: [],
  name,
  text,
  plain: false,
  within,
  entry: [],
  laterCounts: false,
});
