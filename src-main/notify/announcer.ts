/** Tells each incident of a profile once, takes it back when it is over, and keeps quiet in sight. */
import type { Incident } from '../../src-shared/incident.ts';
import type { Instant } from '../ports.ts';
import { DAY, elapsed } from '../session/time.ts';

/**
 * What is told in any 24 hours at most: more than that is noise, and the tray shows the state. A new
 * session ID is told of all the same, since every tool that holds the old one fails from then on.
 */
const MOST_A_DAY = 2;
/** Incidents may come and go in turn: that each was told is remembered for so many of them. */
const REMEMBERED = 16;

export interface Announcer {
  /** Looks at what needs the user now. */
  update(incident: Incident | null): void;
}

export interface AnnouncerDeps {
  readonly show: (incident: Incident) => void;
  /** Takes away what was shown. */
  readonly withdraw: () => void;
  /** True while the user looks at the window: told is told. */
  readonly inSight: () => boolean;
  /** False: the user wants none, and none is left standing. */
  readonly wanted: () => boolean;
  readonly now: () => Instant;
}

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const { show, withdraw, inSight, wanted, now } = deps;
  let current: string | null = null;
  let told: readonly string[] = [];
  let shownAt: readonly Instant[] = [];
  let showing = false;
  const takeAway = () => {
    if (showing) withdraw();
    showing = false;
  };
  return {
    update: (incident) => {
      if (!wanted()) takeAway();
      const key = incident?.key ?? null;
      if (key === current) return;
      current = key;
      const isNew = key !== null && !told.includes(key);
      if (isNew) told = [key, ...told].slice(0, REMEMBERED);
      shownAt = shownAt.filter((at) => elapsed(at, now()) < DAY);
      // What is in sight needs no telling, and what was shown before is no longer true.
      const isCounted = incident?.kind !== 'newId';
      const isEnough = isCounted && shownAt.length >= MOST_A_DAY;
      if (incident === null || !isNew || inSight() || !wanted() || isEnough) {
        takeAway();
        return;
      }
      showing = true;
      if (isCounted) shownAt = [...shownAt, now()];
      // The desktop replaces the one before: there is never more than one a profile.
      show(incident);
    },
  };
}
