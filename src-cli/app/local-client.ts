/**
 * The local API as the commands use it: finds the app, sends the token along, asks for access where it
 * is missing, and turns each refusal into a sentence and an exit code.
 */
import type { Scope } from '../../src-shared/local-api.ts';
import { clientWords, grantWords } from '../../src-shared/words/tools/command-words.ts';
import { Stopped, type ExitName } from '../table/exit-codes.ts';
import type { DataFolder } from './data-folder.ts';
import { readEndpoint, type Endpoint } from './endpoint-file.ts';
import { forgetGrant, isToken, keepGrant, readGrant, type KeptGrant } from './grant-file.ts';
import { askForGrant } from './grant-question.ts';
import { openLine, type LocalLine, type Reply } from './local-line.ts';
import { garbage } from './wire-values.ts';

export interface ClientOptions {
  readonly data: DataFolder;
  /** `TABKEEPER_TOKEN`; null or empty: the command line's own. */
  readonly token: string | null;
  readonly tell: (sentence: string) => void;
  /** False for what must never bring the window up. */
  readonly mayAsk: boolean;
  /** Whether a person sits before it: then access that has ended is asked for again at once. */
  readonly isAttended: () => boolean;
}

export interface LocalClient {
  /**
   * `scopes`: what the command needs, for when access has to be asked for. Resolves to the value.
   * Rejects with Stopped.
   */
  command(
    name: string,
    input: object,
    scopes: readonly Scope[],
    withinMs?: number,
  ): Promise<unknown>;
  /** The line is closed after `use`; where `use` throws AccessRefused, access is asked for as above. */
  withLine<T>(
    scopes: readonly Scope[],
    use: (line: LocalLine, token: string) => Promise<T>,
  ): Promise<T>;
}

/** The app let nobody in by this token, or not to this. */
export class AccessRefused extends Error {
  readonly lacks: 'grant' | 'scope';
  /** `status`: HTTP's, 401 or 403. */
  constructor(status: number) {
    super(`The access was refused with ${status}.`);
    this.lacks = status === 401 ? 'grant' : 'scope';
  }
}

/** The app waits that long itself for what BILL makes of a command, and then says so. */
const COMMAND_MS = 60_000;
/** Too many at once: nothing was done, so it is tried again for a while. */
const BUSY_TRIES = 8;
/** "Too many" is BILL's own limit there, and lasts. */
const oncePerMinute = new Set(['sendMfaCode', 'submitMfaCode']);

