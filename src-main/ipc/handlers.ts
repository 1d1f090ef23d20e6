/** One line a command: turn it into an event for its profile, or answer a query. */
import { links } from '../../src-shared/links.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import type { ExchangeDetail } from '../../src-shared/exchange.ts';
import type { Desktop } from '../ports.ts';
import type { Runner, Wish } from '../session/runner.ts';
import type { Handlers } from './router.ts';
import type { SignInInput } from './sign-in.ts';

export interface HandlerDeps {
  readonly runner: (profile: string) => Runner | null;
  readonly snapshot: () => Snapshot;
  readonly exchange: (id: number) => ExchangeDetail | null;
  readonly signIn: (runner: Runner, input: SignInInput) => Promise<Result<null>>;
  readonly desktop: Desktop;
}

const unknownProfile = fail({ kind: 'invalidInput', field: 'profile', problem: 'malformed' });
const notNow = fail({ kind: 'notNow' });

/** The handler of each command of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { runner, snapshot, exchange, desktop } = deps;

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
    signIn: (input) => {
      const target = runner(input.profile);
      return target === null ? unknownProfile : deps.signIn(target, input);
    },
    cancelSignIn: ({ profile }) => send(profile, { type: 'cancelSignIn' }),
    extendNow: ({ profile }) => send(profile, { type: 'extendNow' }),
    signOut: ({ profile }) => send(profile, { type: 'signOut' }),
    copySessionId: async ({ profile }) => {
      const keys = runner(profile)?.keys();
      if (keys === undefined || keys === null) return notNow;
      return (await desktop.copySecret(keys.sessionId)) ? ok(null) : fail({ kind: 'internal' });
    },
    sendMfaCode: ({ profile }) => send(profile, { type: 'sendMfaCode' }),
    submitMfaCode: ({ profile, code, rememberDevice }) =>
      send(profile, { type: 'mfaCodeTyped', code, remember: rememberDevice }),
    checkTrust: ({ profile }) => send(profile, { type: 'checkTrust' }),
    tryOperation: ({ profile, operation, body }) =>
      isJsonObject(body)
        ? send(profile, { type: 'tryOperation', operation, data: body })
        : fail({ kind: 'invalidInput', field: 'body', problem: 'notJson' }),
    openLink: async ({ link }) =>
      (await desktop.openPage(links[link])) ? ok(null) : fail({ kind: 'internal' }),
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
