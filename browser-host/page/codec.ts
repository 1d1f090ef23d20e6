/**
 * What crosses between page and main, as text. Takes values that were structured-cloned before (so
 * a function or symbol has thrown already) and carries what JSON cannot: undefined, Date, Map, Set,
 * BigInt, bytes, cycles. Anything else fails by name instead of arriving changed.
 *
 * The page gets this function as source text: it must not use anything from outside itself.
 */
export interface Codec {
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => unknown;
}

type Primitive = string | boolean | number | null;
/** A number refers to a node; an array of one is the value itself; an array of two names its type. */
type Ref = number | [Primitive] | ['bigint' | 'number' | 'undefined', string];
type Node =
  | { object: [string, Ref][] }
  | { array: number; items: [string, Ref][] }
  | { map: [Ref, Ref][] }
  | { set: Ref[] }
  | { date: number | null }
  | { regexp: [string, string] }
  | { error: [string, string, string, Ref | null] }
  | { bytes: string }
  | { view: [string, Ref, number, number] };

export function createCodec(): Codec {
  const tag = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

  function encode(root: unknown): string {
    const nodes: (Node | null)[] = [];
    const seen = new Map<object, number>();
    const waiting: [number, object][] = [];

    const ref = (value: unknown): Ref => {
      if (value === undefined) return ['undefined', ''];
      if (typeof value === 'bigint') return ['bigint', String(value)];
      if (typeof value === 'number') {
        return Number.isFinite(value) && !Object.is(value, -0)
          ? [value]
          : ['number', Object.is(value, -0) ? '-0' : String(value)];
      }
      if (value === null || typeof value === 'string' || typeof value === 'boolean') return [value];
      if (typeof value !== 'object')
        throw new Error(`the browser host cannot carry a ${typeof value}`);
      const known = seen.get(value);
      if (known !== undefined) return known;
      const index = nodes.push(null) - 1;
      seen.set(value, index);
      waiting.push([index, value]);
      return index;
    };
    const entries = (value: object): [string, Ref][] =>
      Object.entries(value).map(([key, item]) => [key, ref(item)]);

    const node = (value: object): Node => {
      if (Array.isArray(value)) return { array: value.length, items: entries(value) };
      if (ArrayBuffer.isView(value)) {
        const length = 'length' in value ? Number(value.length) : value.byteLength;
        return { view: [tag(value), ref(value.buffer), value.byteOffset, length] };
      }
      if (value instanceof Map) {
        return { map: [...value].map(([key, item]: [unknown, unknown]) => [ref(key), ref(item)]) };
      }
      if (value instanceof Set) return { set: [...value].map((item: unknown) => ref(item)) };
      if (value instanceof Date) {
        return { date: Number.isNaN(value.getTime()) ? null : value.getTime() };
      }
      if (value instanceof RegExp) return { regexp: [value.source, value.flags] };
      if (value instanceof Error) {
        const cause = 'cause' in value ? ref(value.cause) : null;
        return { error: [value.name, value.message, value.stack ?? '', cause] };
      }
      if (value instanceof ArrayBuffer) {
        let text = '';
        for (const byte of new Uint8Array(value)) text += String.fromCharCode(byte);
        return { bytes: btoa(text) };
      }
      if (tag(value) === 'Object') return { object: entries(value) };
      throw new Error(`the browser host cannot carry a ${tag(value)}`);
    };

    const start = ref(root);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      nodes[next[0]] = node(next[1]);
    }
    return JSON.stringify([start, nodes]);
  }

  function decode(text: string): unknown {
    const [start, nodes] = JSON.parse(text) as [Ref, Node[]];
    const made: unknown[] = [];

    const shell = (node: Node): unknown => {
      if ('array' in node) return new Array(node.array);
      if ('map' in node) return new Map();
      if ('set' in node) return new Set();
      if ('date' in node) return new Date(node.date ?? Number.NaN);
      if ('regexp' in node) return new RegExp(node.regexp[0], node.regexp[1]);
      if ('bytes' in node)
        return Uint8Array.from(atob(node.bytes), (char) => char.charCodeAt(0)).buffer;
      if ('error' in node) {
        const kinds: Record<string, ErrorConstructor> = {
          EvalError,
          RangeError,
          ReferenceError,
          SyntaxError,
          TypeError,
          URIError,
        };
        return new (kinds[node.error[0]] ?? Error)(node.error[1]);
      }
      return {};
    };
    const value = (ref: Ref): unknown => {
      if (typeof ref === 'number') return made[ref];
      if (ref.length === 1) return ref[0];
      if (ref[0] === 'undefined') return undefined;
      return ref[0] === 'bigint' ? BigInt(ref[1]) : Number(ref[1]);
    };
    const define = (target: unknown, key: string, item: unknown) => {
      // Not by assignment: a key may be __proto__.
      Object.defineProperty(target, key, {
        value: item,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    };
    const fill = (node: Node, target: unknown): void => {
      if ('object' in node) for (const [key, item] of node.object) define(target, key, value(item));
      if ('array' in node) for (const [key, item] of node.items) define(target, key, value(item));
      if ('map' in node && target instanceof Map) {
        for (const [key, item] of node.map) target.set(value(key), value(item));
      }
      if ('set' in node && target instanceof Set)
        for (const item of node.set) target.add(value(item));
      if ('error' in node) {
        Object.defineProperty(target, 'stack', {
          value: node.error[2],
          configurable: true,
          writable: true,
        });
        if (node.error[3] !== null) {
          Object.defineProperty(target, 'cause', {
            value: value(node.error[3]),
            configurable: true,
            writable: true,
          });
        }
      }
    };

    for (const node of nodes) made.push(shell(node));
    nodes.forEach((node, index) => {
      if (!('view' in node)) return;
      const [kind, buffer, offset, length] = node.view;
      const View = Reflect.get(globalThis, kind) as new (
        b: unknown,
        o: number,
        n: number,
      ) => unknown;
      made[index] = new View(value(buffer), offset, length);
    });
    nodes.forEach((node, index) => fill(node, made[index]));
    return value(start);
  }

  return { encode, decode };
}
