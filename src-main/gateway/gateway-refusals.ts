/** What a tool is told that gets no further: a status, a kind and a sentence. */
import { gatewayRefusalWords } from '../../src-shared/words/tools/gateway-words.ts';

/** `api`: the server could not be reached, or its answer cannot be passed on. */
export type GatewayRefusalKind =
  | 'host'
  | 'origin'
  | 'token'
  | 'path'
  | 'forbidden'
  | 'body'
  | 'foreignSession'
  | 'busy'
  | 'noSession'
  | 'api'
  | 'internal';

/** An answer of our own, which is written whole. */
export interface OwnAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Seconds after which another try may do. */
  readonly retryAfter?: number;
  /** The connection ends with it: what comes after on it cannot be trusted. */
  readonly isLast?: true;
  /** A call was sent, which has its own row in Activity. */
  readonly hasRow?: true;
}

const statuses: Readonly<Record<GatewayRefusalKind, number>> = {
  host: 403,
  origin: 403,
  token: 403,
  path: 403,
  forbidden: 403,
  body: 400,
  foreignSession: 400,
  busy: 503,
  noSession: 503,
  api: 502,
  internal: 500,
};

export function gatewayRefusal(
  kind: GatewayRefusalKind,
  message: string = gatewayRefusalWords[kind],
): OwnAnswer {
  return { status: statuses[kind], body: { error: { kind, message } }, isLast: true };
}
