/** What the local API needs of the app. */
import type { ToolStatus } from '../../src-shared/local-api.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { SessionView } from '../../src-shared/session-view.ts';
import type { Grants } from '../grants/grants.ts';
import type { Route } from '../ipc/router.ts';
import type { Cancel } from '../ports.ts';

export interface Door {
  readonly version: string;
  readonly route: Route;
  readonly grants: Pick<Grants, 'ask' | 'outcome' | 'find' | 'get' | 'used' | 'onEnd'>;
  /** Of every profile, in the order of the window. */
  statuses(): readonly ToolStatus[];
  /** Null for a profile that does not exist. */
  session(profile: string): SessionView | null;
  /** The server of a profile as the subject of a sentence. */
  serverOf(profile: string): string;
  /**
   * Calls `listener` after each change of a session or a profile. Returns the way to stop. `waits`: for one
   * change, which is then told at once.
   */
  subscribe(listener: () => void, waits?: 'waits'): Cancel;
  /** One use of a grant, for Activity. */
  note(use: {
    readonly program: string;
    readonly command: string;
    readonly profile: string;
    readonly status: number;
    readonly error: AppError | null;
  }): void;
}
