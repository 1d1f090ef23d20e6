/**
 * The composition root below Electron: joins the rules to their adapters and makes the snapshot.
 * It imports no Electron, so a test builds the whole app.
 */
import { BILL_SANDBOX_URL, type Server } from '../src-shared/server.ts';
import { ok, type Result } from '../src-shared/result.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import { allowBaseUrl } from './bill/base-url.ts';
import { createGate } from './bill/gate.ts';
import type { Lookup } from './bill/http.ts';
import { createRecorder } from './bill/recorder.ts';
import { createBillV2 } from './bill/v2.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createLimiter, type Limiter } from './ipc/limiter.ts';
import { createRouter, type Route } from './ipc/router.ts';
import { readSignIn, type SignInInput } from './ipc/sign-in.ts';
import type { BaseUrl, Chance, Clock, Desktop, Log, Practice } from './ports.ts';
import { createRunner, type Runner } from './session/runner.ts';

export interface AppDeps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly desktop: Desktop;
  readonly practice: Practice;
  /** Where the form starts; a choice that worked is remembered. */
  readonly server: { readonly start: Server; readonly remember: (server: Server) => void };
  readonly device: { readonly deviceId: string; readonly machineName: string };
  readonly version: string;
  readonly host: string;
  /** Gets each new snapshot. */
  readonly publish: (snapshot: Snapshot) => void;
  /** Both are for tests: a look-up that tells of its use, and no limit of commands. */
  readonly lookup?: Lookup;
  readonly limiter?: Limiter;
}

export interface App {
  readonly route: Route;
  /** Signs in to the practice sandbox with its own account. */
  practise(): Promise<Result<unknown>>;
  /** Resolves when no call is under way. */
  settled(): Promise<void>;
  /** Gives up what is under way. The session is left to lapse. */
  stop(): Promise<void>;
}

/** One profile until profiles can be made. */
const PROFILE = 'first';

/** Builds the app, signed out. */
export function createApp(deps: AppDeps): App {
  const { clock, chance, log, practice } = deps;
  let revision = 0;
  let announced = false;
  let form = { server: deps.server.start, userName: '', orgId: '' };

  const recorder = createRecorder({ clock, onChange: changed });
  const api = createBillV2({
    clock,
    recorder,
    gate: createGate({ clock }),
    log,
    ...(deps.lookup === undefined ? {} : { lookup: deps.lookup }),
  });
  const device = { ...deps.device, remembered: null };
  const runner = createRunner({
    profile: PROFILE,
    device,
    api,
    clock,
    chance,
    log,
    onChange: changed,
  });
  const stopListening = practice.onMessage(changed);

  function snapshot(): Snapshot {
    const account = practice.account();
    return {
      revision,
      at: clock.now().wall,
      selected: PROFILE,
      profiles: [{ id: PROFILE, name: form.userName || 'Not signed in', ...form }],
      sessions: { [PROFILE]: runner.view() },
      activity: recorder.rows(),
      practice: account === null ? null : { phone: account.phone, message: practice.message() },
      appVersion: deps.version,
      host: deps.host,
    };
  }

  /** Changes of one turn go up as one snapshot. */
  function changed(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      revision += 1;
      deps.publish(snapshot());
    });
  }

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

  async function signIn(target: Runner, input: SignInInput): Promise<Result<null>> {
    const read = await readSignIn(input, { resolve }, () => practice.account());
    if (!read.ok) return read;
    form = { server: input.server, userName: read.value.userName, orgId: read.value.orgId };
    deps.server.remember(input.server);
    if (!target.dispatch({ type: 'signIn', credentials: read.value })) {
      return { ok: false, error: { kind: 'notNow' } };
    }
    return ok(null);
  }

  const route = createRouter({
    handlers: createHandlers({
      runner: (profile) => (profile === PROFILE ? runner : null),
      snapshot,
      exchange: (id) => recorder.detail(id),
      signIn,
      desktop: deps.desktop,
    }),
    limiter: deps.limiter ?? createLimiter(clock),
    log,
  });

  log.write({ event: 'started', version: deps.version, host: deps.host });
  return {
    route,
    practise: () => {
      const nothing = { userName: '', password: '', orgId: '', devKey: '' };
      return route('signIn', { profile: PROFILE, server: { kind: 'practice' }, ...nothing });
    },
    settled: () => runner.settled(),
    stop: async () => {
      stopListening();
      runner.stop();
      await practice.stop();
      log.write({ event: 'stopped' });
    },
  };
}
