/**
 * What was typed for a sign-in that did not work: kept for this try, in main alone, so that one wrong
 * letter elsewhere does not cost it. It goes after success, cancel, another profile, another server,
 * or ten minutes.
 */
import { isSameServer, type Server } from '../../src-shared/bill/server.ts';
import type { SessionKind } from '../../src-shared/session-view.ts';
import type { TypedBeforeView } from '../../src-shared/snapshot.ts';
import type { Cancel, Clock, Instant } from '../ports.ts';
import type { Secrets } from '../session/session-events.ts';
import { elapsed, MINUTE } from '../session/time.ts';

/** As long as it takes to look something up, and no longer than a screen is left alone. */
export const KEPT_FOR_TRY_MS = 10 * MINUTE;

interface Held extends Secrets {
  readonly server: Server;
  /** The way to sign in that the password is for. */
  readonly kind: SessionKind;
  readonly since: Instant;
  readonly cancel: Cancel;
}

/** Where secrets were typed, or are wanted again. */
export interface TryPlace {
  readonly profile: string;
  readonly server: Server;
  readonly kind: SessionKind;
}

export interface TypedBefore {
  /** Keeps what was typed now; an empty field stands for what was typed before. */
  note(place: TryPlace, typed: Secrets): void;
  /** Empty where nothing is kept for this place. */
  find(place: TryPlace): Secrets;
  drop(profile: string): void;
  /** Another profile is shown: what was typed for others goes. */
  keepOnly(profile: string): void;
  /** Which fields are kept, never what is in them; null for none. */
  view(profile: string): TypedBeforeView | null;
}

export const noSecrets: Secrets = { password: '', devKey: '' };

/** `onChange` is called when there is more or less of it. */
export function createTypedBefore(clock: Clock, onChange: () => void): TypedBefore {
  const all = new Map<string, Held>();

  function drop(profile: string): void {
    all.get(profile)?.cancel();
    if (all.delete(profile)) onChange();
  }

  /** A timer may be late by a sleep. */
  function heldAt({ profile, server }: Pick<TryPlace, 'profile' | 'server'>): Held | null {
    const held = all.get(profile);
    if (held === undefined || !isSameServer(held.server, server)) return null;
    return elapsed(held.since, clock.now()) < KEPT_FOR_TRY_MS ? held : null;
  }

  function find(place: TryPlace): Secrets {
    const held = heldAt(place);
    if (held === null) return noSecrets;
    // What opens one way in is not sent by another; the key is the same for each.
    return { password: held.kind === place.kind ? held.password : '', devKey: held.devKey };
  }

  return {
    note: (place, typed) => {
      const { profile, server } = place;
      const before = heldAt(place);
      const isTyped = typed.password !== '' || typed.devKey !== '';
      // Trying again with what was typed before does not keep it any longer.
      if (before !== null && !isTyped) return;
      drop(profile);
      if (!isTyped) return;
      const devKey = typed.devKey || (before?.devKey ?? '');
      const isNew = typed.password !== '' || before === null;
      const { kind, password } = isNew ? { ...place, ...typed } : before;
      const cancel = clock.after(KEPT_FOR_TRY_MS, () => drop(profile));
      all.set(profile, { server, kind, password, devKey, since: clock.now(), cancel });
      onChange();
    },
    find,
    drop,
    keepOnly: (profile) => {
      for (const id of [...all.keys()]) if (id !== profile) drop(id);
    },
    view: (profile) => {
      const held = all.get(profile);
      if (held === undefined || heldAt({ profile, server: held.server }) === null) return null;
      const { server, kind, password, devKey } = held;
      return { server, kind, password: password !== '', devKey: devKey !== '' };
    },
  };
}
