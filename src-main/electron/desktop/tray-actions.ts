/** What a click in the tray does: commands over the same route as the window's, or the window itself. */
import type { Area } from '../../../src-shared/window/areas.ts';
import type { CommandName, Input } from '../../../src-shared/contract.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { PAUSE_MS } from '../../../src-shared/words.ts';
import type { Route } from '../../ipc/router.ts';
import type { TrayAction } from '../../notify/tray-model.ts';

export interface TrayActionDeps {
  readonly route: Route;
  readonly snapshot: () => Snapshot;
  readonly show: (area?: Area) => Promise<void>;
  readonly quit: () => void;
}

export function createTrayActions(deps: TrayActionDeps): (action: TrayAction) => void {
  const { route, snapshot, show, quit } = deps;

  async function run(action: TrayAction): Promise<void> {
    const profile = snapshot().selected;
    const call = <N extends CommandName>(name: N, input: Input<N>) =>
      route({ kind: 'window' }, name, input);
    switch (action.do) {
      case 'extendNow':
      case 'resume':
      case 'copySessionId':
        await call(action.do, { profile });
        return;
      case 'pauseKeepAlive':
        await call('pauseKeepAlive', { profile, ms: PAUSE_MS });
        return;
      case 'endPause':
        await call('pauseKeepAlive', { profile, ms: null });
        return;
      case 'select':
        await call('selectProfile', { profile: action.profile });
        return;
      case 'open':
        await show();
        return;
      case 'signIn':
        await show('session');
        return;
      case 'verify':
        await show('verify');
        return;
      case 'settings':
        await show('settings');
        return;
      case 'quit':
        quit();
        return;
    }
  }

  // A refusal is state, which the menu shows the next time.
  return (action) => {
    run(action).catch(() => undefined);
  };
}
