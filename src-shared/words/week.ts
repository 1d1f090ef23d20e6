/** The last seven days: how often what happened, a line a day. */
import type { DayEvent, DayEventKind } from '../snapshot.ts';
import { day } from '../times.ts';

const kindWords: Readonly<Record<DayEventKind, string>> = {
  signedIn: 'signed in',
  signedInAgain: 'signed in by itself',
  signedOut: 'signed out',
  endedByServer: 'ended by the server',
  idled: 'ended by idling',
  offline: 'went offline',
  backOnline: 'came back online',
};
const kinds = Object.keys(kindWords) as readonly DayEventKind[];

/** Newest day first: "24 Nov", "signed in 2 ×, ended by the server". Nothing older than 7 days. */
export function weekOf(
  events: readonly DayEvent[],
  now: number,
): readonly { readonly day: string; readonly text: string }[] {
  const recent = events.filter(({ at }) => at > now - 7 * 86_400_000);
  const days = [...new Set(recent.map(({ at }) => day(at)))];
  return days.map((name) => {
    const theirs = recent.filter(({ at }) => day(at) === name);
    const parts = kinds.flatMap((kind) => {
      const count = theirs.filter((event) => event.kind === kind).length;
      return count === 0 ? [] : [count === 1 ? kindWords[kind] : `${kindWords[kind]} ${count} ×`];
    });
    return { day: name, text: parts.join(', ') };
  });
}
