/**
 * Replies that the caller lays down for calls of its choice. The first that fits wins, over what is
 * simulated too; session and trust have been checked before.
 */
import { isSubset } from './match.ts';

export interface StubInput {
  /** `/GetAPSummary.json`, or any other path below the base URL. */
  readonly endpoint: string;
  /** `response_data` of the reply, a success. */
  readonly data: unknown;
  /** What the `data` of the call must hold: objects at every depth, lists and values equal. */
  readonly when?: Readonly<Record<string, unknown>>;
}

/** A refusal whose message is a sentence for the author of the stubs. */
export class StubsError extends Error {}

const KEYS = ['endpoint', 'data', 'when'];
/** Nobody needs more, and comparing goes as deep as a stub does. */
const DEEPEST = 50;

/** Throws StubsError with a sentence that names the entry and the key. */
export function parseStubs(value: unknown): readonly StubInput[] {
  if (!Array.isArray(value)) throw new StubsError('The stubs must be a JSON list.');
  return value.map((entry: unknown, index) => parseStub(`Stub ${String(index + 1)}`, entry));
}

function parseStub(where: string, entry: unknown): StubInput {
  if (!isObject(entry)) throw new StubsError(`${where} must be an object.`);
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    const known = `Known here: ${KEYS.join(', ')}.`;
    throw new StubsError(`${where} has an unknown key "${unknown}". ${known}`);
  }
  const { endpoint, data, when } = entry;
  if (typeof endpoint !== 'string' || !/^\/[\x21-\x7e]{1,300}$/.test(endpoint)) {
    throw new StubsError(`${where}: "endpoint" must be a path such as /GetAPSummary.json.`);
  }
  if (data === undefined) throw new StubsError(`${where}: "data" must be there.`);
  if (when === undefined) return { endpoint, data };
  if (!isObject(when)) throw new StubsError(`${where}: "when" must be an object.`);
  if (depthOf(when) > DEEPEST) throw new StubsError(`${where}: "when" is too deep.`);
  return { endpoint, data, when };
}

export class StubBook {
  #stubs: ReadonlyMap<string, readonly StubInput[]> = new Map();

  /** Replaces all of them. */
  set(stubs: readonly StubInput[]): void {
    const grouped = new Map<string, StubInput[]>();
    for (const stub of stubs) {
      grouped.set(stub.endpoint, [...(grouped.get(stub.endpoint) ?? []), stub]);
    }
    this.#stubs = grouped;
  }

  has(endpoint: string): boolean {
    return this.#stubs.has(endpoint);
  }

  /** The first stub of the endpoint that fits the `data` of a call. */
  find(endpoint: string, data: unknown): StubInput | null {
    const fits = ({ when }: StubInput) => when === undefined || isSubset(when, data);
    return this.#stubs.get(endpoint)?.find(fits) ?? null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without calling itself: the value may be deeper than the stack. */
function depthOf(value: unknown): number {
  let level: readonly unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= DEEPEST) {
    level = level.flatMap(childrenOf);
    depth += 1;
  }
  return depth;
}

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}
