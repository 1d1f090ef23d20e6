/**
 * The form while it is open: what was typed, what is wrong with it, and sending it. It forgets the
 * secrets in the moment in which they are sent.
 */
import type { Organization } from '../../../src-shared/contract.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { ProfileView } from '../../../src-shared/snapshot.ts';
import { orgIdWords, UNDONE, type FieldName } from '../../../src-shared/words.ts';
import type { Ask, Fetch } from '../../ask.ts';
import { flawsOf, type Flaw, type Flaws } from './flaws.ts';
import { emptyFields, fieldsShown, keptFor, refusedSecret, typedBeforeFor } from './form-rules.ts';
import type { Server } from '../../../src-shared/bill/server.ts';
import type { Filling } from '../paste/pasting.ts';
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
  /** True after an attempt to send values that cannot be right. */
  held = $state(false);
  /** What the last pasted block gave, by name. */
  took = $state('');
  /** Takes the last filling back; null when something else was done since. */
  undo: (() => void) | null = $state.raw(null);
  /** A developer key was pasted for the organization, whose field would have shown it. */
  keyForOrg: Flaw | null = $state.raw(null);

  readonly #profile: () => ProfileView;
  readonly #error: () => AppError | null;
  readonly #ask: Ask;
  readonly #fetch: Fetch;
  readonly kept = $derived.by(() =>
    keptFor(this.#profile(), this.draft, refusedSecret(this.#error())),
  );

  /** Typed for a try before this one: main has it still. */
  readonly typedBefore = $derived.by(() => typedBeforeFor(this.#profile(), this.draft));

  readonly #flaws = $derived.by(() =>
    flawsOf(this.draft, this.secrets, fieldsShown(this.draft.way, this.draft.kind)),
  );
  /** What cannot be right, by its field. */
  readonly flaws: Flaws = $derived(
    this.keyForOrg === null ? this.#flaws : { ...this.#flaws, orgId: this.keyForOrg },
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

  /** In no file yet: its name and colour are chosen here. */
  get isNew(): boolean {
    return this.#profile().draft;
  }

  turnAway(): void {
    this.turnedAway = true;
    this.refusal = null;
    this.empty = [];
  }

  /** False when something is to be filled in first, or cannot be right. */
  check(wanted?: readonly FieldName[]): boolean {
    this.refusal = null;
    this.turnedAway = false;
    this.took = '';
    this.undo = null;
    const { kept, typedBefore } = this;
    const there = {
      password: kept.password || typedBefore.password,
      devKey: kept.devKey || typedBefore.devKey,
    };
    this.empty = emptyFields(this.draft, this.secrets, there, wanted);
    const flawed = Object.keys(this.flaws).some(
      (field) => wanted?.includes(field as FieldName) ?? true,
    );
    this.held = flawed;
    return this.empty.length === 0 && !flawed;
  }

  async send(): Promise<void> {
    const command = this.#command();
    // From here on only main holds the secrets.
    const typed = this.secrets.all();
    this.secrets.clear();
    this.draft.sentTo = this.draft.server;
    this.asking = true;
    this.refusal = await command();
    // Nothing was begun, and main may never have seen them.
    if (this.refusal !== null) this.secrets.putBack(typed);
    this.asking = false;
  }

  #command(): () => Promise<AppError | null> {
    const { draft, secrets } = this;
    const look = { name: draft.name.trim(), colour: draft.colour };
    const base = {
      profile: this.#profile().id,
      server: draft.server,
      ...(this.isNew ? { look } : {}),
    };
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

  /** The server that main keeps something typed for; null where it keeps nothing. */
  get typedServer(): Server | null {
    return this.#profile().typedBefore?.server ?? null;
  }

  async dropTyped(): Promise<void> {
    await this.#ask('dropTyped', { profile: this.#profile().id });
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

  /** Shows what a block gave. */
  take({ said, undo, keyForOrg }: Filling): void {
    this.took = said;
    this.undo = null;
    if (keyForOrg) this.refuseKeyForOrg();
    if (undo === null) return;
    this.turnAway();
    this.undo = () => {
      undo();
      this.edited();
      this.turnAway();
      this.took = UNDONE;
    };
  }

  refuseKeyForOrg(): void {
    const words = orgIdWords('01');
    this.keyForOrg = words === null ? null : { ...words, place: null };
  }

  /** The person has edited a field since: undoing the paste would overwrite that. */
  edited(): void {
    this.undo = null;
    this.held = false;
    this.keyForOrg = null;
  }
}
