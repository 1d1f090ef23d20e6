/**
 * The composition root below Electron: joins the rules to their adapters. It imports no Electron, so a
 * test builds the whole app.
 */
import type { Incident } from '../src-shared/incident.ts';
import { links } from '../src-shared/links.ts';
import type { Result } from '../src-shared/result.ts';
import { BILL_SANDBOX_URL, type Server } from '../src-shared/server.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import { primaryOf } from '../src-shared/words.ts';
import type { NetworkOptions } from './bill/agents.ts';
import { allowBaseUrl } from './bill/base-url.ts';
import { createGate } from './bill/gate.ts';
import type { Lookup } from './bill/http.ts';
import { createRecorder } from './bill/recorder.ts';
import { createBillV2 } from './bill/v2.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createLimiter, type Limiter } from './ipc/limiter.ts';
import { createRouter, type Route } from './ipc/router.ts';
import { createPaperCommands } from './ipc/paper-commands.ts';
import { createProfileCommands } from './ipc/profile-commands.ts';
import { createSignInCommands } from './ipc/sign-in-commands.ts';
import { diagnosticsText, type Machine } from './diagnostics.ts';
import { createObservations } from './observations.ts';
import { createProfiles, type ProfileStore } from './profiles/profiles.ts';
import type {
  BaseUrl,
  Chance,
  Clock,
  Desktop,
  Log,
  Practice,
  Preferences,
  Servers,
} from './ports.ts';
import type { Profile } from './profiles/profile.ts';
import { createAnnouncer, type Announcer } from './session/announcer.ts';
import { incidentOf } from './session/incident.ts';
import type { Wish } from './session/runner.ts';
import type { Policy } from './session/state.ts';
import { HOUR, MINUTE } from './session/time.ts';
import { createSessions } from './sessions.ts';
import { makeSnapshot } from './snapshot.ts';
import type { Vault } from './vault/types.ts';

export interface AppDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly desktop: Desktop;
  readonly practice: Practice;
  readonly preferences: Preferences;
  /** Made by the caller, since it needs the system's keyring; its changes are told through `changed`. */
  readonly vault: Vault;
  readonly profileStore: ProfileStore;
  readonly newId: () => string;
  readonly machineName: string;
  readonly system: () => Snapshot['system'];
  readonly version: string;
  readonly host: string;
  /** Gets each new snapshot. */
  readonly publish: (snapshot: Snapshot) => void;
  /** Shows one notification of a profile, in the place of the one before; null takes it away. */
  readonly notify: (profile: string, incident: Incident | null) => void;
  /** True while the user looks at the window. */
  readonly inSight: () => boolean;
  /** Ends the app as a person does: asks what becomes of open sessions. */
  readonly quit: () => void;
  /** Removes the log and whatever else lies in the user data folder. */
  readonly wipeFiles: () => Promise<void>;
  /** For diagnostics: the computer, and the newest lines of the log. */
  readonly machine: Machine;
  readonly readLog: () => Promise<string>;
  /** The licences of everything that is bundled; null where the build brings none. */
  readonly notices: () => Promise<string | null>;
  /** Null in a build that names none. */
  readonly releasesPage: string | null;
  /** Both are for tests: a look-up that tells of its use, and no limit of commands. */
  readonly lookup?: Lookup;
  readonly limiter?: Limiter;
  /** The system's proxy and certificate authorities. */
  readonly network?: NetworkOptions;
}

/** What the system says of the world. Hints, never the only truth. */
export type Hint = Extract<Wish, { type: 'suspend' | 'resumed' | 'network' | 'activity' }>;

