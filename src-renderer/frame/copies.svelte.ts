/** What the window itself copies of the profile in sight, and what was copied a moment ago. */
import type { AppError } from '../../src-shared/result.ts';
import { copiedWords } from '../../src-shared/words.ts';
import type { Ask } from '../ask.ts';
import { voice } from '../voice.svelte.ts';

type Copied = 'sessionId' | 'devKey';

export class Copies {
  /** For two seconds, for its chip to say so. */
  last: Copied | null = $state(null);
  readonly #ask: Ask;
  readonly #profile: () => string | null;

  constructor(ask: Ask, profile: () => string | null) {
    this.#ask = ask;
    this.#profile = profile;
  }

  readonly sessionId = () => this.#copy('sessionId', 'copySessionId');
  readonly devKey = () => this.#copy('devKey', 'copyDevKey');

  /** Resolves to why it was not copied, or to null. */
  async #copy(what: Copied, command: 'copySessionId' | 'copyDevKey'): Promise<AppError | null> {
    const profile = this.#profile();
    if (profile === null) return null;
    const error = await this.#ask(command, { profile });
    if (error !== null) return error;
    this.last = what;
    voice.say(copiedWords[what]);
    setTimeout(() => {
      if (this.last === what) this.last = null;
    }, 2000);
    return null;
  }
}
