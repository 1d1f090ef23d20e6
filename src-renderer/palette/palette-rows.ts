/** What the palette offers: each action, section and profile, and why one cannot be done now. */
import {
  actions,
  type Action,
  type ActionGroup,
  type ActionId,
} from '../../src-shared/window/actions.ts';
import type { GatewayView } from '../../src-shared/hand-off.ts';
import { isOpen, type OpenView, type SessionView } from '../../src-shared/session-view.ts';
import type { ProfileView, Snapshot } from '../../src-shared/snapshot.ts';
import { textSizeBeside } from '../../src-shared/window/text-size.ts';
import { typedCode } from '../../src-shared/words/errors/error-codes.ts';
import { paletteWords, whyNot } from '../../src-shared/words/palette-words.ts';
import type { ProfileRow } from '../frame/profile-row.ts';
import { addressOf, sections } from '../panels/settings/sections.ts';
import type { Findable } from './rank.ts';

export interface PaletteRow extends Findable {
  readonly group: ActionGroup | 'Settings';
  /** The key that does it as well, in the notation of src-shared/window/actions.ts. */
  readonly keys: string | null;
  readonly does:
    | { readonly is: 'action'; readonly action: ActionId }
    | { readonly is: 'place'; readonly address: string }
    | { readonly is: 'profile'; readonly profile: ProfileRow }
    | { readonly is: 'code'; readonly code: string };
  /** Asked before it is done; null where it does no harm, or asks by itself. */
  readonly question: { readonly text: string; readonly confirm: string } | null;
}

/** What the rules look at. */
export interface Current {
  readonly snapshot: Snapshot;
  /** In sight. */
  readonly profile: ProfileView;
  readonly session: SessionView | null;
}
export interface Situation extends Current {
  /** Of all profiles, in their order. */
  readonly rows: readonly ProfileRow[];
}

/** Null: it can be done. */
type Rule = (current: Current) => string | null;

const always: Rule = () => null;
const whileOpen =
  (rule: (session: OpenView) => string | null = () => null): Rule =>
  ({ session }) => {
    if (session?.state === 'signingIn') return whyNot.signingIn;
    if (session === null || !isOpen(session)) return whyNot.noSession;
    return session.signingOut ? whyNot.signingOut : rule(session);
  };
const pausable = whileOpen(({ kind, keepAlive: { halt } }) => {
  if (kind === 'token') return whyNot.token;
  return halt === null || halt === 'away' ? null : whyNot.paused;
});
const unlessTheme =
  (theme: Snapshot['settings']['theme']): Rule =>
  ({ snapshot }) =>
    snapshot.settings.theme === theme ? whyNot.setAlready : null;

const ifHandOff =
  (on: boolean): Rule =>
  ({ snapshot }) =>
    snapshot.settings.handOff === on ? whyNot.setAlready : null;
const ofGateway =
  (rule: (view: GatewayView) => string | null): Rule =>
  ({ snapshot, profile }) => {
    const view = snapshot.handOff.gateways[profile.id];
    return view === undefined ? whyNot.notKnown : rule(view);
  };
const withToken = ofGateway(({ state, hasToken }) => {
  if (state !== 'open') return whyNot.noGateway;
  return hasToken ? null : whyNot.noToken;
});
const fastTime =
  (on: boolean): Rule =>
  ({ profile, snapshot: { practice } }) => {
    if (practice === null || profile.server.kind !== 'practice') return whyNot.notPractice;
    return practice.fastTime === on ? whyNot.setAlready : null;
  };

