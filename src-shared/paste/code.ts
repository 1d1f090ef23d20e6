/**
 * Names and values in code: objects and dictionaries, assignments, named arguments, calls that take
 * a name and a value. What is no literal is a reference; nothing is ever run or worked out.
 */
import type { Carried } from './carried.ts';
import type { Language } from './code-strings.ts';
import { codeLexer, nodesOf, type Lexer, type Node } from './code-tokens.ts';
import { named, ownerOf } from './names.ts';
import { hole, type Fact, type Facts } from './types.ts';

interface Place {
  readonly path: readonly string[];
  readonly within: string;
  readonly entry: readonly string[];
}

/** A name with what was written for it. */
interface Pair {
  readonly path: readonly string[];
  readonly name: string;
  readonly value: readonly Node[];
  readonly text: string | null;
  /** By `=`, as a variable is set. */
  readonly assigned: boolean;
}
type Group = Node & { readonly is: 'group' };
type Key = Pick<Pair, 'path' | 'name'>;

const pairOfText = (name: string, text: string | null): Pair => ({
  ...{ path: [], name, value: [], text, assigned: false },
});

const marks = new Set([':', '=', ':=', '=>']);
const isMark = (node: Node | undefined, ...which: readonly string[]) =>
  node?.is === 'mark' && which.includes(node.mark);

/** Reads the text as code; `carried` reads bodies and commands that stand in its strings. */
export function codeFacts(text: string, lexer: Lexer, carried: Carried): Facts {
  const nodes = nodesOf(text, lexer);
  if (nodes === null) return null;
  const reader = new Reader(carried);
  reader.block(nodes, '', { path: [], within: 'code', entry: [] });
  return reader.facts;
}

class Reader {
  readonly facts: Fact[] = [];
  readonly #carried: Carried;
  #groups = 0;

  constructor(carried: Carried) {
    this.#carried = carried;
  }

  /** `list`: the list that this is an entry of, if it is one. */
  block(all: readonly Node[], open: string, place: Place, list = place): void {
    const pairs: Pair[] = [];
    for (const item of items(all, open)) {
      const pair = pairOf(item);
      if (pair === null) {
        item.forEach((node, at) => {
          if (node.is === 'text') this.#alone(item, at, place);
          if (node.is === 'group') this.#group(node, chainOf(item, at), place);
        });
        continue;
      }
      pairs.push(pair);
      const path = [...place.path, ...pair.path, pair.name];
      pair.value.forEach((node, at) => {
        if (node.is !== 'group') return;
        this.#group(node, chainOf(pair.value, at), { ...place, path });
      });
    }
    // `{ name: 'userName', value: 'a' }` is a pair of the list that it stands in.
    const whole = open === '{' ? nameAndValue(pairs) : null;
    if (whole === null) for (const pair of pairs) this.#add(place, pair, open === '');
    else if (whole !== 'off') this.#add(list, whole, false);
  }

