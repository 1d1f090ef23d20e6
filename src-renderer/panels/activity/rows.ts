/** Which calls Activity shows, and under which day: pure, so that the panel only draws. */
import type { Exchange } from '../../../src-shared/exchange.ts';
import { dayHead } from '../../../src-shared/text/times.ts';
import { errorWords, resultWord, serverSaid, whoWords } from '../../../src-shared/words.ts';

export const filters = [
  { value: 'all', label: 'All' },
  { value: 'refused', label: 'Refused' },
  { value: 'you', label: 'You' },
  { value: 'keepAlive', label: 'Keep-alive' },
  { value: 'programs', label: 'Programs' },
] as const;
export type Filter = (typeof filters)[number]['value'];

function passes(call: Exchange, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'refused':
      return call.outcome === 'refused';
    case 'you':
      return call.by === 'you' || call.by === 'signIn';
    case 'keepAlive':
      return call.by === 'keepAlive' || call.by === 'beforeSleep' || call.by === 'afterWake';
    case 'programs':
      return call.by === 'program';
  }
}

function textOf(call: Exchange): string {
  const said = call.error === null ? null : serverSaid(call.error);
  const ours = call.error === null ? '' : errorWords(call.error).what;
  return [call.endpoint, resultWord(call), whoWords(call), said?.text ?? '', ours]
    .join(' ')
    .toLowerCase();
}

/** Every word of the search must be found somewhere in the call. */
export function pick(calls: readonly Exchange[], filter: Filter, search: string): Exchange[] {
  const wanted = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return calls.filter((call) => {
    if (!passes(call, filter)) return false;
    const text = textOf(call);
    return wanted.every((word) => text.includes(word));
  });
}

export interface Day {
  readonly head: string;
  readonly calls: readonly Exchange[];
}

/** Calls, newest first, gathered by day. */
export function byDay(calls: readonly Exchange[], now: number): Day[] {
  const days: { head: string; calls: Exchange[] }[] = [];
  for (const call of calls) {
    const head = dayHead(call.at, now);
    const last = days.at(-1);
    if (last?.head === head) last.calls.push(call);
    else days.push({ head, calls: [call] });
  }
  return days;
}
