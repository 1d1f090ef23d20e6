/**
 * Reads the keys of one object of a faults file, each with its check, and refuses keys nobody read.
 */

/** A refusal whose message is a sentence for the author of the faults. */
export class FaultsError extends Error {}

export class FieldReader {
  readonly #where: string;
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #read = new Set<string>();

  constructor(where: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new FaultsError(`${where} must be an object.`);
    }
    this.#where = where;
    this.#values = new Map(Object.entries(value));
  }

  has(key: string): boolean {
    return this.#values.get(key) !== undefined;
  }

  value(key: string): unknown {
    this.#read.add(key);
    return this.#values.get(key);
  }

  /** A whole number in the range; the fallback where the key is absent. */
  count<T extends number | null>(key: string, min: number, max: number, fallback: T): number | T {
    const value = this.value(key);
    if (value === undefined || (value === null && fallback === null)) return fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    throw this.wrong(key, `a whole number from ${String(min)} to ${String(max)}`);
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.value(key);
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    throw this.wrong(key, 'true or false');
  }

  /** A text that the pattern allows; the fallback where the key is absent. */
  text<T extends string | null>(
    key: string,
    pattern: RegExp,
    what: string,
    fallback: T,
  ): string | T {
    if (fallback === null && this.value(key) === null) return fallback;
    return this.has(key) ? this.requiredText(key, pattern, what) : this.#absent(key, fallback);
  }

  requiredText(key: string, pattern: RegExp, what: string): string {
    const value = this.value(key);
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw this.wrong(key, what);
  }

  oneOf<T extends string>(key: string, allowed: readonly T[], fallback?: T): T {
    const value = this.value(key);
    if (value === undefined && fallback !== undefined) return fallback;
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    throw this.wrong(key, `one of ${allowed.join(', ')}`);
  }

  /** Names and values that an HTTP header can hold. */
  headers(key: string): Readonly<Record<string, string>> {
    const value = this.value(key);
    if (value === undefined) return {};
    const what = 'an object of header names and texts';
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.wrong(key, what);
    }
    const headers: [string, string][] = [];
    for (const [name, text] of Object.entries(value)) {
      const good = typeof text === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
      if (!good || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw this.wrong(key, what);
      headers.push([name.toLowerCase(), text]);
    }
    return Object.fromEntries(headers);
  }

  /** Call last: a misspelt key must not be silently ignored. */
  finish(): void {
    for (const key of this.#values.keys()) {
      if (!this.#read.has(key)) {
        const known = [...this.#read].join(', ');
        throw new FaultsError(`${this.#where} has an unknown key "${key}". Known here: ${known}.`);
      }
    }
  }

  #absent<T>(key: string, fallback: T): T {
    this.#read.add(key);
    return fallback;
  }

  /** The refusal of a value that its own kind alone can judge. */
  wrong(key: string, what: string): FaultsError {
    return new FaultsError(`${this.#where}: "${key}" must be ${what}.`);
  }
}
