/**
 * The composition root below Electron: joins the rules to their adapters. It imports no Electron, so a
 * test builds the whole app.
 */
import { observedAges } from '../src-shared/history.ts';
import type { Incident } from '../src-shared/incident.ts';
import type { HandOffView } from '../src-shared/hand-off.ts';
import { links } from '../src-shared/links.ts';
import type { ToolStatus } from '../src-shared/local-api.ts';
import { fail, type Result } from '../src-shared/result.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import { serverName } from '../src-shared/words.ts';
import { createAnnouncers } from './notify/announcers.ts';
import type { NetworkOptions } from './bill/agents.ts';
import { operationNamed } from './bill/paths.ts';
import { createGate } from './bill/gate.ts';
import type { Lookup } from './bill/http.ts';
import { createRecorder } from './bill/recorder.ts';
import { createBillV2 } from './bill/v2.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createLimiter, createLimiterForEach } from './ipc/limiter.ts';
import { createRouter, type Caller, type Limiters, type Route } from './ipc/router.ts';
import { createToolCommands } from './ipc/tool-commands.ts';
import { createPaperCommands } from './ipc/paper-commands.ts';
import { createProfileCommands } from './ipc/profile-commands.ts';
import { createSignInCommands } from './ipc/sign-in-commands.ts';
import { diagnosticsText, type Machine } from './snapshot/diagnostics.ts';
import type { JsonStore } from './files/json-store.ts';
import { EARLIER_KEYS, eventsOfEarlier } from './history/earlier.ts';
import type { HistoryFile } from './history/history-file.ts';
import { createHistory } from './history/history-store.ts';
import { createGrants } from './grants/grants.ts';
import type { Door } from './local-api/door.ts';
import { createHandOff } from './local-api/hand-off-switch.ts';
import { toolStatus } from './local-api/tool-status.ts';
import { createLaunch } from './profiles/launch.ts';
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
  SessionKeys,
  ToolFolder,
} from './ports.ts';
import { policyOf } from './profiles/policy.ts';
import { createPublisher } from './snapshot/publisher.ts';
import type { Wish } from './session/runner.ts';
import type { Policy } from './session/state.ts';
import { DAY } from './session/time.ts';
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
  /** Both are made by the caller, which tells their changes through `changed`. */
  readonly preferences: Preferences;
  readonly vault: Vault;
  readonly profileStore: JsonStore;
  readonly historyFile: HistoryFile;
  readonly grantsStore: JsonStore;
  /** Makes the door for programs, which reaches the app through what it is given. */
  readonly localApi: (door: Door) => LocalApi;
  readonly tools: ToolFolder;
  /** What the window offers to copy. */
  readonly lines: HandOffView['lines'];
  readonly newId: () => string;
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
  readonly notices: () => Promise<string | null>;
  /** Null in a build that names none. */
  readonly releasesPage: string | null;
  /** Both are for tests: a look-up that tells of its use, and no limit of commands. */
  readonly lookup?: Lookup;
  readonly limiters?: Limiters;
  /** The system's proxy and certificate authorities. */
  readonly network?: NetworkOptions;
}

/** What the system says of the world. Hints, never the only truth. */
export type Hint = Extract<Wish, { type: 'suspend' | 'resumed' | 'network' | 'activity' }>;

export interface App {
  /** Takes a command from whoever stands at a door, if the contract lets such a caller send it. */
  readonly route: Route;
  /** Hands over each new snapshot from now on. Returns the way to stop. */
  subscribe(listener: (snapshot: Snapshot) => void): Cancel;
  /**
   * The keys of one profile's live session, for a door that hands them to a program that was let in;
   * null without a session. They stand in no snapshot.
   */
  liveKeys(profile: string): SessionKeys | null;
  /** Reads profiles, opens the vault, and signs in where that is wanted on launch. */
  start(): Promise<void>;
  /** The vault, or something else outside, has changed. */
  changed(): void;
  hint(hint: Hint): void;
  snapshot(): Snapshot;
  /** Does what a notification offers, as far as it needs no window. */
  act(profile: string, action: Incident['action']): void;
  /** Signs all open sessions out. Resolves when each has an answer. */
  signOutAll(): Promise<void>;
  /** Signs in to the practice sandbox with its own account. */
  practise(): Promise<Result<unknown>>;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
  /**
   * Gives up what is under way; the sessions are left to lapse. What is being written is written
   * first of all.
   */
  stop(): Promise<void>;
}

/** The app itself, for what a person asked of it. */
const person: Caller = { kind: 'window' };
const full = fail({ kind: 'invalidInput', field: 'profile', problem: 'tooMany' });

