/** The ways out of the app: what is asked first, and what becomes of open sessions. */
import { isOpen } from '../../../src-shared/session-view.ts';
import { hasKeptKey } from '../../../src-shared/words.ts';
import type { App } from '../../app.ts';
import type { Clock, Preferences } from '../../ports.ts';
import { singleFlight } from './single-flight.ts';
import type { Box } from '../desktop/boxes.ts';
import { askQuit, askRestart } from './closing.ts';
import type { Ending } from './lifecycle.ts';
import { relaunch } from './program.ts';

/** A server that does not answer must not keep the app from quitting. */
const SIGN_OUT_WITHIN_MS = 5000;

export interface LeavingDeps {
  readonly app: Pick<App, 'snapshot' | 'signOutAll'>;
  readonly preferences: Preferences;
  readonly box: Box;
  readonly clock: Clock;
  readonly ending: () => Ending;
}

export interface Leaving {
  /** A person quits: asks what becomes of open sessions. Two clicks are one question. */
  readonly leave: () => Promise<void>;
  /** The same for whoever cannot wait for it. */
  readonly quit: () => void;
  /**
   * Ends without a question, after a signal: nobody may be there. Where the settings say "ask",
   * sessions are left to lapse.
   */
  readonly unattended: () => void;
  /** Asks, and starts the app anew: Electron asks the keyring once per process. */
  readonly restart: () => void;
}

export function createLeaving({ app, preferences, box, clock, ending }: LeavingDeps): Leaving {
  const openSessions = () => Object.values(app.snapshot().sessions).filter(isOpen).length;
  const end = () => ending().quit();

  async function goodBye(choice: 'signOut' | 'lapse'): Promise<void> {
    ending().begin();
    const late = new Promise<void>((resolve) => {
      clock.after(SIGN_OUT_WITHIN_MS, resolve);
    });
    if (choice === 'signOut') await Promise.race([app.signOutAll(), late]);
    end();
  }

  const leave = singleFlight(async () => {
    const choice = await askQuit(preferences, box, openSessions());
    if (choice !== 'cancel') await goodBye(choice);
  });
  const leaveUnasked = singleFlight(() =>
    goodBye(preferences.settings().quitAction === 'signOut' ? 'signOut' : 'lapse'),
  );
  const restart = singleFlight(async () => {
    const { profiles, storage } = app.snapshot();
    const inMemory = profiles.filter(({ kept }) => hasKeptKey(kept)).length;
    const secrets = storage.is === 'ready' ? 0 : inMemory;
    if (!(await askRestart(box, { sessions: openSessions(), secrets }))) return;
    relaunch();
    end();
  });

  return {
    leave,
    quit: () => {
      leave().catch(end);
    },
    unattended: () => {
      leaveUnasked().catch(end);
    },
    restart: () => {
      restart().catch(() => undefined);
    },
  };
}
