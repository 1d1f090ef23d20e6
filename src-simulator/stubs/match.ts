/** Compares JSON values. Goes as deep as the first of the two, never as deep as what a caller sent. */

/** Whether every key of `wanted` is in `given`, objects at every depth; lists and values are equal. */
export function isSubset(wanted: unknown, given: unknown): boolean {
  if (!isPlain(wanted)) return isEqual(wanted, given);
  if (!isPlain(given)) return false;
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(given, key) && isSubset(value, given[key]),
  );
}

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, at) => isEqual(one, b[at]));
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
