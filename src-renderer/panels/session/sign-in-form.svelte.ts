/**
 * The form while it is open: what was typed, what is wrong with it, and sending it. It forgets the
 * secrets in the moment in which they are sent.
 */
import type { Organization } from '../../../src-shared/contract.ts';
import type { Pasted } from '../../../src-shared/paste.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { ProfileView } from '../../../src-shared/snapshot.ts';
import { pastedWords, type FieldName } from '../../../src-shared/words.ts';
import type { Ask, Fetch } from '../../ask.ts';
import { emptyFields, keptFor, refusedSecret } from './form-rules.ts';
import { takePasted } from './pasted.ts';
import type { SignInDraft } from './sign-in-draft.svelte.ts';
import { TypedSecrets } from './typed-secrets.svelte.ts';

export type Found =
  { readonly found: readonly Organization[] } | { readonly error: AppError } | null;

export class SignInForm {
  readonly draft: SignInDraft;
  readonly secrets = new TypedSecrets();
  empty: readonly FieldName[] = $state.raw([]);
  /** The refusal of the command itself; nothing was sent then. */
  refusal: AppError | null = $state.raw(null);
  asking = $state(false);
  /** Set when the person turns to another server or way: the old error is about the one before. */
  turnedAway = $state(false);
  /** What the last pasted block gave, by name. */
  took = $state('');

  readonly #profile: () => ProfileView;
  readonly #error: () => AppError | null;
  readonly #ask: Ask;
  readonly #fetch: Fetch;
  readonly kept = $derived.by(() =>
    keptFor(this.#profile(), this.draft, refusedSecret(this.#error())),
  );

  /** `error` is what the last sign-in of this profile ran into. */
  constructor(
    profile: () => ProfileView,
    error: () => AppError | null,
    draft: SignInDraft,
    ask: Ask,
    fetch: Fetch,
  ) {
    this.#profile = profile;
    this.#error = error;
    this.draft = draft;
    this.#ask = ask;
    this.#fetch = fetch;
  }

  turnAway(): void {
    this.turnedAway = true;
    this.refusal = null;
    this.empty = [];
  }

  /** False when something is to be filled in first. */
  check(wanted?: readonly FieldName[]): boolean {
    this.refusal = null;
    this.turnedAway = false;
    this.took = '';
    this.empty = emptyFields(this.draft, this.secrets, this.kept, wanted);
    return this.empty.length === 0;
  }

  async send(): Promise<void> {
    const command = this.#command();
    // From here on the secrets are main's alone.
    this.secrets.clear();
    this.draft.sentTo = this.draft.server;
    this.asking = true;
    this.refusal = await command();
    this.asking = false;
  }

  #command(): () => Promise<AppError | null> {
    const { draft, secrets } = this;
    const base = { profile: this.#profile().id, server: draft.server };
    const devKey = secrets.devKey.trim();
    const kind = draft.way;
    if (kind === 'session') {
      const input = { ...base, sessionId: secrets.sessionId.trim(), devKey };
      return () => this.#ask('useSession', input);
    }
    const [userName, orgId] = [draft.userName.trim(), draft.orgId.trim()];
    const input = { ...base, kind, userName, password: secrets.password, orgId, devKey };
    return () => this.#ask('signIn', input);
  }

  async find(): Promise<Found> {
    const { draft, secrets } = this;
    const needed = ['userName', 'password', 'devKey', 'url'] as const;
    const wanted = needed.filter((field) => field !== 'url' || draft.kind === 'local');
    // The organization is what is looked for, so that its field may be empty.
    if (!this.check(wanted)) return null;
    const result = await this.#fetch('findOrganizations', {
      profile: this.#profile().id,
      server: draft.server,
      userName: draft.userName.trim(),
      password: secrets.password,
      devKey: secrets.devKey.trim(),
    });
    return result.ok ? { found: result.value } : { error: result.error };
  }

  take(found: Pasted): void {
    const { took, leftOut } = takePasted(found, this.draft, this.secrets);
    if (took.length > 0) this.turnAway();
    this.took = pastedWords(took, leftOut);
  }
}
