/** The whole app below Electron, against the simulator over real HTTP, on one manual clock. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandName, Input } from '../../src-shared/contract.ts';
import type { Incident } from '../../src-shared/incident.ts';
import type { Result } from '../../src-shared/result.ts';
import { defaultSettings, type Settings } from '../../src-shared/settings.ts';
import type { OpenView, SessionView } from '../../src-shared/session-view.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { createApp, type App } from '../../src-main/app.ts';
import type { JsonStore } from '../../src-main/files/json-store.ts';
import type { Timeouts } from '../../src-main/bill/call-limits.ts';
import type { GatewayBounds } from '../../src-main/gateway/gateway-server.ts';
import type { NetworkOptions } from '../../src-main/bill/line/connections.ts';
import type { HistoryFile } from '../../src-main/history/history-file.ts';
import type { Bounds } from '../../src-main/local-api/api-server.ts';
import type { Places } from '../../src-main/local-api/socket-place.ts';
import { createLocalApi } from '../../src-main/local-api/socket-door.ts';
import { shellLines } from '../../src-main/hand-off/shell-lines.ts';
import { createPacedClock } from '../../src-main/servers/paced-clock.ts';
import { newDeviceId } from '../../src-main/system/new-device-id.ts';
import { unlimited } from '../fakes/unlimited.ts';
import type { LogEntry, Practice, Preferences } from '../../src-main/ports.ts';
import type { SecretBox } from '../../src-main/vault/secret-box.ts';
import { createVault } from '../../src-main/vault/vault.ts';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from '../../src-simulator/index.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { MemorySecretBox } from '../fakes/memory-secret-box.ts';

export const noPractice: Practice = {
  clock: createPacedClock(new ManualClock()),
  start: () => Promise.resolve({ ok: false, error: { kind: 'practiceFailed' } }),
  account: () => null,
  message: () => null,
  onMessage: () => () => undefined,
  stop: () => Promise.resolve(),
};

function withoutKeyring(): SecretBox {
  const box = new MemorySecretBox();
  box.takeAway();
  return box;
}

export function memoryPreferences(change: Partial<Settings> = {}): Preferences {
  let settings: Settings = { ...defaultSettings, ...change };
  return {
    settings: () => settings,
    changeSettings: (more) => {
      settings = { ...settings, ...more };
    },
    others: () => ({}),
    drop: () => undefined,
    notice: () => null,
    saveAgain: () => Promise.resolve(),
    settled: () => Promise.resolve(),
    wipe: () => {
      settings = { ...defaultSettings };
      return Promise.resolve();
    },
  };
}

/** Holds nothing; takes everything. */
const memoryHistory: HistoryFile = {
  load: () => Promise.resolve({ events: [], aside: null, isForeign: false }),
  write: (all) => Promise.resolve(all),
  renew: () => undefined,
};

export interface Tabkeeper {
  readonly app: App;
  /** What was shown and taken away, in order. */
  readonly notices: readonly { readonly profile: string; readonly incident: Incident | null }[];
  /** What was shown, by kind, but for new session IDs: those are told of in any case. */
  readonly alarms: () => readonly string[];
  /** How often a new session ID was told of. */
  readonly newIds: () => number;
  readonly clock: ManualClock;
  readonly simulator: Simulator;
  readonly log: readonly LogEntry[];
  readonly snapshots: readonly Snapshot[];
  readonly clipboard: () => string;
  /** What was written where the user said, in order. */
  readonly savedTexts: readonly string[];
  /** The text of the file that the user chooses from now on; null for a closed dialog. */
  readonly choose: (text: string | null) => void;
  /** The `.env` file that the user chooses from now on; null for a closed dialog. */
  readonly chooseEnvFile: (file: string | null) => void;
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Result<unknown>>;
  /** Calls, and waits for what comes of it. */
  does<N extends CommandName>(name: N, input: Input<N>): Promise<Result<unknown>>;
  /** The code that was texted to the first account last. */
  code(): string;
  /** Asks for a code, and types it so that the device is remembered. */
  verify(): Promise<void>;
  /** Signs in with the simulator's first account and waits for the answer. */
  signIn(change?: Partial<Input<'signIn'>>): Promise<Result<unknown>>;
  session(profile?: string): SessionView;
  open(profile?: string): OpenView;
  /** Moves app and simulator together, timer by timer, waiting for each answer. */
  advance(ms: number): Promise<void>;
  settled(): Promise<void>;
  touches(): number;
  /** What the profiles' file holds. */
  stored(): unknown;
  /** Quits the app; the simulator goes on. */
  quit(): Promise<void>;
  close(): Promise<void>;
}

