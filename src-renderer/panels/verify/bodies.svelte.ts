/**
 * The request bodies as the person has edited them, for the life of the window: another panel in
 * between loses nothing, and what was refused for want of trust can be sent again as it was.
 */
import { SvelteMap } from 'svelte/reactivity';
import { sampleBodies, type OperationId } from '../../../src-shared/bill/operations.ts';

export class Bodies {
  readonly #edited = new SvelteMap<string, string>();

  get(profile: string, operation: OperationId): string {
    return this.#edited.get(`${profile} ${operation}`) ?? sampleBodies[operation];
  }

  set(profile: string, operation: OperationId, body: string): void {
    this.#edited.set(`${profile} ${operation}`, body);
  }
}
