/**
 * Sign-in on launch: once for each profile that wants it, when the vault has first opened, however
 * late. Credentials that BILL refused, at a launch or when we signed in again by ourselves, are not tried
 * again at the next: that could lock the user.
 */
import type { Profile } from './profile.ts';
import type { Profiles } from './profiles-types.ts';
import type { Sessions } from './sessions.ts';

export interface Launch {
  /** The vault is open. */
  begin(): void;
  /** To be called at each change of a session. */
  noteOutcome(profile: string): void;
}

export function createLaunch(deps: {
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  /** The saved credentials were refused, and will not be tried at the next launch. */
  readonly onRefused: (profile: Profile) => void;
}): Launch {
  const { profiles, sessions } = deps;
  /** Profiles whose refused credentials have been handled already. */
  const refused = new Set<string>();
  return {
    begin: () => {
      for (const { id, signInOnLaunch } of profiles.all()) {
        const runner = sessions.runner(id);
        // A profile that was signed in by hand since the start is left alone.
        if (!signInOnLaunch || runner === null || runner.state().attempts > 0) continue;
        if (profiles.kept(id).what !== 'everything') continue;
        runner.dispatch({ type: 'resume', unasked: true });
      }
    },
    noteOutcome: (id) => {
      if (sessions.runner(id)?.state().again.stopped !== 'rejected') {
        refused.delete(id);
        return;
      }
      // Handled once: the user may switch it on again afterwards.
      if (refused.has(id)) return;
      refused.add(id);
      const profile = profiles.get(id);
      if (profile?.signInOnLaunch !== true) return;
      profiles.edit(id, { signInOnLaunch: false });
      deps.onRefused(profile);
    },
  };
}
