/** No verdict: an address that is refused, a line that broke, a reply that is not BILL's. */
import type { AppError, HostRefusal, LineFault, OddReply } from '../../result.ts';
import { BILL_SANDBOX_URL } from '../../bill/server.ts';
import { AGAIN, words, type ErrorWords } from './error-shape.ts';

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

const lineWords: Readonly<Record<LineFault, ErrorWords>> = {
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
    'Check that this is the address of a v2 API, and whether it begins with http or https.',
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

type LineError = Extract<AppError, { kind: 'line' }>;

/** What became of a call whose answer did not come, or not whole. */
export function lineErrorWords({ fault, code, sent }: LineError): ErrorWords {
  const plain = proxyWords(fault, code) ?? codeWords(code) ?? lineWords[fault];
  return sent === true ? { ...plain, next: MAY_BE_DONE } : plain;
}

const MAY_BE_DONE = 'It may have been done all the same. Look whether it was, then try again.';

const NETWORK_SIGN_IN = words(
  'The network wants a sign-in',
  'The network asks for a sign-in of its own before it lets anything through.',
  'Open any page in the browser, sign in to the network there, then try again.',
);

/** Who is meant: of a call through the system's proxy it was the proxy that failed. */
function proxyWords(fault: LineFault, code: string | null): ErrorWords | null {
  if (code?.startsWith('PROXY_') !== true) return null;
  if (code === 'PROXY_HTTP_511') return NETWORK_SIGN_IN;
  switch (fault) {
    case 'timeout':
      return code === 'PROXY_LOOKUP'
        ? words(
            'The proxy is not known',
            'This computer did not say in time which proxy leads to %s.',
            'Check the proxy in the system’s settings, or its script.',
          )
        : words(
            'No answer from the proxy',
            'The proxy of this computer did not connect to %s in time.',
            AGAIN,
          );
    case 'offline':
    case 'dns':
    case 'refused':
    case 'reset':
    case 'protocol':
      return words(
        'The proxy is not reached',
        'The proxy that the system names is not reached, so nothing was sent.',
        'Check the network, and the proxy in the system’s settings.',
      );
    case 'tls':
      return words(
        'Certificate of the proxy',
        'The certificate of the system’s proxy could not be checked, so nothing was sent.',
        'The proxy needs its authority in the system’s list.',
      );
    case 'proxy':
    case 'proxyAuth':
    case 'proxySocks':
      return null;
  }
}

/** What OpenSSL and BoringSSL say where the other side does not speak TLS. */
const NOT_TLS: readonly string[] = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_RECORD_TOO_LARGE',
];

/** What Node's name for a failed handshake means; null for the common case. */
function codeWords(code: string | null): ErrorWords | null {
  if (code !== null && NOT_TLS.includes(code)) {
    return words(
      'Not https',
      '%s does not speak https at that port, so nothing was sent.',
      'Check the address: http:// is for a server on this computer that speaks plain http.',
    );
  }
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

type Odd = Extract<AppError, { kind: 'oddReply' }>;

/** What is wrong with a reply that came, whoever sent it. */
export function oddReplyWords({ odd, status }: Odd): ErrorWords {
  // RFC 9110 and RFC 6585: neither status is one of the server that was meant.
  if (status === 407) return lineWords.proxyAuth;
  if (status === 511) return NETWORK_SIGN_IN;
  return odd === 'json' && status !== null && status < 300
    ? { ...oddWords.json, next: MAY_BE_DONE }
    : oddWords[odd];
}

const oddWords: Readonly<Record<OddReply, ErrorWords>> = {
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
    'The answer is not in the form of BILL’s v2 API.',
    'Check that this is the address of a v2 API.',
  ),
  organization: words(
    'Another organization',
    '%s opened a session of another organization. It was not used, and is signed out there.',
    'Check the organization ID.',
    'orgId',
  ),
  encoded: words(
    'Compressed answer',
    'The answer came compressed, in a way that cannot be read.',
    'Check for a proxy in between.',
  ),
  tooLarge: words(
    'Answer too large',
    'The answer is longer than Tabkeeper reads, and was not read to its end.',
    'Check that this is the address of a v2 API.',
  ),
};
