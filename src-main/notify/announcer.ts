/** Shows each incident of a profile once, and removes it when it is over or in sight. */
import type { Incident } from '../../src-shared/incident.ts';
import type { Instant } from '../ports.ts';
import { DAY, elapsed } from '../session/time.ts';

/**
 * So many notifications of a profile are shown in any 24 hours: more would be noise, and the tray shows the
 * state. That of a new session ID is not counted: every tool that holds the old one fails from then on.
 */
const MOST_A_DAY = 2;
/** Incidents may take turns: the keys of so many are remembered, so that each is shown once. */
const REMEMBERED = 16;

/** To be called with what needs the user now. */
export type Announce = (incident: Incident | null) => void;

export interface AnnouncerDeps {
  readonly show: (incident: Incident) => void;
  /** Takes away what was shown. */
  readonly withdraw: () => void;
  /** True while the user looks at the window: an incident then counts as shown. */
  readonly inSight: () => boolean;
  /** False: the user wants no notifications, and the one that is shown is removed. */
  readonly wanted: () => boolean;
  readonly now: () => Instant;
}

export function createAnnouncer(deps: AnnouncerDeps): Announce {
  const { show, withdraw, inSight, wanted, now } = deps;
  let current: string | null = null;
  let announced: readonly string[] = [];
  let shownAt: readonly Instant[] = [];
  let showing = false;
  const takeAway = () => {
    if (showing) withdraw();
    showing = false;
  };
  return (incident) => {
    if (!wanted()) takeAway();
    const key = incident?.key ?? null;
    if (key === current) return;
    current = key;
    const isNew = key !== null && !announced.includes(key);
    if (isNew) announced = [key, ...announced].slice(0, REMEMBERED);
    shownAt = shownAt.filter((at) => elapsed(at, now()) < DAY);
    // Nothing to show in sight of the window, and the notification before is out of date.
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
  };
}
