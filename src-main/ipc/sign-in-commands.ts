/** The commands that lead into a session, and what becomes of the credentials that worked. */
import type { Checked, Organization } from '../../src-shared/contract.ts';
import { notNow, ok, type Result, unknownProfile } from '../../src-shared/result.ts';
import { isSameServer, type Server } from '../../src-shared/bill/server.ts';
import type { BillApi, Practice, Servers } from '../ports.ts';
import type { Look, Profiles } from '../profiles/profiles-types.ts';
import type { Sessions } from '../profiles/sessions.ts';
import type { Runner } from '../session/runner.ts';
import type { Typed, Wish } from '../session/session-events.ts';
import { noSecrets, type TryPlace, type TypedBefore } from './typed-before.ts';
import { readForeign, readSignIn, type Fillers, type SignInInput } from './typed-sign-in.ts';

export interface SignInCommands {
  signIn(input: SignInInput): Promise<Result<null>>;
  useSession(input: Checked<'useSession'>): Promise<Result<null>>;
  findOrganizations(input: Checked<'findOrganizations'>): Promise<Result<readonly Organization[]>>;
  /** Forgets what is kept for another try. */
  dropTyped(profile: string): Result<null>;
  /** What is kept of a profile, if it is enough to sign in with. */
  saved(profile: string): Promise<Typed | null>;
  /** To be called at each change of a session: credentials that worked may be kept, others not. */
  noteOutcome(profile: string): void;
  /** Where a profile's session is, or is being opened; null for a profile that does not exist. */
  serverOf(profile: string): Server | null;
  /** Resolves when no organization is being asked for by ourselves. */
  settled(): Promise<void>;
  /** Gives up what is being asked for. */
  stop(): void;
  /** Forgets what was typed for a profile: it is being removed. */
  drop(profile: string): void;
}

export interface SignInCommandDeps {
  readonly profiles: Profiles;
  readonly sessions: Sessions;
  readonly servers: Servers;
  readonly practice: Practice;
  readonly api: BillApi;
  readonly typedBefore: TypedBefore;
}

/** What was sent, and how its profile is to look; `typed` is null for another tool's session. */
interface Tried {
  readonly server: Server;
  readonly typed: Typed | null;
  readonly look: Look | null;
}

interface Target extends TryPlace {
  readonly userName?: string;
}

