/** All that is needed once a block is pasted: loaded then, and not before. */
import { readPaste } from '../../../src-shared/paste/read.ts';
import type { Reading } from '../../../src-shared/paste/facts.ts';
import { notPastedWords, pastedWords } from '../../../src-shared/words/paste-words.ts';
import { isForField } from './paste-place.ts';
import { remember, takePasted } from './fill-form.ts';
import type { SignInDraft } from '../sign-in/sign-in-draft.svelte.ts';
import type { TypedSecrets } from '../sign-in/typed-secrets.svelte.ts';

/** What a block did to the form. */
export interface Filling {
  /** By name what was taken and what was not, or why nothing was. */
  readonly said: string;
  /** Puts the form back; null when nothing was filled in. */
  readonly undo: (() => void) | null;
  readonly keyForOrg: boolean;
}

/** Reads the block and fills it in; null for a text that belongs into `input` as it stands. */
export function fillIn(
  text: string,
  input: HTMLInputElement | null,
  draft: SignInDraft,
  secrets: TypedSecrets,
): Filling | null {
  const reading = readPaste(text);
  if (input !== null && isForField(reading, text, input)) return null;
  return reading.is === 'read'
    ? filled(reading, draft, secrets)
    : { said: notPastedWords[reading.is], undo: null, keyForOrg: false };
}

function filled(reading: Reading, draft: SignInDraft, secrets: TypedSecrets): Filling {
  const before = remember(draft, secrets);
  const { took, leftOut, unfilled, keyForOrg } = takePasted(reading, draft, secrets);
  const said = pastedWords(took, leftOut, unfilled);
  return { said, undo: took.length === 0 ? null : before, keyForOrg };
}