const rules: Readonly<Record<ActionId, Rule>> = {
  extendNow: whileOpen(({ extending }) => (extending ? whyNot.extending : null)),
  signIn: ({ session }) => {
    if (session === null) return whyNot.notKnown;
    if (session.state === 'signingIn') return whyNot.signingIn;
    return isOpen(session) ? whyNot.open : null;
  },
  cancelSignIn: ({ session }) => (session?.state === 'signingIn' ? null : whyNot.notSigningIn),
  signOut: whileOpen(),
  copySessionId: whileOpen(),
  copyDevKey: whileOpen(),
  copyOrganizationId: whileOpen(),
  copyUserId: whileOpen(({ userId }) => (userId === null ? whyNot.notKnown : null)),
  copyServer: whileOpen(),
  pauseWhile: pausable,
  pauseOff: pausable,
  keepOn: whileOpen(({ keepAlive: { halt } }) =>
    halt === null || halt === 'away' ? whyNot.notPaused : null,
  ),
  checkTrust: whileOpen(({ trust, checkingTrust }) => {
    if (trust.is === 'unavailable') return whyNot.tokenTrust;
    return checkingTrust ? whyNot.checking : null;
  }),
  forgetDevice: ({ profile }) => (profile.rememberedUntil === null ? whyNot.notRemembered : null),
  fastTimeOn: fastTime(true),
  fastTimeOff: fastTime(false),
  session: always,
  verify: always,
  activity: always,
  'hand-off': always,
  settings: always,
  console: always,
  handOffOn: ifHandOff(true),
  handOffOff: ifHandOff(false),
  gatewayOn: ofGateway(({ on }) => (on ? whyNot.setAlready : null)),
  gatewayOff: ofGateway(({ on }) => (on ? null : whyNot.setAlready)),
  copyGateway: ofGateway(({ on, address }) => (on && address !== null ? null : whyNot.noGateway)),
  copyGatewayToken: withToken,
  copyGatewayBase: withToken,
  copyAs: always,
  writeEnvFile: always,
  revokeAllGrants: ({ snapshot }) =>
    snapshot.handOff.grants.length === 0 ? whyNot.noGrants : null,
  newProfile: always,
  duplicateProfile: always,
  exportProfiles: always,
  importProfiles: always,
  forgetProfile: always,
  themeSystem: unlessTheme('system'),
  themeLight: unlessTheme('light'),
  themeDark: unlessTheme('dark'),
  textLarger: ({ snapshot: { settings } }) =>
    textSizeBeside(settings.textSize, 1) === settings.textSize ? whyNot.largest : null,
  textSmaller: ({ snapshot: { settings } }) =>
    textSizeBeside(settings.textSize, -1) === settings.textSize ? whyNot.smallest : null,
  textUsual: ({ snapshot: { settings } }) => (settings.textSize === 100 ? whyNot.setAlready : null),
  palette: always,
  keys: always,
  explainCode: always,
  diagnostics: always,
  releases: ({ snapshot }) => (snapshot.hasReleasesPage ? null : whyNot.noReleases),
  wipeEverything: always,
  restart: always,
  closeWindow: always,
  quit: always,
};

/** Why an action cannot be done now; null where it can. */
export const whyNotNow = (id: ActionId, current: Current): string | null => rules[id](current);

const questions: Readonly<
  Partial<Record<ActionId, (situation: Situation) => NonNullable<PaletteRow['question']>>>
> = {
  signOut: ({ profile }) => paletteWords.signOut(profile.name),
};

function actionRow(action: Action, situation: Situation): PaletteRow {
  const { id, group, label, keys = [], also = '' } = action;
  return {
    id,
    group,
    label,
    also: `${also} ${group}`,
    keys: keys[0] ?? null,
    why: rules[id](situation),
    does: { is: 'action', action: id },
    question: questions[id]?.(situation) ?? null,
  };
}

function profileRowOf(row: ProfileRow, selected: string): PaletteRow {
  return {
    id: `profile/${row.id}`,
    group: 'Profiles',
    label: row.name,
    also: `switch to ${row.under} ${row.serverTag} ${row.word}`,
    keys: null,
    why: row.id === selected ? whyNot.shown : null,
    does: { is: 'profile', profile: row },
    question: null,
  };
}

/** All rows in order: by group, the profiles themselves before what is done with profiles. */
export function paletteRows(situation: Situation): readonly PaletteRow[] {
  const { profile, rows } = situation;
  const ofActions = actions
    .filter((action) => action.unlisted === undefined)
    .map((action) => actionRow(action, situation));
  const first = ofActions.findIndex(({ group }) => group === 'Profiles');
  const ofSections = sections.map(({ part, label, also }): PaletteRow => {
    const address = addressOf(part);
    return {
      id: address,
      group: 'Settings',
      label,
      also: `${also} settings`,
      keys: null,
      why: null,
      does: { is: 'place', address },
      question: null,
    };
  });
  return [
    ...ofActions.slice(0, first),
    ...rows.map((row) => profileRowOf(row, profile.id)),
    ...ofActions.slice(first),
    ...ofSections,
  ];
}

/** For somebody who types a code of BILL's. */
export function codeRow(text: string): readonly PaletteRow[] {
  const code = typedCode(text);
  if (code === null) return [];
  const does = { is: 'code', code } as const;
  const group = 'Tabkeeper';
  const [id, label] = [`explainCode/${code}`, paletteWords.explain(code)];
  return [{ id, group, label, also: '', keys: null, why: null, does, question: null }];
}

export interface PaletteGroup {
  readonly name: string;
  readonly rows: readonly PaletteRow[];
}

/** So many of the newest stand above the groups. */
const RECENT_SHOWN = 5;

/** Nothing typed: what was done lately above all groups, each row once. */
export function grouped(
  rows: readonly PaletteRow[],
  recent: readonly string[],
): readonly PaletteGroup[] {
  const lately = [...new Set(recent)]
    .flatMap((id) => rows.find((row) => row.id === id && row.why === null) ?? [])
    .slice(0, RECENT_SHOWN);
  const others = rows.filter((row) => !lately.includes(row));
  const names = [...new Set(others.map(({ group }) => group))];
  return [
    { name: paletteWords.recent, rows: lately },
    ...names.map((name) => ({ name, rows: others.filter(({ group }) => group === name) })),
  ].filter((group) => group.rows.length > 0);
}
