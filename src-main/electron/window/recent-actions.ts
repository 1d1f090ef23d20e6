/** What was done from the palette, over restarts; "Wipe everything" takes it away with its file. */
import * as v from 'valibot';
import { actionName } from '../../../src-shared/contract.ts';
import type { RecentActions } from '../../ports.ts';
import type { WindowStore } from './window-store.ts';

/** More than the palette shows, so that one that cannot be done any more leaves no gap. */
const MOST_KEPT = 20;

const listSchema = v.array(actionName);

/** Read from the store each time, so that a file that is gone is forgotten. */
export function createRecentActions(store: Pick<WindowStore, 'get' | 'set'>): RecentActions {
  function all(): readonly string[] {
    const parsed = v.safeParse(listSchema, store.get('recentActions'));
    return parsed.success ? parsed.output : [];
  }
  return {
    all,
    note: (action) => {
      const others = all().filter((it) => it !== action);
      store.set('recentActions', [action, ...others].slice(0, MOST_KEPT));
    },
  };
}
