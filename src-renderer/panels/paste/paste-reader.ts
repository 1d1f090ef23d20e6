/**
 * The way to the reader of pasted blocks, which is loaded when the first one comes: with its parsers it
 * is nearly as large as the rest of the window, which has to be there at once.
 */
import type { Filling } from './pasting.ts';
import type { SignInDraft } from '../sign-in/sign-in-draft.svelte.ts';
import type { TypedSecrets } from '../sign-in/typed-secrets.svelte.ts';

/** Fills the form from a block; null for a text that belongs into `input` as it stands. */
export async function fillFrom(
  text: string,
  input: HTMLInputElement | null,
  { draft, secrets }: { readonly draft: SignInDraft; readonly secrets: TypedSecrets },
): Promise<Filling | null> {
  const { fillIn } = await import('./pasting.ts');
  return fillIn(text, input, draft, secrets);
}

/** What names of ours begin with, and what parts a name from its value. */
const STEM = /user|mail|pass|pwd|org|key|session|token|url|endpoint|bill/iu;
const APART = /[\s=:(,]/u;

/** False for what is surely the text of one field, so that the browser may paste it at once. */
export const mayBeBlock = (text: string): boolean => APART.test(text.trim()) && STEM.test(text);
