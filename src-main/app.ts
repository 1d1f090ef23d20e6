/**
 * The composition root below Electron: joins the rules to their adapters. It imports no Electron, so a
 * test builds the whole app.
 */
import { observedAges } from '../src-shared/history.ts';
import type { Incident } from '../src-shared/incident.ts';
import type { HandOffView } from '../src-shared/hand-off.ts';
import { links } from '../src-shared/links.ts';
import type { ToolStatus } from '../src-shared/local-api.ts';
import { type Result, tooManyProfiles } from '../src-shared/result.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import { serverName } from '../src-shared/words.ts';
import { watchIncidents } from './notify/watch-incidents.ts';
import { createConnections, type NetworkOptions } from './bill/line/connections.ts';
import { EXCHANGE_BODY } from './bill/call-limits.ts';
import { mannerOf, operationNamed, sampleOperation, startingOperations } from './bill/paths.ts';
import { createGate } from './bill/gate.ts';
import type { Lookup } from './bill/http.ts';
import { createPassOn } from './bill/pass-on.ts';
import { createRecorder } from './bill/recorder.ts';
import { createBillV2 } from './bill/v2.ts';
import { createEnvWriter } from './env-file/env-writer.ts';
import { createGateway, type GatewayAccess } from './gateway/gateway.ts';
import { createGatewayServer, type GatewayBounds } from './gateway/gateway-server.ts';
import { PROGRAM_CALLS_PER_HOUR, type Timeouts } from './bill/call-limits.ts';
import { createCopyAsCommands } from './ipc/copy-as-commands.ts';
import { createEnvFileCommands } from './ipc/env-file-commands.ts';
import { createGatewayCommands } from './ipc/gateway-commands.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createLimiter, createLimiterForEach } from './ipc/limiter.ts';
import { createRouter, type Caller, type Limiters, type Route } from './ipc/router.ts';
import { createToolCommands } from './ipc/tool-commands.ts';
import { createDocumentCommands } from './ipc/document-commands.ts';
import { createProfileCommands } from './ipc/profile-commands.ts';
import { createSignInCommands } from './ipc/sign-in-commands.ts';
import { createTypedBefore } from './ipc/typed-before.ts';
import { type AuthoritiesRead, diagnosticsText, type Machine } from './snapshot/diagnostics.ts';
import type { JsonStore } from './files/json-store.ts';
import { openHistory } from './history/from-preferences.ts';
import type { HistoryFile } from './history/history-file.ts';
import { createHistory } from './history/history-store.ts';
import { createGrants } from './grants/grants.ts';
import type { Door } from './local-api/door.ts';
import { createHandOff } from './local-api/hand-off-switch.ts';
import { toolStatus } from './local-api/tool-status.ts';
import { createLaunch } from './profiles/launch.ts';
import { followVault } from './profiles/vault-follower.ts';
import { createNotices, vaultNotices } from './notify/notices.ts';
import { createProfiles } from './profiles/profiles.ts';
import type {
  Cancel,
  Chance,
  Clock,
  Desktop,
  LocalApi,
  Log,
  Practice,
  Preferences,
  RecentActions,
  SessionKeys,
  ToolFolder,
} from './ports.ts';
import { policyOf } from './profiles/policy.ts';
import { createPublisher } from './snapshot/publisher.ts';
import type { Wish } from './session/runner.ts';
import type { Policy } from './session/state.ts';
import { DAY } from './session/time.ts';
import { createFastTime } from './servers/fast-time.ts';
import { createServers, fixedUrl } from './servers/servers.ts';
import { createSessions } from './profiles/sessions.ts';
import { makeSnapshot } from './snapshot/make-snapshot.ts';
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

/** What the system says of the world. Hints, never the only truth. */
export type Hint = Extract<Wish, { type: 'suspend' | 'resumed' | 'network' | 'activity' }>;

