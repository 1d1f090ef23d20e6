/** The expert level as rows: timers with their reasons, and what differs from the session before. Pure. */
import type { Exchange } from '../../../src-shared/exchange.ts';
import type { HistoryEvent } from '../../../src-shared/history.ts';
import type { OpenView } from '../../../src-shared/session-view.ts';
import { clockSeconds, day, HOUR, span, wait } from '../../../src-shared/text/times.ts';
import { errorWords, sourceWords, touchReason } from '../../../src-shared/words.ts';
import { endNames, type HourSum } from '../../../src-shared/words/past-words.ts';
import { expertWords } from '../../../src-shared/words/session/expert-words.ts';

/** What, when or how much, and why or since when. */
export type PlainRow = readonly [string, string, string];

/** What is planned and why then, in the order in which it matters. */
export function timersOf(session: OpenView, now: number): readonly PlainRow[] {
  const { keepAlive, lastContact, endsAtLeast } = session;
  const { nextTouchAt, pausedUntil, stopsAt, maxAgeMs, trouble } = keepAlive;
  const at = (time: number) =>
    `${clockSeconds(time)}, ${time > now ? `in ${wait(time - now)}` : `${span(now - time)} ago`}`;
  const timer = (field: string, time: number | null, why: string): readonly PlainRow[] =>
    time === null ? [] : [[field, at(time), why]];
  const next = nextTouchAt === null ? expertWords.none : at(nextTouchAt);
  return [
    [expertWords.next, next, touchReason(keepAlive.why, lastContact.at)],
    ...timer(expertWords.certain, endsAtLeast, expertWords.certainWhy),
    ...timer(expertWords.pause, pausedUntil, expertWords.pauseWhy),
    ...timer(
      expertWords.stops,
      session.kind === 'token' ? null : stopsAt,
      expertWords.stopsWhy(maxAgeMs),
    ),
    ...(trouble === null
      ? []
      : timer(expertWords.trouble, trouble.since, errorWords(trouble.error).title)),
  ];
}

/** What, of the session that ended last before this one began, and of this one; empty: none is known. */
export function differenceOf(
  session: OpenView,
  events: readonly HistoryEvent[],
  now: number,
): readonly PlainRow[] {
  const [before] = events
    .flatMap((event) => (event.kind === 'end' && event.profile !== null ? [event] : []))
    .filter(({ from }) => from < session.signedInAt)
    .toSorted((one, other) => (other.to ?? 0) - (one.to ?? 0));
  if (before === undefined) return [];
  const when = (time: number) => `${day(time)}, ${clockSeconds(time)}`;
  const lasted = span((before.to ?? before.from) - before.from);
  return [
    [expertWords.sessionId, session.replaces ?? expertWords.notKept, session.sessionIdMasked],
    [expertWords.signedIn, when(before.from), when(session.signedInAt)],
    [expertWords.lasted, lasted, expertWords.soFar(span(now - session.signedInAt))],
    [expertWords.touches, String(before.count), String(session.keepAlive.touches)],
    [expertWords.ended, endNames[before.cause], expertWords.open],
  ];
}

/** The newest answered call of each of the two that tell of a session. */
export function telling(calls: readonly Exchange[]): readonly Exchange[] {
  return [sourceWords.sessionInfo, sourceWords.login].flatMap(
    (name) => calls.find(({ endpoint, status }) => endpoint === name && status !== null) ?? [],
  );
}

/**
 * Calls to the server and sign-ins among them since the clock hour began. `isCut`: older calls than
 * those are not kept any more.
 */
export function hourOf(calls: readonly Exchange[], isCut: boolean, now: number): HourSum {
  const since = Math.floor(now / HOUR) * HOUR;
  const sent = calls.filter(
    ({ at, program }) => at >= since && (program === null || program.times === null),
  );
  const signIns = sent.filter(({ endpoint }) => endpoint === sourceWords.login);
  const isAll = !isCut || calls.some(({ at }) => at < since);
  return { calls: sent.length, signIns: signIns.length, isAll };
}
