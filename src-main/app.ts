/**
 * The composition root below Electron: joins the rules to their adapters. It imports no Electron, so a
 * test builds the whole app.
 */
import type { Incident } from '../src-shared/incident.ts';
import { ok, tooManyProfiles, type Result } from '../src-shared/result.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import type { AppDeps } from './app-deps.ts';
import { createGate } from './bill/gate.ts';
import { createConnections } from './bill/line/connections.ts';
import { createRecorder } from './bill/record/recorder.ts';
import { createBillV2 } from './bill/v2.ts';
import { composeCommands } from './compose-commands.ts';
import { composeHandOff } from './compose-hand-off.ts';
import type { GatewayAccess } from './gateway/gateway.ts';
import { openHistory } from './history/from-preferences.ts';
import { createHistory } from './history/history-store.ts';
import type { Caller, Route } from './ipc/router.ts';
import { createSignInCommands } from './ipc/sign-in-commands.ts';
import { createTypedBefore } from './ipc/typed-before.ts';
import { createNotices, vaultNotices } from './notify/notices.ts';
import { watchIncidents } from './notify/watch-incidents.ts';
import type { Cancel, SessionKeys } from './ports.ts';
import { createLaunch } from './profiles/launch.ts';
import { policyOf } from './profiles/policy.ts';
import { createProfiles } from './profiles/profiles.ts';
import { createSessions } from './profiles/sessions.ts';
import { followVault } from './profiles/vault-follower.ts';
import { createServers } from './servers/servers.ts';
import type { Wish } from './session/session-events.ts';
import type { Policy } from './session/state.ts';
import { createFastTime } from './servers/fast-time.ts';
import type { AuthoritiesRead } from './snapshot/diagnostics.ts';
import { makeSnapshot } from './snapshot/make-snapshot.ts';
import { createPublisher } from './snapshot/publisher.ts';

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
  /**
   * Signs in to the practice sandbox with its own account; resolves once that is under way, or was refused.
   * Needs neither the vault nor the rest of a start.
   */
  practise(): Promise<Result<unknown>>;
  /** Resolves when no call is under way, and what came of each has gone up. */
  settled(): Promise<void>;
  /**
   * Cancels every call that is under way; open sessions are left to lapse. Files that are being
   * written are finished first.
   */
  stop(): Promise<void>;
}

/** The caller of commands that the app sends itself because a person asked for something. */
const person: Caller = { kind: 'window' };

/** What is routine goes up so many ms later at most: of the profile in sight, and of any other. */
const IN_SIGHT_MS = 1000;
const OUT_OF_SIGHT_MS = 10_000;

/** Builds the app, signed out. */
export function createApp(deps: AppDeps): App {
  const { clock, chance, log, practice, preferences, vault } = deps;
  let started = false;
  let loading: Promise<void> | null = null;
  let authorities: AuthoritiesRead = 'notReadYet';

  const publisher = createPublisher({ snapshot, clock, log });
  const publishSoon = () => publisher.soon();
  /** For what is routine: it shows in times and rows alone. */
  function tellWithNext(profile: string): void {
    publisher.withNext(profile === profiles.selected() ? IN_SIGHT_MS : OUT_OF_SIGHT_MS);
  }
  const isPractice = (id: string) => signInCommands.serverOf(id)?.kind === 'practice';
  const clockOf = (id: string) => (isPractice(id) ? practice.clock : clock);
  const timeOf = (id: string) => clockOf(id).now();
  const recorder = createRecorder({
    clock,
    timeOf: (id) => timeOf(id).wall,
    onCall: tellWithNext,
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
  const notices = createNotices(() => [
    ...vaultNotices(vault.notices()),
    ...profiles.notices(),
    ...[preferences.notice(), history.notice(), ...handOff.notices()].filter((one) => one !== null),
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
    onChange: (id, canWait) => {
      signInCommands.noteOutcome(id);
      launch.noteOutcome(id);
      const state = sessions.runner(id)?.state();
      if (state !== undefined) history.see(id, state);
      if (state?.at === 'open') handOff.gateway.see(id, state.attempts, state.keys);
      incidents.update(id);
      fastTime.follow();
      if (canWait) tellWithNext(id);
      else publishSoon();
    },
    onTick: (id) => incidents.update(id),
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

  const profileIds = () => profiles.all().map(({ id }) => id);
  const handOff = composeHandOff({
    ...{ app: deps, api, gate, open, recorder, profiles, publisher, changed },
    runner: (id) => sessions.runner(id),
    realTimeOf: (id) => (isPractice(id) ? (ms) => practice.clock.realTime(ms) : undefined),
    route: (...message) => route(...message),
    isStarted: () => started,
  });

  /** Reads the profiles, once: nobody signs in before. */
  const load = () => (loading ??= readProfiles());
  async function readProfiles(): Promise<void> {
    await profiles.load();
    started = true;
    changed();
  }

  function snapshot(): Snapshot {
    const revision = publisher.revision();
    const historyRevision = history.revision();
    return makeSnapshot({
      ...deps,
      revision,
      historyRevision,
      handOff: handOff.view(),
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
    incidents.updateAll();
    publishSoon();
  }

  const route = composeCommands({
    ...{
      app: deps,
      api,
      recorder,
      servers,
      profiles,
      sessions,
      history,
      notices,
      fastTime,
      handOff,
    },
    ...{ signIn: signInCommands, snapshot, changed, authorities: () => authorities },
  });

  log.write({ event: 'started', version: deps.version, host: deps.host });
  return {
    route,
    subscribe: (listener) => publisher.subscribe(listener),
    liveKeys: (id) => sessions.runner(id)?.keys() ?? null,
    gatewayOf: (id) => handOff.gateway.of(id),
    start: async () => {
      await load();
      const ids = () => new Set(profiles.all().map(({ id }) => id));
      // The window does not wait for this: the keyring may be slow, and signing in does not need it.
      await Promise.all([openHistory(history, preferences, ids), vault.open(), handOff.load()]);
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
    practise: async () => {
      await load();
      const own = profiles.practice();
      if (own === null) return tooManyProfiles;
      const nothing = { userName: '', password: '', orgId: '', devKey: '' };
      const input = { profile: own.id, server: { kind: 'practice' }, ...nothing };
      const begun = await route(person, 'signIn', input);
      // Its profile may sign in on launch, and have been first.
      return sessions.runner(own.id)?.state().at === 'signedOut' ? begun : ok(null);
    },
    settled: async () => {
      await follower.settled();
      await handOff.settled();
      await sessions.settled();
      publisher.flush();
      await signInCommands.settled();
    },
    stop: async () => {
      stopListening();
      publisher.flush();
      const closed = handOff.stop();
      sessions.stop();
      signInCommands.stop();
      // Files first: the system may kill this process before the rest has stopped.
      const files = [profiles.settled(), preferences.settled(), history.stop(), vault.close()];
      await Promise.all([...files, closed]);
      log.write({ event: 'stopped' });
      await practice.stop();
    },
  };
}
