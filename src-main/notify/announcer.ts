/** Shows each incident of a profile once, and removes it when it is over or in sight. */
import type { Incident } from '../../src-shared/incident.ts';
import type { Instant } from '../ports.ts';
import { DAY, elapsed } from '../session/time.ts';

/** At most so many notifications in any 24 hours; the tray shows the state anyway. */
const MOST_A_DAY = 2;
/** Incidents may alternate: the keys of so many are remembered, so that each is shown once. */
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
    if (incident === null || !isNew || inSight() || !wanted() || shownAt.length >= MOST_A_DAY) {
      takeAway();
      return;
    }
    showing = true;
    shownAt = [...shownAt, now()];
    // The desktop replaces the one before: there is never more than one a profile.
    show(incident);
  };
}
