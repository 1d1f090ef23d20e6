/** Activity: the result of a call in one word, and all of them in one sentence. */
import type { Exchange } from '../exchange.ts';
import type { AppError, LineFault } from '../result.ts';
import { causeWords, plural } from './name-words.ts';

const lineShort: Readonly<Record<LineFault, string>> = {
  offline: 'no network',
  dns: 'no DNS',
  refused: 'no server',
  timeout: 'timed out',
  tls: 'bad TLS',
  reset: 'cut off',
  protocol: 'not HTTP',
  proxy: 'no proxy',
  proxyAuth: 'proxy 407',
  proxySocks: 'SOCKS proxy',
};

/** Who wanted it: a program by the name that it gave itself. */
export const whoWords = ({ by, program }: Pick<Exchange, 'by' | 'program'>): string =>
  program?.name ?? causeWords[by];

/** What was called or asked for, and how often. */
export function whatWords({ endpoint, program }: Pick<Exchange, 'endpoint' | 'program'>): string {
  const times = program?.times ?? 1;
  return times > 1 ? `${endpoint} ${times} ×` : endpoint;
}

/** The result column: short enough for 64 px. */
export function resultWord(exchange: Pick<Exchange, 'outcome' | 'error' | 'status'>): string {
  switch (exchange.outcome) {
    case 'pending':
      return '…';
    case 'ok':
      return 'OK';
    case 'refused':
    case 'failed':
      return failureWord(exchange.error, exchange.status);
  }
}

function failureWord(error: AppError | null, status: number | null): string {
  if (error?.kind === 'refused') return error.code;
  if (error?.kind === 'line') return lineShort[error.fault];
  if (error?.kind === 'cancelled') return 'cancelled';
  return status === null ? 'failed' : `HTTP ${status}`;
}

/** "31 calls, 2 refused." */
export function activityWords(calls: readonly Pick<Exchange, 'outcome'>[]): string {
  if (calls.length === 0) return 'No calls yet.';
  const count = (outcome: Exchange['outcome']) =>
    calls.filter((call) => call.outcome === outcome).length;
  const refused = count('refused');
  const failed = count('failed');
  const parts = [plural(calls.length, 'call', 'calls')];
  if (refused > 0) parts.push(`${refused} refused`);
  if (failed > 0) parts.push(`${failed} without an answer`);
  return `${parts.join(', ')}.`;
}
