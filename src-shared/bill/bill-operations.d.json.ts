/**
 * The operations of BILL's v2 API, the only copy of these facts in the project: one record a line.
 * This file gives their type, which the compiler would else infer from 300 kB of values.
 */

export interface BillOperation {
  /** Below the base URL: `/List/Bill.json`. */
  readonly path: string;
  /** The path without its slash and its `.json`. */
  readonly name: string;
  /** What the operation is about, one word for a list: `bills`, `payments-out`. */
  readonly group: string;
  /** What it does, in a few words. */
  readonly says: string;
  /**
   * A `data` to start from, or null where the operation takes none. Values are made up: `""` is any
   * text, `0` any number, 20 zeros a reference that is not set.
   */
  readonly data: Readonly<Record<string, unknown>> | null;
  /**
   * Dotted names inside `data`, lists left out of them (`bulk.obj.name`). A name counts only where its
   * parent is there; `form.x` is a form field beside `data`.
   */
  readonly required: readonly string[];
  /** `response_data` of a success, in the same values; null where its shape is not known. */
  readonly reply: unknown;
  /** Whether it needs a trusted session; `doubtful`: documented, perhaps by mistake. */
  readonly protected: 'never' | 'always' | 'doubtful' | { readonly fields: readonly string[] };
  readonly method: 'GET' | 'POST';
  readonly encoding: 'form' | 'multipart';
  /** D documented by BILL, C seen in public code. */
  readonly evidence: 'C' | 'D';
  /** True where the operation changes nothing. */
  readonly reads: boolean;
  /** The fields that a List takes in its filters. */
  readonly filterable?: readonly string[];
  /** Form fields beside `data`. */
  readonly form?: Readonly<Record<string, string>>;
}

declare const operations: readonly BillOperation[];
export default operations;
