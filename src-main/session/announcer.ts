/** Tells each incident of a profile once, takes it back when it is over, and keeps quiet in sight. */
import type { Incident } from '../../src-shared/incident.ts';

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
}

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const { show, withdraw, inSight, wanted } = deps;
  let told: string | null = null;
  let showing = false;
  const takeAway = () => {
    if (showing) withdraw();
    showing = false;
  };
  return {
    update: (incident) => {
      if (!wanted()) takeAway();
      if (incident?.key === told) return;
      if (incident !== null) told = incident.key;
      // What is in sight needs no telling, and what was shown before is no longer true.
      if (incident === null || inSight() || !wanted()) {
        takeAway();
        return;
      }
      showing = true;
      // The desktop replaces the one before: there is never more than one a profile.
      show(incident);
    },
  };
}
