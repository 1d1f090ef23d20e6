/** No verdict: an address that is refused, a line that broke, a reply that is not BILL's. */
import type { HostRefusal, LineFault, OddReply } from '../../result.ts';
import { BILL_SANDBOX_URL } from '../../bill/server.ts';
import { AGAIN, words, type ErrorWords } from '../session/shape.ts';

export const hostWords: Readonly<Record<HostRefusal, ErrorWords>> = {
  notAUrl: words(
    'Not a URL',
    'This is not a URL.',
    'Write it like http://127.0.0.1:8080/api/v2.',
    'url',
  ),
  production: words(
    'Production refused',
    'This is BILL’s production. Tabkeeper talks to the sandbox only.',
    'Choose BILL sandbox.',
    'url',
  ),
  retired: words(
    'Retired sandbox',
    `BILL switched this sandbox off in 2024. The new one is ${BILL_SANDBOX_URL}.`,
    'Choose BILL sandbox.',
    'url',
  ),
  insecure: words(
    'Not encrypted',
    'BILL is reached over https only.',
    'Choose BILL sandbox, or name a server on this computer.',
    'url',
  ),
  notSandbox: words(
    'Not a sandbox',
    'This is neither BILL’s sandbox nor a server on this computer.',
    'Use 127.0.0.1, [::1] or localhost.',
    'url',
  ),
};

export const lineWords: Readonly<Record<LineFault, ErrorWords>> = {
  offline: words('No network', 'This computer has no network.', 'Check the connection.'),
  dns: words(
    'Name not found',
    'The name of the server was not found.',
    'Check the network, VPN or proxy.',
  ),
  refused: words(
    'Nobody answers',
    '%s does not take connections there.',
    'Check that it runs and that the port is right.',
  ),
  timeout: words('No answer in time', '%s did not answer in time.', AGAIN),
  tls: words(
    'Certificate not trusted',
    'The certificate of the server could not be checked, so nothing was sent.',
    'A proxy that opens https needs its authority in the system’s list.',
  ),
  reset: words('Connection lost', 'The connection broke before the answer came.', AGAIN),
  protocol: words(
    'Not an HTTP answer',
    'What came back is not HTTP.',
    'Check that this is the address of a v2 API.',
  ),
  proxy: words(
    'The proxy does not connect',
    'The proxy of this computer did not connect to %s.',
    'Check the proxy in the system’s settings.',
  ),
  proxyAuth: words(
    'The proxy wants a password',
    'The proxy of this computer asks for a sign-in, which Tabkeeper does not do.',
    'Ask for a way past the proxy, or use a local one that signs in.',
  ),
  proxySocks: words(
    'SOCKS is not supported',
    'The system names a SOCKS proxy. Tabkeeper speaks to HTTP proxies only.',
    'Set an HTTP proxy in the system’s settings.',
  ),
};

/** What Node's name for a failed certificate check means; null for the common case. */
export function certificateWords(code: string | null): ErrorWords | null {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return words(
        'Certificate not valid today',
        'By the date of this computer the server’s certificate is not valid, so nothing was sent.',
        'Check the date and the time of this computer.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return words(
        'Certificate of somebody else',
        'Another server answered in the place of %s, so nothing was sent.',
        'Check the network for a sign-in page.',
      );
    default:
      return null;
  }
}

export const oddWords: Readonly<Record<OddReply, ErrorWords>> = {
  status: words('Odd answer', '%s answered with a status that its API does not use.', AGAIN),
  redirect: words(
    'Sent elsewhere',
    'The server pointed to another address. Tabkeeper does not follow.',
    'Check the network for a sign-in page.',
  ),
  html: words(
    'A page instead of an answer',
    'A web page came back, from a proxy or from maintenance.',
    'Check the network for a sign-in page, then try again.',
  ),
  json: words('Answer cut short', 'The answer was not complete JSON.', AGAIN),
  shape: words(
    'Odd answer',
    'The answer is not in the form of BILL’s API.',
    'Check that this is the address of a v2 API.',
  ),
  encoded: words(
    'Compressed answer',
    'The answer came compressed although plain was asked for.',
    'Check for a proxy in between.',
  ),
  tooLarge: words(
    'Answer too large',
    'The answer is over 1 MiB and was not read.',
    'Check that this is the address of a v2 API.',
  ),
};
