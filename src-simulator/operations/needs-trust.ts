/** Which calls need a trusted session: never, always, or for named fields. It is in the facts. */
import type { DataObject } from '../calls/data-fields.ts';
import { isObject } from '../data/read-object.ts';
import type { OrgData } from '../data/org-data.ts';
import type { BillOperation } from '../facts/bill-facts.ts';
import type { NamedOptions } from '../options/named-options.ts';

/** Whether every call of the operation needs trust, whatever it carries. */
export function alwaysProtected(fact: BillOperation, options: NamedOptions): boolean {
  return (
    fact.protected === 'always' || (fact.protected === 'doubtful' && options.doubtfulNeedsTrust)
  );
}

/** Whether this call changes a field that only a trusted session may change. */
export function changesProtected(fact: BillOperation, org: OrgData, data: DataObject): boolean {
  if (typeof fact.protected === 'string') return false;
  const { fields } = fact.protected;
  const entity = fact.name.split('/').at(-1) ?? '';
  const parts: readonly unknown[] = Array.isArray(data['bulk']) ? data['bulk'] : [data];
  return parts.some((part) => {
    const obj = isObject(part) ? part['obj'] : undefined;
    if (!isObject(obj) || typeof obj['id'] !== 'string') return false;
    const before = org.find(entity, obj['id']);
    if (before === undefined) return false;
    const sent = fields.filter((name) => Object.hasOwn(obj, name));
    return sent.some((name) => plain(obj[name]) !== plain(before[name]));
  });
}

/** Null and an empty text are the same: unset. */
function plain(value: unknown): unknown {
  return value === undefined || value === '' ? null : value;
}
