/** The commands about a code that a person asks about: what it means, and what may be sent to support. */
import type { ListedText } from '../../src-shared/bill/explained.ts';
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import type { Exchange, ExchangeDetail } from '../../src-shared/exchange.ts';
import { fail, ok, unknownProfile } from '../../src-shared/result.ts';
import { supportText } from '../../src-shared/words/errors/support-words.ts';
import type { BaseUrl, Desktop, Servers } from '../ports.ts';
import type { Handlers } from './router.ts';

export interface ExplainCommandDeps {
  readonly hasProfile: (profile: string) => boolean;
  readonly servers: Servers;
  /** What a code means wherever it is answered. */
  readonly meaningOf: (code: string) => Meaning;
  /** What a server's own list says of a code; see bill/error-list.ts. */
  readonly listedText: (
    baseUrl: BaseUrl,
    code: string,
    call: { readonly profile: string },
  ) => Promise<ListedText>;
  /** Newest first. */
  readonly calls: () => readonly Exchange[];
  readonly detail: (id: number) => ExchangeDetail | null;
  readonly version: string;
  readonly desktop: Pick<Desktop, 'copyText'>;
}

export type ExplainCommands = Pick<Handlers, 'explainCode' | 'copyForSupport'>;

export function createExplainCommands(deps: ExplainCommandDeps): ExplainCommands {
  return {
    explainCode: async ({ profile, server, code }) => {
      if (!deps.hasProfile(profile)) return unknownProfile;
      const meaning = deps.meaningOf(code);
      if (meaning !== 'other') return ok({ meaning, listed: null });
      const target = await deps.servers.resolve(server);
      const listed = target.ok
        ? await deps.listedText(target.value, code, { profile })
        : ({ is: 'notRead', error: target.error } as const);
      return ok({ meaning, listed });
    },
    copyForSupport: async ({ profile, code }) => {
      if (!deps.hasProfile(profile)) return unknownProfile;
      const last = deps.calls().find((call) => call.profile === profile && isOf(call, code));
      const detail = last === undefined ? null : deps.detail(last.id);
      const copied = await deps.desktop.copyText(supportText(code, detail, deps.version));
      return copied ? ok(null) : fail({ kind: 'internal' });
    },
  };
}

const isOf = ({ error }: Exchange, code: string) =>
  error?.kind === 'refused' && error.code === code;
