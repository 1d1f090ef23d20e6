/**
 * The requests of this run, numbered from 1. The newest are kept.
 */
import type { RequestRecord, SimulatorEvent } from './types.ts';

const RECORDS_KEPT = 25_000;

export interface Records {
  readonly add: (record: Omit<RequestRecord, 'number'>) => void;
  /** The newest, oldest first. */
  readonly all: () => readonly RequestRecord[];
  /** Forgets all of them; the next is number 1. */
  readonly clear: () => void;
}

export function createRecords(emit: (event: SimulatorEvent) => void): Records {
  let records: RequestRecord[] = [];
  let count = 0;
  return {
    add(record) {
      count += 1;
      const numbered = { number: count, ...record };
      records.push(numbered);
      // In one cut now and then: moving the whole list for each request would be slow.
      if (records.length > 2 * RECORDS_KEPT) records = records.slice(-RECORDS_KEPT);
      emit({ event: 'request', ...numbered });
    },
    all: () => records.slice(-RECORDS_KEPT),
    clear() {
      records = [];
      count = 0;
    },
  };
}
