/**
 * The entities of BILL's v2 API, their fields and the kinds of them, read from the facts once.
 */
import { FRESH, LEFT_OUT_AT_UPDATE, mayBeLeftOut } from './fresh.ts';
import { OPERATIONS, operation } from './bill-facts.ts';

export const UNSET = '00000000000000000000';

export type Kind = 'text' | 'number' | 'flag' | 'enum' | 'date' | 'time' | 'reference' | 'other';

export interface Field {
  readonly name: string;
  readonly kind: Kind | 'lines';
  /** What a fresh object holds. */
  readonly fresh: unknown;
  /** Whether a caller may set it; what is sent for the others is ignored (bill-data 3, D). */
  readonly settable: boolean;
  /** The entity a reference points to, where it is one of those that are kept. */
  readonly target: string | null;
  /** The shape of each element of a list of lines. */
  readonly lines: Shape | null;
}

export interface Shape {
  readonly entity: string;
  /** The first three characters of its ids; null for lines that have no id. */
  readonly prefix: string | null;
  /** In the order of the wire. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly string[];
}

export interface EntityShape extends Shape {
  /** What Update needs beside the id. */
  readonly requiredAtUpdate: readonly string[];
  /** What Create needs beside `obj`: `username` of a User. */
  readonly beside: readonly string[];
  /** The fields that List is documented to filter by. */
  readonly filterable: ReadonlySet<string>;
}

type Skeleton = Readonly<Record<string, unknown>>;

const NAMES: readonly string[] = [
  ...new Set(
    [...OPERATIONS.keys()].flatMap(
      (path) => /^\/(?:Crud\/\w+|List)\/(\w+)\.json$/.exec(path)?.[1] ?? [],
    ),
  ),
];

/** The server's alone, although the facts of RecurringBill have them in a request. */
const SERVER_TIMES: ReadonlySet<string> = new Set(['createdTime', 'updatedTime']);

/** Names that do not end in the name of the entity they point to. */
const TARGETS: Readonly<Record<string, string | null>> = {
  usersId: 'User',
  userId: 'User',
  createdBy: 'User',
  createdById: 'User',
  billid: 'Bill',
  cpUserId: 'CustomerContact',
  // Either a bank account or an account of the ledger.
  depositToAccountId: null,
};

/** By name. `Document` is what GetDocuments gives; it has no operations of its own. */
export const SHAPES: ReadonlyMap<string, EntityShape> = new Map(
  [...NAMES.map(entityShape), documentShape()].map((shape) => [shape.entity, shape]),
);

/** An entity that is known to be there. */
export function shapeOf(entity: string): EntityShape {
  const found = SHAPES.get(entity);
  if (found === undefined) throw new Error(`There is no entity ${entity}.`);
  return found;
}

function entityShape(entity: string): EntityShape {
  const [list, read, create, update] = ['List', 'Crud/Read', 'Crud/Create', 'Crud/Update'].map(
    (way) => OPERATIONS.get(`/${way}/${entity}.json`),
  );
  const reply = skeleton(read?.reply ?? firstOf(list?.reply));
  const created = skeleton(create?.data?.['obj']);
  const updated = skeleton(update?.data?.['obj']);
  const required = create?.required ?? [];
  return {
    ...shape(reply, { ...updated, ...created }, below(required, 'obj')),
    requiredAtUpdate: ownNames(below(update?.required ?? [], 'obj')).filter(
      (one) => one !== 'id' && one !== 'entity' && !LEFT_OUT_AT_UPDATE[entity]?.includes(one),
    ),
    beside: required.filter((name) => !/^obj(\.|$)/.test(name)),
    filterable: new Set(list?.filterable ?? []),
  };
}

function documentShape(): EntityShape {
  const reply = skeleton(operation('/GetDocuments.json').reply);
  const rest = { requiredAtUpdate: [], beside: [], filterable: new Set<string>() };
  return { ...shape(skeleton(firstOf(reply['documents'])), {}, []), ...rest };
}

