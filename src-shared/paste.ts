/**
 * Paste to fill: finds the sign-in's values in a block that a person copied: a `.env` file, JSON, a
 * Postman export or a curl command. Pure; keeps nothing of the block but what it found, and takes
 * time in proportion to its length.
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
  url: 'url',
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

/** What people put before the name, one after the other. */
const prefixes = [
  /^(?:vite|nextpublic|next|public|reactapp|app)(?=.)/u,
  /^(?:billcom|billdotcom|bill|bdc)(?=.)/u,
  /^(?:sandbox|stage|test|api|v2)(?=.)/u,
];

function fieldOf(name: string): PasteField | null {
  let plain = name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  for (const prefix of [null, ...prefixes]) {
    if (prefix !== null) plain = plain.replace(prefix, '');
    if (Object.hasOwn(names, plain)) return names[plain] ?? null;
  }
  return null;
}

type Pair = readonly [name: string, value: string];

function pairs(block: string): Pair[] {
  const command = /^(?:\$\s+)?curl(?:\.exe)?\s/u.exec(block)?.[0];
  if (command !== undefined) return curlPairs(block.slice(command.length));
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
    if ('enabled' in value && value.enabled === false) return [];
    return typeof value.value === 'string' ? [[value.key, value.value]] : [];
  }
  return Object.entries(value).flatMap(([name, inner]): Pair[] =>
    typeof inner === 'string' ? [[name, inner]] : flatten(inner),
  );
}

/** `.env`, YAML, and what is left of a JSON or JavaScript object when only its lines were copied. */
function envPairs(block: string): Pair[] {
  return block.split(/\r?\n/u).flatMap((line): Pair[] => {
    const match = /^\s*(?:(?:export|set|const|let|var)\s+)?(["']?)([A-Za-z][\w.-]*)\1\s*[=:]/u.exec(
      line,
    );
    if (match?.[2] === undefined) return [];
    return [[match[2], unquote(line.slice(match[0].length).trim())]];
  });
}

function unquote(text: string): string {
  const quoted = /^(["'`])(.*)\1\s*(?:[;,].*|#.*)?$/u.exec(text);
  if (quoted?.[2] !== undefined) return quoted[2];
  // A comment begins at a space; a # within a value belongs to it.
  const comment = text.search(/\s#/u);
  const value = comment === -1 ? text : text.slice(0, comment).trimEnd();
  return value.replace(/[;,]$/u, '');
}

/** The form fields of `-d`, `-F` and `--data…`, the headers, and the URL. */
function curlPairs(command: string): Pair[] {
  const words = shellWords(command.replace(/[\\^]\r?\n/gu, ' '));
  return words.flatMap((word, index): Pair[] => {
    const next = words[index + 1] ?? '';
    if (word === '--data-urlencode') return formPairs(next, true);
    if (/^(?:-d|-F|--form|--data(?:-raw|-binary|-ascii)?)$/u.test(word)) {
      return formPairs(next, false);
    }
    if (/^-[dF]./u.test(word)) return formPairs(word.slice(2), false);
    if (word === '-H' || word === '--header') return headerPair(next);
    if (!/^https?:\/\//iu.test(word)) return [];
    return [['baseUrl', word.replace(/\/[^/]*\.json.*$/u, '')]];
  });
}

function headerPair(text: string): Pair[] {
  const at = text.indexOf(':');
  return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1).trim()]];
}

function formPairs(text: string, raw: boolean): Pair[] {
  const json = jsonPairs(text.trim());
  if (json !== null) return json;
  return text.split('&').flatMap((part): Pair[] => {
    const at = part.indexOf('=');
    if (at < 1) return [];
    const value = raw ? part.slice(at + 1) : decode(part.slice(at + 1));
    // BILL's operations have one field, `data`, that holds JSON.
    return jsonPairs(value.trim()) ?? [[part.slice(0, at), value]];
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
