/** Why no verdict of BILL's came: the line, a reply that is none, and the limits that Tabkeeper keeps. */
import type { AppError, LineFault, OddReply } from '../../result.ts';
import { because, type Reasons } from './explanation-shape.ts';

const SIGN_IN_PAGE = 'A network, as in a hotel, wants a sign-in of its own first.';
const PROXY = 'A proxy on the way answers in its place.';
const DEPLOYED = 'The sandbox is being deployed anew, as it is at least twice a day.';

export const lineReasons: Readonly<Record<LineFault, Reasons>> = {
  offline: because(
    'tryAgain',
    'Wireless or cable is off, or the computer has just woken up.',
    'A VPN is about to connect.',
  ),
  dns: because(
    'tryAgain',
    'The network has just come up, and names are not looked up yet.',
    'A VPN or a filter does not know this name.',
    'The address of a local server is misspelt.',
  ),
  refused: because(
    'tryAgain',
    'The local server does not run, or listens on another port.',
    'A firewall refuses the connection.',
  ),
  timeout: because(
    'tryAgain',
    'The network is slow or loses much.',
    DEPLOYED,
    'A firewall drops what is sent.',
  ),
  tls: because(
    'openDiagnostics',
    'A proxy of the company opens https, and its authority is not in the system’s list.',
    'The date of this computer is wrong.',
    SIGN_IN_PAGE,
  ),
  reset: because(
    'tryAgain',
    'The network changed, or the computer went to sleep, during the call.',
    DEPLOYED,
  ),
  protocol: because(
    'openDiagnostics',
    'Something else listens at this address.',
    'The address begins with http where it is https, or the other way round.',
  ),
  proxy: because(
    'openDiagnostics',
    'The proxy does not allow this server.',
    'The proxy in the system’s settings is an old one.',
  ),
  proxyAuth: because(
    'openDiagnostics',
    'The proxy wants a user and a password, which Tabkeeper does not send.',
  ),
  proxySocks: because(
    'openDiagnostics',
    'The system’s settings name a SOCKS proxy for this address.',
  ),
};

export const oddReasons: Readonly<Record<OddReply, Reasons>> = {
  status: because('tryAgain', DEPLOYED, PROXY),
  redirect: because('tryAgain', SIGN_IN_PAGE, 'The address of a local server is not quite right.'),
  html: because('tryAgain', DEPLOYED, SIGN_IN_PAGE, PROXY),
  json: because('tryAgain', 'The connection broke within the answer.', PROXY),
  shape: because(
    'editServer',
    'This is the address of another API, or of a page.',
    'BILL has changed the form of this answer.',
  ),
  organization: because(
    'editOrganization',
    'The organization ID was mistyped, and the user has only another one.',
  ),
  encoded: because('openDiagnostics', PROXY),
  tooLarge: because('openDiagnostics', 'This is the address of something else than an API.', PROXY),
};

type OwnLimit = Extract<AppError, { kind: 'ownLimit' }>['limit'];

export const ownLimitReasons: Readonly<Record<OwnLimit, Reasons>> = {
  signIn: because(
    'tryAgain',
    'Tabkeeper signed in 180 times within this clock hour with this developer key.',
    'The last 20 of BILL’s 200 are left to your other tools.',
  ),
  textMessage: because(
    'sendCode',
    'Five messages were sent within a minute with this developer key.',
  ),
  call: because(
    'tryAgain',
    'Programs made 19,000 calls through Tabkeeper within this clock hour.',
    'The last 1000 of BILL’s 20,000 keep the session open.',
  ),
};