export interface App {
  /** Runs a command of a caller, if the contract allows it to that kind of caller. */
  readonly route: Route;
  /** Hands over each new snapshot from now on. Returns the way to stop. */
  subscribe(listener: (snapshot: Snapshot) => void): Cancel;
  /**
   * The keys of one profile's live session, for a door that hands them to a program that was let in;
   * null without a session. They stand in no snapshot.
   */
  liveKeys(profile: string): SessionKeys | null;
  /** The way through the gateway for one profile; null where it is off, or its token cannot be read now. */
  gatewayOf(profile: string): GatewayAccess | null;
  /** Reads the profiles, opens the vault, and signs in the profiles that are set to on launch. */
  start(): Promise<void>;
  /** The vault, or something else outside, has changed. */
  changed(): void;
  hint(hint: Hint): void;
  snapshot(): Snapshot;
  /** Does what a notification offers, as far as it needs no window. */
  act(profile: string, action: Incident['action']): void;
  /** Signs out of every open session. Resolves when each sign-out was answered or has failed. */
  signOutAll(): Promise<void>;
  /** Signs in to the practice sandbox with its own account. */
  practise(): Promise<Result<unknown>>;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
  /**
   * Cancels every call that is under way; open sessions are left to lapse. Files that are being
   * written are finished first.
   */
  stop(): Promise<void>;
}

/** The caller of commands that the app sends itself because a person asked for something. */
const person: Caller = { kind: 'window' };

