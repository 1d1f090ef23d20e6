/**
 * The composition of what hands a session to other tools: grants and the door for programs, the gateway,
 * lines to copy and the `.env` file. `app.ts` joins it to the rest.
 */
import type { HandOffView } from '../src-shared/hand-off.ts';
import type { ToolStatus } from '../src-shared/local-api.ts';
import type { NoticeView } from '../src-shared/snapshot.ts';
import { serverName } from '../src-shared/words.ts';
import type { AppDeps } from './app-deps.ts';
import { EXCHANGE_BODY, PROGRAM_CALLS_PER_HOUR } from './bill/call-limits.ts';
import type { Gate } from './bill/gate.ts';
import type { OpenConnection } from './bill/line/connections.ts';
import { createPassOn } from './bill/pass-on.ts';
import { mannerOf, operationNamed, sampleOperation, startingOperations } from './bill/paths.ts';
import type { Recorder } from './bill/record/recorder.ts';
import { createEnvWriter } from './env-file/env-writer.ts';
import { createGatewayServer } from './gateway/gateway-server.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import { createGrants, type Grants } from './grants/grants.ts';
import { createCopyAsCommands } from './ipc/copy-as-commands.ts';
import { createEnvFileCommands } from './ipc/env-file-commands.ts';
import { createGatewayCommands } from './ipc/gateway-commands.ts';
import type { HandlerDeps } from './ipc/handlers.ts';
import type { Route } from './ipc/router.ts';
import { createToolCommands } from './ipc/tool-commands.ts';
import { createHandOffSwitch } from './hand-off/hand-off-switch.ts';
import { toolStatus } from './local-api/tool-status.ts';
import type { BillApi } from './ports.ts';
import type { Profiles } from './profiles/profiles-types.ts';
import { fixedUrl } from './servers/servers.ts';
import type { Runner } from './session/runner.ts';
import type { Publisher } from './snapshot/publisher.ts';

export interface ComposeHandOffDeps {
  readonly app: AppDeps;
  readonly api: BillApi;
  readonly gate: Gate;
  readonly open: OpenConnection;
  readonly recorder: Recorder;
  readonly profiles: Profiles;
  readonly publisher: Publisher;
  readonly runner: (profile: string) => Runner | null;
  /** Real time of a time by the clock of the profile's session; undefined where that is real time. */
  readonly realTimeOf: (profile: string) => ((ms: number) => number) | undefined;
  /** The app's one router. */
  readonly route: Route;
  /** The profiles are known: nothing opens before. */
  readonly isStarted: () => boolean;
  /** A setting was changed here. */
  readonly changed: () => void;
}

export interface HandOffParts {
  readonly grants: Grants;
  readonly gateway: Gateway;
  /** What the router's handlers need of these parts. */
  readonly commands: Pick<
    HandlerDeps,
    'tools' | 'operation' | 'grants' | 'gateway' | 'copyAs' | 'envFile'
  >;
  /** Reads who has access, then opens what is on. After the profiles were read. */
  load(): Promise<void>;
  /** Profiles, vault or settings have changed. */
  follow(): void;
  view(): HandOffView;
  notices(): readonly (NoticeView | null)[];
  /** Closes the door now where the settings say so. Resolves when it is closed. */
  closeDoor(): Promise<void>;
  settled(): Promise<void>;
  /** Closes for good. */
  stop(): Promise<void>;
}

