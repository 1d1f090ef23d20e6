/** A line or two for each command: turn it into an event for its profile, or answer a query. */
import type { ExchangeDetail } from '../../src-shared/exchange.ts';
import type { HistoryEvent, HistorySpan } from '../../src-shared/history.ts';
import type { LinkId } from '../../src-shared/links.ts';
import { fail, notNow, ok, type Result, unknownProfile } from '../../src-shared/result.ts';
import {
  isOpen,
  type KnownView,
  type OpenFact,
  type SessionView,
  type Snapshot,
} from '../../src-shared/snapshot.ts';
import type { Grants } from '../grants/grants.ts';
import type { Desktop, RecentActions } from '../ports.ts';
import type { Runner, Wish } from '../session/runner.ts';
import type { CopyAsCommands } from './copy-as-commands.ts';
import type { EnvFileCommands } from './env-file-commands.ts';
import type { GatewayCommands } from './gateway-commands.ts';
import type { ExplainCommands } from './explain-commands.ts';
import type { DocumentCommands } from './document-commands.ts';
import type { ProfileCommands } from './profile-commands.ts';
import type { Caller, Handlers } from './router.ts';
import type { ToolCommands } from './tool-commands.ts';
import type { SignInCommands } from './sign-in-commands.ts';
import { tryNamed, type OperationNamed } from './try-operation.ts';

export interface HandlerDeps {
  readonly runner: (profile: string) => Runner | null;
  readonly snapshot: () => Snapshot;
  readonly operation: OperationNamed;
  readonly exchange: (id: number) => ExchangeDetail | null;
  readonly history: (span: HistorySpan) => readonly HistoryEvent[];
  readonly signIn: SignInCommands;
  readonly profiles: ProfileCommands;
  readonly tools: ToolCommands;
  readonly grants: Pick<Grants, 'answer' | 'revoke' | 'revokeAll' | 'restore'>;
  readonly gateway: GatewayCommands;
  readonly copyAs: CopyAsCommands;
  readonly envFile: EnvFileCommands;
  readonly explain: ExplainCommands;
  readonly documents: DocumentCommands;
  readonly desktop: Desktop;
  readonly recentActions: RecentActions;
  readonly setFastTime: (on: boolean) => void;
  readonly quit: () => void;
  readonly restart: () => void;
  /** Null for a page that this build does not know. */
  readonly pages: Readonly<Record<LinkId, string | null>>;
}

/** Whose wish it is: a program's by its name, else the person's. */
const programOf = (caller: Caller) => (caller.kind === 'tool' ? { program: caller.name } : {});

