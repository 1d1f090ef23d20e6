/** A body as JSON, within bounds: pure, from the bytes that were read. */

/** More than this is refused while it comes in. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** What is deeper is no message of ours, and whoever walks it may end. */
const DEEPEST = 64;

/** What could end a line or a text for whoever reads the value next. */
const BREAKS = /[\r\n\0]/u;

export type JsonRead =
  | { readonly value: Readonly<Record<string, unknown>> }
  /** No object of JSON, or a text in it that holds CR, LF or NUL. */
  | { readonly problem: 'noObject' | 'breaks' };

const noObject = { problem: 'noObject' } as const;

/** An object of JSON, or what is wrong with it. */
export function readJson(bytes: Uint8Array): JsonRead {
  if (bytes.length === 0) return { value: {} };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return noObject;
    const problem = problemIn(value);
    return problem === null ? { value: value as Readonly<Record<string, unknown>> } : { problem };
  } catch {
    return noObject;
  }
}

/** Level by level, so that no depth can exhaust the stack. */
function problemIn(root: object): 'noObject' | 'breaks' | null {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return 'noObject';
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && BREAKS.test(value)) return 'breaks';
      if (typeof value !== 'object' || value === null) continue;
      for (const [key, item] of Object.entries(value)) {
        if (BREAKS.test(key)) return 'breaks';
        next.push(item);
      }
    }
    level = next;
  }
  return null;
}
