/**
 * Takes secrets out of what a person may see: first by name, wherever the name stands, then by
 * value, in case the server puts one in a place of its own choosing.
 */
import { HIDDEN, maskId } from '../../src-shared/text/mask.ts';
import { parseJson } from '../../src-shared/text/parse-json.ts';
import { withMarksShown } from '../../src-shared/text/visible.ts';
import type { Form } from './http.ts';
import { EXCHANGE_BODY } from './call-limits.ts';

/** Parts of field names, in lower case without separators: rather too many than too few. */
const secretName =
  /password|passwd|passphrase|secret|token|devkey|appkey|apikey|session|mfaid|challenge|device|remembermeid|accountnum|routingnum|iban|cardnum|cvv|cvc|taxid|ssn|authorization|cookie|^sid$|^pin$/u;
/** Names of which a few characters of the value may be shown. */
const idName = /^(?:sessionid|sid|mfaid|remembermeid|challengeid|devkey|appkey)$/u;

/** JSON nested deeper is not shown: BILL's never is, and the recursion needs a bound. */
const MAX_DEPTH = 40;
const ELLIPSIS = '…';

/** Shorter values occur everywhere by chance: masking them would hide half of every text. */
const SHORTEST_SECRET = 4;

type Names = 'hidden' | 'id' | 'open';

/** What names were found to be: a reply has the same ones over and over. */
const known = new Map<string, Names>();
const MOST_KNOWN = 2000;

function kindOf(name: string): Names {
  const found = known.get(name);
  if (found !== undefined) return found;
  // A reply may be made of names that nobody ever sends again.
  if (known.size >= MOST_KNOWN) known.clear();
  const kind = findKind(name);
  known.set(name, kind);
  return kind;
}

function findKind(name: string): Names {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  if (idName.test(plain)) return 'id';
  return secretName.test(plain) ? 'hidden' : 'open';
}

/** The form as Activity shows it, in the order sent; `data` is JSON and searched like a reply. */
export function redactForm(form: Form): { name: string; value: string }[] {
  const scrub = createScrub(secretsOfForm(form));
  return form.map(([name, value]) => {
    const shown = name === 'data' ? redactData(value) : redactText(value, kindOf(name));
    return { name, value: cap(scrub(shown)) };
  });
}

/**
 * A reply as a person may see it: indented, without the secrets it names and those in `secrets`. What is
 * over `most` characters is cut off, and an ellipsis says so.
 */
export function redactReply(
  json: unknown,
  secrets: readonly string[],
  most = EXCHANGE_BODY,
): string {
  const scrub = createScrub([...secrets, ...secretsOf(json)]);
  return cap(withMarksShown(scrub(JSON.stringify(redactJson(json, 'open', 0), null, 2))), most);
}

/** The values in a form that must be seen nowhere. */
export function secretsOfForm(form: Form): string[] {
  return form.flatMap(([name, value]) =>
    name === 'data' ? secretsOf(parseJson(value)) : kindOf(name) === 'open' ? [] : [value],
  );
}

/**
 * A function that replaces each of `secrets` in a text, also where it is URL-encoded, escaped as in
 * JSON, or base64. Values of under four characters are left to the names.
 */
export function createScrub(secrets: Iterable<string>): (text: string) => string {
  const found = secretPattern(secrets);
  return found === null ? (text) => text : (text) => text.replace(found.pattern, HIDDEN);
}

/**
 * What finds them all, and the length of the longest text that it may find; null where there is none to
 * find.
 */
export function secretPattern(
  secrets: Iterable<string>,
): { readonly pattern: RegExp; readonly longest: number } | null {
  const variants = new Set<string>();
  for (const secret of secrets) {
    if (Array.from(secret).length < SHORTEST_SECRET) continue;
    for (const variant of variantsOf(secret)) variants.add(variant);
  }
  // The longest first, so that no end of a secret is left behind by a shorter one.
  const ordered = [...variants].sort((a, b) => b.length - a.length);
  if (ordered[0] === undefined) return null;
  const pattern = new RegExp(ordered.map(escapeForRegExp).join('|'), 'giu');
  return { pattern, longest: ordered[0].length };
}

function redactData(text: string): string {
  const json = parseJson(text);
  return json === undefined ? HIDDEN : JSON.stringify(redactJson(json, 'open', 0));
}

function redactText(value: string, kind: Names): string {
  if (kind === 'open' || value === '') return value;
  return kind === 'id' ? maskId(value) : HIDDEN;
}

function redactJson(value: unknown, kind: Names, depth: number): unknown {
  if (typeof value === 'string') return redactText(value, kind);
  if (typeof value !== 'object' || value === null) {
    return kind !== 'open' && typeof value === 'number' ? HIDDEN : value;
  }
  if (kind !== 'open') return HIDDEN;
  if (depth >= MAX_DEPTH) return ELLIPSIS;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, 'open', depth + 1));
  // fromEntries defines properties, so a name like __proto__ stays a name.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, redactJson(item, kindOf(name), depth + 1)]),
  );
}

function secretsOf(value: unknown, kind: Names = 'open', depth = 0): string[] {
  if (kind !== 'open' && (typeof value === 'string' || typeof value === 'number')) {
    return [String(value)];
  }
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
  // What stands below a secret name is secret, whatever its own name.
  return Object.entries(value).flatMap(([name, item]) =>
    secretsOf(item, kind === 'open' ? kindOf(name) : kind, depth + 1),
  );
}

function variantsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const url = new URLSearchParams([['', secret]]).toString().slice(1);
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = [0, 1, 2].flatMap((before) => {
    // A secret may begin at any of three places in a group; its edges mix with what is around it.
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const core = text.slice(before === 0 ? 0 : before + 1).replace(/=+$/u, '');
    const safe = (before + bytes.length) % 3 === 0 ? core : core.slice(0, -1);
    return [safe, safe.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [
    secret,
    url,
    url.replaceAll('+', '%20'),
    percentEncode(secret),
    json,
    json.replaceAll('/', '\\/'),
    json.replace(/[^\x20-\x7e]/g, unicodeEscape),
    ...base64.filter((text) => text.length >= SHORTEST_SECRET),
  ];
}

/** encodeURIComponent throws on half a surrogate pair, which a typed password may hold. */
const percentEncode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const escapeForRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Cuts after redaction, never before: half a secret would not be recognised. */
function cap(text: string, most = EXCHANGE_BODY): string {
  return text.length <= most ? text : `${text.slice(0, most)}${ELLIPSIS}`;
}
