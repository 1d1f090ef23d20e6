/**
 * What the person has typed into the form and is no secret, kept while they look at another panel.
 * Secrets never come here: they live in the form (typed-secrets.svelte.ts) and are gone with it.
 */
import type { Server } from '../../../src-shared/bill/server.ts';
import type { SessionKind } from '../../../src-shared/session-view.ts';
import type { Colour, ProfileView } from '../../../src-shared/snapshot.ts';

export class SignInDraft {
  kind: Server['kind'] = $state('bill');
  url = $state('');
  /** As chosen; the practice sandbox has but one way. */
  how: SessionKind = $state('password');
  userName = $state('');
  orgId = $state('');
  /** Of a profile that is in no file yet; empty where it is to be named after its organization. */
  name = $state('');
  colour: Colour = $state('blue');
  /** Where this form was sent to last: an error of the session is then about that sign-in. */
  sentTo: Server | null = $state.raw(null);

  readonly server: Server = $derived(
    this.kind === 'local' ? { kind: 'local', url: this.url.trim() } : { kind: this.kind },
  );
  readonly way: SessionKind = $derived(this.kind === 'practice' ? 'password' : this.how);

  #proposed = '';

  /** The name of the organization that was chosen: never in the place of one that was typed. */
  propose(name: string): void {
    if (this.name !== '' && this.name !== this.#proposed) return;
    this.name = this.#proposed = name;
  }

  constructor(profile: ProfileView) {
    this.kind = profile.server.kind;
    this.url = profile.server.kind === 'local' ? profile.server.url : '';
    this.how = profile.kind;
    // Named by a sign-in before this one.
    this.name = profile.userName === '' ? '' : profile.name;
    this.colour = profile.colour;
    this.userName = profile.userName;
    this.orgId = profile.orgId;
  }
}
