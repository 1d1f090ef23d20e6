/**
 * Every action of the window: its name, and its keys where it has some. The palette, the list of keys
 * and the keys themselves follow; the application menu takes the few that it has from here, so that an
 * action is named once.
 *
 * A name that ends in "…" asks a question, or leads to the place where one is asked.
 */
import { actionWords, pauseWords, trayWords } from '../words.ts';

interface Named {
  readonly label: string;
  /** In Electron's notation of accelerators; the first one is shown. */
  readonly keys?: readonly string[];
  /** What else a person might type to find it. */
  readonly also?: string;
  /** Only a key, or the menu, can do it. */
  readonly unlisted?: true;
}

const ctrl = (key: string) => `CommandOrControl+${key}`;

/** By what they are about, in the order of the palette. */
export const actionGroups = {
  'This session': {
    extendNow: { label: actionWords.extendNow, keys: [ctrl('E')], also: 'touch keep alive' },
    signIn: { label: actionWords.signIn, also: 'log in login resume' },
    cancelSignIn: { label: 'Cancel the sign-in', also: 'stop' },
    signOut: { label: 'Sign out…', also: 'log out logout end' },
    copySessionId: { label: trayWords.copyId, keys: [ctrl('Shift+C')] },
    copyDevKey: { label: 'Copy developer key', also: 'devKey' },
    copyOrganizationId: { label: 'Copy organization ID', also: 'orgId' },
    copyUserId: { label: 'Copy user ID' },
    copyServer: { label: 'Copy the server’s address', also: 'url endpoint' },
    pauseWhile: { label: 'Pause keep-alive 30 min' },
    pauseOff: { label: 'Pause keep-alive until I extend' },
    keepOn: { label: 'Keep the session open again', also: `${pauseWords.end} keep on` },
    checkTrust: { label: 'Check trust', also: 'MFA status' },
    forgetDevice: { label: 'Forget this device…', also: 'MFA remember' },
    fastTimeOn: { label: 'Start fast time', also: 'practice speed clock' },
    fastTimeOff: { label: 'Back to real time', also: 'practice fast speed clock' },
  },
  Panels: {
    session: { label: 'Session', keys: [ctrl('1')] },
    verify: { label: 'Verify', keys: [ctrl('2')], also: 'MFA code phone trust' },
    activity: { label: 'Activity', keys: [ctrl('3')], also: 'calls exchanges' },
    'hand-off': { label: 'Hand-off', keys: [ctrl('4')], also: 'terminal programs tools grants' },
    settings: { label: 'Settings', keys: [ctrl('5'), ctrl(',')], also: 'preferences options' },
    console: { label: 'API console', keys: [ctrl('6')], also: 'send call operation request' },
  },
  'Other tools': {
    handOffOn: { label: 'Let other tools use the session', also: 'hand-off on programs' },
    handOffOff: { label: 'Let no other tool use the session', also: 'hand-off off programs' },
    gatewayOn: { label: 'Turn the gateway on' },
    gatewayOff: { label: 'Turn the gateway off' },
    copyGateway: { label: 'Copy gateway address', also: 'url base' },
    copyGatewayToken: { label: 'Copy gateway token' },
    copyGatewayBase: { label: 'Copy gateway address with token', also: 'url base' },
    copyAs: { label: 'Copy as a request…', also: 'curl HTTPie Postman Python fetch http' },
    writeEnvFile: { label: 'Write a .env file…', also: 'dotenv environment variables' },
    revokeAllGrants: { label: 'Revoke all access…', also: 'grants programs hand-off' },
  },
  Profiles: {
    newProfile: { label: 'New profile', also: 'add account organization' },
    duplicateProfile: { label: 'Duplicate this profile', also: 'copy' },
    exportProfiles: { label: 'Export profiles…', also: 'backup save' },
    importProfiles: { label: 'Import profiles…', also: 'restore load' },
    forgetProfile: { label: 'Forget this profile…', also: 'delete remove' },
  },
  Appearance: {
    themeSystem: { label: 'Theme of the system', also: 'appearance colours' },
    themeLight: { label: 'Light theme', also: 'appearance day bright mode' },
    themeDark: { label: 'Dark theme', also: 'appearance night mode' },
    textLarger: { label: 'Larger text', keys: [ctrl('Plus'), ctrl('=')], also: 'zoom in' },
    textSmaller: { label: 'Smaller text', keys: [ctrl('-')], also: 'zoom out' },
    textUsual: { label: 'Usual text size', keys: [ctrl('0')], also: 'zoom reset' },
  },
  Tabkeeper: {
    palette: { label: 'Commands', keys: [ctrl('K')], unlisted: true },
    keys: { label: 'List of keys', keys: ['?'], also: 'shortcuts help' },
    explainCode: { label: 'Explain an error code…', also: 'why refused BDC help' },
    diagnostics: { label: 'Preview diagnostics', also: 'report log' },
    releases: { label: 'Check for a new version', also: 'update releases' },
    wipeEverything: { label: 'Wipe everything…', also: 'delete remove reset data' },
    restart: { label: 'Restart Tabkeeper…' },
    closeWindow: { label: 'Close the window', keys: [ctrl('W')], unlisted: true },
    quit: { label: 'Quit Tabkeeper…', keys: [ctrl('Q')], also: 'exit' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Named>>>>;

type Groups = typeof actionGroups;
export type ActionGroup = keyof Groups;
export type ActionId = { [G in ActionGroup]: keyof Groups[G] }[ActionGroup];

export interface Action extends Named {
  readonly id: ActionId;
  readonly group: ActionGroup;
}

/** All of them, in order. */
export const actions: readonly Action[] = Object.entries(actionGroups).flatMap(([group, named]) =>
  Object.entries<Named>(named).map(([id, action]) => ({
    ...action,
    id: id as ActionId,
    group: group as ActionGroup,
  })),
);

const byId = new Map(actions.map((action) => [action.id, action]));

export function actionOf(id: ActionId): Action {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
}

/** What of a keyboard event names its key. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * The action whose key is pressed with Ctrl, or with Cmd on a Mac; null for any other key. Ctrl with Alt
 * types a sign on many keyboards, so it is none. Where digits need Shift, as on a French keyboard, the
 * place of the key counts; for signs Shift does not.
 */
export function actionOfKey(pressed: Pressed, mac: boolean): ActionId | null {
  if (pressed.altKey || (mac ? !pressed.metaKey : !pressed.ctrlKey)) return null;
  const digit = /^Digit(\d)$/u.exec(pressed.code)?.[1];
  const names = [pressed.key.toUpperCase(), ...(digit === undefined ? [] : [digit])];
  for (const name of names) {
    const key = name === '+' ? 'Plus' : name;
    const wanted = ctrl(/^[A-Z]$/u.test(key) && pressed.shiftKey ? `Shift+${key}` : key);
    const found = actions.find(({ keys }) => keys?.includes(wanted));
    if (found !== undefined) return found.id;
  }
  return null;
}

const signs: Readonly<Record<string, string>> = { Plus: '+', '-': '−' };

/** A key as a person reads it: "Ctrl Shift C", "⌘ +". */
export function keyWords(key: string, mac: boolean): string {
  return key
    .split('+')
    .map((part) => (part === 'CommandOrControl' ? (mac ? '⌘' : 'Ctrl') : (signs[part] ?? part)))
    .join(' ');
}
