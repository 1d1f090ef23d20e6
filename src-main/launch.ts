/**
 * Sign-in on launch: once for each profile that wants it, when the vault has first opened, however
 * late. Credentials that BILL refused are not tried again at each start: that could lock the user.
 */
import type { Profile } from './profiles/profile.ts';
import type { Profiles } from './profiles/types.ts';
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
  const under = new Set<string>();
  return {
    begin: () => {
      for (const { id, signInOnLaunch } of profiles.all()) {
        const runner = sessions.runner(id);
        // Who has signed in by hand meanwhile, or out, has decided.
        if (!signInOnLaunch || runner === null || runner.state().attempts > 0) continue;
        if (profiles.kept(id).what !== 'everything') continue;
        under.add(id);
        runner.dispatch({ type: 'resume', unasked: true });
      }
    },
    noteOutcome: (id) => {
      const state = sessions.runner(id)?.state();
      if (state === undefined || state.at === 'signingIn' || !under.delete(id)) return;
      const profile = profiles.get(id);
      if (state.at === 'open' || state.again.stopped !== 'rejected' || profile === null) return;
      profiles.edit(id, { signInOnLaunch: false });
      deps.onRefused(profile);
    },
  };
}
