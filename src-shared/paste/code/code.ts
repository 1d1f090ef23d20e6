/**
 * Names and values in code: objects and dictionaries, assignments, named arguments, calls that take
 * a name and a value. What is no literal is a reference; nothing is ever run or worked out.
 */
import {
  chainOf,
  isMark,
  items,
  literalOf,
  nameAndValue,
  pairOf,
  pairOfText,
  tupleOf,
  type Group,
  type Pair,
} from './code-pairs.ts';
import type { Language } from './code-strings.ts';
import { codeLexer, nodesOf, type Lexer, type Node } from './code-tokens.ts';
import { named, ownerOf } from '../names.ts';
import type { Carried, Fact, Facts } from '../facts.ts';

interface Place {
  readonly path: readonly string[];
  readonly within: string;
  readonly entry: readonly string[];
}

/** Reads the text as code; `carried` reads bodies and commands that stand in its strings. */
export function codeFacts(text: string, lexer: Lexer, carried: Carried): Facts {
  const nodes = nodesOf(text, lexer);
  if (nodes === null) return null;
  const reader = new Reader(carried);
  reader.block(nodes, '', { path: [], within: 'code', entry: [] });
  return reader.facts;
}

/** A body that is concatenated from more parts is not read. */
const LONGEST_SUM = 100;

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
      // The name of a variable counts as an owner only if it names one.
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