/** The handler of each command of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { runner, snapshot, exchange, history, signIn, desktop, pages } = deps;
  const { tools, grants } = deps;

  function send(profile: string, wish: Wish): Result<null> {
    const target = runner(profile);
    if (target === null) return unknownProfile;
    return target.dispatch(wish) ? ok(null) : notNow;
  }

  return {
    getSnapshot: () => ok(snapshot()),
    getExchange: ({ id }) => {
      const found = exchange(id);
      return found === null ? notNow : ok(found);
    },
    getHistory: (span) =>
      span.profile !== null && runner(span.profile) === null ? unknownProfile : ok(history(span)),
    // into a session and out of it
    signIn: (input) => signIn.signIn(input),
    useSession: (input) => signIn.useSession(input),
    findOrganizations: (input) => signIn.findOrganizations(input),
    resume: ({ profile }) => send(profile, { type: 'resume' }),
    dropTyped: ({ profile }) => signIn.dropTyped(profile),
    cancelSignIn: ({ profile }) => send(profile, { type: 'cancelSignIn' }),
    signOut: ({ profile }) => send(profile, { type: 'signOut' }),
    // within one
    extendNow: ({ profile }, caller) => send(profile, { type: 'extendNow', ...programOf(caller) }),
    pauseKeepAlive: ({ profile, ms }) => send(profile, { type: 'pauseKeepAlive', ms }),
    copySessionId: async ({ profile }) => {
      const target = runner(profile);
      const keys = target?.keys() ?? null;
      if (target === null || keys === null) return notNow;
      const copied = done(await desktop.copySecret(keys.sessionId));
      if (!copied.ok) return copied;
      target.dispatch({ type: 'copySessionId', sessionId: keys.sessionId });
      return copied;
    },
    copyDevKey: async ({ profile }) => {
      const keys = runner(profile)?.keys() ?? null;
      if (keys === null) return notNow;
      return done(await desktop.copySecret(keys.devKey));
    },
    dropOldCopies: ({ profile }) => send(profile, { type: 'dropOldCopies' }),
    copyFact: async ({ profile, fact }) => {
      const known = knownOf(runner(profile)?.view());
      const text = known === null ? null : knownFact(known, fact);
      if (text === null) return notNow;
      return done(await desktop.copyText(text));
    },
    sendMfaCode: ({ profile }, caller) =>
      send(profile, { type: 'sendMfaCode', ...programOf(caller) }),
    submitMfaCode: ({ profile, code, rememberDevice }, caller) =>
      send(profile, { type: 'submitMfaCode', code, rememberDevice, ...programOf(caller) }),
    checkTrust: ({ profile }) => send(profile, { type: 'checkTrust' }),
    forgetDevice: ({ profile }) => send(profile, { type: 'forgetDevice' }),
    nameMachine: ({ profile, machineName }) => send(profile, { type: 'nameMachine', machineName }),
    tryOperation: (input) => tryNamed(input, { runner, operation: deps.operation }),
    cancelOperation: ({ profile, operation }) => {
      const target = runner(profile);
      if (target === null) return unknownProfile;
      return target.cancelOperation(operation) ? ok(null) : notNow;
    },
    repeatOperation: ({ profile, operation }) =>
      send(profile, { type: 'repeatOperation', operation }),
    // hand-off
    listProfiles: (_input, caller) => tools.listProfiles(caller),
    getStatus: ({ profile }) => tools.status(profile),
    callOperation: (input, caller) => tools.call(input, caller),
    getSession: ({ profile }) => tools.session(profile),
    answerGrant: ({ question, allow }) => (grants.answer(question, allow) ? ok(null) : notNow),
    revokeGrant: ({ grant }) => (grants.revoke(grant) ? ok(null) : notNow),
    revokeAllGrants: () => {
      grants.revokeAll();
      return ok(null);
    },
    restoreGrants: () => (grants.restore() ? ok(null) : notNow),
    copyLine: async ({ line }) => done(await desktop.copyText(snapshot().handOff.lines[line])),
    // profiles, storage, settings
    ...deps.profiles,
    ...deps.gateway,
    ...deps.copyAs,
    ...deps.envFile,
    ...deps.explain,
    ...deps.documents,
    getRecentActions: () => ok(deps.recentActions.all()),
    noteAction: ({ action }) => {
      deps.recentActions.note(action);
      return ok(null);
    },
    setFastTime: ({ on }) => {
      deps.setFastTime(on);
      return ok(null);
    },
    // the app itself
    quit: () => {
      deps.quit();
      return ok(null);
    },
    restart: () => {
      deps.restart();
      return ok(null);
    },
    openLink: async ({ link }) => {
      const page = pages[link];
      if (page === null) return notNow;
      return done(await desktop.openPage(page));
    },
  };
}

/** What the desktop was asked for: `internal` where it did not do it. */
const done = (worked: boolean): Result<null> => (worked ? ok(null) : fail({ kind: 'internal' }));

/** What the details show: of the open session, or of the one that expired. */
function knownOf(view: SessionView | undefined): KnownView | null {
  if (view === undefined) return null;
  if (isOpen(view)) return view;
  return view.state === 'expired' ? view.ended : null;
}

/** Null where no call has told it. */
function knownFact(view: KnownView, fact: OpenFact): string | null {
  switch (fact) {
    case 'organizationId':
      return view.organizationId.value;
    case 'userId':
      return view.userId?.value ?? null;
    case 'userName':
      return view.userName === '' ? null : view.userName;
    case 'server':
      return view.baseUrl;
    case 'endpoint':
      return view.apiEndPoint;
  }
}
