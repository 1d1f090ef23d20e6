/** The commands that lead into a session, and what becomes of the credentials that worked. */
import type { Checked, Organization } from '../../src-shared/contract.ts';
import { notNow, ok, type Result, unknownProfile } from '../../src-shared/result.ts';
import { isSameServer, type Server } from '../../src-shared/bill/server.ts';
import type { BillApi, Practice, Servers } from '../ports.ts';
import type { Profiles } from '../profiles/profiles-types.ts';
import type { Typed } from '../session/session-events.ts';
import type { Sessions } from '../profiles/sessions.ts';
import type { Runner, Wish } from '../session/runner.ts';
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

interface Target extends TryPlace {
  readonly userName?: string;
}

export function createSignInCommands(deps: SignInCommandDeps): SignInCommands {
  const { profiles, sessions, servers, practice, api, typedBefore } = deps;
  /** What was typed and is being tried. Gone as soon as the outcome is known. */
  const trying = new Map<string, { readonly server: Server; readonly typed: Typed | null }>();
  /** Where a session is about to begin, which lives by the clock of its server from its first moment. */
  let beginning: Pick<TryPlace, 'profile' | 'server'> | null = null;

  /** False says that the session's rules refused it. */
  function begin(runner: Runner, { profile, server }: Omit<TryPlace, 'kind'>, wish: Wish): boolean {
    if (runner.state().at === 'signedOut') beginning = { profile, server };
    const begun = runner.dispatch(wish);
    beginning = null;
    return begun;
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
      trying.set(profile, { server, typed: typed.value });
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
      trying.set(profile, { server, typed: null });
      return ok(null);
    },

    findOrganizations: async ({ profile, server, ...input }) => {
      if (profiles.get(profile) === null) return unknownProfile;
      // The organization is what is being looked for: it stands for itself here.
      const form = { ...input, profile, server, kind: 'password', orgId: '?' } as const;
      const typed = await readSignIn(form, fillers(form));
      if (!typed.ok) return typed;
      const { signal } = new AbortController();
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
      if (tried.typed === null) profiles.useSessionWorked(profile, tried.server);
      else profiles.signInWorked(profile, tried.server, tried.typed).catch(() => undefined);
    },

    serverOf: (profile) =>
      (beginning?.profile === profile ? beginning : (trying.get(profile) ?? profiles.get(profile)))
        ?.server ?? null,

    drop: (profile) => {
      trying.delete(profile);
      typedBefore.drop(profile);
      profiles.withdraw(profile);
    },
  };
}
