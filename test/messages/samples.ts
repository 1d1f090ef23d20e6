/**
 * Messages made from the contract's schemas: valid ones, and hostile ones that no command may take.
 * What is hostile follows from the kind of a field alone, so that a schema that is too wide (a text
 * without a greatest length, a number without bounds) fails the tests that use these.
 */
import * as v from 'valibot';
import { contract, type CommandName } from '../../src-shared/contract.ts';

export const commandNames = Object.keys(contract) as CommandName[];

export type Fields = Readonly<Record<string, unknown>>;

/** A schema as its walkers see it. */
type Node =
  | { readonly type: 'string' | 'number'; readonly pipe?: readonly Action[] }
  | { readonly type: 'boolean' }
  /** An object of JSON, whatever is in it. */
  | { readonly type: 'custom' }
  | { readonly type: 'literal'; readonly literal: unknown }
  | { readonly type: 'picklist'; readonly options: readonly unknown[] }
  | { readonly type: 'optional' | 'nullable'; readonly wrapped: Node }
  | { readonly type: 'union' | 'variant'; readonly options: readonly Node[] }
  | { readonly type: 'strict_object'; readonly entries: Readonly<Record<string, Node>> };
interface Action {
  readonly type: string;
  readonly requirement?: unknown;
}

const schemaOf = (name: CommandName): Node => contract[name].input;
const takes = (node: Node, value: unknown) => v.is(node as unknown as v.GenericSchema, value);

/** The number that an action of the pipe holds, such as the greatest length. */
function bound(node: Node, action: string): number | null {
  const found = 'pipe' in node ? node.pipe.find(({ type }) => type === action) : undefined;
  return typeof found?.requirement === 'number' ? found.requirement : null;
}

function unknownKind(node: never): never {
  throw new Error(`No sample of this kind of schema yet: ${JSON.stringify(node)}`);
}

// ---------------------------------------------------------------- valid

/** One of these fits every text of the contract. */
const texts = ['first', 'BDC_1101', '123456', '{}', 'http://127.0.0.1:1/api/v2', ''];

/** Each choice of a field at least once, the plainest first. */
function choices(node: Node): readonly unknown[] {
  switch (node.type) {
    case 'string': {
      const longest = 'x'.repeat(bound(node, 'max_length') ?? 1);
      return [...texts, longest].filter((text) => takes(node, text));
    }
    case 'number':
      return [bound(node, 'min_value') ?? 0, bound(node, 'max_value') ?? Number.MAX_SAFE_INTEGER];
    case 'boolean':
      return [true, false];
    case 'custom':
      return [{}, { start: 0 }];
    case 'literal':
      return [node.literal];
    case 'picklist':
      return node.options;
    case 'optional':
      return [...choices(node.wrapped), undefined];
    case 'nullable':
      return [...choices(node.wrapped), null];
    case 'union':
    case 'variant':
      return node.options.flatMap(choices);
    case 'strict_object': {
      const fields = Object.entries(node.entries).map(([key, own]) => ({ key, all: choices(own) }));
      const most = Math.max(1, ...fields.map(({ all }) => all.length));
      return Array.from({ length: most }, (_, at) => {
        const entries = fields.map(({ key, all }) => [key, all[at % all.length]] as const);
        return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      });
    }
    default:
      return unknownKind(node);
  }
}

/** Valid messages of a command: together they hold each choice of each of its fields. */
export function validMessages(name: CommandName): readonly Fields[] {
  return choices(schemaOf(name)) as readonly Fields[];
}

/** The plainest valid message. */
export function validMessage(name: CommandName): Fields {
  return validMessages(name)[0] ?? {};
}

// ---------------------------------------------------------------- hostile

export const huge = 'x'.repeat(1_000_000);

export function deep(levels: number): unknown {
  let value: unknown = {};
  for (let n = 0; n < levels; n += 1) value = n % 2 === 0 ? { profile: value } : [value];
  return value;
}

export function cycle(): unknown {
  const value: Record<string, unknown> = { profile: 'first' };
  value['self'] = value;
  return value;
}