export function createClient(options: ClientOptions): LocalClient {
  const { data, tell, mayAsk, isAttended } = options;
  const { folder } = data;
  const given = options.token === null || options.token === '' ? null : options.token;
  if (given !== null && !isToken(given)) throw new Stopped('noGrant', grantWords.noToken);
  let asked = false;

  const covers = (grant: KeptGrant | null, scopes: readonly string[], not: string | null) =>
    grant !== null && grant.token !== not && scopes.every((one) => grant.scopes.includes(one))
      ? grant
      : null;

  async function ask(endpoint: Endpoint, scopes: readonly string[], old: string | null) {
    if (!mayAsk) throw new Stopped('noGrant', grantWords.none);
    asked = true;
    const meanwhile = () =>
      covers(
        readGrant(folder, () => undefined),
        scopes,
        old,
      );
    const grant = meanwhile() ?? (await askForGrant({ endpoint, scopes, tell, meanwhile }));
    keepGrant(folder, grant, tell);
    return grant.token;
  }

  /** What to go on with after a refusal. Throws Stopped where that is its end. */
  async function afterRefusal(
    endpoint: Endpoint,
    { lacks }: AccessRefused,
    scopes: readonly string[],
    old: string,
  ): Promise<string> {
    if (given !== null) {
      const words = lacks === 'grant' ? grantWords.tokenRefused : grantWords.tokenTooNarrow;
      throw new Stopped('noGrant', words(scopes));
    }
    const kept = readGrant(folder, () => undefined);
    if (lacks === 'scope') {
      if (asked) throw new Stopped('noGrant', grantWords.stillTooNarrow(scopes));
      return ask(endpoint, [...new Set([...(kept?.scopes ?? []), ...scopes])], old);
    }
    // Another program of ours may have got a new one already.
    if (kept !== null && kept.token !== old) return kept.token;
    forgetGrant(folder, old);
    if (asked || !isAttended()) throw new Stopped('noGrant', grantWords.ended);
    return ask(endpoint, scopes, old);
  }

  const withLine: LocalClient['withLine'] = async (scopes, use) => {
    const endpoint = readEndpoint(data);
    let token = given ?? readGrant(folder, tell)?.token ?? (await ask(endpoint, scopes, null));
    for (let tries = 0; ; tries++) {
      const line = await openLine(endpoint);
      try {
        return await use(line, token);
      } catch (error) {
        if (!(error instanceof AccessRefused)) throw error;
        if (tries > 2) throw new Stopped('noGrant', grantWords.ended);
        token = await afterRefusal(endpoint, error, scopes, token);
      } finally {
        line.close();
      }
    }
  };

  return {
    withLine,
    command: (name, input, scopes, withinMs = COMMAND_MS) =>
      withLine(scopes, async (line, token) => {
        for (let tries = 1; ; tries++) {
          const reply = await line.ask({
            method: 'POST',
            path: `/v1/${name}`,
            token,
            body: input,
            withinMs,
          });
          if (reply.status === 401 || (reply.status === 403 && isScope(reply))) {
            throw new AccessRefused(reply.status);
          }
          const isOver = tries === BUSY_TRIES || oncePerMinute.has(name);
          if (reply.status !== 429 || isOver) return valueOf(reply);
          // At different times, so that fifty programs do not meet again.
          const ms = 50 * 2 ** tries * (0.5 + Math.random());
          await new Promise((resolve) => setTimeout(resolve, ms));
        }
      }),
  };
}

interface Refusal {
  readonly kind: string;
  readonly message: string;
  readonly code: string | null;
  /** What the app says it means. */
  readonly meaning: string | null;
}

function refusalIn(value: unknown): Refusal {
  const { error } = (value ?? {}) as { readonly error?: unknown };
  if (typeof error !== 'object' || error === null) throw garbage();
  const { kind, message, code, meaning } = error as Readonly<Record<string, unknown>>;
  if (typeof message !== 'string') throw garbage();
  return {
    kind: typeof kind === 'string' ? kind : '',
    message,
    code: typeof code === 'string' ? code : null,
    meaning: typeof meaning === 'string' ? meaning : null,
  };
}

/**
 * 403 is said of a scope; also of a `Host` and an `Origin`, which are none of the person's business, and
 * of what no grant allows.
 */
function isScope({ value }: Reply): boolean {
  const { kind, meaning } = refusalIn(value);
  return !['host', 'origin'].includes(kind) && meaning !== 'forTheApp';
}

/** How a command ends that BILL refused; of any other meaning it is an error of the API. */
const exits: Readonly<Record<string, ExitName>> = {
  untrusted: 'notTrusted',
  sessionInvalid: 'noSession',
};

/** The value of a reply. Throws Stopped for a refusal. */
function valueOf({ status, value }: Reply): unknown {
  const { ok, value: inner } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (status === 200 && ok === true) return inner;
  const { kind, message, code, meaning } = refusalIn(value);
  const said = code === null ? message : `${code} ${message}`;
  switch (status) {
    case 403:
      throw new Stopped(meaning === 'forTheApp' ? 'usage' : 'other', said);
    case 400:
    case 413:
      throw new Stopped('usage', said);
    case 404:
      throw kind === 'unknownCommand'
        ? new Stopped('other', clientWords.unknownCommand)
        : new Stopped('usage', said);
    case 409:
      if (kind === 'noGateway') throw new Stopped('notRunning', clientWords.noGateway);
      throw new Stopped(kind === 'notNow' ? 'other' : 'noSession', said);
    case 502:
      throw new Stopped(exits[meaning ?? ''] ?? 'apiError', said);
    default:
      throw new Stopped('other', said);
  }
}
