/**
 * Paste to fill: finds the sign-in's values in a block that a person copied: a `.env` file, JSON, a
 * Postman export or a curl command. Pure; keeps nothing of the block but what it found, and takes
 * time in proportion to its length.
 */
import { formPairs, jsonPairs, type Pair } from './paste-pairs.ts';
import { curlPairs, shellWords } from './paste-shell.ts';

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
  apibase: 'url',
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
    if (field === null || Object.hasOwn(found, field)) continue;
    if (value !== '' && !PLACEHOLDER.test(value)) found[field] = value;
  }
  return found;
}

/** A variable that another tool would have filled in: `{{password}}`, `${BILL_PASSWORD}`. */
const PLACEHOLDER = /^(?:\{\{[^{}]*\}\}|\$\{[^{}]*\})$/u;

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

function pairs(block: string): Pair[] {
  return jsonPairs(block) ?? curlPairs(block) ?? block.split(/\r?\n/u).flatMap(linePairs);
}

/** What may stand before a name, and the name: up to three words, in quotes or without. */
const LINE =
  /^\s*(?:(?:export|set|const|let|var)\s+|\$env:)?(["']?)([A-Za-z][\w.-]*(?: [\w.-]+){0,2})\1\s*[=:]/iu;

/**
 * A line of `.env`, YAML or a script, several variables or a form's body in one line, and what is left
 * of a JSON or JavaScript object when only its lines were copied.
 */
function linePairs(line: string): Pair[] {
  const several = [formPairs(line.trim()), assignments(line)].find(namesSeveral);
  if (several !== undefined) return several;
  const match = LINE.exec(line);
  if (match?.[2] === undefined) return [];
  const text = line.slice(match[0].length).trim();
  const json = match[1] === '"' ? /^"(?:\\.|[^"\\])*"(?=,?$)/u.exec(text)?.[0] : undefined;
  const escaped = json === undefined ? null : jsonPairs(`{"":${json}}`);
  return [[match[2], escaped?.[0]?.[1] ?? unquote(text)]];
}

/** Else a value of one field could be torn apart that only looks so. */
function namesSeveral(found: readonly Pair[]): boolean {
  return new Set(found.map(([name]) => fieldOf(name)).filter((field) => field !== null)).size > 1;
}

/** `BILL_USERNAME=a BILL_PASSWORD='b c' node app.js` */
function assignments(line: string): Pair[] {
  return shellWords(line).flatMap((word): Pair[] => {
    const name = /^([A-Za-z_]\w*)=/u.exec(word)?.[1];
    return name === undefined ? [] : [[name, word.slice(name.length + 1)]];
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
