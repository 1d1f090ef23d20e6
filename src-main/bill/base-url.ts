/**
 * Decides where Tabkeeper may send anything at all: BILL's v2 sandbox, or a server on this
 * computer. It alone makes a BaseUrl; all else, production included, is refused with a reason.
 */
import { fail, ok, type HostRefusal, type Result } from '../../src-shared/result.ts';
import { BILL_SANDBOX_URL, isLoopback } from '../../src-shared/bill/server.ts';
import type { BaseUrl } from '../ports.ts';

const sandbox = new URL(BILL_SANDBOX_URL);

/** BILL's sites that are no API at all. */
const sites = new Set(['developer.bill.com', 'developersupport.bill.com', 'support.bill.com']);

/**
 * Lets through BILL's sandbox over https, and http or https on 127.0.0.1, [::1] or localhost with
 * any port and path. The answer is rebuilt from parsed parts and has no trailing slash, so what is
 * compared here is what the client connects to.
 *
 * Never throws. Errors: `hostRefused` with the reason. Hosts: bill-api 1.1.
 */
export function allowBaseUrl(text: string): Result<BaseUrl> {
  const trimmed = text.trim();
  // The parser drops tabs and line breaks, turns \ into / and maps letters of other alphabets:
  // an address that needs any of that was not typed by a person who means well.
  if (/[^\x21-\x7e]|\\/u.test(trimmed)) return refuse('notAUrl');
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/iu.exec(trimmed)?.[1];
  if (authority === undefined || authority === '' || !URL.canParse(trimmed))
    return refuse('notAUrl');

  const url = new URL(trimmed);
  const reason = refusalOf(url);
  if (reason !== null) return refuse(reason);
  // From here on the host is ours; what is left are parts that no base URL has.
  if (authority.includes('%')) return refuse('notSandbox');
  if (authority.includes('@') || /[?#]/u.test(trimmed)) return refuse('notAUrl');
  return ok((url.origin + url.pathname.replace(/\/+$/u, '')) as BaseUrl);
}

function refusalOf(url: URL): HostRefusal | null {
  const web = url.protocol === 'https:' || url.protocol === 'http:';
  if (!web) return 'notSandbox';
  if (isLoopback(url.hostname)) return null;
  if (url.hostname !== sandbox.hostname) return strangerOf(url.hostname);
  if (url.protocol !== 'https:') return 'insecure';
  const samePlace = url.port === '' && url.pathname.replace(/\/$/u, '') === sandbox.pathname;
  return samePlace ? null : 'notSandbox';
}

/** Why a host that is neither the sandbox nor this computer is refused. */
function strangerOf(hostname: string): HostRefusal {
  const host = hostname.replace(/\.$/u, '');
  const labels = host.split('.');
  const ofBill = labels.at(-1) === 'com' && labels.at(-2) === 'bill';
  if (!ofBill || sites.has(host) || host === sandbox.hostname) return 'notSandbox';
  const words = labels.slice(0, -2).flatMap((label) => label.split('-'));
  // Before 2024 the sandbox lived on api-sandbox, app-sandbox and app-test.
  if (words.includes('sandbox') || words.includes('test')) return 'retired';
  // A stage host that is not ours belongs to the sandbox of another product or version.
  if (words.includes('stage')) return 'notSandbox';
  return 'production';
}

const refuse = (reason: HostRefusal) => fail({ kind: 'hostRefused' as const, reason });