/** A shape from a reply, from what a caller may send, and from the dotted names that it must. */
function shape(reply: Skeleton, sent: Skeleton, required: readonly string[]): Shape {
  const { entity: named, id } = reply;
  const entity = typeof named === 'string' ? named : '';
  const fresh = FRESH[entity] ?? {};
  const all = { ...reply, ...fresh };
  const fields = Object.entries(all)
    .filter(([name]) => name !== 'entity' && name !== 'id')
    .map(([name, value]): [string, Field] => [
      name,
      field({ entity, name, value: reply[name] ?? value, sent, fresh, required }),
    ]);
  return {
    entity,
    prefix: typeof id === 'string' ? id.slice(0, 3) : null,
    fields: new Map(fields),
    required: ownNames(required).filter((name) => name !== 'entity'),
  };
}

function field(given: {
  readonly entity: string;
  readonly name: string;
  readonly value: unknown;
  readonly sent: Skeleton;
  readonly fresh: Skeleton;
  readonly required: readonly string[];
}): Field {
  const { entity, name, value, sent, fresh, required } = given;
  const settable = Object.hasOwn(sent, name) && !SERVER_TIMES.has(name);
  const element = firstOf(value);
  const lines =
    element === undefined ? null : lineShape(element, firstOf(sent[name]), below(required, name));
  const kind = lines === null ? kindOf(fresh[name] ?? value, sent[name]) : 'lines';
  return {
    name,
    kind,
    settable,
    lines,
    fresh: Object.hasOwn(fresh, name) ? fresh[name] : freshValue(kind, value, settable),
    target: kind === 'reference' ? targetOf(entity, name) : null,
  };
}

function lineShape(element: unknown, sent: unknown, required: readonly string[]): Shape | null {
  const reply = skeleton(element);
  if (typeof reply['entity'] !== 'string') return null;
  const entity = reply['entity'];
  return shape(
    reply,
    skeleton(sent),
    required.filter((name) => !mayBeLeftOut(entity, name)),
  );
}

function kindOf(reply: unknown, sent: unknown): Kind {
  switch (typeof reply) {
    case 'boolean':
      return 'flag';
    case 'number':
      return 'number';
    case 'string':
      if (/^\w{5}ABCDEFGHI\d{6}$/.test(reply) || reply === UNSET) return 'reference';
      if (/^\d{4}-\d\d-\d\dT/.test(reply)) return 'time';
      if (/^\d{4}-\d\d-\d\d$/.test(reply)) return 'date';
      return isEnum(reply) || (reply === '' && isEnum(sent)) ? 'enum' : 'text';
    default:
      return 'other';
  }
}

function isEnum(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,2}$/.test(value);
}

function freshValue(kind: Field['kind'], value: unknown, settable: boolean): unknown {
  switch (kind) {
    case 'flag':
      return value;
    case 'enum':
      return value === '' ? null : value;
    case 'number':
      // A number that only the server sets is a sum, and there is nothing to sum yet.
      return settable ? null : 0;
    case 'reference':
      return UNSET;
    case 'lines':
      return [];
    case 'text':
    case 'date':
    case 'time':
    case 'other':
      return null;
  }
}

/** `parentDepartmentId` points to a Department, `payToBankAccountId` to a BankAccount. */
function targetOf(entity: string, name: string): string | null {
  const known = TARGETS[name];
  if (known !== undefined) return known;
  const stem = name.replace(/Id$/, '').toLowerCase();
  const ends = NAMES.filter((one) => stem.endsWith(one.toLowerCase()));
  const longest = ends.sort((a, b) => b.length - a.length)[0] ?? null;
  return longest ?? (name === 'mergedIntoId' ? entity : null);
}

/** `['obj.lines.amount', 'obj']` below `obj` is `['lines.amount']`. */
function below(names: readonly string[], parent: string): string[] {
  const start = `${parent}.`;
  return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

function ownNames(names: readonly string[]): string[] {
  return names.filter((name) => !name.includes('.'));
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function skeleton(value: unknown): Skeleton {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
