/** The composition of the router: each group of commands with the parts that it needs. `app.ts` joins it to the rest. */
import { observedAges } from '../src-shared/history.ts';
import { links } from '../src-shared/links.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import type { AppDeps } from './app-deps.ts';
import { meaningOf } from './bill/code-meanings.ts';
import { createErrorList } from './bill/error-list.ts';
import type { Recorder } from './bill/record/recorder.ts';
import type { HandOffParts } from './compose-hand-off.ts';
import type { History } from './history/history-store.ts';
import { createDocumentCommands } from './ipc/document-commands.ts';
import { createExplainCommands } from './ipc/explain-commands.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createLimiter, createLimiterForEach } from './ipc/limiter.ts';
import { createProfileCommands } from './ipc/profile-commands.ts';
import { createRouter, type Route } from './ipc/router.ts';
import type { SignInCommands } from './ipc/sign-in-commands.ts';
import type { Notices } from './notify/notices.ts';
import type { BillApi, Servers } from './ports.ts';
import type { Profiles } from './profiles/profiles-types.ts';
import type { Sessions } from './profiles/sessions.ts';
import type { FastTime } from './servers/fast-time.ts';
import { DAY } from './session/time.ts';
import { type AuthoritiesRead, diagnosticsText } from './snapshot/diagnostics.ts';

export interface ComposeCommandsDeps {
  readonly app: AppDeps;
  readonly api: BillApi;
  readonly recorder: Recorder;
  readonly servers: Servers;
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly history: History;
  readonly notices: Notices;
  readonly signIn: SignInCommands;
  readonly fastTime: FastTime;
  readonly handOff: HandOffParts;
  readonly snapshot: () => Snapshot;
  /** Whose certificate authorities count, for diagnostics. */
  readonly authorities: () => AuthoritiesRead;
  /** Profiles, vault or settings were changed here. */
  readonly changed: () => void;
}

/** What a caller's command goes through: may it, is it valid, and what it does. */
export function composeCommands(deps: ComposeCommandsDeps): Route {
  const { api, recorder, servers, profiles, sessions, history, handOff, snapshot } = deps;
  const { clock, log, desktop, vault, preferences } = deps.app;

  async function diagnostics(): Promise<string> {
    const { wall } = clock.now();
    const span = { profile: null, from: wall - 7 * DAY, to: wall };
    const ages = observedAges(history.within(span));
    const machine = { ...deps.app.machine, authorities: deps.authorities() };
    return diagnosticsText(snapshot(), ages, machine, await deps.app.readLog());
  }

  return createRouter({
    handlers: createHandlers({
      runner: (id) => sessions.runner(id),
      snapshot,
      exchange: (id) => recorder.detail(id),
      history: (span) => history.within(span),
      signIn: deps.signIn,
      profiles: createProfileCommands({
        ...{ profiles, sessions, vault, preferences, history, desktop },
        ...{ grants: handOff.grants, gateway: handOff.gateway },
        ...{ notices: deps.notices, changed: deps.changed },
        closeHandOff: () => handOff.closeDoor(),
        dropTyped: (id) => deps.signIn.drop(id),
        forgetActivity: () => recorder.clear(),
        wipeFiles: deps.app.wipeFiles,
      }),
      ...handOff.commands,
      explain: createExplainCommands({
        hasProfile: (id) => profiles.get(id) !== null,
        servers,
        meaningOf: (code) => meaningOf(code, 'named'),
        listedText: createErrorList({ api, clock }),
        calls: () => recorder.rows(),
        detail: (id) => recorder.detail(id),
        version: deps.app.version,
        desktop,
      }),
      documents: createDocumentCommands({ diagnostics, licences: deps.app.licences, desktop }),
      desktop,
      recentActions: deps.app.recentActions,
      setFastTime: (on) => deps.fastTime.set(on),
      quit: deps.app.quit,
      restart: deps.app.restart,
      pages: { ...links, releases: deps.app.releasesPage },
    }),
    // One each: a program that floods its door takes nothing from the person at the window.
    limiters: deps.app.limiters ?? {
      window: createLimiter(clock),
      tool: createLimiterForEach(clock),
    },
    log,
  });
}
