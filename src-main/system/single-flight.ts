/** One run at a time: whoever asks while one is under way gets its answer. */
export function singleFlight<T>(run: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () =>
    (pending ??= run().finally(() => {
      pending = null;
    }));
}
