/** IDs in a reply that lead to the object: which operation reads it, learned from the facts. */
import facts from '../../../src-shared/bill/bill-operations.json' with { type: 'json' };

const READ = 'Crud/Read/';

/** BILL's IDs have 20 characters: a prefix for the type, then what tells one from another (bill-data 2). */
const ID = /^[0-9A-Za-z]{20}$/u;
const UNSET = '0'.repeat(20);

/** `00n` -> `Bill`, from what each Read is called with. */
const entityOfPrefix: ReadonlyMap<string, string> = new Map(
  facts.flatMap(({ name, data }): [string, string][] => {
    const id = data?.['id'];
    if (!name.startsWith(READ) || typeof id !== 'string') return [];
    return [[id.slice(0, 3), name.slice(READ.length)]];
  }),
);

/** `vendorId` -> `Vendor`, from the samples; not for a name that stands for several. */
const entityOfField: ReadonlyMap<string, string> = fieldsOf(facts);

function fieldsOf(values: unknown): Map<string, string> {
  const found = new Map<string, Set<string>>();
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (!ID.test(value) || value === UNSET) return;
      const entities = found.get(name) ?? new Set();
      found.set(name, entities.add(entityOfPrefix.get(value.slice(0, 3)) ?? ''));
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, name);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, key);
    }
  };
  walk(values, '');
  return new Map(
    [...found].flatMap(([name, entities]): [string, string][] => {
      const [only = ''] = entities;
      return entities.size === 1 && only !== '' ? [[name, only]] : [];
    }),
  );
}

/** The entity whose Read takes this value of the field `name`; null for what is no such ID. */
export function entityOf(name: string, value: string): string | null {
  if (!ID.test(value) || value === UNSET) return null;
  return entityOfPrefix.get(value.slice(0, 3)) ?? entityOfField.get(name) ?? null;
}

/** A part of a line; `read` where it is an ID that an operation reads. */
export interface Piece {
  readonly text: string;
  readonly read: { readonly operation: string; readonly entity: string } | null;
}

/** A line of indented JSON holds one value at most: its name, where it has one, and its text. */
const LINE = /^(\s*(?:"((?:[^"\\]|\\.)*)": )?")([0-9A-Za-z]{20})("[,]?)$/u;

/** The parts of one line of a reply; together they are the line. */
export function piecesOf(line: string): readonly Piece[] {
  const [, before = '', name = '', value = '', after = ''] = LINE.exec(line) ?? [];
  const entity = value === '' ? null : entityOf(name, value);
  if (entity === null) return [{ text: line, read: null }];
  return [
    { text: before, read: null },
    { text: value, read: { operation: `${READ}${entity}`, entity } },
    { text: after, read: null },
  ];
}

/** What reads the object of that ID. */
export const bodyOfRead = (id: string): string => JSON.stringify({ id }, null, 2);
