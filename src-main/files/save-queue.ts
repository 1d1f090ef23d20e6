/** One writer at a time: jobs run in order, and saves that have not begun yet become one. */

interface SaveQueue<T> {
  /** A save that begins after this call, so that it holds everything changed until now. */
  save(): Promise<T>;
  /** Another job in the same line. */
  run<R>(job: () => Promise<R>): Promise<R>;
  /** Resolves when everything that is in the line now has ended, well or badly. */
  idle(): Promise<void>;
}

export function createSaveQueue<T>(save: () => Promise<T>): SaveQueue<T> {
  let tail: Promise<void> = Promise.resolve();
  let next: Promise<T> | null = null;

  function run<R>(job: () => Promise<R>): Promise<R> {
    const done = tail.then(job);
    tail = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  return {
    run,
    save: () => {
      next ??= run(() => {
        next = null;
        return save();
      });
      return next;
    },
    idle: () => tail,
  };
}
