/** The last seven days: how often what happened, a line a day. */
import type { HistoryEvent } from '../../history.ts';
import { day } from '../../text/times.ts';

/** In the order in which a day tells them. */
const words = [
  'signed in',
  'signed in by itself',
  'signed out',
  'ended by the server',
  'ended by idling',
  'offline',
] as const;

/** What a day tells of an event, and when that was; null for what it leaves out. */
function told(event: HistoryEvent): { at: number; text: (typeof words)[number] } | null {
  const { kind, from, to } = event;
  switch (kind) {
    case 'signIn':
      return { at: from, text: event.cause === 'you' ? 'signed in' : 'signed in by itself' };
    case 'end': {
      const text = endWords(event.cause);
      return text === null ? null : { at: to ?? from, text };
    }
    case 'outage':
      return { at: from, text: 'offline' };
    case 'newId':
    case 'touch':
    case 'call':
    case 'sleep':
    case 'busy':
    case 'trust':
    case 'pause':
      return null;
  }
}

/** A session that was left to lapse has not ended yet, as far as anybody knows. */
function endWords(cause: Extract<HistoryEvent, { kind: 'end' }>['cause']) {
  switch (cause) {
    case 'signedOut':
    case 'signedOutUnconfirmed':
      return 'signed out';
    case 'endedByServer':
      return 'ended by the server';
    case 'idle':
      return 'ended by idling';
    case 'quit':
    case 'unseen':
      return null;
  }
}

/** Newest day first: "24 Nov", "signed in 2 ×, ended by the server". Nothing older than 7 days. */
export function weekOf(
  events: readonly HistoryEvent[],
  now: number,
): readonly { readonly day: string; readonly text: string }[] {
  const recent = events
    .flatMap((event) => told(event) ?? [])
    .filter(({ at }) => at > now - 7 * 86_400_000)
    .toSorted((one, other) => other.at - one.at);
  const days = [...new Set(recent.map(({ at }) => day(at)))];
  return days.map((name) => {
    const theirs = recent.filter(({ at }) => day(at) === name);
    const parts = words.flatMap((text) => {
      const count = theirs.filter((one) => one.text === text).length;
      return count === 0 ? [] : [count === 1 ? text : `${text} ${count} ×`];
    });
    return { day: name, text: parts.join(', ') };
  });
}
