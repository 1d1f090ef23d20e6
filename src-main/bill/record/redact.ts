/**
 * Takes secrets out of what a person may see: first by name, wherever the name stands, then by
 * value, in case the server puts one in a place of its own choosing.
 */
import { HIDDEN, maskId } from '../../../src-shared/text/mask.ts';
import { parseJson } from '../../../src-shared/text/parse-json.ts';
import { withMarksShown } from '../../../src-shared/text/visible.ts';
import type { Form } from '../http.ts';
import { EXCHANGE_BODY } from '../call-limits.ts';
import { memo } from '../memo.ts';

/** Parts of field names, in lower case without separators: rather too many than too few. */
const secretName =
  /password|passwd|passphrase|secret|token|devkey|appkey|apikey|session|mfaid|challenge|device|remembermeid|accountnum|routingnum|iban|cardnum|cvv|cvc|taxid|ssn|authorization|cookie|^sid$|^pin$/u;
/**
 * Whole names that would fall under those by chance. Never a rule by a name's end: whoever sends a field
 * chooses what it is called.
 */
const openName = /^taxidtype$/u;
/** Names of which a few characters of the value may be shown. */
const idName = /^(?:sessionid|sid|mfaid|remembermeid|challengeid|devkey|appkey)$/u;

/** JSON nested deeper is not shown: BILL's never is, and the recursion needs a bound. */
const MAX_DEPTH = 40;
const ELLIPSIS = '…';

/** Shorter values occur everywhere by chance: masking them would hide half of every text. */
const SHORTEST_SECRET = 4;

type Names = 'hidden' | 'id' | 'open';

const kindOf = memo((name): Names => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  if (idName.test(plain)) return 'id';
  return secretName.test(plain) && !openName.test(plain) ? 'hidden' : 'open';
});

/**
 * The form as Activity shows it, in the order sent; `data` is JSON and searched like a reply. `secrets`:
 * those of the form, where they are known already.
 */
export function redactForm(
  form: Form,
  secrets: readonly string[] = secretsOfForm(form),
): { name: string; value: string }[] {
  const scrub = createScrub(secrets);
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
  const room = { left: most };
  const text = withMarksShown(scrub(JSON.stringify(redactJson(json, room), null, 2)));
  // What was left out would be missed without an ellipsis, though the rest became shorter.
  return room.left < 0 ? `${text.slice(0, most)}${ELLIPSIS}` : cap(text, most);
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
  const variants = searchedFor(secrets);
  const folded = variants.map(foldCase);
  let pattern: RegExp | null = null;
  return (text) => {
    // Nearly always none is there, and to look costs a small part of making the expression.
    const within = foldCase(text);
    if (!folded.some((variant) => within.includes(variant))) return text;
    pattern ??= patternOf(variants);
    return text.replace(pattern, HIDDEN);
  };
}

/** V8 keeps the text in which an expression was found last, here a secret, until one is found in another. */
export const forgetLastMatch = (): boolean => /^/u.test('');

/**
 * What finds them all, and the length of the longest text that it may find; null where there is none to
 * find.
 */
export function secretPattern(
  secrets: Iterable<string>,
): { readonly pattern: RegExp; readonly longest: number } | null {
  const variants = searchedFor(secrets);
  const [longest] = variants;
  return longest === undefined ? null : { pattern: patternOf(variants), longest: longest.length };
}

/** As they may stand in a text, the longest first: a shorter one would leave the end of a longer. */
function searchedFor(secrets: Iterable<string>): string[] {
  const variants = new Set<string>();
  for (const secret of secrets) {
    if (isLongEnough(secret)) variantsOf(secret, variants);
  }
  return [...variants].sort((a, b) => b.length - a.length);
}

/** Characters are code points here, of which each is at most two units. */
const isLongEnough = (secret: string) =>
  secret.length >= 2 * SHORTEST_SECRET || Array.from(secret).length >= SHORTEST_SECRET;

