/** What each action does, whether a key or the palette asks for it. */
import type { ActionId } from '../../src-shared/window/actions.ts';
import type { GatewayPart } from '../../src-shared/hand-off.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { OpenFact, ProfileView, SessionView } from '../../src-shared/snapshot.ts';
import { textSizeBeside } from '../../src-shared/window/text-size.ts';
import { isOneClick, PAUSE_MS } from '../../src-shared/words.ts';
import { CONSOLE } from '../area-address.ts';
import type { Ask } from '../ask.ts';
import { explaining } from '../explain/explaining.svelte.ts';

/** What there is to do it with. */
export interface Doing {
  readonly ask: Ask;
  /** The one in sight. */
  readonly profile: ProfileView;
  readonly session: SessionView | null;
  readonly settings: Settings;
  /** Both mark what was copied in the window. */
  readonly copySessionId: () => Promise<AppError | null>;
  readonly copyDevKey: () => Promise<AppError | null>;
  readonly showKeys: () => void;
  readonly showPalette: () => void;
}

/** Null: it was done at once. */
type Doer = (doing: Doing) => Promise<AppError | null> | null;

/** Goes to an address of the window; to the one of now as well, for its focus. */
export function goTo(address: string): void {
  if (location.hash === `#${address}`) {
    // After whatever has the focus now has given it back.
    setTimeout(() => window.dispatchEvent(new HashChangeEvent('hashchange')));
  } else location.hash = address;
}

const at =
  (act: (doing: Doing) => void): Doer =>
  (doing) => {
    act(doing);
    return null;
  };
const to = (address: string): Doer => at(() => goTo(address));
/** Begins where its outcome is seen: an address to copy, or why there is none. */
const shownAt =
  (address: string, act: Doer): Doer =>
  (doing) => {
    goTo(address);
    return act(doing);
  };
const copyFact =
  (fact: OpenFact): Doer =>
  ({ ask, profile }) =>
    ask('copyFact', { profile: profile.id, fact });
const gateway =
  (on: boolean): Doer =>
  ({ ask, profile }) =>
    ask('setGateway', { profile: profile.id, on });
const copyGateway =
  (part: GatewayPart): Doer =>
  ({ ask, profile }) =>
    ask('copyGateway', { profile: profile.id, part });
const pause =
  (ms: number | 'off' | null): Doer =>
  ({ ask, profile }) =>
    ask('pauseKeepAlive', { profile: profile.id, ms });
const change =
  (by: (settings: Settings) => Partial<Settings>): Doer =>
  ({ ask, settings }) =>
    ask('changeSettings', by(settings));

const doers: Readonly<Record<ActionId, Doer>> = {
  extendNow: ({ ask, profile }) => ask('extendNow', { profile: profile.id }),
  signIn: ({ ask, profile, session }) => {
    if (session !== null && isOneClick(profile, session)) {
      return ask('resume', { profile: profile.id });
    }
    goTo('session');
    return null;
  },
  cancelSignIn: ({ ask, profile }) => ask('cancelSignIn', { profile: profile.id }),
  // The palette asks first, and no key does it.
  signOut: ({ ask, profile }) => ask('signOut', { profile: profile.id }),
  copySessionId: ({ copySessionId }) => copySessionId(),
  copyDevKey: ({ copyDevKey }) => copyDevKey(),
  copyOrganizationId: copyFact('organizationId'),
  copyUserId: copyFact('userId'),
  copyServer: copyFact('server'),
  pauseWhile: pause(PAUSE_MS),
  pauseOff: pause('off'),
  keepOn: pause(null),
  checkTrust: ({ ask, profile }) => ask('checkTrust', { profile: profile.id }),
  forgetDevice: to('verify/forget'),
  fastTimeOn: ({ ask }) => ask('setFastTime', { on: true }),
  fastTimeOff: ({ ask }) => ask('setFastTime', { on: false }),
  session: to('session'),
  verify: to('verify'),
  activity: to('activity'),
  'hand-off': to('hand-off'),
  settings: to('settings'),
  console: to(CONSOLE),
  handOffOn: shownAt(
    'hand-off',
    change(() => ({ handOff: true })),
  ),
  handOffOff: change(() => ({ handOff: false })),
  gatewayOn: shownAt('hand-off', gateway(true)),
  gatewayOff: gateway(false),
  copyGateway: copyGateway('address'),
  copyGatewayToken: copyGateway('token'),
  copyGatewayBase: copyGateway('both'),
  copyAs: to('hand-off/copy-as'),
  writeEnvFile: to('hand-off/env-file'),
  revokeAllGrants: to('hand-off/grants'),
  newProfile: ({ ask }) => {
    goTo('session');
    return ask('createProfile', {});
  },
  duplicateProfile: ({ ask, profile }) => ask('duplicateProfile', { profile: profile.id }),
  exportProfiles: to('settings/export'),
  importProfiles: to('settings/import'),
  forgetProfile: to('settings/forget'),
  themeSystem: change(() => ({ theme: 'system' })),
  themeLight: change(() => ({ theme: 'light' })),
  themeDark: change(() => ({ theme: 'dark' })),
  textLarger: change(({ textSize }) => ({ textSize: textSizeBeside(textSize, 1) })),
  textSmaller: change(({ textSize }) => ({ textSize: textSizeBeside(textSize, -1) })),
  textUsual: change(() => ({ textSize: 100 })),
  palette: at(({ showPalette }) => showPalette()),
  keys: at(({ showKeys }) => showKeys()),
  explainCode: at(() => (explaining.asked = '')),
  diagnostics: to('settings/diagnostics'),
  releases: ({ ask }) => ask('openLink', { link: 'releases' }),
  wipeEverything: to('settings/wipe'),
  restart: ({ ask }) => ask('restart', {}),
  // The menu and the system do it.
  closeWindow: () => null,
  quit: ({ ask }) => ask('quit', {}),
};

/** Does it. Resolves to why it was not done, or to null. */
export async function doAction(id: ActionId, doing: Doing): Promise<AppError | null> {
  return doers[id](doing);
}
