/** A body as JSON, within bounds: pure, from the bytes that were read. */

/** More than this is refused while it comes in. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** What is deeper is no message of ours, and whoever walks it may end. */
const DEEPEST = 64;

/** What could end a line or a text for whoever reads the value next. */
const BREAKS = /[\r\n\0]/u;

/** An object of JSON; null for anything else, and for one with CR, LF or NUL in any text of it. */
export function readJson(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  if (bytes.length === 0) return {};
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return isPlain(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** Level by level, so that no depth can exhaust the stack. */
function isPlain(root: object): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && BREAKS.test(value)) return false;
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, item] of Object.entries(value)) {
        if (BREAKS.test(key)) return false;
        next.push(item);
      }
    }
    level = next;
  }
  return true;
}