export interface App {
  readonly route: Route;
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

/** Builds the app, signed out. */
export function createApp(deps: AppDeps): App {
  const { clock, chance, log, practice, preferences, vault } = deps;
  let revision = 0;
  let announced = false;
  let started = false;

  const recorder = createRecorder({ clock, onChange: publishSoon });
  const api = createBillV2({
    clock,
    recorder,
    gate: createGate({ clock }),
    log,
    ...deps.network,
    ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
  });
  const servers: Servers = { resolve };
  const observations = createObservations(preferences, clock);
  const profiles = createProfiles({
    vault,
    store: deps.profileStore,
    newId: deps.newId,
    machineName: deps.machineName,
    firstServer: { kind: 'bill' },
    onChange: changed,
  });
  const announcers = new Map<string, Announcer>();
  const sessions = createSessions({
    ...{ profiles, api, clock, chance, log },
    policy: (id) => policyOf(profiles.get(id)),
    saved: (id) => signInCommands.saved(id),
    onChange: (id) => {
      signInCommands.noteOutcome(id);
      announce(id);
      publishSoon();
    },
    onEnd: (end) => observations.add(end),
  });
  const signInCommands = createSignInCommands({ profiles, sessions, servers, practice, api });
  const stopListening = practice.onMessage(publishSoon);
  const snapshot = (): Snapshot =>
    makeSnapshot({ ...deps, revision, profiles, sessions, recorder, observations });

  function resolve(server: Server): Promise<Result<BaseUrl>> {
    switch (server.kind) {
      case 'bill':
        return Promise.resolve(allowBaseUrl(BILL_SANDBOX_URL));
      case 'practice':
        return practice.start();
      case 'local':
        return Promise.resolve(allowBaseUrl(server.url));
    }
  }

  function policyOf(profile: Profile | null): Policy {
    const { touchMinutes, maxHours, onlyWhileActive, tokenIdleHours } = preferences.settings();
    const everything = profile !== null && profiles.kept(profile.id).what === 'everything';
    return {
      touchAfterMs: touchMinutes * MINUTE,
      maxAgeMs: maxHours * HOUR,
      onlyWhileActive: onlyWhileActive && deps.system().reportsIdle,
      tokenIdleMs: tokenIdleHours === 0 ? null : tokenIdleHours * HOUR,
      signInAgain: everything && profile.staySignedIn,
    };
  }

  /** Profiles, vault or settings changed: the sessions follow, and so do the notifications. */
  function changed(): void {
    if (!started) return;
    sessions.align();
    for (const id of announcers.keys()) announce(id);
    publishSoon();
  }

  function announce(id: string): void {
    const runner = sessions.runner(id);
    const profile = profiles.get(id);
    if (runner === null || profile === null) {
      announcers.get(id)?.update(null);
      announcers.delete(id);
      return;
    }
    const announcer = announcers.get(id) ?? announcerOf(id);
    const { kind } = profile;
    const primary = primaryOf({ kind, kept: profiles.kept(id).what }, runner.view());
    const wayIn = primary?.verb === 'resume' ? 'resume' : 'signIn';
    const leadMs = preferences.settings().warnMinutes * MINUTE;
    announcer.update(incidentOf(runner.state(), clock.now(), { wayIn, leadMs }));
  }

  function announcerOf(id: string): Announcer {
    const announcer = createAnnouncer({
      show: (incident) => deps.notify(id, incident),
      withdraw: () => deps.notify(id, null),
      inSight: deps.inSight,
      wanted: () => preferences.settings().notifications,
    });
    announcers.set(id, announcer);
    return announcer;
  }

  /** Changes of one turn go up as one snapshot. */
  function publishSoon(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      revision += 1;
      deps.publish(snapshot());
    });
  }

  const route = createRouter({
    handlers: createHandlers({
      runner: (id) => sessions.runner(id),
      snapshot,
      exchange: (id) => recorder.detail(id),
      signIn: signInCommands,
      profiles: createProfileCommands({
        ...{ profiles, sessions, vault, preferences, desktop: deps.desktop, changed },
        forgetObservations: () => observations.clear(),
        wipeFiles: deps.wipeFiles,
      }),
      papers: createPaperCommands({
        diagnostics: async () => diagnosticsText(snapshot(), deps.machine, await deps.readLog()),
        notices: deps.notices,
        desktop: deps.desktop,
      }),
      desktop: deps.desktop,
      quit: deps.quit,
      pages: { ...links, releases: deps.releasesPage },
    }),
    limiter: deps.limiter ?? createLimiter(clock),
    log,
  });

  log.write({ event: 'started', version: deps.version, host: deps.host });
  return {
    route,
    start: async () => {
      await profiles.load();
      started = true;
      changed();
      // Not awaited by the window: the keyring may take its time, and nothing needs it to sign in.
      await vault.open();
      await profiles.prune();
      changed();
      for (const { id, signInOnLaunch } of profiles.all()) {
        if (signInOnLaunch && profiles.kept(id).what === 'everything') {
          sessions.runner(id)?.dispatch({ type: 'resume' });
        }
      }
    },
    changed,
    hint: (hint) => sessions.tellAll(hint),
    act: (id, action) => {
      profiles.select(id);
      // The other verbs need the window, which is shown by whoever asked.
      if (action === 'resume') sessions.runner(id)?.dispatch({ type: 'resume' });
      if (action === 'extend') sessions.runner(id)?.dispatch({ type: 'extendNow' });
    },
    snapshot,
    signOutAll: async () => {
      sessions.tellAll({ type: 'signOut' });
      await sessions.settled();
    },
    practise: () => {
      const nothing = { userName: '', password: '', orgId: '', devKey: '' };
      const profile = profiles.selected();
      return route('signIn', { profile, server: { kind: 'practice' }, ...nothing });
    },
    settled: () => sessions.settled(),
    stop: async () => {
      stopListening();
      sessions.stop();
      // What is being written first: the system may end us before the rest has stopped.
      await Promise.all([profiles.written(), vault.close()]);
      log.write({ event: 'stopped' });
      await practice.stop();
    },
  };
}
