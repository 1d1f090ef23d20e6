/** A reply may be made of names that nobody ever sends again. */
const MOST_KNOWN = 2000;

/** What `find` says of a field's name, remembered: replies have the same names over and over. */
export function byName<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = find(name);
    known.set(name, found);
    return found;
  };
}