/** Objects with nothing of their own in them: no fields, to whoever asks for none. */
const hollow = [[], new Map([['profile', 'first']]), new Set(['first']), new Date(0), /first/u];
/** None of these is a text, a number, a choice or an object of any command; no number is below 0. */
const strangers = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 2 ** 53, 10n, Symbol('first')],
  ...[() => 'first', ['first'], deep(5000), cycle(), new String('first'), new Uint8Array(1000)],
  ...[{ toString: () => 'first' }, huge],
];
/** Own keys that must neither be taken for a field nor reach a prototype. */
export const strangeKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'profiles',
  'id ',
] as const;

/** Sets an own property, also where the key is `__proto__`. */
export function withOwn(message: object, key: string, value: unknown): Fields {
  const copy = { ...message };
  Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

const isNoPlainObject = (value: unknown) =>
  typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype;

const without = (message: Fields, key: string): Fields =>
  Object.fromEntries(Object.entries(message).filter(([own]) => own !== key));

/** What such a field must refuse. */
function spoilt(node: Node): readonly unknown[] {
  const nothing = [undefined, null];
  switch (node.type) {
    case 'string': {
      const max = bound(node, 'max_length');
      const tooLong = max === null ? [] : ['x'.repeat(max + 1)];
      return [...nothing, ...strangers, ...hollow, true, 0, {}, ...tooLong];
    }
    case 'number': {
      const [min, max] = [bound(node, 'min_value'), bound(node, 'max_value')];
      const outside = [...(min === null ? [] : [min - 1]), ...(max === null ? [] : [max + 1])];
      return [...nothing, ...strangers, ...hollow, true, '1', '', {}, ...outside];
    }
    case 'boolean':
      return [...nothing, ...strangers, ...hollow, 0, 1, 'true', '', {}];
    case 'custom':
      return [...nothing, ...hollow, true, 0, '', '{}', ...strangers.filter(isNoPlainObject)];
    case 'literal':
    case 'picklist':
      return [...nothing, ...strangers, ...hollow, true, {}, '', 'no such choice', '__proto__'];
    case 'optional':
      return spoilt(node.wrapped).filter((value) => value !== undefined);
    case 'nullable':
      return spoilt(node.wrapped).filter((value) => value !== null);
    case 'union':
    case 'variant':
      // What one choice refuses may be what another takes.
      return node.options.flatMap((option) => {
        const others = node.options.filter((one) => one !== option);
        return spoilt(option).filter((value) => !others.some((one) => takes(one, value)));
      });
    case 'strict_object':
      return [
        ...nothing,
        ...strangers,
        true,
        0,
        '',
        ...spoiltObjects(node).map(({ input }) => input),
      ];
    default:
      return unknownKind(node);
  }
}

export interface Hostile {
  readonly input: unknown;
  /** The field to blame; `input` where it is the whole, or where its name is not repeated. */
  readonly field: string;
}

/** An object with one field spoilt, missing or too many. */
function spoiltObjects(node: Extract<Node, { type: 'strict_object' }>): readonly Hostile[] {
  const message = choices(node)[0] as Fields;
  const fields = Object.entries(node.entries);
  const spoiltFields = fields.flatMap(([field, own]) =>
    spoilt(own).map((value) => ({ input: withOwn(message, field, value), field })),
  );
  const missing = fields
    .filter(([, { type }]) => type !== 'optional')
    .map(([field]) => ({ input: without(message, field), field }));
  const tooMany = strangeKeys.map((key) => ({
    input: withOwn(message, key, { polluted: true }),
    field: /^[a-zA-Z]+$/u.test(key) ? key : 'input',
  }));
  return [...spoiltFields, ...missing, ...tooMany];
}

/** Messages that are valid but for one field, which is spoilt, missing or too many. */
export function hostileMessages(name: CommandName): readonly Hostile[] {
  const node = schemaOf(name);
  if (node.type !== 'strict_object') throw new Error(`${name} takes no object`);
  return spoiltObjects(node);
}

/** True for a command that cannot be sent without a field. */
export function needsFields(name: CommandName): boolean {
  const node = schemaOf(name);
  return node.type === 'strict_object'
    ? Object.values(node.entries).some(({ type }) => type !== 'optional')
    : true;
}
