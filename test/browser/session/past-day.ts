/** The day of the snapshots as the history tells it: two sessions with a night and a nap between them. */
import { historyCauses, type HistoryEvent, type HistoryKind } from '../../../src-shared/history.ts';
import { MINUTE as MIN } from '../../../src-shared/text/times.ts';

function event<K extends HistoryKind>(
  kind: K,
  from: number,
  own: Partial<Extract<HistoryEvent, { kind: K }>> = {},
): HistoryEvent {
  const cause = historyCauses[kind][0];
  return { kind, cause, profile: 'default', from, to: from, count: 1, practice: false, ...own };
}

const every10 = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / (10 * MIN)) }, (_, n) =>
    event('touch', from + (n + 1) * 10 * MIN),
  );

export function pastDay(now: number): readonly HistoryEvent[] {
  const ago = (hours: number, minutes: number) => now - (hours * 60 + minutes) * MIN;
  const morning = ago(5, 19);
  const nap = ago(1, 29);
  const again = ago(0, 51);
  return [
    event('signIn', ago(23, 40)),
    event('call', ago(23, 36)),
    ...every10(ago(23, 40), ago(19, 40)),
    event('trust', ago(22, 40), { to: ago(19, 24) }),
    event('call', ago(22, 44), { count: 2, to: ago(22, 40) }),
    event('call', ago(20, 55)),
    event('end', ago(23, 40), { to: ago(19, 24), cause: 'signedOut', count: 24 }),
    event('sleep', ago(19, 6), { profile: null, to: ago(5, 30) }),
    event('signIn', morning),
    event('call', morning + MIN, { count: 3, to: morning + 4 * MIN }),
    ...every10(morning, ago(3, 30)),
    ...every10(ago(3, 0), nap),
    event('trust', ago(5, 7), { cause: 'device', to: null }),
    event('pause', ago(3, 30), { to: ago(3, 0) }),
    event('sleep', nap, { profile: null, to: again }),
    event('end', morning, { cause: 'idle', to: nap + 35 * MIN, count: 23 }),
    event('signIn', again, { cause: 'again' }),
    event('newId', again, { cause: 'again' }),
    event('call', ago(0, 48)),
    event('outage', ago(0, 40), { to: ago(0, 22), cause: 'noAnswer' }),
    event('call', ago(0, 18), { cause: 'program' }),
    event('touch', ago(0, 14)),
    event('touch', ago(0, 4)),
  ];
}
