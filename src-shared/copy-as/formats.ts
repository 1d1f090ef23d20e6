/** "Copy as": what a call can be copied as, and which call is meant. */

/** In the order of the menu. */
export const copyFormats = [
  'curl',
  'curlFish',
  'httpie',
  'powershell',
  'fetch',
  'python',
  'httpFile',
  'postman',
  'postmanEnvironment',
] as const;
export type CopyFormat = (typeof copyFormats)[number];

/** A sample call of the session, a row of Activity, or an operation with its data as the console has it. */
export type CopiedCall =
  | { readonly of: 'session' }
  | { readonly of: 'exchange'; readonly id: number }
  | { readonly of: 'operation'; readonly operation: string; readonly body: string };

/**
 * Why a call has no text. `hidden`: a value holds a character that a shell would act on or nobody
 * would see. `template`: one that the tool would fill in. `cut`: the call was too long to be kept
 * whole. `file`: it is no form of plain fields.
 */
export type CopyRefusal = 'hidden' | 'template' | 'cut' | 'file';

/** What came of a copy. */
export type CopyOutcome =
  { readonly is: 'copied' } | { readonly is: 'refused'; readonly why: CopyRefusal };

/** A line as the window shows it: none holds a secret. */
export interface CopyPreview {
  readonly text: string;
  /** How it reaches the server. */
  readonly way: 'gateway' | 'direct';
}
