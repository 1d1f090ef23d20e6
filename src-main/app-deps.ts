/** What the app below Electron is built from: made by `main.ts`, and by tests. */
import type { HandOffView } from '../src-shared/hand-off.ts';
import type { Incident } from '../src-shared/incident.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import type { Timeouts } from './bill/call-limits.ts';
import type { Lookup } from './bill/http.ts';
import type { NetworkOptions } from './bill/line/connections.ts';
import type { JsonStore } from './files/json-store.ts';
import type { GatewayBounds } from './gateway/gateway-server.ts';
import type { HistoryFile } from './history/history-file.ts';
import type { Limiters } from './ipc/router.ts';
import type { Door } from './local-api/door.ts';
import type {
  Chance,
  Clock,
  Desktop,
  LocalApi,
  Log,
  Practice,
  Preferences,
  RecentActions,
  ToolFolder,
} from './ports.ts';
import type { Machine } from './snapshot/diagnostics.ts';
import type { Vault } from './vault/vault-types.ts';

export interface AppDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly desktop: Desktop;
  readonly practice: Practice;
  /** Made by the caller, who calls `changed` whenever one of them has changed. */
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly profileStore: JsonStore;
  readonly historyFile: HistoryFile;
  readonly recentActions: RecentActions;
  readonly grantsStore: JsonStore;
  readonly gatewayStore: JsonStore;
  /** Makes the door for programs, which reaches the app through what it is given. */
  readonly localApi: (door: Door) => LocalApi;
  readonly tools: ToolFolder;
  /** What the window offers to copy. */
  readonly lines: HandOffView['lines'];
  readonly newId: () => string;
  readonly newDeviceId: () => string;
  readonly machineName: string;
  readonly system: () => Snapshot['system'];
  readonly version: string;
  readonly host: string;
  /** Shows one notification of a profile, in the place of the one before; null takes it away. */
  readonly notify: (profile: string, incident: Incident | null) => void;
  /** True while the user looks at the window. */
  readonly inSight: () => boolean;
  /** Ends the app as a person does: asks what becomes of open sessions. */
  readonly quit: () => void;
  /** Asks, and starts the app anew. */
  readonly restart: () => void;
  /** Removes the app's own files from the user data folder; false when the disk refused. */
  readonly wipeFiles: () => Promise<boolean>;
  /** For diagnostics: the computer, and the newest lines of the log. */
  readonly machine: Machine;
  readonly readLog: () => Promise<string>;
  /** The licences of everything that is bundled; null where the build brings none. */
  readonly licences: () => Promise<string | null>;
  /** Null in a build that names none. */
  readonly releasesPage: string | null;
  /** Both are for tests: a look-up that can be watched, and no limit on commands. */
  readonly lookup?: Lookup;
  readonly limiters?: Limiters;
  /** The system's proxy and certificate authorities. */
  readonly network?: NetworkOptions;
  /** For tests: how long the gateway waits for tools, and for the server. */
  readonly gatewayBounds?: GatewayBounds;
  readonly passedTimeouts?: Timeouts;
}