  #add(place: Place, { path, name, text, assigned }: Pair, statement: boolean): void {
    const full = { ...place, path: [...place.path, ...path] };
    const laterCounts = statement && assigned;
    this.facts.push({ ...full, name, text, plain: false, laterCounts });
    if (text !== null && named(name) === null)
      this.#bring(text, { ...full, path: [...full.path, name] });
  }

  /** What is inside of a text: a body, or a command. */
  #bring(text: string, place: Place): void {
    for (const fact of this.#carried(text) ?? []) {
      const within = `${place.within}>${fact.within}`;
      const entry = [...place.entry, ...fact.entry];
      this.facts.push({ ...fact, path: [...place.path, ...fact.path], within, entry });
    }
  }

  /** A text without a name: an argument, a body. */
  #alone(item: readonly Node[], at: number, place: Place): void {
    // The first string of a sum stands for all of it.
    if (isMark(item[at - 1], '+', '.') || item[at - 1]?.is === 'text') return;
    const text = literalOf(item.slice(at, at + LONGEST_SUM)) ?? '';
    if (!/^https?:\/\/\S+$/u.test(text)) this.#bring(text, place);
    else if (/\.json\b|\/api\/v2/u.test(text))
      this.#add(place, pairOfText('url', urlBase(text)), false);
  }

  #group(node: Group, callee: readonly string[], place: Place): void {
    const within = `${place.within}/${++this.#groups}`;
    const path = [...place.path, ...callee];
    const inner = items(node.nodes, node.open);
    const told = tupleOf(inner, node.open, callee);
    if (told !== null) {
      // What a variable is called says whose it is only where it says so.
      const receiver = callee.slice(0, -1).filter((word) => ownerOf([word]) !== 'unknown');
      const own = `${place.within}:${callee.slice(0, -1).join('.')}`;
      this.#add({ ...place, path: [...place.path, ...receiver], within: own }, told, false);
      return;
    }
    if (node.open === '[' && callee.length === 0) this.#list(inner, { ...place, path, within });
    else this.block(node.nodes, node.open, { ...place, path, within });
  }

  #list(inner: readonly (readonly Node[])[], list: Place): void {
    inner.forEach((item, index) => {
      const [only] = item;
      if (item.length !== 1 || only?.is !== 'group') {
        this.block(item, '[', list);
        return;
      }
      const told = tupleOf(items(only.nodes, only.open), only.open, []);
      const entry = [...list.entry, `${list.within}.${index}`];
      if (told !== null) this.#add(list, told, false);
      else if (only.open === '[') this.#group(only, [], list);
      else
        this.block(
          only.nodes,
          only.open,
          { ...list, within: `${list.within}.${index}`, entry },
          list,
        );
    });
  }
}

/** A server's address without the operation at its end. */
export const urlBase = (url: string): string => url.replace(/\/[^/]*\.json.*$/u, '');

/** More parts than this nobody puts a body together of. */
const LONGEST_SUM = 100;

const GOES_ON = ['=', ':', '=>', ':=', '+', '.', '?', '|', '||', '&&', '??', '->', '::'];

/** The parts between commas, semicolons and, where a line is a statement, line ends. */
function items(nodes: readonly Node[], open: string): Node[][] {
  const all: Node[][] = [[]];
  const statements = open !== '(' && open !== '[';
  let ended = false;
  for (const node of nodes) {
    const item = all.at(-1) ?? [];
    if (node.is === 'line') {
      ended = statements && item.length > 0 && !isMark(item.at(-1), ...GOES_ON);
      continue;
    }
    const another = ended && !isMark(node, ...GOES_ON.slice(2));
    ended = false;
    if (isMark(node, ',', ';')) all.push([]);
    else if (another) all.push([node]);
    else item.push(node);
  }
  return all.filter((item) => item.length > 0);
}

/** `a.b["c"] = value`, `'name': value`, `-Name value`; null when the item is no pair. */
function pairOf(item: readonly Node[]): Pair | null {
  let at = item.findIndex((node) => isMark(node, ...marks));
  if (at < 1) return null;
  const key = keyOf(item.slice(0, at));
  if (key === null) return null;
  // `password: string = 'x'`
  if (isMark(item[at], ':'))
    at = Math.max(
      at,
      item.findIndex((node) => isMark(node, '=')),
    );
  const value = item.slice(at + 1);
  return { ...key, value, text: literalOf(value), assigned: isMark(item[at], '=', ':=') };
}

function keyOf(before: readonly Node[]): Key | null {
  const [ahead, last] = [before.at(-2), before.at(-1)];
  if (last?.is === 'text') return last.text === null ? null : { path: [], name: last.text };
  if (last?.is === 'word') {
    const member = isMark(ahead, '.', '::', '->');
    return { path: member ? chainOf(before, before.length - 2) : [], name: last.word };
  }
  // `password?: string`
  if (isMark(last, '?') && ahead?.is === 'word') return { path: [], name: ahead.word };
  if (last?.is !== 'group' || last.open !== '[' || last.nodes.length !== 1) return null;
  const [index] = last.nodes;
  if (index?.is !== 'text' || index.text === null) return null;
  return { path: chainOf(before, before.length - 1), name: index.text };
}

