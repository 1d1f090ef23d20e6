/** Callers can make up texts without end, so that not every one can be remembered. */
const MOST_KNOWN = 2000;

/** What `find` says of a text, remembered: the same few are asked for over and over. */
export function memo<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = find(text);
    known.set(text, found);
    return found;
  };
}
