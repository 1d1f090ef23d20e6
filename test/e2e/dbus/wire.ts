/** D-Bus values as bytes and back, little-endian: as much of the specification as a tray needs. */

/** A variant to be written; when read, a variant is its value. */
export interface Variant {
  readonly type: string;
  readonly value: unknown;
}
export const variant = (type: string, value: unknown): Variant => ({ type, value });

/** The complete types of a signature: `a{sv}u` is two. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, at: number): number {
  const first = signature[at] ?? '';
  if (first === 'a') return endOfType(signature, at + 1);
  if (first !== '(' && first !== '{') return at + 1;
  let depth = 0;
  for (let end = at; end < signature.length; end += 1) {
    if ('({'.includes(signature[end] ?? '')) depth += 1;
    if (')}'.includes(signature[end] ?? '')) depth -= 1;
    if (depth === 0) return end + 1;
  }
  throw new Error(`no signature: ${signature}`);
}

const alignments: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};
const alignmentOf = (type: string) => alignments[type[0] ?? ''] ?? 1;

export class Writer {
  private bytes: Buffer = Buffer.alloc(0);

  get length(): number {
    return this.bytes.length;
  }

  pad(to: number): void {
    this.add(Buffer.alloc((to - (this.length % to)) % to));
  }

  write(type: string, value: unknown): void {
    this.pad(alignmentOf(type));
    switch (type[0]) {
      case 'y':
        this.add(Buffer.of(value as number));
        return;
      case 'b':
        this.number(4, (to) => to.writeUInt32LE(value === true ? 1 : 0));
        return;
      case 'i':
        this.number(4, (to) => to.writeInt32LE(value as number));
        return;
      case 'u':
        this.number(4, (to) => to.writeUInt32LE(value as number));
        return;
      case 's':
      case 'o':
        this.write('u', Buffer.byteLength(value as string));
        this.add(Buffer.from(`${value as string}\0`));
        return;
      case 'g':
        this.add(Buffer.of((value as string).length));
        this.add(Buffer.from(`${value as string}\0`));
        return;
      case 'v':
        this.write('g', (value as Variant).type);
        this.write((value as Variant).type, (value as Variant).value);
        return;
      case 'a':
        this.array(type.slice(1), value as readonly unknown[]);
        return;
      case '(':
      case '{':
        typesOf(type.slice(1, -1)).forEach((inner, n) =>
          this.write(inner, (value as readonly unknown[])[n]),
        );
        return;
      default:
        throw new Error(`cannot write ${type}`);
    }
  }

  toBuffer(): Buffer {
    return this.bytes;
  }

  private array(inner: string, items: readonly unknown[]): void {
    const lengthAt = this.length;
    this.write('u', 0);
    this.pad(alignmentOf(inner));
    const from = this.length;
    for (const item of items) this.write(inner, item);
    this.bytes.writeUInt32LE(this.length - from, lengthAt);
  }

  private number(size: number, put: (to: Buffer) => void): void {
    const bytes = Buffer.alloc(size);
    put(bytes);
    this.add(bytes);
  }

  private add(bytes: Buffer): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
  }
}

export class Reader {
  private readonly bytes: Buffer;
  private at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Dictionaries become objects, structs and arrays become arrays. */
  read(type: string): unknown {
    this.pad(alignmentOf(type));
    switch (type[0]) {
      case 'y':
        return this.bytes.readUInt8(this.skip(1));
      case 'b':
        return this.bytes.readUInt32LE(this.skip(4)) === 1;
      case 'n':
        return this.bytes.readInt16LE(this.skip(2));
      case 'q':
        return this.bytes.readUInt16LE(this.skip(2));
      case 'i':
        return this.bytes.readInt32LE(this.skip(4));
      case 'u':
        return this.bytes.readUInt32LE(this.skip(4));
      case 'x':
        return this.bytes.readBigInt64LE(this.skip(8));
      case 't':
        return this.bytes.readBigUInt64LE(this.skip(8));
      case 'd':
        return this.bytes.readDoubleLE(this.skip(8));
      case 's':
      case 'o':
        return this.text(this.read('u') as number);
      case 'g':
        return this.text(this.read('y') as number);
      case 'v':
        return this.read(this.read('g') as string);
      case 'a':
        return this.array(type.slice(1));
      case '(':
      case '{':
        return typesOf(type.slice(1, -1)).map((inner) => this.read(inner));
      default:
        throw new Error(`cannot read ${type}`);
    }
  }

  pad(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }

  get position(): number {
    return this.at;
  }

  private array(inner: string): unknown {
    const length = this.read('u') as number;
    this.pad(alignmentOf(inner));
    const end = this.at + length;
    const items: unknown[] = [];
    while (this.at < end) items.push(this.read(inner));
    return inner.startsWith('{') ? Object.fromEntries(items as [string, unknown][]) : items;
  }

  private text(length: number): string {
    return this.bytes.toString('utf8', this.skip(length + 1), this.at - 1);
  }

  private skip(length: number): number {
    const from = this.at;
    this.at += length;
    return from;
  }
}
