/**
 * What happened to sessions: recorded whenever a session changes and when the system reports a
 * sleep, and queried by span. Events count at once; the file follows, and what could not be written
 * is written with the next event.
 */
import type { HistoryEvent, HistorySpan } from '../../src-shared/history.ts';
import type { NoticeView } from '../../src-shared/snapshot.ts';
import { createSaveQueue } from '../files/save-queue.ts';
import type { Clock, Instant } from '../ports.ts';
import type { State } from '../session/state.ts';
import { DAY } from '../session/time.ts';
import { type Events, closed, folded, KEPT_MS, put, recent, within } from './event-list.ts';
import type { HistoryFile } from './history-file.ts';
import { isSame } from './history-lines.ts';
import { type Sleep, watchSleep } from './sleep-watch.ts';
import { changesAtQuit, changesSince, type LastSeen, nothingSeen } from './session-changes.ts';

export interface HistoryDeps {
  readonly file: HistoryFile;
  readonly clock: Clock;
  /** What the clock of a profile's session says. */
  readonly timeOf: (profile: string) => Instant;
  /** Whether a profile is one of the practice sandbox. */
  readonly isPractice: (profile: string) => boolean;
  /** `revision` or `notice` says something else now. */
  readonly onChange: () => void;
}

export interface History {
  /** Reads the file. What has happened since the start goes on top of it. Never rejects. */
  open(): Promise<void>;
  /** Looks at a session that has changed. */
  see(profile: string, state: State): void;
  /** What the system says of sleep. */
  hint(type: 'suspend' | 'resumed'): void;
  /** What overlaps the span, in the order of its beginning; nothing older than 30 days. */
  within(span: HistorySpan): readonly HistoryEvent[];
  /** Takes over what was kept elsewhere. False when it could not be written: keep it there. */
  adopt(events: readonly HistoryEvent[]): Promise<boolean>;
  /** Removes what is known of a profile. Resolves when that is on disk, or was refused. */
  forget(profile: string): Promise<void>;
  /** Removes the practice of profiles that are not there any more. */
  prune(profiles: ReadonlySet<string>): void;
  /** Forgets everything; the file is removed by others. */
  wipe(): Promise<void>;
  /** Grows with each change that a panel could draw. */
  revision(): number;
  notice(): NoticeView | null;
  /** Tries once more to remove from the file what the disk has refused to remove. */
  saveAgain(): Promise<void>;
  /** The app ends, and leaves open sessions to lapse. Resolves when that is on disk, or was refused. */
  stop(): Promise<void>;
}

export function createHistory({ file, clock, timeOf, isPractice, onChange }: HistoryDeps): History {
  let events: Events = [];
  /** Not in the file yet, in their order. */
  let unsaved: Events = [];
  const lastSeen = new Map<string, LastSeen>();
  let revision = 0;
  let found: NoticeView | null = null;
  /** The disk keeps what should be gone. */
  let refused = false;
  /** Nothing is written: before the file is read, and over one that is not ours to write. */
  let isWritable = false;
  /** Something was removed here that is still in the file. */
  let mustGo = false;
  const queue = createSaveQueue(write);
  const sleeps = watchSleep(clock, slept);
  const now = () => clock.now().wall;

  async function write(): Promise<void> {
    if (!isWritable || (unsaved.length === 0 && !mustGo)) return;
    const [writing, going] = [unsaved, mustGo];
    const oldest = events[0];
    const isOld = oldest !== undefined && (oldest.to ?? Infinity) < now() - KEPT_MS - DAY;
    if (going || isOld) file.renew();
    const all = recent(events, now());
    const kept = await file.write(all, writing);
    if (kept !== null) {
      // Events that were added meanwhile stay; those that did not fit or are too old are dropped.
      const dropped = new Set(all.slice(0, all.length - kept.length));
      events = recent(events, now()).filter((one) => !dropped.has(one));
      const written = new Set(writing);
      unsaved = unsaved.filter((one) => !written.has(one));
      mustGo &&= !going;
    }
    if (refused === (kept === null && going)) return;
    refused = !refused;
    onChange();
  }

  function add(event: HistoryEvent, later = false): void {
    events = put(events, event);
    unsaved = [...unsaved.filter((one) => !isSame(one, event)), event];
    revision += 1;
    if (!later) queue.save().catch(() => undefined);
  }

  function note(profile: string, seen: ReturnType<typeof changesSince>['events']): void {
    const practice = isPractice(profile);
    for (const one of seen) {
      const event = { ...one, profile, practice } as HistoryEvent;
      if (event.kind !== 'touch' && event.kind !== 'call') {
        add(event);
        continue;
      }
      // A raised count alone is not worth a write: it is written together with the next event.
      const call = folded(events, event);
      add(call, call !== event);
    }
  }

  function slept({ cause, from, to }: Sleep): void {
    add({ kind: 'sleep', cause, profile: null, from, to, count: 1, practice: false });
    onChange();
  }

  function remove(isGone: (event: HistoryEvent) => boolean): void {
    const left = events.filter((event) => !isGone(event));
    if (left.length === events.length) return;
    events = left;
    unsaved = unsaved.filter((event) => !isGone(event));
    mustGo = true;
    revision += 1;
  }

  return {
    open: async () => {
      const loaded = await file.load(now());
      isWritable = !loaded.isForeign;
      if (loaded.isForeign) found = { kind: 'historyLeftAlone', about: null };
      if (loaded.aside !== null) found = { kind: 'historySetAside', about: loaded.aside };
      // What fast time has shown is not to happen in real time once more.
      const past = loaded.events.filter(
        ({ practice, from, to }) => !practice || (to ?? from) <= now(),
      );
      const before = closed(past);
      const known = new Set(past);
      unsaved = [...before.filter((one) => !known.has(one)), ...unsaved];
      events = events.reduce(put, before);
      revision += 1;
      onChange();
      await queue.save();
    },
    see: (profile, state) => {
      const changes = changesSince(lastSeen.get(profile) ?? nothingSeen, state, timeOf(profile));
      lastSeen.set(profile, changes.seen);
      note(profile, changes.events);
    },
    hint: (type) => sleeps.hint(type),
    within: (span) => {
      const practice = span.profile !== null && isPractice(span.profile);
      return within(recent(events, now()), span, practice);
    },
    adopt: async (earlier) => {
      if (!isWritable) return false;
      const isNew = (event: HistoryEvent) => !events.some((one) => isSame(one, event));
      for (const event of recent(earlier, now()).filter(isNew)) add(event, true);
      await queue.save();
      return !unsaved.some((event) => earlier.some((one) => isSame(one, event)));
    },
    forget: async (profile) => {
      lastSeen.delete(profile);
      remove((event) => event.profile === profile);
      await queue.save();
    },
    prune: (profiles) => {
      remove(({ practice, profile }) => practice && !profiles.has(profile ?? ''));
      queue.save().catch(() => undefined);
    },
    wipe: async () => {
      isWritable = false;
      await queue.idle();
      lastSeen.clear();
      events = unsaved = [];
      mustGo = refused = false;
      found = null;
      file.renew();
      isWritable = true;
      revision += 1;
    },
    revision: () => revision,
    notice: () => (refused ? { kind: 'notSaved', about: null } : found),
    saveAgain: () => (mustGo ? queue.save() : queue.idle()),
    stop: () => {
      sleeps.stop();
      for (const [profile, one] of lastSeen) note(profile, changesAtQuit(one, timeOf(profile)));
      lastSeen.clear();
      return queue.save();
    },
  };
}
