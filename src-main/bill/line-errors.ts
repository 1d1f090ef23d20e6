/**
 * What a failed connection means, told from its error code alone. Messages, stacks and the request
 * that got hangs on its errors hold secrets: nothing here reads them.
 */
import { codeOf } from '../../src-shared/bill/error-code.ts';
import type { AppError, LineFault } from '../../src-shared/result.ts';

/** Node's names for what a certificate check can say (tls, "X509 certificate error codes"). */
const certificate = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'EPROTO',
]);
const certificateFamily = /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/u;

const faults: Readonly<Record<string, LineFault>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
  ENETUNREACH: 'offline',
  ENETDOWN: 'offline',
  EHOSTUNREACH: 'offline',
  EHOSTDOWN: 'offline',
  EADDRNOTAVAIL: 'offline',
  ECONNREFUSED: 'refused',
  // A firewall on this computer says so in this way.
  EACCES: 'refused',
  EPERM: 'refused',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  ENETRESET: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'reset',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'reset',
};

/**
 * The AppError for whatever a request threw. Only its `code` is read, and kept when it looks like
 * one. An error that is not about the line is `internal`: a mistake of ours.
 */
export function lineError(thrown: unknown): AppError {
  const code = codeOf(thrown);
  if (code === 'ERR_PROXY_TUNNEL') {
    return { kind: 'line', fault: wantsPassword(thrown) ? 'proxyAuth' : 'proxy', code };
  }
  const fault = code === null ? null : faultOf(code);
  return fault === null ? { kind: 'internal' } : { kind: 'line', fault, code };
}

/** Node tells of a proxy's refusal by the status that the proxy sent: 407 asks for a password. */
function wantsPassword(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : null;
  return (
    typeof cause === 'object' && cause !== null && 'statusCode' in cause && cause.statusCode === 407
  );
}

function faultOf(code: string): LineFault | null {
  if (certificate.has(code) || certificateFamily.test(code)) return 'tls';
  if (code.startsWith('HPE_')) return 'protocol';
  return Object.hasOwn(faults, code) ? (faults[code] ?? null) : null;
}
