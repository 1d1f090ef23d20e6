/** Runs a function one at a time: a call during a run gets that run's result. */
export function singleFlight<T>(run: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () =>
    (pending ??= run().finally(() => {
      pending = null;
    }));
}
