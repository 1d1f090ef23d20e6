/** The drafts of the profiles that are signed out: each keeps its own while another is looked at. */
import type { ProfileView } from '../../../src-shared/snapshot.ts';
import { SignInDraft } from './sign-in-draft.svelte.ts';

/** A draft ends when a session of its profile begins. */
export class Drafts {
  readonly #drafts = new Map<string, SignInDraft>();

  of(profile: ProfileView): SignInDraft {
    const draft = this.#drafts.get(profile.id) ?? new SignInDraft(profile);
    this.#drafts.set(profile.id, draft);
    return draft;
  }

  end(profile: string): void {
    this.#drafts.delete(profile);
  }
}
