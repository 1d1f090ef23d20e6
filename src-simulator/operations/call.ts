/** What an operation on data is given. */
import type { DataObject } from '../calls/data-fields.ts';
import type { Deriving } from '../data/derive.ts';
import type { Reading } from '../data/read-object.ts';
import type { OrgData } from '../data/org-data.ts';
import type { Outcome } from '../calls/outcome.ts';
import type { FilePart } from '../http/multipart.ts';

export interface DataCall extends Reading, Deriving {
  readonly org: OrgData;
  readonly data: DataObject;
  /** Epoch milliseconds, simulated; `now` is the same as BILL stores it. */
  readonly at: number;
  readonly upload: FilePart | null;
}

export type DataOperation = (call: DataCall) => Outcome;
