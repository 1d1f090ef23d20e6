/**
 * What a screen reader hears of the Verify panel: each piece of news once, however many snapshots
 * bring it. The first look says nothing: the panel itself is read then.
 */

/** Something that can be heard. The same key is the same piece of news; without words it is none. */
export interface News {
  readonly key: string;
  readonly text: string;
}

export interface Heard {
  readonly head: News;
  /** Why the last step did not work, as long as that is on the panel. */
  readonly refusal: News;
  readonly tries: readonly News[];
}

export class Teller {
  #before: ReadonlySet<string> | null = null;

  /** What is new since the last time, as one text; empty when nothing is. */
  tell({ head, refusal, tries }: Heard): string {
    const before = this.#before;
    this.#before = new Set([head, refusal, ...tries].map(({ key }) => key));
    if (before === null) return '';
    const isNew = ({ key, text }: News) => text !== '' && !before.has(key);
    // A refusal tells where the steps stand: "Code sent" before it would lead astray.
    const step = isNew(refusal) ? [refusal] : [head].filter(isNew);
    return [...step, ...tries.filter(isNew)].map(({ text }) => text).join(' ');
  }
}