export const PROFILE = 'first';

/** IDs of one run never meet those of another. */
let runs = 0;

export interface FlowOptions {
  readonly simulator?: Partial<SimulatorOptions>;
  /** A simulator and a clock of an earlier run, which outlive it. */
  readonly server?: Simulator;
  readonly clock?: ManualClock;
  readonly preferences?: Preferences;
  readonly practice?: Practice;
  readonly chance?: () => number;
  readonly settings?: Partial<Settings>;
  /** What an earlier run left behind. */
  readonly stored?: unknown;
  readonly vaultDir?: string;
  readonly box?: SecretBox;
  readonly profileStore?: JsonStore;
  readonly historyFile?: HistoryFile;
  /** The system's proxy and certificate authorities. */
  readonly network?: NetworkOptions;
  readonly grantsStore?: JsonStore;
  readonly gatewayStore?: JsonStore;
  readonly gatewayBounds?: GatewayBounds;
  readonly passedTimeouts?: Timeouts;
  /** With it the local API is a real one, on a socket in this folder. */
  readonly handOffFolder?: string;
  readonly apiBounds?: Bounds;
  /** With the limits of commands that the app has. */
  readonly limited?: boolean;
  readonly places?: Places;
  /** Begins with practice, as `--practice` does; called when its sign-in is under way, or was refused. */
  readonly onPractising?: (begun: Result<unknown>) => void;
}

/** A session that another tool opens with the first account, as it is taken over. */
export async function openedElsewhere({ simulator }: Tabkeeper) {
  const { userName = '', password = '', orgId = '', devKey = '' } = simulator.accounts[0] ?? {};
  const reply = await fetch(`${simulator.baseUrl}/Login.json`, {
    method: 'POST',
    body: new URLSearchParams({ userName, password, orgId, devKey }),
  });
  const { response_data } = (await reply.json()) as { response_data: { sessionId: string } };
  const server = { kind: 'local', url: simulator.baseUrl } as const;
  return { profile: PROFILE, server, sessionId: response_data.sessionId, devKey };
}

