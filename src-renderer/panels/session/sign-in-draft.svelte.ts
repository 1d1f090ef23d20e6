/**
 * What the person has typed into the form and is no secret, kept while they look at another panel.
 * Password and developer key never come here: they live in the form and are gone with it.
 */
import type { Server } from '../../../src-shared/server.ts';
import type { ProfileView } from '../../../src-shared/snapshot.ts';

export class SignInDraft {
  kind: Server['kind'] = $state('bill');
  url = $state('');
  userName = $state('');
  orgId = $state('');
  /** True once this form was sent: an error of the session is then about the sign-in. */
  sent = $state(false);

  readonly server: Server = $derived(
    this.kind === 'local' ? { kind: 'local', url: this.url.trim() } : { kind: this.kind },
  );

  constructor(profile: ProfileView) {
    this.kind = profile.server.kind;
    this.url = profile.server.kind === 'local' ? profile.server.url : '';
    this.userName = profile.userName;
    this.orgId = profile.orgId;
  }
}
