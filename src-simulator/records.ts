/**
 * The requests of this run, numbered from 1. The newest are kept.
 */
import type { RequestRecord, SimulatorEvent } from './simulator-types.ts';

const RECORDS_KEPT = 25_000;

export interface Records {
  readonly add: (record: Omit<RequestRecord, 'number'>) => void;
  /** The newest, oldest first. */
  readonly all: () => readonly RequestRecord[];
  /** Forgets all of them; the next is number 1. */
  readonly clear: () => void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function createRecords(emit: (event: SimulatorEvent) => void): Records {
  // A ring whose places are written over, with texts that are shared. Objects that live for 25,000
  // requests and then die are what V8 collects last: the program would grow by a hundred MiB first.
  let ring: Writable<RequestRecord>[] = [];
  let count = 0;
  const texts = new SharedTexts();
  return {
    add(record) {
      const place = ring[count % RECORDS_KEPT];
      count += 1;
      if (place === undefined) {
        ring.push(copyInto({ ...record, number: count }, record, texts));
      } else {
        place.number = count;
        copyInto(place, record, texts);
      }
      emit({ event: 'request', number: count, ...record });
    },
    all() {
      const oldest = count % RECORDS_KEPT;
      const inOrder =
        count > RECORDS_KEPT ? [...ring.slice(oldest), ...ring.slice(0, oldest)] : ring;
      return inOrder.map((record) => ({ ...record }));
    },
    clear() {
      ring = [];
      count = 0;
    },
  };
}

function copyInto(
  place: Writable<RequestRecord>,
  record: Omit<RequestRecord, 'number'>,
  texts: SharedTexts,
): Writable<RequestRecord> {
  place.endpoint = texts.share(record.endpoint);
  place.method = record.method;
  place.at = record.at;
  place.status = record.status;
  place.code = record.code;
  place.sessionMasked = record.sessionMasked === null ? null : texts.share(record.sessionMasked);
  place.fault = record.fault;
  place.reason = record.reason;
  place.hint = record.hint;
  return place;
}

/** How many texts are shared at once. */
const SHARED = 1000;

/** Gives the same string for the same text, so that one of them can be let go. */
class SharedTexts {
  readonly #known = new Map<string, string>();

  share(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= SHARED) this.#known.clear();
    this.#known.set(text, text);
    return text;
  }
}
