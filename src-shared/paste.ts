/**
 * Paste to fill: finds the sign-in's values in a block that a person copied: a `.env` file, JSON, or
 * a curl command. Pure; keeps nothing of the block but what it found.
 */

export type PasteField =
  'userName' | 'password' | 'tokenName' | 'tokenValue' | 'orgId' | 'devKey' | 'sessionId' | 'url';
export type Pasted = Readonly<Partial<Record<PasteField, string>>>;

/** A larger block is not a set of credentials. */
const LONGEST = 64 * 1024;

/** Names as people write them, without case, `_` and `-`; a prefix such as `BILL_` may stand before. */
const names: Readonly<Record<string, PasteField>> = {
  username: 'userName',
  user: 'userName',
  email: 'userName',
  tokenname: 'tokenName',
  password: 'password',
  pass: 'password',
  tokenvalue: 'tokenValue',
  orgid: 'orgId',
  organizationid: 'orgId',
  organisationid: 'orgId',
  devkey: 'devKey',
  developerkey: 'devKey',
  sessionid: 'sessionId',
  baseurl: 'url',
  apiurl: 'url',
  apiendpoint: 'url',
  endpoint: 'url',
};

/**
 * Reads the block. The first value of each field counts; an empty result says that nothing in it has
 * a name we know. Never throws.
 */
export function readPaste(block: string): Pasted {
  if (block.length > LONGEST) return {};
  const found: Partial<Record<PasteField, string>> = {};
  for (const [name, value] of pairs(block.trim())) {
    const field = fieldOf(name);
    if (field !== null && value !== '' && !Object.hasOwn(found, field)) found[field] = value;
  }
  return found;
}

function fieldOf(name: string): PasteField | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  const bare = plain.replace(
    /^(?:vite|next|public|app)?(?:billcom|billdotcom|bill|bdc)?(?:sandbox|stage|test|api)?/u,
    '',
  );
  for (const key of [plain, bare]) if (Object.hasOwn(names, key)) return names[key] ?? null;
  return null;
}

type Pair = readonly [name: string, value: string];

function pairs(block: string): Pair[] {
  if (/^curl\s/u.test(block)) return curlPairs(block);
  return jsonPairs(block) ?? envPairs(block);
}

function jsonPairs(block: string): Pair[] | null {
  if (!/^[[{]/u.test(block)) return null;
  try {
    return flatten(JSON.parse(block));
  } catch {
    return null;
  }
}

/** Any depth, and the key/value lists in which Postman exports an environment. */
function flatten(value: unknown): Pair[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('key' in value && 'value' in value && typeof value.key === 'string') {
    return typeof value.value === 'string' ? [[value.key, value.value]] : [];
  }
  return Object.entries(value).flatMap(([name, inner]): Pair[] =>
    typeof inner === 'string' ? [[name, inner]] : flatten(inner),
  );
}

function envPairs(block: string): Pair[] {
  return block.split(/\r?\n/u).flatMap((line): Pair[] => {
    const match = /^\s*(?:export\s+|set\s+)?([A-Za-z][\w.-]*)\s*[=:]\s*(.*?)\s*$/u.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) return [];
    return [[match[1], unquote(match[2])]];
  });
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1\s*(?:[;,].*|#.*)?$/u.exec(text);
  if (quoted?.[2] !== undefined) return quoted[2];
  // A comment begins at a space; a # within a value belongs to it.
  return text.replace(/\s+#.*$/u, '').replace(/[;,]$/u, '');
}

/** The form fields of `-d`, `--data` and `--data-urlencode`, and the URL. */
function curlPairs(block: string): Pair[] {
  const words = shellWords(block.replace(/\\\r?\n/gu, ' '));
  const found: Pair[] = [];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? '';
    const raw = word === '--data-urlencode';
    if (raw || word === '-d' || /^--data(?:-raw|-binary)?$/u.test(word) || word === '-F') {
      found.push(...formPairs(next, raw));
    } else if (/^https?:\/\//iu.test(word)) {
      found.push(['baseUrl', word.replace(/\/[^/]*\.json.*$/u, '')]);
    }
  }
  return found;
}

function formPairs(text: string, raw: boolean): Pair[] {
  const json = jsonPairs(text);
  if (json !== null) return json;
  return text.split('&').flatMap((part): Pair[] => {
    const at = part.indexOf('=');
    if (at < 1) return [];
    const value = part.slice(at + 1);
    return [[part.slice(0, at), raw ? value : decode(value)]];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/gu, ' '));
  } catch {
    return text;
  }
}

function shellWords(text: string): string[] {
  const words = text.match(/(?:[^\s'"]+|'[^']*'|"(?:\\.|[^"\\])*")+/gu) ?? [];
  return words.map((word) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"/gu,
      (_, single?: string, double?: string) => single ?? (double ?? '').replace(/\\(.)/gu, '$1'),
    ),
  );
}