/** Builds the app, signed out. */
export function createApp(deps: AppDeps): App {
  const { clock, chance, log, practice, preferences, vault } = deps;
  let started = false;
  let grantsLoaded = false;
  let authorities: AuthoritiesRead = 'notReadYet';

  const publisher = createPublisher(snapshot, log);
  const publishSoon = () => publisher.soon();
  const isPractice = (id: string) => signInCommands.serverOf(id)?.kind === 'practice';
  const clockOf = (id: string) => (isPractice(id) ? practice.clock : clock);
  const timeOf = (id: string) => clockOf(id).now();
  const recorder = createRecorder({
    clock,
    timeOf: (id) => timeOf(id).wall,
    onChange: publishSoon,
  });
  const gate = createGate({ clock });
  const open = createConnections({
    ...deps.network,
    onAuthorities: (from) => {
      authorities = from;
      if (from === 'node') log.write({ event: 'failure', where: 'authorities', name: 'Error' });
    },
    ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
  });
  const api = createBillV2({ clock, recorder, gate, log, open });
  const servers = createServers(practice);
  const profiles = createProfiles({
    vault,
    store: deps.profileStore,
    newId: deps.newId,
    newDeviceId: deps.newDeviceId,
    machineName: deps.machineName,
    firstServer: { kind: 'bill' },
    onChange: changed,
  });
  const history = createHistory({
    file: deps.historyFile,
    clock,
    timeOf,
    isPractice: (id) => profiles.get(id)?.server.kind === 'practice',
    onChange: publishSoon,
  });
  const grants = createGrants({ store: deps.grantsStore, clock, onChange: publishSoon });
  const gateway = createGateway({
    store: deps.gatewayStore,
    vault,
    clock,
    server: createGatewayServer(
      {
        ...{ clock, log, gate, recorder },
        passOn: createPassOn({
          clock,
          open,
          ...(deps.passedTimeouts === undefined ? {} : { timeouts: deps.passedTimeouts }),
        }),
        runner: (id) => sessions.runner(id),
        subscribe: (listener) => publisher.subscribe(() => listener()),
        profileOf: (token) => gateway.profileOf(token),
        isOwn: (...session) => gateway.isOwn(...session),
        serverOf,
      },
      deps.gatewayBounds,
    ),
    isAllowed: () => started && preferences.settings().handOff,
    hour: (id) => {
      const keys = sessions.runner(id)?.keys() ?? null;
      return keys === null ? null : { ...gate.calls(keys.devKey), most: PROGRAM_CALLS_PER_HOUR };
    },
    onChange: publishSoon,
  });
  const notices = createNotices(() => [
    ...vaultNotices(vault.notices()),
    ...profiles.notices(),
    ...[preferences, history, grants, gateway]
      .map((one) => one.notice())
      .filter((one) => one !== null),
  ]);
  const sessions = createSessions({
    profiles,
    api,
    clockOf,
    clockView: (id) =>
      practice.clock.ahead() > 0 && isPractice(id)
        ? { at: practice.clock.now().wall, speed: practice.clock.speed() }
        : null,
    chance,
    log,
    newDeviceId: deps.newDeviceId,
    policy,
    onSignOut: (sessionId) => {
      deps.desktop.clearSecret(sessionId).catch(() => undefined);
    },
    saved: (id) => signInCommands.saved(id),
    onChange: (id) => {
      signInCommands.noteOutcome(id);
      launch.noteOutcome(id);
      const state = sessions.runner(id)?.state();
      if (state !== undefined) history.see(id, state);
      if (state?.at === 'open') gateway.see(id, state.attempts, state.keys);
      incidents.update(id);
      fastTime.follow();
      publishSoon();
    },
  });
  const typedBefore = createTypedBefore(clock, publishSoon);
  const signInCommands = createSignInCommands({
    ...{ profiles, sessions, servers, practice, api, typedBefore },
  });
  const launch = createLaunch({
    profiles,
    sessions,
    onRefused: ({ name }) => notices.add({ kind: 'launchStopped', about: name }),
  });
  const follower = followVault({ vault, profiles, launch, log });
  const incidents = watchIncidents({ ...deps, profiles, sessions, timeOf });
  const fastTime = createFastTime({
    practice,
    sessions: () =>
      profileIds()
        .filter(isPractice)
        .flatMap((id) => sessions.runner(id)?.view() ?? []),
    onChange: publishSoon,
  });
  const stopListening = practice.onMessage(publishSoon);

  function serverOf(id: string): string {
    return serverName(profiles.get(id)?.server ?? { kind: 'bill' });
  }
  function statusOf(id: string): ToolStatus | null {
    const profile = profiles.get(id);
    const session = sessions.runner(id)?.view();
    if (profile === null || session === undefined) return null;
    const realTime = isPractice(id) ? (ms: number) => practice.clock.realTime(ms) : undefined;
    return toolStatus(profile, session, fixedUrl(profile.server), realTime);
  }
  const profileIds = () => profiles.all().map(({ id }) => id);
  const localApi = deps.localApi({
    version: deps.version,
    route: (...message) => route(...message),
    grants,
    statuses: () =>
      profileIds()
        .map(statusOf)
        .filter((status) => status !== null),
    session: (id) => sessions.runner(id)?.view() ?? null,
    serverOf,
    subscribe: (listener) => publisher.subscribe(() => listener()),
    note: (use) => recorder.note(use),
  });
  const handOff = createHandOff({
    localApi,
    tools: deps.tools,
    clock,
    wanted: () => grantsLoaded && preferences.settings().handOff,
    onOff: () => grants.dropQuestions(),
    onChange: publishSoon,
  });

  function snapshot(): Snapshot {
    const revision = publisher.revision();
    const historyRevision = history.revision();
    return makeSnapshot({
      ...deps,
      revision,
      historyRevision,
      handOff: {
        state: handOff.state(),
        question: grants.question(),
        grants: grants.all(),
        canRestore: grants.canRestore(),
        hasTools: handOff.hasTools(),
        lines: deps.lines,
        gateways: Object.fromEntries(profileIds().map((id) => [id, gateway.view(id)])),
      },
      profiles,
      sessions,
      recorder,
      notices,
      fastTime: fastTime.isOn(),
      typedBefore: (id) => typedBefore.view(id),
    });
  }

  function policy(id: string): Policy {
    const everything = profiles.kept(id).what === 'everything';
    const canSignIn = everything && profiles.get(id)?.staySignedIn === true;
    const { reportsIdle } = deps.system();
    return policyOf(preferences.settings(), { reportsIdle, canSignIn });
  }

  /** Profiles, vault or settings have changed: aligns sessions and notifications with them. */
  function changed(): void {
    if (!started) return;
    typedBefore.keepOnly(profiles.selected());
    sessions.align();
    follower.follow();
    handOff.follow();
    gateway.follow();
    incidents.updateAll();
    publishSoon();
  }

  /** Who has access is known before anybody can ask for more. */
  async function openDoor(): Promise<void> {
    await grants.load();
    for (const id of grants.profiles()) if (profiles.get(id) === null) grants.forgetProfile(id);
    grantsLoaded = true;
    handOff.follow();
    await gateway.load();
    for (const id of gateway.profiles())
      if (profiles.get(id) === null) await gateway.forgetProfile(id);
  }

  const route = createRouter({
    handlers: createHandlers({
      runner: (id) => sessions.runner(id),
      snapshot,
      exchange: (id) => recorder.detail(id),
      history: (span) => history.within(span),
      signIn: signInCommands,
      profiles: createProfileCommands({
        profiles,
        sessions,
        vault,
        preferences,
        history,
        grants,
        gateway,
        notices,
        changed,
        closeHandOff: () => {
          handOff.follow();
          return handOff.settled();
        },
        desktop: deps.desktop,
        dropTyped: (id) => signInCommands.drop(id),
        forgetActivity: () => recorder.clear(),
        wipeFiles: deps.wipeFiles,
      }),
      tools: createToolCommands({
        runner: (id) => sessions.runner(id),
        profiles: profileIds,
        status: statusOf,
        api,
        operation: operationNamed,
      }),
      operation: operationNamed,
      grants,
      gateway: createGatewayCommands({
        gateway,
        profiles,
        preferences,
        desktop: deps.desktop,
        changed,
      }),
      copyAs: createCopyAsCommands({
        runner: (id) => sessions.runner(id),
        gatewayOf: (id) => gateway.of(id),
        baseUrlOf: (id) => statusOf(id)?.baseUrl || null,
        exchange: (id) => recorder.detail(id),
        longestField: EXCHANGE_BODY,
        mannerOf,
        sample: sampleOperation,
        operations: startingOperations,
        desktop: deps.desktop,
      }),
      envFile: createEnvFileCommands({
        writer: createEnvWriter({ gatewayOf: (id) => gateway.of(id) }),
        desktop: deps.desktop,
      }),
      documents: createDocumentCommands({
        diagnostics: async () => {
          const { wall } = clock.now();
          const span = { profile: null, from: wall - 7 * DAY, to: wall };
          const ages = observedAges(history.within(span));
          const machine = { ...deps.machine, authorities };
          return diagnosticsText(snapshot(), ages, machine, await deps.readLog());
        },
        licences: deps.licences,
        desktop: deps.desktop,
      }),
      desktop: deps.desktop,
      recentActions: deps.recentActions,
      setFastTime: (on) => fastTime.set(on),
      quit: deps.quit,
      restart: deps.restart,
      pages: { ...links, releases: deps.releasesPage },
    }),
    // One each: a program that floods its door takes nothing from the person at the window.
    limiters: deps.limiters ?? { window: createLimiter(clock), tool: createLimiterForEach(clock) },
    log,
  });

  log.write({ event: 'started', version: deps.version, host: deps.host });
  return {
    route,
    subscribe: (listener) => publisher.subscribe(listener),
    liveKeys: (id) => sessions.runner(id)?.keys() ?? null,
    gatewayOf: (id) => gateway.of(id),
    start: async () => {
      await profiles.load();
      started = true;
      changed();
      const ids = () => new Set(profileIds());
      // The window does not wait for this: the keyring may be slow, and signing in does not need it.
      await Promise.all([openHistory(history, preferences, ids), vault.open(), openDoor()]);
      changed();
      await follower.settled();
    },
    changed,
    hint: (hint) => {
      if (hint.type === 'suspend' || hint.type === 'resumed') history.hint(hint.type);
      sessions.tellAll(hint);
      // A disk may be readable again after a wake. Asking the keyring again would be useless:
      // Electron asks it once per process.
      const status = vault.status();
      const isOfDisk = status.is === 'locked' && status.why === 'disk';
      if (hint.type === 'resumed' && started && isOfDisk) vault.retry().catch(() => undefined);
    },
    act: (id, action) => {
      profiles.select(id);
      // The other actions need the window, which the caller shows.
      if (action === 'resume') sessions.runner(id)?.dispatch({ type: 'resume' });
      if (action === 'extendNow') sessions.runner(id)?.dispatch({ type: 'extendNow' });
      if (action === 'keepOn') sessions.runner(id)?.dispatch({ type: 'pauseKeepAlive', ms: null });
    },
    snapshot,
    signOutAll: async () => {
      sessions.tellAll({ type: 'signOut' });
      await sessions.settled();
    },
    practise: () => {
      const own = profiles.practice();
      if (own === null) return Promise.resolve(tooManyProfiles);
      const nothing = { userName: '', password: '', orgId: '', devKey: '' };
      return route(person, 'signIn', { profile: own.id, server: { kind: 'practice' }, ...nothing });
    },
    settled: async () => {
      await follower.settled();
      await handOff.settled();
      await gateway.settled();
      await sessions.settled();
      await signInCommands.settled();
    },
    stop: async () => {
      stopListening();
      const closed = Promise.all([handOff.stop(), gateway.stop()]);
      sessions.stop();
      signInCommands.stop();
      // Files first: the system may kill this process before the rest has stopped.
      const files = [profiles.settled(), preferences.settled(), history.stop(), vault.close()];
      await Promise.all([...files, grants.settled(), closed]);
      log.write({ event: 'stopped' });
      await practice.stop();
    },
  };
}
