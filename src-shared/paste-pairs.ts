/** Names and values in the two forms that may stand within others: JSON, and a form's body. */

export type Pair = readonly [name: string, value: string];

/** Null for what is no JSON object or list. */
export function jsonPairs(block: string): Pair[] | null {
  const text = block.trim();
  if (!/^[[{]/u.test(text)) return null;
  try {
    return flatten(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Any depth, and the key/value lists in which Postman exports an environment. */
function flatten(value: unknown): Pair[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('key' in value && 'value' in value && typeof value.key === 'string') {
    if ('enabled' in value && value.enabled === false) return [];
    return typeof value.value === 'string' ? [[value.key, value.value]] : [];
  }
  return Object.entries(value).flatMap(([name, inner]): Pair[] =>
    typeof inner === 'string' ? [[name, inner]] : flatten(inner),
  );
}

/** `userName=a%40b.example&orgId=008…`, or JSON in its place. */
export function formPairs(text: string): Pair[] {
  return (
    jsonPairs(text) ??
    text.split('&').flatMap((part): Pair[] => {
      const at = part.indexOf('=');
      if (at < 1) return [];
      const value = decode(part.slice(at + 1));
      // BILL's operations have one field, `data`, that holds JSON.
      return jsonPairs(value) ?? [[part.slice(0, at), value]];
    })
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/gu, ' '));
  } catch {
    return text;
  }
}
