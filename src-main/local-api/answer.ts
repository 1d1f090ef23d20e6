/** One answer of the local API: a status and JSON. */
import type { ToolError, ToolErrorKind } from '../../src-shared/local-api.ts';
import { toolErrorWords } from '../../src-shared/words.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The connection ends with it: what comes after on it cannot be trusted. */
  readonly isLast?: true;
}

const statuses: Readonly<Record<ToolErrorKind, number>> = {
  input: 400,
  noGrant: 401,
  scope: 403,
  host: 403,
  origin: 403,
  unknownCommand: 404,
  unknownProfile: 404,
  timeout: 408,
  noSession: 409,
  notNow: 409,
  noGateway: 409,
  tooLarge: 413,
  tooFast: 429,
  api: 502,
  internal: 500,
};

export function refusal(
  kind: ToolErrorKind,
  { message, ...more }: Partial<Omit<ToolError, 'kind'>> = {},
): Answer {
  const error: ToolError = { kind, message: message ?? toolErrorWords[kind], ...more };
  return { status: statuses[kind], body: { ok: false, error } };
}

export const success = (value: unknown): Answer => ({ status: 200, body: { ok: true, value } });
