/**
 * The palette: what stands around its rows, and why one of them cannot be done now. Not behind
 * the door of words.ts: it is loaded with the palette.
 */
import type { ActionId } from '../window/actions.ts';
import { plural } from './name-words.ts';
import { copiedWords } from './session/session-words.ts';
import { gatewayWords } from './tools/gateway-words.ts';

export const paletteWords = {
  title: 'Commands',
  field: 'Search for an action or a profile',
  recent: 'Recent',
  found: (count: number) => (count === 0 ? 'Nothing found.' : `${plural(count, 'row', 'rows')}.`),
  explain: (code: string) => `Explain ${code}`,
  nothing: (text: string) => `Nothing is called “${text}”.`,
  signOut: (profile: string) => ({
    text: `The session of ${profile} ends at its server. Whatever uses its session ID gets refusals from then on.`,
    confirm: 'Sign out',
  }),
  back: 'Back',
} as const;

/** What is heard of an action that changes nothing in sight. */
export const doneWords: Readonly<Partial<Record<ActionId, string>>> = {
  copyOrganizationId: copiedWords.fact('Organization ID'),
  copyUserId: copiedWords.fact('User ID'),
  copyServer: copiedWords.fact('Server'),
  copyGateway: gatewayWords.copied.address,
  copyGatewayToken: gatewayWords.copied.token,
  copyGatewayBase: gatewayWords.copied.both,
  handOffOn: 'Other tools may ask for the session.',
  handOffOff: 'No other tool may use the session.',
  gatewayOn: 'The gateway is turned on.',
  gatewayOff: 'The gateway is turned off.',
};

/** Beside a row that cannot be chosen. */
export const whyNot = {
  noSession: 'no session is open',
  open: 'a session is open',
  signingIn: 'a sign-in is under way',
  notSigningIn: 'no sign-in is under way',
  signingOut: 'it is being signed out',
  extending: 'it is being extended',
  checking: 'it is being checked',
  notKnown: 'not known yet',
  token: 'a token’s session needs no keep-alive',
  tokenTrust: 'a token’s session has no trust',
  paused: 'keep-alive stands still already',
  notPaused: 'keep-alive is not paused',
  notRemembered: 'it is not remembered',
  setAlready: 'set already',
  notPractice: 'this is not the practice sandbox',
  largest: 'it is at its largest',
  smallest: 'it is at its smallest',
  noGateway: 'the gateway is not open',
  noToken: 'no keyring has its token',
  noGrants: 'no program has access',
  noReleases: 'this build knows no page to look at',
  shown: 'shown now',
} as const;
