/**
 * What a screen reader announces of the Verify panel: each change once, however many snapshots
 * repeat it. Nothing at first, since the panel itself is read then.
 */

/** Something to announce. The same key is announced once; an empty text is not announced. */
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

export class ScreenReaderNews {
  #before: ReadonlySet<string> | null = null;

  /** What is new since the last time, as one text; empty when nothing is. */
  tell({ head, refusal, tries }: Heard): string {
    const before = this.#before;
    this.#before = new Set([head, refusal, ...tries].map(({ key }) => key));
    if (before === null) return '';
    const isNew = ({ key, text }: News) => text !== '' && !before.has(key);
    // A refusal is announced alone: the title before it ("Code sent") would be misleading.
    const step = isNew(refusal) ? [refusal] : [head].filter(isNew);
    return [...step, ...tries.filter(isNew)].map(({ text }) => text).join(' ');
  }
}
