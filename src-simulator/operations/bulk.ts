/** Bulk calls: up to 100 parts, each with an envelope of its own, in order (bill-data 3). */
import { isRefusal, missingKey } from '../calls/data-fields.ts';
import { isMissing, isObject } from '../data/read-object.ts';
import type { Row } from '../data/row.ts';
import { badValue } from '../data/read-value.ts';
import { envelope } from '../calls/reply-envelope.ts';
import { errorBody } from '../calls/errors.ts';
import { refuse, succeed } from '../calls/outcome.ts';
import type { Outcome, Refusal } from '../calls/outcome.ts';
import type { DataCall } from './call.ts';
import type { CrudAction } from './crud.ts';

const MOST_PARTS = 100;

export function bulk(call: DataCall, entity: string, action: CrudAction): Outcome {
  const { data, options, org } = call;
  if (isMissing(data, 'bulk')) return missingKey(options, 'bulk');
  const parts = data['bulk'];
  if (!Array.isArray(parts)) return refuse('BDC_1124', 'bulk');
  if (parts.length > MOST_PARTS) return badValue('bulk', parts.length, options);
  const results = org.attempt(
    () => parts.map((part: unknown) => runPart(call, entity, action, part)),
    (all) => options.bulkFailure === 'none' && all.some((one) => isRefusal(one)),
  );
  const failed = results.find((one): one is Refusal => isRefusal(one));
  const replies = results.map((one) =>
    isRefusal(one) ? envelope(1, errorBody(options, one)) : envelope(0, one),
  );
  return { ...succeed({ bulk: replies }), partCode: failed?.code ?? null };
}

function runPart(call: DataCall, entity: string, action: CrudAction, part: unknown): Row | Refusal {
  return isObject(part) ? action({ ...call, data: part }, entity) : refuse('BDC_1124', 'bulk');
}