const patternOf = (variants: readonly string[]) =>
  new RegExp(variants.map(escapeForRegExp).join('|'), 'giu');

/** Equal for all texts that an expression without regard to case takes for equal, and for some more. */
export const foldCase = (text: string) => text.toLowerCase().toUpperCase();

function redactData(text: string): string {
  const json = parseJson(text);
  return json === undefined ? HIDDEN : JSON.stringify(redactJson(json, { left: Infinity }));
}

function redactText(value: string, kind: Names): string {
  if (kind === 'open' || value === '') return value;
  return kind === 'id' ? maskId(value) : HIDDEN;
}

/** How many characters of text are wanted at most, of a copy that is being made. */
interface Room {
  left: number;
}

/**
 * A copy with what stands under a secret name hidden. It ends where its text is certain to be longer than
 * there is room for; each text within is whole, so that no secret is cut in two.
 */
function redactJson(value: unknown, room: Room, kind: Names = 'open', depth = 0): unknown {
  if (typeof value === 'string') {
    const text = redactText(value, kind);
    room.left -= text.length;
    return text;
  }
  if (typeof value !== 'object' || value === null) {
    return kind !== 'open' && typeof value === 'number' ? HIDDEN : value;
  }
  if (kind !== 'open') return HIDDEN;
  if (depth >= MAX_DEPTH) return ELLIPSIS;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      if (room.left < 0) break;
      room.left -= 2 * depth + 4;
      items.push(redactJson(item, room, 'open', depth + 1));
    }
    return items;
  }
  const shown: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (room.left < 0) break;
    // Two quotes, colon, space, line feed, the indent, and one character of a value at least.
    room.left -= name.length + 2 * depth + 8;
    const redacted = redactJson(item, room, kindOf(name), depth + 1);
    // By assignment this one would become the prototype.
    if (name === '__proto__') Object.defineProperty(shown, name, own(redacted));
    else shown[name] = redacted;
  }
  return shown;
}

const own = (value: unknown) => ({ value, enumerable: true });

function secretsOf(value: unknown): string[] {
  const found: string[] = [];
  findSecrets(value, 'open', found, 0);
  return found;
}

function findSecrets(value: unknown, kind: Names, found: string[], depth: number): void {
  if (typeof value === 'string' || typeof value === 'number') {
    if (kind !== 'open') found.push(String(value));
    return;
  }
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return;
  for (const [name, item] of Object.entries(value)) {
    // What stands below a secret name is secret, whatever its own name.
    findSecrets(item, kind === 'open' ? kindOf(name) : kind, found, depth + 1);
  }
}

/** Whether a text reads the same in an address, in JSON and as it is. */
const isPlain = (text: string) => /^[\w.-]*$/.test(text);

function variantsOf(secret: string, into: Set<string>): void {
  into.add(secret);
  for (const text of base64Of(secret)) {
    if (text.length >= SHORTEST_SECRET) into.add(text);
  }
  if (isPlain(secret)) return;
  const url = new URLSearchParams([['', secret]]).toString().slice(1);
  const json = JSON.stringify(secret).slice(1, -1);
  into.add(url).add(url.replaceAll('+', '%20')).add(percentEncode(secret));
  into.add(json).add(json.replaceAll('/', '\\/'));
  into.add(json.replace(/[^\x20-\x7e]/g, unicodeEscape));
}

/**
 * In both alphabets. A secret may begin at any of three places in a group, and shares the characters at
 * its ends with what stands around it: these are left out.
 */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(`\0\0${secret}`, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const shared = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((bytes.length - 2 + before) * 8) / 6);
    const text = bytes.toString('base64', 2 - before).slice(shared, whole);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** encodeURIComponent throws on half a surrogate pair, which a typed password may hold. */
const percentEncode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));

const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const escapeForRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Cuts after redaction, never before: half a secret would not be recognised. */
function cap(text: string, most = EXCHANGE_BODY): string {
  return text.length <= most ? text : `${text.slice(0, most)}${ELLIPSIS}`;
}
