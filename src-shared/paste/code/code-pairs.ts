/** What in code is a name with its value: `a: 'b'`, `a = 'b'`, `set('a', 'b')`, `{ name: 'a', value: 'b' }`. */
import type { Node } from './code-tokens.ts';
import { named } from '../names.ts';
import { hole } from '../facts.ts';

/** A name with what was written for it. */
export interface Pair {
  readonly path: readonly string[];
  readonly name: string;
  readonly value: readonly Node[];
  readonly text: string | null;
  /** By `=`, as a variable is set. */
  readonly assigned: boolean;
}
export type Group = Node & { readonly is: 'group' };
type Key = Pick<Pair, 'path' | 'name'>;

export const pairOfText = (name: string, text: string | null): Pair => ({
  path: [],
  name,
  value: [],
  text,
  assigned: false,
});

const marks = new Set([':', '=', ':=', '=>']);
export const isMark = (node: Node | undefined, ...which: readonly string[]) =>
  node?.is === 'mark' && which.includes(node.mark);

const GOES_ON = ['=', ':', '=>', ':=', '+', '.', '?', '|', '||', '&&', '??', '->', '::'];

/** The parts between commas, semicolons and, where a line is a statement, line ends. */
export function items(nodes: readonly Node[], open: string): Node[][] {
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
export function pairOf(whole: readonly Node[]): Pair | null {
  // `:user_name => 'a'`
  const item = isMark(whole[0], ':') ? whole.slice(1) : whole;
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
export function chainOf(nodes: readonly Node[], end = nodes.length): string[] {
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
export function literalOf(value: readonly Node[]): string | null {
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
export function tupleOf(
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
export function nameAndValue(pairs: readonly Pair[]): Pair | 'off' | null {
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
