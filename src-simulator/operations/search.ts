/** SearchEntity and GetEntityMetadata (bill-data 8). */
import { missingKey } from '../calls/data-fields.ts';
import { isMissing } from '../data/read-object.ts';
import { textOf } from '../data/row.ts';
import type { Row } from '../data/row.ts';
import { shown } from '../data/read-value.ts';
import { SHAPES } from '../facts/shapes.ts';
import type { EntityShape, Field } from '../facts/shapes.ts';
import { refuse, refuseWith, succeed } from '../calls/outcome.ts';
import type { Outcome } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';

/** The fields of a vendor whose words are found (I; that words count as a whole: D OAS2). */
const INDEXED = ['name', 'companyName', 'shortName', 'accNumber', 'email'];

/** Vendors that have every word of the term, as a whole word. Only vendors can be searched. */
export function searchEntity({ org, data, options }: DataCall): Outcome {
  for (const name of ['term', 'entity']) {
    if (isMissing(data, name)) return missingKey(options, name);
  }
  const { term, entity } = data;
  if (entity !== 'Vendor') return refuseWith(options.unknownEntityError, shown(entity));
  if (typeof term !== 'string') return refuse('BDC_1124', 'term');
  const wanted = wordsOf(term);
  const found = org
    .table('Vendor')
    .all()
    .filter((row) => {
      const words = new Set(INDEXED.flatMap((name) => wordsOf(textOf(row, name))));
      return wanted.length > 0 && wanted.every((word) => words.has(word));
    });
  return succeed(found satisfies readonly Row[]);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The fields of entities. Only IdField is a known type (C* NODE); the others are ours. */
export function getEntityMetadata({ data, options }: DataCall): Outcome {
  if (isMissing(data, 'entity')) return missingKey(options, 'entity');
  const given = data['entity'];
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const described: [string, object][] = [];
  for (const name of names) {
    const shape = typeof name === 'string' ? SHAPES.get(name) : undefined;
    if (shape === undefined) return refuseWith(options.unknownEntityError, shown(name));
    described.push([shape.entity, { fields: fieldsOf(shape) }]);
  }
  return succeed(Object.fromEntries(described));
}

function fieldsOf(shape: EntityShape): object {
  const id = {
    readonly: true,
    required: false,
    type: 'IdField',
    entity: shape.entity,
    label: 'Id',
  };
  const fields = [...shape.fields.values()].map((field): [string, object] => [
    field.name,
    {
      readonly: !field.settable,
      required: shape.required.includes(field.name),
      type: TYPES[field.kind],
      entity: field.target ?? field.lines?.entity ?? shape.entity,
      label: labelOf(field.name),
    },
  ]);
  return { id, ...Object.fromEntries(fields) };
}

const TYPES: Readonly<Record<Field['kind'], string>> = {
  text: 'StringField',
  number: 'NumberField',
  flag: 'BooleanField',
  enum: 'EnumField',
  date: 'DateField',
  time: 'DateTimeField',
  reference: 'IdField',
  lines: 'ListField',
  other: 'ObjectField',
};

/** `invoiceNumber` is "Invoice Number". */
function labelOf(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
}
