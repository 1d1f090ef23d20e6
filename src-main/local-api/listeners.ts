/**
 * `GET /v1/events`: server-sent events of the sessions that a grant reaches. A listener that does not
 * read is cut off: when it comes back it is told how things stand then.
 */
import type { ServerResponse } from 'node:http';
import type { SessionChanged, ToolStatus } from '../../src-shared/local-api.ts';
import { isOpen } from '../../src-shared/session-view.ts';
import { type Grant, mayReach } from '../grants/grant.ts';
import type { Cancel, Clock } from '../ports.ts';
import type { Door } from './door.ts';

const COMMENT_EVERY_MS = 15_000;
/** Bytes that a listener has not read. */
const MOST_UNREAD = 1024 * 1024;
export const MOST_LISTENERS = 64;

export interface EventStreams {
  /** False where there are too many listeners already; nothing was written then. */
  open(response: ServerResponse, grant: Grant): boolean;
  /** Ends all of them. */
  close(): void;
}

interface Listener {
  readonly response: ServerResponse;
  readonly grant: Grant;
  /** What it was told last, by profile. */
  readonly told: Map<string, string>;
}

export function createEventStreams(door: Door, clock: Clock): EventStreams {
  const listeners = new Set<Listener>();
  /** The newest session of each profile, by its masked ID. */
  const newest = new Map<string, string>();
  let cancel: Cancel = () => undefined;

  function drop(listener: Listener): void {
    listeners.delete(listener);
    listener.response.destroy();
  }

  function write(listener: Listener, text: string): void {
    listener.response.write(text);
    if (listener.response.writableLength > MOST_UNREAD) drop(listener);
  }

  function tell(listener: Listener, statuses: readonly ToolStatus[]): void {
    for (const status of statuses) {
      const { id } = status.profile;
      const text = JSON.stringify(status);
      if (!mayReach(listener.grant, id) || listener.told.get(id) === text) continue;
      listener.told.set(id, text);
      write(listener, `event: status\ndata: ${text}\n\n`);
    }
  }

  /** Each session that has another ID than the one before it, since the app started. */
  function changes(statuses: readonly ToolStatus[]): readonly SessionChanged[] {
    return statuses.flatMap(({ profile: { id } }) => {
      const session = door.session(id);
      if (session === null || !isOpen(session)) return [];
      const [oldMasked, newMasked] = [newest.get(id), session.sessionIdMasked];
      newest.set(id, newMasked);
      if (oldMasked === undefined || oldMasked === newMasked) return [];
      const at = new Date(session.signedInAt).toISOString();
      return [{ profile: id, oldMasked, newMasked, at }];
    });
  }

  function look(): void {
    const statuses = door.statuses();
    const changed = changes(statuses);
    for (const listener of listeners) {
      for (const change of changed) {
        if (!mayReach(listener.grant, change.profile)) continue;
        write(listener, `event: sessionChanged\ndata: ${JSON.stringify(change)}\n\n`);
      }
      tell(listener, statuses);
    }
  }

  /** A comment keeps what lies between from taking the silence for an end. */
  function comment(): void {
    dropEnded();
    for (const listener of listeners) write(listener, ': still here\n\n');
    cancel = clock.after(COMMENT_EVERY_MS, comment);
  }

  function dropEnded(): void {
    for (const listener of [...listeners]) {
      if (door.grants.get(listener.grant.id) === null) drop(listener);
    }
  }

  look();
  const stops = [door.subscribe(look), door.grants.onEnd(dropEnded)];
  cancel = clock.after(COMMENT_EVERY_MS, comment);

  return {
    open: (response, grant) => {
      if (listeners.size >= MOST_LISTENERS) return false;
      const listener = { response, grant, told: new Map<string, string>() };
      listeners.add(listener);
      response.on('close', () => listeners.delete(listener));
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      response.flushHeaders();
      tell(listener, door.statuses());
      return true;
    },
    close: () => {
      cancel();
      for (const stop of stops) stop();
      for (const listener of [...listeners]) drop(listener);
    },
  };
}
