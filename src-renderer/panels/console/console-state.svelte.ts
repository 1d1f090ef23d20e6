/**
 * What a person has in the API console, a state for each profile, for the life of the window: another
 * panel in between, or another profile, loses nothing, and a call that is under way ends where it began.
 * In memory alone.
 */
import type { Fetch } from '../../ask.ts';
import { kept, outcomeOf, type ConsoleCall, type SentCall } from './sent-calls.ts';

export class ConsoleState {
  /** By the operation's name; empty while none is chosen. */
  operation = $state('');
  /** By operation. Replaced whole: a map that Svelte follows would be in every window's start. */
  #drafts: Readonly<Record<string, string>> = $state.raw({});
  calls: readonly SentCall[] = $state.raw([]);
  /** The call whose reply is shown. */
  shown: number | null = $state(null);
  #ids = 0;

  /** Null where the person has written nothing for it. */
  draft(operation: string): string | null {
    return this.#drafts[operation] ?? null;
  }

  write(operation: string, body: string): void {
    this.#drafts = { ...this.#drafts, [operation]: body };
  }

  open({ operation, body }: ConsoleCall): void {
    this.write(operation, body);
    this.operation = operation;
  }

  get pending(): SentCall | null {
    return this.calls.find(({ outcome }) => outcome === 'pending') ?? null;
  }

  /** Sends what is given for the profile that this is the state of. `at`: epoch ms of main's clock. */
  async send(fetch: Fetch, { profile, operation, body, at }: ConsoleCall & Target): Promise<void> {
    const id = ++this.#ids;
    const pending: SentCall = {
      id,
      operation,
      body,
      at,
      ms: null,
      outcome: 'pending',
      error: null,
      reply: null,
    };
    this.calls = kept([pending, ...this.calls]);
    this.shown = id;
    const start = performance.now();
    const result = await fetch('tryOperation', { profile, operation, body });
    const ended: SentCall = {
      ...pending,
      ms: Math.round(performance.now() - start),
      outcome: result.ok ? 'accepted' : outcomeOf(result.error),
      error: result.ok ? null : result.error,
      reply: result.ok ? result.value.reply : null,
    };
    this.calls = kept(this.calls.map((one) => (one.id === id ? ended : one)));
  }
}

interface Target {
  readonly profile: string;
  readonly at: number;
}

/** One for each profile that has been in the console. */
export class Consoles {
  // Whoever asks gets the same state, so that nobody has to hear of a new one.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read while it is written
  readonly #states = new Map<string, ConsoleState>();

  of(profile: string): ConsoleState {
    const state = this.#states.get(profile) ?? new ConsoleState();
    this.#states.set(profile, state);
    return state;
  }
}
