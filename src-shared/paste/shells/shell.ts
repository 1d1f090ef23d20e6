/**
 * Commands and assignments of a POSIX shell, read from the tree that `unbash` makes. A word with a
 * glob, or whatever else the shell would work out, is no value; a variable leaves a hole.
 */
import { isJson } from '../../text/parse-json.ts';
import { forEachChild, parse, type Assignment, type Command, type SyntaxNode } from 'unbash';
import { curlFacts } from './curl.ts';
import { lineFacts } from '../line-formats.ts';
import { named } from '../names.ts';
import { argOf, inputOf, readWord } from './shell-words.ts';
import { fact, type Carried, type Fact, type Facts } from '../facts.ts';

/** What stands before a command in a terminal; a lone `>` goes on with the line above. */
const PROMPT =
  /^[ \t]*(?:\([\w.-]+\) ?)?(?:[\w.-]+@[\w.-]+[^\n$%#>]{0,60}[$%#]|[\w~/.-]{0,40} ?[$%\u276f\u279c])[ \t]+(?=[A-Za-z_./-])/gmu;

/** What begins a command, options copied out of the middle of one, and commands inside of others. */
const STARTS = new RegExp(
  [
    String.raw`^[ \t]*(?:export|declare|readonly|typeset|local|env)[ \t]+(?:-\w+[ \t]+)*[A-Za-z_]\w*\+?=`,
    String.raw`^[ \t]*(?:setenv[ \t]|set[ \t]+-\w*x|set[ \t]+[A-Za-z_]\w*[ \t]+['"\w])`,
    String.raw`(?:^|[\s;|&(!\x60])(?:curl(?:\.exe)?|wget)[ \t]+(?:[\u2013\u2014-]|\\|'|"|https?:)`,
    String.raw`^[ \t]*(?:https?|xh|docker|podman|kubectl|heroku|fly|flyctl|vercel|netlify|vault|gcloud|cat|echo|printf|bash|sh|zsh)[ \t]+[^=: \t]`,
    String.raw`^[ \t]*(?:-[dFHe]|--(?:data|header|form|env|json|url|build-arg|post-data)[\w-]*)[ \t=]`,
  ].join('|'),
  'mu',
);
/** `A=b C=d`, `A=b; C=d`: two names of one style on the only line. */
const SEVERAL =
  /^[ \t]*([A-Za-z_]\w*)=(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s'";&])*(?:[ \t]*(?:;|&&)[ \t]*|[ \t]+)([A-Za-z_]\w*)=[^\n]*$/u;

const withoutPrompt = (text: string) => text.replace(PROMPT, '');

/** True for a text that begins as commands do. */
export function isShell(text: string): boolean {
  const commands = withoutPrompt(text).replace(/^[ \t]*(?:#|\/\/)[^\n]*$/gmu, '');
  if (STARTS.test(commands)) return true;
  const [all = '', first = '', second = ''] = SEVERAL.exec(text) ?? [];
  return first !== '' && !/,\s/u.test(all) && isUpper(first) === isUpper(second);
}
const isUpper = (name: string) => name === name.toUpperCase();

/** Null when the shell itself would not take the text, or would take it apart in the wrong place. */
export function shellFacts(text: string, carried: Carried): Facts {
  const source = wholeCommand(straight(withoutPrompt(text)).trim());
  const script = parse(source);
  if (script.errors !== undefined && script.errors.length > 0) return null;
  const reader = new Reader(source, carried);
  reader.visit(script, 'sh');
  return reader.broken ? null : reader.facts;
}

/** A command that a word processor has set: its quotes and dashes as a shell knows them. */
function straight(text: string): string {
  if (/["']/u.test(text) || !/[\u201c-\u201f\u2018-\u201b]/u.test(text)) return text;
  return text
    .replace(/[\u201c-\u201f]/gu, '"')
    .replace(/(?<=^|[\s=])[\u2018-\u201b]|[\u2018-\u201b](?=\s|$)/gu, "'")
    .replace(/(?<=\s)(?:\u2014|\u2013(?=\w{2}))(?=\w)/gu, '--')
    .replace(/(?<=\s)\u2013(?=\w)/gu, '-');
}

/** Lines copied out of the middle of a command, with the command that they are of. */
function wholeCommand(text: string): string {
  const lines = text.replace(/\\$/u, '');
  if (/^(?:-e|--env|--build-arg)[\s=]/u.test(lines)) return `docker run ${lines}`;
  return /^-{1,2}[A-Za-z]/u.test(lines) ? `curl ${lines}` : lines;
}

/** Programs before which people set variables; before any other word it may be part of the value. */
const PROGRAM =
  /^(?:node|npm|npx|pnpm|yarn|bun|bunx|deno|tsx|ts-node|python[\d.]*|pip|uv|ruby|bundle|rails|rake|php|go|java|mvn|gradle|cargo|dotnet|make|docker|docker-compose|podman|kubectl|helm|terraform|curl|wget|http|https|env|sh|bash|zsh|exec|sudo|tabkeeper|printenv|pytest|jest|vitest)$/u;

class Reader {
  readonly facts: Fact[] = [];
  broken = false;
  readonly #source: string;
  readonly #carried: Carried;
  #commands = 0;

  constructor(source: string, carried: Carried) {
    this.#source = source;
    this.#carried = carried;
  }

  /** `within`: the run of commands, one after the other, in which assignments follow each other. */
  visit(node: SyntaxNode, within: string): void {
    if (node.type === 'Script' && 'errors' in node && (node.errors?.length ?? 0) > 0)
      this.broken = true;
    if (node.type === 'Statement' && node.background === true && this.#cutsWord(node.end)) {
      this.broken = true;
    }
    if (node.type === 'Command') this.#command(node, within);
    const branch = /^(?:If|For|ArithmeticFor|Select|While|Case|Function|Subshell|Coproc)$/u.test(
      node.type,
    );
    const inside = branch || node.type === 'CommandExpansion' ? `${within}/${node.pos}` : within;
    forEachChild(node, (child) => {
      this.visit(child, inside);
    });
  }

  /** `userName=a&password=b` without quotes: the shell ends the command at the `&`. */
  #cutsWord(end: number): boolean {
    const rest = this.#source.slice(Math.max(0, end - 1), end + 1);
    return /&[^\s&)]/u.test(rest);
  }

  #command(command: Command, run: string): void {
    const within = `${run}#${++this.#commands}`;
    const name = command.name === undefined ? null : readWord(command.name, this.#source).text;
    const args = command.args.map((arg) => argOf(arg, this.#source));
    const program = name?.split('/').at(-1) ?? '';
    const own = command.name === undefined ? run : within;
    const prefix = command.prefix.filter((it) => it.type === 'Assignment');
    prefix.forEach((it, index) => {
      const last = index === prefix.length - 1 && command.name !== undefined;
      const known = PROGRAM.test(program) || /[./]/u.test(name ?? '');
      this.#assign(it, own, last && !known);
    });
    if (/^(?:export|declare|readonly|typeset|local)$/u.test(program)) {
      for (const arg of command.args) if (arg.type === 'Assignment') this.#assign(arg, run, false);
      return;
    }
    if (program === 'set' || program === 'setenv' || program === 'setx') {
      this.#setter(program, command.args, run);
      return;
    }
    // `: <<'END'` is how scripts comment out what follows.
    if (program === ':') return;
    const stdin = inputOf(command.redirects, this.#source);
    const calls = [program, ...args.map((arg) => arg?.split('/').at(-1) ?? '')];
    const at = calls.findIndex((word) => /^(?:curl|wget)(?:\.exe)?$/u.test(word));
    if (at !== -1) this.#keep(curlFacts(args.slice(at), within, this.#carried, stdin));
    else this.#others(program, args, within, stdin);
  }

  #others(
    program: string,
    args: readonly (string | null)[],
    within: string,
    stdin: string | null,
  ): void {
    const script = /^(?:ba|z|da)?sh$/u.test(program) ? args[args.indexOf('-c') + 1] : undefined;
    if (args.includes('-c') && typeof script === 'string') {
      this.#keep(inside(shellFacts(script, this.#carried) ?? [], within));
      return;
    }
    for (const text of stdin === null ? args : [...args, stdin]) {
      if (text === null) continue;
      if (/^(?:echo|printf|cat|tee)$/u.test(program))
        this.#keep(inside(this.#written(text), within));
      else this.#keep(argumentFacts(text, program, within, this.#carried));
    }
  }

  /** What is printed or written to a file: a body, or lines of a `.env` file. */
  #written(text: string): readonly Fact[] {
    if (isJson(text) || !text.includes('=')) return this.#carried(text) ?? [];
    return this.#carried(text) ?? lineFacts(text, this.#carried) ?? [];
  }

  #assign({ name, value, append, index }: Assignment, within: string, mayGoOn: boolean): void {
    const read =
      value.type === 'Word' ? readWord(value, this.#source) : { text: null, bare: false };
    const unclear = append === true || index !== undefined || (mayGoOn && read.bare);
    this.#keep([{ ...fact(name, unclear ? null : read.text, within), laterCounts: true }]);
    if (read.text !== null && named(name) === null) {
      const held = this.#carried(read.text) ?? [];
      this.#keep(inside(held, within).map((one) => ({ ...one, path: [name, ...one.path] })));
    }
  }

  /** `set -gx NAME 'b c'` of fish, `setenv NAME b` of csh. */
  #setter(program: string, args: Command['args'], within: string): void {
    const words = args.filter((arg) => arg.type === 'Word');
    const plain = words.filter((word) => !/^(?:-\w|--\w)/u.test(word.text));
    const [name, value, more] = plain.map((word) => readWord(word, this.#source));
    if (typeof name?.text !== 'string' || value === undefined || !/^[A-Za-z_]\w*$/u.test(name.text))
      return;
    // Their single quotes know escapes that those of other shells do not.
    const own = plain[1]?.text.includes('\\') === true || program === 'setx';
    const text = own || more !== undefined ? null : value.text;
    this.#keep([{ ...fact(name.text, text, within), laterCounts: true }]);
  }

  #keep(facts: readonly Fact[]): void {
    this.facts.push(...facts);
  }
}

const inside = (facts: readonly Fact[], within: string): Fact[] =>
  facts.map((one) => ({ ...one, within: `${within}>${one.within}` }));

/**
 * `NAME=value` as an argument, after an option or alone, and what else an argument may carry. A value
 * that could also be the rest of a form's body is a variable's, or else nobody's.
 */
function argumentFacts(text: string, program: string, within: string, carried: Carried): Fact[] {
  const match =
    /^(?:-e|--(?:env|build-arg|from-literal|set-string|set-env-vars)=)?([A-Za-z_][\w.]*)=([^=][\s\S]*)?$/u.exec(
      text,
    );
  const body = carried(text);
  if (match?.[1] === undefined) return body === null ? [] : inside(body, within);
  const sure = body === null || isUpper(match[1]) || /^(?:https?|xh)$/u.test(program);
  return [fact(match[1], sure ? (match[2] ?? '') : null, within)];
}
