/**
 * Paste to fill: finds the sign-in's values in a block that a person copied. In four steps: which
 * format it is, a parser for that format, whose the names are, and whether each value is one. Each
 * value that is given is exactly right; what is not sure is left out, by name.
 *
 * Pure; keeps nothing of the block but what it found, and takes time in proportion to its length.
 */
import { carriedBy } from './nested-text.ts';
import { isJson } from '../text/parse-json.ts';
import { settle } from './accounts.ts';
import { cmdFacts, isCmd } from './shells/cmd.ts';
import { codeFacts, codeIn, languageOf } from './code/code.ts';
import { formFacts, isForm } from './form.ts';
import { isRequest, requestFacts } from './http-request.ts';
import { lineFacts } from './line-formats.ts';
import { mentionsField, named } from './names.ts';
import { isPowerShell, powerShellLexer, withoutPrompt } from './shells/powershell.ts';
import { readyFacts } from './simulator-line.ts';
import { decodeSecrets } from './kubernetes.ts';
import { isShell, shellFacts } from './shells/shell.ts';
import { fact, type Fact, type Facts, type Reading } from './facts.ts';

/** A larger block is not a set of credentials. */
const LONGEST = 64 * 1024;

/** Reads the block. Never throws. */
export function readPaste(block: string): Reading {
  const structured = mentionsField(block.slice(0, LONGEST));
  const readable = block.length <= LONGEST && !/[\uFDD0-\uFDEF]/u.test(block);
  const facts = readable ? factsOf(tidied(block)) : null;
  if (facts !== null && facts.length > 0) {
    return { ...settle(decodeSecrets(facts)), structured: structured || facts.length > 1 };
  }
  return { is: structured ? 'notUnderstood' : 'nothing', found: {}, unfilled: {}, structured };
}

/** One kind of line end; without a byte order mark, and without the fence that chats put around code. */
function tidied(block: string): string {
  const text = block
    .replace(/\r\n?/gu, '\n')
    .replace(/^[\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]+/gmu, '')
    .trim();
  if (/^>/u.test(text) && !/\n(?!>)/u.test(text)) return tidied(text.replace(/^> ?/gmu, ''));
  return /^(?:```|~~~)[^\n]*\n([\s\S]*?)\n?(?:```|~~~)$/u.exec(text)?.[1] ?? text;
}

const ASSIGNMENTS = /^(?:(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=[^\n]*|[ \t]*#[^\n]*|[ \t]*)$/u;

function factsOf(text: string): Facts {
  const carried = carriedBy();
  const ready = readyFacts(text);
  if (ready !== null) return ready;
  if (isJson(text)) return codeIn(text, 'json', carried);
  if (isRequest(text)) return requestFacts(text, carried);
  if (isPowerShell(text)) return codeFacts(withoutPrompt(text), powerShellLexer, carried);
  if (isCmd(text)) return cmdFacts(text, carried);
  const env = text.split('\n').every((line) => ASSIGNMENTS.test(line));
  if (!env && isForm(text)) return formFacts(text, carried);
  // No shell takes spaces around `=`; files of settings do.
  if (isSettings(text)) return lineFacts(text, carried);
  if (isShell(text)) return shellFacts(text, carried);
  if (!env && isCode(text)) return codeIn(text, languageOf(text), carried);
  const lines = lineFacts(text, carried);
  // `P='it'\''s'` is a shell's; what no reader takes is not understood.
  if (lines === null) return env ? shellFacts(text, carried) : null;
  return flowFacts(text) ?? lines;
}

const SETTING = /^[ \t]*(?:(?:export[ \t]+)?[A-Za-z_][\w.]*[ \t]*=[^\n]*|#[^\n]*)?$/u;
const isSettings = (text: string) =>
  /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*(?:[ \t]+=|=[ \t]+[\w"'])/mu.test(text) &&
  text.includes('export') &&
  text.split('\n').every((line) => SETTING.test(line));

/** True for what has the signs of code outside of its strings and comments. */
function isCode(text: string): boolean {
  const bare = masked(text);
  if (/^[ \t]*\[[\w .:-]+\][ \t]*$/mu.test(bare)) return false;
  return (
    /^[ \t]*(?:[{([]|\u0001\s*(?:[:,=+.]|$))/u.test(bare) ||
    /[=:(]\s*[rbuf$@]{1,2}\u0001/iu.test(bare) ||
    /\u0001\s*[,;})\]]|(?:^|[\s=(:,\w])[([][ \t]*$|(?:^|[\s=(:,)])\{[ \t]*$|=>|^[ \t]*(?:const|let|var|def|import|from|return|await|new|val|final|public|private|static|String|auto)\s/mu.test(
      bare,
    ) ||
    /[\w.\]]\s*\([^()\n]*(?:\u0001|[{[])/u.test(bare) ||
    /\w\[\u0001\]\s*=|^[ \t]*(?:process\.env|self|this)\.\w+\s*=/mu.test(bare)
  );
}

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '\u201c': '\u201d',
};

/** The text without its comments, and with one sign for each string. In linear time. */
function masked(text: string): string {
  let bare = '';
  let at = 0;
  for (const { index, 0: found } of text.matchAll(/^[ \t]*(?:#|\/\/)[^\n]*|["'`\u201c]/gmu)) {
    if (index < at) continue;
    bare += text.slice(at, index);
    const close = CLOSING[found];
    const end = close === undefined ? index + found.length : endOfString(text, index, close);
    if (close !== undefined) bare += '\u0001';
    at = end;
  }
  return bare + text.slice(at);
}

/** Behind the closing quote, or at the end of the line when there is none. */
function endOfString(text: string, start: number, close: string): number {
  let at = start + 1;
  for (; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '\\') at++;
    else if (sign === close) return at + 1;
    else if (sign === '\n' && close !== '`') return at;
  }
  return at;
}

/** `userName: a, password: b` on one line, where no value has anything in it that could go on. */
function flowFacts(text: string): Facts {
  const facts: Fact[] = [];
  for (const part of text.split(/[,;]\s+/u)) {
    const [, name = '', value = ''] =
      /^([A-Za-z][\w .-]*?)\s*[:=]\s*([\w@.+!-]+)$/u.exec(part.trim()) ?? [];
    if (named(name) === null) return null;
    facts.push(fact(name, value, 'line'));
  }
  return facts.length > 1 ? facts : null;
}
