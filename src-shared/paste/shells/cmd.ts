/** Commands of Windows’ `cmd`: `set`, `setx`, and curl with carets. */
import { curlFacts } from './curl.ts';
import { fact, type Carried, type Fact, type Facts } from '../facts.ts';

const SET = /(?:^|&)[ \t]*@?(?:set[ \t]+"?[A-Za-z_][\w.]*=|setx[ \t]+"?[A-Za-z_])/imu;

/** True for what no other shell has: `set NAME=`, `setx`, and carets before quotes and line ends. */
export const isCmd = (text: string): boolean =>
  SET.test(plain(text)) ||
  /\s\^"/u.test(text) ||
  (/\bcurl\b/iu.test(text) && inOneLine(text) !== text);

/** A caret at the end of a line goes on; two of them are one caret. */
const inOneLine = (text: string) =>
  text.replace(/(?<!\^)(\^+)\n[ \t]*/gu, (all, carets: string) =>
    carets.length % 2 === 1 ? `${carets.slice(1)} ` : all,
  );

/** Without the prompt `C:\work>`. */
const plain = (text: string) => text.replace(/^[ \t]*[A-Z]:\\[^\n>]*>[ \t]*/gimu, '');

export function cmdFacts(text: string, carried: Carried): Facts {
  const lines = inOneLine(plain(text)).split('\n');
  const facts: Fact[] = [];
  const batch = /^[ \t]*@?echo\s+off|^[ \t]*(?:rem\b|::)|%~/imu.test(text);
  const delayed = /enabledelayedexpansion/iu.test(text);
  for (const [at, command] of lines.flatMap(commands).entries()) {
    const verb = /^@?(\w+)(?:\.exe)?\b/iu.exec(command)?.[1]?.toLowerCase();
    if (verb === 'set') facts.push(...setFact(command, batch || delayed));
    else if (verb === 'setx') facts.push(...setxFact(command));
    else if (verb === 'curl' || verb === 'wget') {
      const words = argumentsOf(uncaret(command));
      if (words === null) return null;
      facts.push(...curlFacts(words.slice(1), `cmd#${at}`, carried, null));
    }
  }
  return facts;
}

/** Ends a command that another one follows on its line. */
const CUT = '\u0000';

/** A line's commands; `&` between quotes, or behind a caret, belongs to the text. */
function commands(line: string): string[] {
  const all: string[] = [];
  let command = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (sign === '"') quoted = !quoted;
    if (sign === '^' && !quoted) {
      // Chrome writes each quote with a caret: such a quote does not count for cmd.
      command += line.slice(at, at + 2);
      at++;
    } else if (!quoted && /[&|]/u.test(sign)) {
      if (command !== '') all.push(`${command}${CUT}`);
      command = '';
    } else command += sign;
  }
  return [...all, command]
    .map((it) => it.replace(/^[ \t]+/u, ''))
    .filter((it) => !/^@?(?:rem\b|::)/iu.test(it));
}

/** What a batch file makes of a `%` or a `!` depends on where the text is run. */
function setFact(command: string, batch: boolean): Fact[] {
  const cut = command.endsWith(CUT);
  const text = command.replace(/\u0000$/u, '').replace(/\r$/u, '');
  const quoted = /^@?set[ \t]+"([A-Za-z_][\w.]*)=(.*)"[ \t]*$/iu.exec(text);
  if (quoted !== null) return [variable(quoted[1] ?? '', clear(quoted[2] ?? '', batch, true))];
  const match = /^@?set[ \t]+([A-Za-z_][\w.]*)=(.*)$/iu.exec(text);
  if (match === null) return [];
  const [, name = '', value = ''] = match;
  // cmd takes the space before `&&` for a part of the value, which nobody intends.
  const spaced = cut && /[ \t]$/u.test(value);
  const short = /^[\w@.+!-]+[ \t]+$/u.test(value) && !/pass|pwd|token/iu.test(name);
  if (spaced && !short) return [variable(name, null)];
  return [variable(name, clear(value.trim(), batch, false))];
}

function clear(value: string, batch: boolean, quoted: boolean): string | null {
  if (/%\w+%/u.test(value) && /^%\w+%$/u.test(value)) return value;
  if (/%%|%\w+%/u.test(value) || (batch && /[%!]/u.test(value))) return null;
  if (value.includes('"')) return null;
  if (quoted) return value;
  return /[<>]/u.test(value.replace(/\^./gu, '')) ? null : value.replace(/\^(.)/gu, '$1');
}

function setxFact(command: string): Fact[] {
  const words = argumentsOf(uncaret(command.replace(/\u0000$/u, '')));
  const [, name, value] = words ?? [];
  if (typeof name !== 'string' || typeof value !== 'string') return [];
  return [variable(name, /%/u.test(value) && !/^%\w+%$/u.test(value) ? null : value)];
}

const variable = (name: string, text: string | null): Fact => ({
  ...fact(name, text, 'cmd'),
  laterCounts: true,
});

const uncaret = (command: string) =>
  /\s\^"/u.test(command) ? command.replace(/\^([\s\S])/gu, '$1') : command;

/** The words as a C program gets them: quotes group, `\"` is a quote. Null: a quote has no end. */
function argumentsOf(command: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (const [piece] of command.replace(/\u0000$/u, '').matchAll(/\\+"|\\+|"|[^\S\n]+|[\s\S]/gu)) {
    const slashes = /^\\+/u.exec(piece)?.[0].length ?? 0;
    if (piece.endsWith('"')) {
      word = (word ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else quoted = !quoted;
    } else if (!quoted && /^\s+$/u.test(piece)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + piece;
  }
  if (quoted) return null;
  return word === null ? words : [...words, word];
}