export function composeHandOff(deps: ComposeHandOffDeps): HandOffParts {
  const { api, gate, open, recorder, profiles, publisher, runner } = deps;
  const { clock, log, preferences, vault, desktop } = deps.app;
  const onChange = () => publisher.soon();
  const subscribe = (listener: () => void, waits?: 'waits') =>
    publisher.subscribe(() => listener(), waits);
  const profileIds = () => profiles.all().map(({ id }) => id);
  const isWanted = () => preferences.settings().handOff;
  let grantsLoaded = false;

  function serverOf(id: string): string {
    return serverName(profiles.get(id)?.server ?? { kind: 'bill' });
  }
  function statusOf(id: string): ToolStatus | null {
    const profile = profiles.get(id);
    const session = runner(id)?.view();
    if (profile === null || session === undefined) return null;
    return toolStatus(profile, session, fixedUrl(profile.server), deps.realTimeOf(id));
  }

  const grants = createGrants({ store: deps.app.grantsStore, clock, onChange });
  const { passedTimeouts: timeouts } = deps.app;
  const gateway = createGateway({
    store: deps.app.gatewayStore,
    vault,
    clock,
    server: createGatewayServer(
      {
        ...{ clock, log, gate, recorder, runner, subscribe, serverOf },
        passOn: createPassOn({ clock, open, ...(timeouts === undefined ? {} : { timeouts }) }),
        profileOf: (token) => gateway.profileOf(token),
        isOwn: (...session) => gateway.isOwn(...session),
      },
      deps.app.gatewayBounds,
    ),
    isAllowed: () => deps.isStarted() && isWanted(),
    hour: (id) => {
      const keys = runner(id)?.keys() ?? null;
      return keys === null ? null : { ...gate.calls(keys.devKey), most: PROGRAM_CALLS_PER_HOUR };
    },
    onChange,
  });
  const localApi = deps.app.localApi({
    version: deps.app.version,
    route: deps.route,
    grants,
    statuses: () =>
      profileIds()
        .map(statusOf)
        .filter((status) => status !== null),
    session: (id) => runner(id)?.view() ?? null,
    serverOf,
    subscribe,
    note: (use) => recorder.note(use),
  });
  const handOff = createHandOffSwitch({
    localApi,
    tools: deps.app.tools,
    clock,
    wanted: () => grantsLoaded && isWanted(),
    onOff: () => grants.dropQuestions(),
    onChange,
  });

  const gatewayOf = (id: string) => gateway.of(id);
  return {
    grants,
    gateway,
    commands: {
      grants,
      operation: operationNamed,
      tools: createToolCommands({
        runner,
        profiles: profileIds,
        status: statusOf,
        api,
        operation: operationNamed,
      }),
      gateway: createGatewayCommands({
        gateway,
        profiles,
        preferences,
        desktop,
        changed: deps.changed,
      }),
      copyAs: createCopyAsCommands({
        runner,
        gatewayOf,
        baseUrlOf: (id) => statusOf(id)?.baseUrl || null,
        exchange: (id) => recorder.detail(id),
        longestField: EXCHANGE_BODY,
        mannerOf,
        sample: sampleOperation,
        operations: startingOperations,
        desktop,
      }),
      envFile: createEnvFileCommands({ writer: createEnvWriter({ gatewayOf }), desktop }),
    },
    // Who has access is known before anybody can ask for more.
    load: async () => {
      const isGone = (id: string) => profiles.get(id) === null;
      await grants.load();
      for (const id of grants.profiles()) if (isGone(id)) grants.forgetProfile(id);
      grantsLoaded = true;
      handOff.follow();
      await gateway.load();
      for (const id of gateway.profiles()) if (isGone(id)) await gateway.forgetProfile(id);
    },
    follow: () => {
      handOff.follow();
      gateway.follow();
    },
    view: () => ({
      state: handOff.state(),
      question: grants.question(),
      grants: grants.all(),
      canRestore: grants.canRestore(),
      hasTools: handOff.hasTools(),
      lines: deps.app.lines,
      gateways: Object.fromEntries(profileIds().map((id) => [id, gateway.view(id)])),
    }),
    notices: () => [grants.notice(), gateway.notice()],
    closeDoor: () => {
      handOff.follow();
      return handOff.settled();
    },
    settled: async () => {
      await handOff.settled();
      await gateway.settled();
    },
    stop: async () => {
      await Promise.all([handOff.stop(), gateway.stop(), grants.settled()]);
    },
  };
}
