/**
 * The requests of this run, numbered from 1. The newest are kept.
 */
import { isoTime } from './base/simulated-clock.ts';
import type { RequestRecord, SimulatorEvent } from './simulator-types.ts';

const RECORDS_KEPT = 25_000;

/** A request as it is kept: without a number yet, and with its time in epoch milliseconds. */
export interface Seen extends Omit<RequestRecord, 'number' | 'at'> {
  readonly at: number;
}

export interface Records {
  readonly add: (seen: Seen) => void;
  /** The newest, oldest first. */
  readonly all: () => readonly RequestRecord[];
  /** Forgets all of them; the next is number 1. */
  readonly clear: () => void;
}

type Place = { -readonly [K in keyof Seen]: Seen[K] } & { number: number };

export function createRecords(emit: (event: SimulatorEvent) => void): Records {
  // A ring whose places are written over, with texts that are shared. Objects that live for 25,000
  // requests and then die are what V8 collects last: the program would grow by a hundred MiB first.
  let ring: Place[] = [];
  let count = 0;
  const texts = new SharedTexts();
  return {
    add(seen) {
      const place = ring[count % RECORDS_KEPT];
      count += 1;
      if (place === undefined) {
        ring.push(copyInto({ ...seen, number: count }, seen, texts));
      } else {
        place.number = count;
        copyInto(place, seen, texts);
      }
      emit({ event: 'request', number: count, ...seen, at: isoTime(seen.at) });
    },
    all() {
      const oldest = count % RECORDS_KEPT;
      const inOrder =
        count > RECORDS_KEPT ? [...ring.slice(oldest), ...ring.slice(0, oldest)] : ring;
      return inOrder.map((place) => ({ ...place, at: isoTime(place.at) }));
    },
    clear() {
      ring = [];
      count = 0;
    },
  };
}

function copyInto(place: Place, seen: Seen, texts: SharedTexts): Place {
  place.endpoint = texts.share(seen.endpoint);
  place.method = seen.method;
  place.at = seen.at;
  place.status = seen.status;
  place.code = seen.code;
  place.sessionMasked = seen.sessionMasked === null ? null : texts.share(seen.sessionMasked);
  place.fault = seen.fault;
  place.reason = seen.reason;
  place.hint = seen.hint;
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
