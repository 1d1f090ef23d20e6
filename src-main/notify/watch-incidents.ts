/** What each profile's session has to tell the user, passed on to the desktop by its announcer. */
import type { Incident } from '../../src-shared/incident.ts';
import type { Server } from '../../src-shared/bill/server.ts';
import { MINUTE } from '../../src-shared/text/times.ts';
import { primaryOf, serverName } from '../../src-shared/words.ts';
import type { Clock, Instant, Preferences } from '../ports.ts';
import type { Profiles } from '../profiles/profiles-types.ts';
import { createAnnouncer, type Announce } from './announcer.ts';
import { incidentOf } from './find-incident.ts';
import type { Sessions } from '../profiles/sessions.ts';

export interface IncidentWatchDeps {
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly preferences: Preferences;
  readonly clock: Clock;
  /** What the clock of a profile's session says. */
  readonly timeOf: (profile: string) => Instant;
  /** Shows one notification of a profile, in the place of the one before; null takes it away. */
  readonly notify: (profile: string, incident: Incident | null) => void;
  /** True while the user looks at the window. */
  readonly inSight: () => boolean;
}

export interface IncidentWatch {
  /** Looks at one profile's session. That of a forgotten profile has nothing to say any more. */
  update(profile: string): void;
  updateAll(): void;
}

export function watchIncidents(deps: IncidentWatchDeps): IncidentWatch {
  const { profiles, sessions, preferences, clock } = deps;
  const announcers = new Map<string, Announce>();

  function announcerOf(id: string): Announce {
    const announce = createAnnouncer({
      show: (incident) => deps.notify(id, named(incident, profiles.get(id)?.server)),
      withdraw: () => deps.notify(id, null),
      inSight: deps.inSight,
      wanted: () => preferences.settings().notifications,
      now: () => clock.now(),
    });
    announcers.set(id, announce);
    return announce;
  }

  function update(id: string): void {
    const runner = sessions.runner(id);
    const profile = profiles.get(id);
    if (runner === null || profile === null) {
      announcers.get(id)?.(null);
      announcers.delete(id);
      return;
    }
    const announce = announcers.get(id) ?? announcerOf(id);
    const { kind } = profile;
    const primary = primaryOf({ kind, kept: profiles.kept(id).what }, runner.view());
    const wayIn = primary?.action === 'resume' ? 'resume' : 'signIn';
    const leadMs = preferences.settings().warnMinutes * MINUTE;
    announce(incidentOf(runner.state(), deps.timeOf(id), { wayIn, leadMs }));
  }

  return {
    update,
    updateAll: () => {
      for (const id of announcers.keys()) update(id);
    },
  };
}

/** A server of this computer is not called BILL; its address does not go into the system's history. */
function named(incident: Incident, server: Server | undefined): Incident {
  if (server === undefined || server.kind === 'bill') return incident;
  return { ...incident, server: server.kind === 'local' ? 'the local server' : serverName(server) };
}