export function createSignInCommands(deps: SignInCommandDeps): SignInCommands {
  const { profiles, sessions, servers, practice, api, typedBefore } = deps;
  /** What was typed and is being tried. Gone as soon as the outcome is known. */
  const trying = new Map<string, Tried>();
  /** Organizations that are being asked for. */
  const asking = new Set<Promise<void>>();
  const ending = new AbortController();
  /** Where a session is about to begin, which lives by the clock of its server from its first moment. */
  let beginning: Pick<TryPlace, 'profile' | 'server'> | null = null;

  /** False says that the session's rules refused it. */
  function begin(runner: Runner, { profile, server }: Omit<TryPlace, 'kind'>, wish: Wish): boolean {
    if (runner.state().at === 'signedOut') beginning = { profile, server };
    const begun = runner.dispatch(wish);
    beginning = null;
    return begun;
  }

  function worked(profile: string, { server, typed, look }: Tried): void {
    if (typed === null) {
      profiles.useSessionWorked(profile, server, look);
      return;
    }
    const isNamed = (look?.name ?? '') !== '' || !profiles.isUnnamed(profile);
    profiles.signInWorked(profile, server, typed, look).catch(() => undefined);
    // As in the form: with a password alone.
    if (isNamed || typed.kind !== 'password') return;
    const asked = nameAfterOrganization(profile, typed).finally(() => asking.delete(asked));
    asking.add(asked);
  }

  /** Counts as a sign-in (bill-api 4): once in the life of a profile that nobody has named. */
  async function nameAfterOrganization(profile: string, typed: Typed): Promise<void> {
    const before = profiles.get(profile)?.name;
    const { signal } = ending;
    const found = await api.findOrganizations(typed, { profile, by: 'signIn', signal });
    if (!found.ok) return;
    const own = found.value.find(({ orgId }) => orgId === typed.orgId);
    // Somebody may have chosen a name meanwhile.
    if (own !== undefined && profiles.get(profile)?.name === before)
      profiles.suggestName(profile, own.orgName);
  }

  /** Kept secrets are used only for the server and the user that they were kept for. */
  const fillers = (input: Target): Fillers => ({
    servers,
    practice: () => practice.account(),
    typedBefore: () => typedBefore.find(input),
    kept: async () => {
      const found = profiles.get(input.profile);
      const same = found !== null && isSameServer(found.server, input.server);
      const theirs = input.userName === undefined || input.userName.trim() === found?.userName;
      if (same && theirs) return profiles.secrets(input.profile);
      return noSecrets;
    },
  });

  return {
    signIn: async (input) => {
      const { profile, server } = input;
      const runner = sessions.runner(profile);
      if (runner === null) return unknownProfile;
      typedBefore.note(input, { password: input.password, devKey: input.devKey.trim() });
      const typed = await readSignIn(input, fillers(input));
      if (!typed.ok) return typed;
      if (!begin(runner, input, { type: 'signIn', credentials: typed.value })) {
        // Where a session is open there is no next try.
        if (runner.state().at === 'open') typedBefore.drop(profile);
        return notNow;
      }
      trying.set(profile, { server, typed: typed.value, look: input.look ?? null });
      return ok(null);
    },

    useSession: async (input) => {
      const { profile, server } = input;
      const runner = sessions.runner(profile);
      if (runner === null) return unknownProfile;
      const place = { profile, server, kind: 'session' } as const;
      typedBefore.note(place, { password: '', devKey: input.devKey.trim() });
      const foreign = await readForeign(input, fillers(place));
      if (!foreign.ok) return foreign;
      if (!begin(runner, input, { type: 'useSession', foreign: foreign.value })) return notNow;
      trying.set(profile, { server, typed: null, look: input.look ?? null });
      return ok(null);
    },

    findOrganizations: async ({ profile, server, ...input }) => {
      if (profiles.get(profile) === null) return unknownProfile;
      // The organization is what is being looked for: it stands for itself here.
      const form = { ...input, profile, server, kind: 'password', orgId: '?' } as const;
      const typed = await readSignIn(form, fillers(form));
      if (!typed.ok) return typed;
      const { signal } = ending;
      return api.findOrganizations(typed.value, { profile, by: 'you', signal });
    },

    dropTyped: (profile) => {
      if (profiles.get(profile) === null) return unknownProfile;
      typedBefore.drop(profile);
      return ok(null);
    },

    saved: async (profile) => {
      const found = profiles.get(profile);
      if (found === null || found.kind === 'session') return null;
      const { password, devKey } = await profiles.secrets(profile);
      const resolved = await servers.resolve(found.server);
      if (password === '' || devKey === '' || !resolved.ok) return null;
      const { userName, orgId, kind } = found;
      return { baseUrl: resolved.value, userName, password, orgId, devKey, kind };
    },

    noteOutcome: (profile) => {
      const state = sessions.runner(profile)?.state();
      const tried = trying.get(profile);
      if (state?.at === 'signedOut') profiles.withdraw(profile);
      // However it was opened: there is no next try.
      if (state?.at === 'open') typedBefore.drop(profile);
      if (tried === undefined || state === undefined || state.at === 'signingIn') return;
      trying.delete(profile);
      const cancelled = state.at === 'signedOut' && state.error === null;
      if (cancelled) typedBefore.drop(profile);
      if (state.at !== 'open') return;
      worked(profile, tried);
    },

    serverOf: (profile) =>
      (beginning?.profile === profile ? beginning : (trying.get(profile) ?? profiles.get(profile)))
        ?.server ?? null,

    settled: async () => {
      await Promise.all(asking);
    },
    stop: () => ending.abort(),

    drop: (profile) => {
      trying.delete(profile);
      typedBefore.drop(profile);
      profiles.withdraw(profile);
    },
  };
}