/** Builds the app, signed out. */
export function createApp(deps: AppDeps): App {
  const { clock, chance, log, practice, preferences, vault } = deps;
  let started = false;
  let grantsLoaded = false;
  /** The vault has opened once since the start. */
  let unlocked = false;
  let following: Promise<void> = Promise.resolve();

  const publisher = createPublisher(snapshot, log);
  const publishSoon = () => publisher.soon();
  const recorder = createRecorder({ clock, onChange: publishSoon });
  const api = createBillV2({
    clock,
    recorder,
    gate: createGate({ clock }),
    log,
    ...deps.network,
    ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
  });
  const servers = createServers(practice);
  const profiles = createProfiles({
    vault,
    store: deps.profileStore,
    newId: deps.newId,
    machineName: deps.machineName,
    firstServer: { kind: 'bill' },
    onChange: changed,
  });
  const history = createHistory({
    file: deps.historyFile,
    clock,
    isPractice: (id) => profiles.get(id)?.server.kind === 'practice',
    onChange: publishSoon,
  });
  const grants = createGrants({ store: deps.grantsStore, clock, onChange: publishSoon });
  const notices = createNotices(() => [
    ...vaultNotices(vault.notices()),
    ...profiles.notices(),
    ...[preferences.notice(), history.notice(), grants.notice()].filter((one) => one !== null),
  ]);
  const sessions = createSessions({
    profiles,
    api,
    clock,
    chance,
    log,
    policy,
    saved: (id) => signInCommands.saved(id),
    onChange: (id) => {
      signInCommands.noteOutcome(id);
      launch.noteOutcome(id);
      const state = sessions.runner(id)?.state();
      if (state !== undefined) history.see(id, state);
      announcers.update(id);
      publishSoon();
    },
  });
  const signInCommands = createSignInCommands({ profiles, sessions, servers, practice, api });
  const launch = createLaunch({
    profiles,
    sessions,
    onRefused: ({ name }) => notices.add({ kind: 'launchStopped', about: name }),
  });
  const announcers = createAnnouncers({ ...deps, profiles, sessions });
  const stopListening = practice.onMessage(publishSoon);

  function statusOf(id: string): ToolStatus | null {
    const profile = profiles.get(id);
    const session = sessions.runner(id)?.view();
    if (profile === null || session === undefined) return null;
    return toolStatus(profile, session, fixedUrl(profile.server));
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
    serverOf: (id) => serverName(profiles.get(id)?.server ?? { kind: 'bill' }),
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
      },
      profiles,
      sessions,
      recorder,
      notices,
    });
  }

  function policy(id: string): Policy {
    const everything = profiles.kept(id).what === 'everything';
    const canSignIn = everything && profiles.get(id)?.staySignedIn === true;
    const { reportsIdle } = deps.system();
    return policyOf(preferences.settings(), { reportsIdle, canSignIn });
  }

  /** Profiles, vault or settings changed: the sessions follow, and so do the notifications. */
  function changed(): void {
    if (!started) return;
    sessions.align();
    followVault();
    handOff.follow();
    announcers.updateAll();
    publishSoon();
  }

  /** What waited for the vault's file is done when it opens, however late that is. */
  function followVault(): void {
    const follow = async () => {
      const first = !unlocked && vault.status().is === 'ready';
      unlocked ||= first;
      await profiles.follow();
      if (!first) return;
      launch.begin();
      await profiles.prune();
    };
    following = following.then(follow).catch(() => {
      log.write({ event: 'failure', where: 'after the vault has changed', name: 'Error' });
    });
  }

  /** Who has access is known before anybody can ask for more. */
  async function openDoor(): Promise<void> {
    await grants.load();
    for (const id of grants.profiles()) if (profiles.get(id) === null) grants.forgetProfile(id);
    grantsLoaded = true;
    handOff.follow();
  }

  /** Reads the history, and takes over what earlier versions kept in the preferences. */
  async function openHistory(): Promise<void> {
    await history.open();
    history.prune(new Set(profiles.all().map(({ id }) => id)));
    const others = preferences.others();
    if (!EARLIER_KEYS.some((name) => name in others)) return;
    const events = eventsOfEarlier(others);
    if (events !== null && (await history.adopt(events))) preferences.drop(EARLIER_KEYS);
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
      grants,
      papers: createPaperCommands({
        diagnostics: async () => {
          const { wall } = clock.now();
          const span = { profile: null, from: wall - 7 * DAY, to: wall };
          const ages = observedAges(history.within(span));
          return diagnosticsText(snapshot(), ages, deps.machine, await deps.readLog());
        },
        notices: deps.notices,
        desktop: deps.desktop,
      }),
      desktop: deps.desktop,
      ...{ quit: deps.quit, restart: deps.restart },
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
    start: async () => {
      await profiles.load();
      started = true;
      changed();
      // Not awaited by the window: the keyring may take its time, and nothing needs it to sign in.
      await Promise.all([openHistory(), vault.open(), openDoor()]);
      changed();
      await following;
    },
    changed,
    hint: (hint) => {
      if (hint.type === 'suspend' || hint.type === 'resumed') history.hint(hint.type);
      sessions.tellAll(hint);
      // A keyring is asked once in the life of Electron; a disk may be back with the wake.
      const status = vault.status();
      const isOfDisk = status.is === 'locked' && status.why === 'disk';
      if (hint.type === 'resumed' && started && isOfDisk) vault.retry().catch(() => undefined);
    },
    act: (id, action) => {
      profiles.select(id);
      // The other verbs need the window, which is shown by whoever asked.
      if (action === 'resume') sessions.runner(id)?.dispatch({ type: 'resume' });
      if (action === 'extendNow') sessions.runner(id)?.dispatch({ type: 'extendNow' });
    },
    snapshot,
    signOutAll: async () => {
      sessions.tellAll({ type: 'signOut' });
      await sessions.settled();
    },
    practise: () => {
      const own = profiles.practice();
      if (own === null) return Promise.resolve(full);
      const nothing = { userName: '', password: '', orgId: '', devKey: '' };
      return route(person, 'signIn', { profile: own.id, server: { kind: 'practice' }, ...nothing });
    },
    settled: async () => {
      await following;
      await handOff.settled();
      await sessions.settled();
    },
    stop: async () => {
      stopListening();
      const closed = handOff.stop();
      sessions.stop();
      // What is being written first: the system may end us before the rest has stopped.
      const files = [profiles.settled(), preferences.settled(), history.stop(), vault.close()];
      await Promise.all([...files, grants.settled(), closed]);
      log.write({ event: 'stopped' });
      await practice.stop();
    },
  };
}
