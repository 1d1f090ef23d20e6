/** Makes new objects whole: what was entered, what a fresh one holds, what the server works out. */
import { shapeOf } from '../facts/shapes.ts';
import { derived } from './derive.ts';
import type { Deriving } from './derive.ts';
import type { OrgData } from './org-data.ts';
import type { Row } from './row.ts';

/** A new object in the order of the wire, not stored yet. Its id is new unless one was entered. */
export function newRow(org: OrgData, entity: string, entered: Row, how: Deriving): Row {
  const shape = shapeOf(entity);
  const row: Record<string, unknown> = {
    entity,
    id: entered['id'] ?? org.newId(shape.prefix ?? ''),
  };
  for (const { name, fresh } of shape.fields.values()) {
    const isTime = name === 'createdTime' || name === 'updatedTime';
    row[name] = entered[name] ?? (isTime ? how.now : fresh);
  }
  return derived(row, null, how);
}

/** Makes and stores. */
export function addRow(org: OrgData, entity: string, entered: Row, how: Deriving): Row {
  const row = newRow(org, entity, entered, how);
  org.put(entity, row);
  return row;
}
