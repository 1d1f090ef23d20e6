/** Whether what was written for a field is a value of it, and if not, why. */
import { named } from './names.ts';
import { HOLE, type Fact, type PasteField, type Unfilled } from './facts.ts';

export type Outcome =
  | { readonly value: string }
  | {
      readonly unfilled: Unfilled;
      /** It refers to a variable of the field's own name, so that the variable's value is no other. */
      readonly toItself?: boolean;
    };

/** Judges the text of a fact that stands for `field`. */
export function valueOf(field: PasteField, fact: Fact): Outcome {
  const { text } = fact;
  if (text === null) return { unfilled: 'unclear' };
  if (text.trim() === '') return { unfilled: 'empty' };
  if (text.includes(HOLE) || REFERENCE.test(text.trim())) {
    return { unfilled: 'reference', toItself: named(targetOf(text))?.field === field };
  }
  if (isPlaceholder(field, text.trim())) return { unfilled: 'placeholder' };
  if (SEALED.test(text)) return { unfilled: 'encoded' };
  if (!isWhole(text)) return { unfilled: 'unclear' };
  if (fact.plain && !isPlainValue(field, text)) return { unfilled: 'unclear' };
  return fitsField(field, text) ? { value: text } : { unfilled: 'unclear' };
}

/** The name that a reference names, which is nothing else; '' for any other text. */
export const targetOf = (text: string): string =>
  /^(?:\uFDD0|\$\{?)(\w+)(?:\uFDD1|\}?)$/u.exec(text.trim())?.[1] ?? '';

/** A place where the value is to be looked up. */
const REFERENCE = new RegExp(
  [
    String.raw`^\$\{?[A-Za-z_]\w*\}?$`,
    String.raw`\$\{[^{}]*\}`,
    String.raw`^\$\(.*\)$`,
    String.raw`^[%!]\w+[%!]$`,
    String.raw`^%\([^()]+\)s$`,
    String.raw`\{\{[^{}]*\}\}`,
    String.raw`^#\{[^{}]*\}$`,
    String.raw`^(?:process|import\.meta|os|System|Deno|Bun|env|ENV|secrets?|vars?|config|settings|inputs|self|this)(?:\??\.\w+)+(?=$|[\s[(!?|])`,
    String.raw`^(?:\w+\.)*(?:getenv|env|environ|secret|config|get)[([]`,
    String.raw`^ENV\[`,
    String.raw`^(?:op|vault|keyring|keychain|file|ssm|secretsmanager|ref\+\w+|awssm|gcpsm|azurekv|doppler|pass|bw|infisical):/`,
    String.raw`^(?:arn:aws|vault:\w+/)`,
    String.raw`^!(?:secret|Ref|Sub|GetAtt|env|vault|reference)\b`,
    String.raw`^@Microsoft\.KeyVault\(`,
    '^`.*`$',
  ].join('|'),
  'su',
);

/** What somebody is still to replace: `<your password>`, `{password}`, `string`, `008xxxxx`. */
function isPlaceholder(field: PasteField, text: string): boolean {
  if (BRACKETED.test(text) || BLANKED.test(text) || ASKED.test(text)) return true;
  if (/^(?:string|null|nil|none|undefined|true|false|~)$/iu.test(text)) return true;
  // Its own name, or that of another field, stands for a value and is none.
  const own = /^[:@]?[A-Za-z][\w -]*$/u.test(text) ? named(text) : null;
  if (own !== null) return true;
  return (
    isId(field) && /x{3,}|\.{3}|\u2026|\*{2,}|\u2022|_{3,}|#{3,}|\?{2,}|1234567890/iu.test(text)
  );
}

const BRACKETED =
  /^(?:<[^<>]*>|\{[^{}]*\}|\[[A-Za-z][\w .-]*\]|\([^()]*\s[^()]*\)|__[A-Z][A-Z0-9_]*__|@@?[A-Z][A-Z0-9_]*@@?|%[sdv])$/u;
/** Only characters that stand for something left out, such as `***` or `...`. */
const BLANKED = /^(?:[xX]{2,}|([*\u2022.\u2026_?#-])\1*|[\u25cf\u25cb\u2022*]{2,}.*)$/u;
const ASKED =
  /^(?:(?:see|ask|same as|stored in|kept in) |(?:n\/a|unchanged)$|(?:enter|insert|put|add|use|set|type|paste|replace|change)[ _-]?(?:me|your|the|with|it|here)\b|your[ _-]|my[_-](?:user|pass|org|dev|api|session)|(?:change|replace|fill)[_-]?(?:me|this|it|in)|to[_-]?do\b|tbd\b|fixme\b|example[_-])|[_-](?:goes[_-])?here$|\u2022{2,}/iu;

/** Encoded or encrypted by a tool whose key is not here. */
const SEALED =
  /^(?:ENC\[|ENC\(|\{cipher\}|enc:|encrypted:|base64:|data:[\w/+-]*;base64|!!binary|\$ANSIBLE_VAULT|AQICAH|vault:v\d+:)/u;

/** Line ends and control characters belong to no value; half of a pair is a text cut through. */
const isWhole = (text: string) =>
  !/[\p{Cc}\p{Cs}\uFDD0-\uFDEF\uFFFE\uFFFF\uFFFD\u2028\u2029]/u.test(text.replaceAll('\t', ''));

const isId = (field: PasteField) =>
  field === 'orgId' || field === 'devKey' || field === 'sessionId';

/** An undecoded text that still holds a quote or a separator, or the name of another field. */
function isPlainValue(field: PasteField, text: string): boolean {
  if (/["'`#\u2018\u2019\u201a-\u201f\u00ab\u00bb]|\s[;|]|\s--\s|&&/u.test(text)) return false;
  if (/\$[A-Za-z_{(]|%\w+%/u.test(text)) return false;
  // A remark after the value: `(old)`, `- until Friday`, `<- new`.
  if (/\s\([^()]*\)$|\s[-\u2013\u2014]\s|\s(?:<-|->|=>|[\u2190\u2192])/u.test(text)) return false;
  // A backslash before a letter is read the same by all; before anything else it may be an escape.
  if (/\\(?![A-Za-z0-9])/u.test(text)) return false;
  // What has no spaces in it cannot go on after one, and an address has no percent signs.
  if (field === 'url' && /\s/u.test(text)) return false;
  if (isId(field) && /[&=<>{}]/u.test(text)) return false;
  return !holdsName(text);
}

/** True for `b, orgId: 008A`: another name with a separator stands in it. */
export function holdsName(text: string): boolean {
  for (const [, name = ''] of text.matchAll(/(?:^|[\s,;&?|/(])-*([A-Za-z][\w.-]*)["']?\s*[:=]/gu)) {
    if (named(name) !== null) return true;
  }
  return false;
}

function fitsField(field: PasteField, text: string): boolean {
  if (field === 'userName' || field === 'tokenName') {
    // Encoded once more than anybody decoded, decoded once too often, or the ID of a user.
    if (/%40/u.test(text) && !text.includes('@')) return false;
    if (/^\S+ \S+@\S+$/u.test(text) || /^006[0-9A-Za-z]{17}$/u.test(text)) return false;
  }
  return text.length <= 1024 && !(isId(field) && /%[0-9a-f]{2}/iu.test(text));
}