export async function startTabkeeper(given: FlowOptions = {}): Promise<Tabkeeper> {
  const clock = given.clock ?? new ManualClock();
  const now = () => clock.now().wall;
  const simulator = given.server ?? (await startSimulator({ clock: { now }, ...given.simulator }));
  const notices: { profile: string; incident: Incident | null }[] = [];
  const log: LogEntry[] = [];
  const snapshots: Snapshot[] = [];
  let clipboard = '';
  const savedTexts: string[] = [];
  let chosen: string | null = null;
  let envFile: string | null = null;
  let files = given.stored ?? null;
  let ids = 0;
  runs += 1;
  const vault = createVault({
    dir: given.vaultDir ?? path.join(tmpdir(), `tabkeeper-flow-${process.pid}-none`),
    box: given.box ?? withoutKeyring(),
    clock,
    log: () => undefined,
    onChange: () => app.changed(),
  });
  const app = createApp({
    clock,
    chance: given.chance ?? (() => 0.5),
    log: { write: (entry) => log.push(entry) },
    desktop: {
      copySecret: (text) => {
        clipboard = text;
        return Promise.resolve(true);
      },
      clearSecret: (text) => {
        if (clipboard === text) clipboard = '';
        return Promise.resolve();
      },
      copyText: (text) => {
        clipboard = text;
        return Promise.resolve(true);
      },
      openPage: () => Promise.resolve(true),
      saveText: (_name, text) => {
        savedTexts.push(text);
        return Promise.resolve({ ok: true, value: null });
      },
      openText: () =>
        Promise.resolve(
          chosen === null ? { ok: false, error: { kind: 'notNow' } } : { ok: true, value: chosen },
        ),
      chooseEnvFile: () => Promise.resolve(envFile),
      setStartAtLogin: () => Promise.resolve(false),
    },
    recentActions: { all: () => [], note: () => undefined },
    practice: given.practice ?? noPractice,
    preferences: given.preferences ?? memoryPreferences(given.settings),
    vault,
    profileStore: given.profileStore ?? {
      load: () =>
        Promise.resolve(files === null ? { is: 'missing' } : { is: 'read', value: files }),
      save: (value) => {
        files = value ?? null;
        return Promise.resolve(true);
      },
    },
    historyFile: given.historyFile ?? memoryHistory,
    gatewayStore: given.gatewayStore ?? {
      load: () => Promise.resolve({ is: 'missing' }),
      save: () => Promise.resolve(true),
    },
    ...(given.gatewayBounds === undefined ? {} : { gatewayBounds: given.gatewayBounds }),
    ...(given.passedTimeouts === undefined ? {} : { passedTimeouts: given.passedTimeouts }),
    grantsStore: given.grantsStore ?? {
      load: () => Promise.resolve({ is: 'missing' }),
      save: () => Promise.resolve(true),
    },
    localApi: (door) =>
      given.handOffFolder === undefined
        ? { open: () => Promise.resolve(true), close: () => Promise.resolve() }
        : createLocalApi({
            folder: given.handOffFolder,
            door,
            clock,
            log: { write: (entry) => log.push(entry) },
            ...(given.apiBounds === undefined ? {} : { bounds: given.apiBounds }),
            ...(given.places === undefined ? {} : { places: given.places }),
          }),
    tools: { folder: '/nowhere/bin', install: () => Promise.resolve(true) },
    lines: shellLines('/nowhere/bin', 'linux'),
    newId: () => {
      ids += 1;
      return ids === 1 && given.stored === undefined ? PROFILE : `id-${runs}-${ids}`;
    },
    newDeviceId,
    machineName: 'Test machine',
    system: () => ({
      reportsIdle: true,
      userData: '/nowhere',
      startAtLogin: { can: false, why: 'development' },
      offersOneColour: true,
    }),
    version: '0.0.0',
    host: 'test',
    machine: { platform: 'linux', arch: 'x64', release: '6', node: '24' },
    readLog: () => Promise.resolve(log.map((entry) => JSON.stringify(entry)).join('\n')),
    releasesPage: null,
    licences: () => Promise.resolve('Licences'),
    notify: (profile, incident) => notices.push({ profile, incident }),
    inSight: () => false,
    wipeFiles: () => {
      files = null;
      return Promise.resolve(true);
    },
    quit: () => undefined,
    restart: () => undefined,
    ...(given.limited === true ? {} : { limiters: { window: unlimited, tool: unlimited } }),
    ...(given.network === undefined ? {} : { network: given.network }),
  });
  app.subscribe((snapshot) => snapshots.push(snapshot));
  const started = app.start();
  if (given.onPractising !== undefined) {
    given.onPractising(await app.practise());
  }
  await started;
  const session = (profile = PROFILE): SessionView => {
    const view = snapshots.at(-1)?.sessions[profile];
    if (view === undefined) throw new Error('no snapshot yet');
    return view;
  };
  const kinds = () => notices.flatMap(({ incident }) => (incident === null ? [] : [incident.kind]));
  const settled = async (): Promise<void> => {
    await app.settled();
    // Snapshots are published once a turn.
    await Promise.resolve();
    await Promise.resolve();
  };
  const call: Tabkeeper['call'] = (name, input) => app.route({ kind: 'window' }, name, input);
  const does: Tabkeeper['does'] = async (name, input) => {
    const reply = await call(name, input);
    await settled();
    return reply;
  };
  const code = () => simulator.latestCode(simulator.accounts[0]?.phone ?? '') ?? '';
  return {
    app,
    notices,
    alarms: () => kinds().filter((kind) => kind !== 'newId'),
    newIds: () => kinds().filter((kind) => kind === 'newId').length,
    clock,
    simulator,
    log,
    snapshots,
    clipboard: () => clipboard,
    savedTexts,
    choose: (text) => {
      chosen = text;
    },
    chooseEnvFile: (file) => {
      envFile = file;
    },
    call,
    does,
    code,
    verify: async () => {
      await does('sendMfaCode', { profile: PROFILE });
      const typed = { profile: PROFILE, code: code(), rememberDevice: true };
      await does('submitMfaCode', typed);
    },
    signIn: async (change = {}) => {
      const account = simulator.accounts[0];
      if (account === undefined) throw new Error('the simulator has no account');
      const { userName, password, orgId, devKey } = account;
      return does('signIn', {
        profile: PROFILE,
        server: { kind: 'local', url: simulator.baseUrl },
        ...{ userName, password, orgId, devKey },
        // Named, so that the organizations are not asked for.
        look: { name: userName, colour: 'blue' },
        ...change,
      });
    },
    session,
    open: (profile) => {
      const view = session(profile);
      if (!('mfa' in view)) throw new Error(`the session is ${view.state}`);
      return view;
    },
    advance: async (ms) => {
      const end = clock.now().mono + ms;
      while (clock.now().mono < end) {
        clock.advance(Math.min(15_000, end - clock.now().mono));
        await settled();
      }
    },
    settled,
    touches: () =>
      simulator.requests().filter(({ endpoint }) => endpoint === '/GetSessionInfo.json').length,
    stored: () => files,
    quit: () => app.stop(),
    close: async () => {
      await app.stop();
      await simulator.close();
    },
  };
}
