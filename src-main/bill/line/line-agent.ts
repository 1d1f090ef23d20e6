/**
 * Connections of the line for node:http: opened as every other of the app's, and given back to be used
 * again where that is wanted.
 */
import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import type { BaseUrl } from '../../ports.ts';
import type { OpenConnection } from './connections.ts';

/** Servers close a connection that is idle after 5 seconds and more: one that is older is not trusted. */
const KEPT_MS = 4000;
/** As many as programs have calls under way. */
const MOST_KEPT = 2;

/** What a request says beside node's own options. */
export interface LineRequest extends ClientRequestArgs {
  readonly baseUrl: BaseUrl;
  /** How long a connection may take to open, in ms, and what gives it up until then. */
  readonly openWithinMs: number;
  readonly giveUp: AbortSignal;
}

export class LineAgent extends Agent {
  readonly #open: OpenConnection;

  private constructor(open: OpenConnection, options: AgentOptions) {
    super(options);
    this.#open = open;
  }

  /** A connection for each request, closed with it. */
  static fresh(open: OpenConnection): LineAgent {
    return new LineAgent(open, { keepAlive: false });
  }

  /** For requests that may be sent twice: a server may have closed a connection that seems open. */
  static kept(open: OpenConnection): LineAgent {
    return new LineAgent(open, { keepAlive: true, maxFreeSockets: MOST_KEPT, timeout: KEPT_MS });
  }

  override getName(options?: object): string {
    return (options as LineRequest | undefined)?.baseUrl ?? '';
  }

  override createConnection(
    options: ClientRequestArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const { baseUrl, openWithinMs, giveUp } = options as LineRequest;
    // It may outlive the request that it is opened for.
    const life = new AbortController();
    const end = () => life.abort(giveUp.reason);
    giveUp.addEventListener('abort', end);
    this.#open(baseUrl, openWithinMs, life.signal)
      .finally(() => giveUp.removeEventListener('abort', end))
      .then(
        (socket) => done?.(null, socket),
        (error: unknown) => {
          life.abort(giveUp.reason);
          // Node looks at the error alone.
          done?.(error as Error, undefined as never);
        },
      );
    if (giveUp.aborted) end();
    return undefined;
  }
}