/** The words of `a.b.c` that end before `end`, as of what is called or indexed there. */
function chainOf(nodes: readonly Node[], end = nodes.length): string[] {
  const chain: string[] = [];
  for (let at = end - 1; at >= 0; at--) {
    const node = nodes[at];
    const word = (end - at) % 2 === 1;
    if (word ? node?.is !== 'word' : !isMark(node, '.', '::', '->')) break;
    if (node?.is === 'word') chain.unshift(node.word);
  }
  return chain;
}

/** A string, or strings put together, with a hole for all that is none; null: not to be told. */
function literalOf(value: readonly Node[]): string | null {
  const parts: Node[][] = [[]];
  value.forEach((node, at) => {
    const beside = [value[at - 1], value[at + 1]].some((it) => it?.is === 'text');
    if (isMark(node, '+') || (isMark(node, '.') && beside)) parts.push([]);
    else if (node.is !== 'line') parts.at(-1)?.push(node);
  });
  const texts = parts.map((part) => {
    // Python puts strings together that stand beside each other.
    if (part.every((node) => node.is === 'text')) {
      return part.some(({ text }) => text === null) ? null : part.map(({ text }) => text).join('');
    }
    const [only] = part;
    const word = part.length === 1 && only?.is === 'word' ? only.word : '';
    return /^(?:null|None|nil|undefined)$/u.test(word) ? '' : hole(word);
  });
  return texts.includes(null) ? null : texts.join('');
}

const verbs =
  /^(?:append|define|put|set|add|header|headers|addheader|setheader|setrequestheader|param|addparam|field|addfield|data|formdata|setproperty|setenv|setenvironmentvariable|setitem|addparameter|with|basicnamevaluepair|namevaluepair|keyvaluepair|entry|pair)$/iu;

/** `append('userName', 'a')`, and `('userName', 'a')` in a list of pairs. */
function tupleOf(
  inner: readonly (readonly Node[])[],
  open: string,
  callee: readonly string[],
): Pair | null {
  const [key, value, third] = inner;
  const [only] = key ?? [];
  if (key?.length !== 1 || only?.is !== 'text' || only.text === null || value === undefined)
    return null;
  const verb = callee.at(-1);
  if (verb === undefined ? third !== undefined : open !== '(' || !verbs.test(verb)) return null;
  if (verb === undefined && named(only.text) === null) return null;
  const text = literalOf(value);
  // A list of names is no pair.
  if (text !== null && named(text) !== null && /^\w+$/u.test(text)) return null;
  return pairOfText(only.text, text);
}

/** Null when it is no such object. */
function nameAndValue(pairs: readonly Pair[]): Pair | 'off' | null {
  const get = (name: RegExp) => pairs.find((pair) => name.test(pair.name))?.text;
  const name = get(/^(?:name|key)$/iu);
  if (typeof name !== 'string' || !pairs.some((pair) => /^value(?:From)?$/iu.test(pair.name)))
    return null;
  const off = pairs.some(
    (pair) =>
      (/^enabled$/iu.test(pair.name) && pair.text?.includes('false')) ||
      (/^disabled$/iu.test(pair.name) && pair.text?.includes('true')),
  );
  return off ? 'off' : pairOfText(name, get(/^value$/iu) ?? hole());
}

/** Which language it is, as far as its signs tell. */
export function languageOf(text: string): Language {
  if (/<\?php|\$\w+\s*(?:=|->)|['"]\s*=>\s*|\bval \w+|\bfun \w+\(/u.test(text)) return 'php';
  if (
    /^[ \t]*(?:import \w+$|from [\w.]+ import|def |class \w+.*:$)|\b(?:None|True|False)\b|\bos\.(?:environ|getenv)|\bself\.|\brequests\.|[(\s,]f["']|^[ \t]*\w+\([a-z_]+=["'][^\n]*\)\s*$/mu.test(
      text,
    )
  )
    return 'python';
  if (
    /^[ \t]*(?:let|var|export|import|await|async|function)\b|^[ \t]*const\b[^\n]*[;{]\s*$|=>|process\.env|JSON\.stringify|\bnew \w+\(|\bfetch\(|\brequire\(/mu.test(
      text,
    )
  )
    return 'js';
  return 'unknown';
}

export const codeIn = (text: string, language: Language, carried: Carried): Facts =>
  codeFacts(text, codeLexer(language), carried);
