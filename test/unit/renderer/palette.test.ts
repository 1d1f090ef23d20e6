/** What the palette offers and in which order, which keys there are, and which section is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionOfKey,
  actions,
  keyWords,
  type ActionId,
  type Pressed,
} from '../../../src-shared/window/actions.ts';
import { isOpen, type SessionView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import { textSizes } from '../../../src-shared/window/text-size.ts';
import { profileRow } from '../../../src-renderer/frame/profile-row.ts';
import { sectionInSight } from '../../../src-renderer/panels/settings/section-in-sight.ts';
import { grouped, paletteRows } from '../../../src-renderer/palette/palette-rows.ts';
import { rank, type Findable } from '../../../src-renderer/palette/rank.ts';
import { rows as states } from '../../browser/session/state-rows.ts';
import {
  acme,
  expired,
  gatewayOn,
  handOff,
  halted,
  inFastTime,
  NOW,
  openSession,
  signedOut,
  signingIn,
  snapshot,
  token,
} from '../../browser/snapshots.ts';

function offered(session: SessionView, own: Partial<Snapshot> = {}) {
  const shown = snapshot(session, own);
  const [profile = acme] = shown.profiles;
  const rows = shown.profiles.map((it) => profileRow(it, shown.sessions[it.id], NOW));
  return paletteRows({ snapshot: shown, profile, session, rows });
}
const why = (id: ActionId, session: SessionView, own: Partial<Snapshot> = {}) =>
  offered(session, own).find((row) => row.id === id)?.why;

const findable = (label: string, own: Partial<Findable> = {}): Findable => ({
  id: label,
  label,
  also: '',
  why: null,
  ...own,
});
const labels = (rows: readonly Findable[]) => rows.map(({ label }) => label);

describe('what fits what was typed', () => {
  it('begins with it, then has words that do, then initials, then holds it, then is about it', () => {
    const rows = [
      findable('Look there', { also: 'ext' }),
      findable('The next one'),
      findable('Enter xylophone tones'),
      findable('Now extend'),
      findable('Extend now'),
      findable('Nothing'),
    ];
    expect(labels(rank(rows, 'ext', []))).toEqual([
      'Extend now',
      'Now extend',
      'Enter xylophone tones',
      'The next one',
      'Look there',
    ]);
  });

  it.each([
    ['copy id', 'Copy session ID'],
    ['csi', 'Copy session ID'],
    ['  COPY   sess ', 'Copy session ID'],
    ['uber', 'Über uns'],
    ['log out', 'Sign out…'],
    ['dark mode', 'Dark theme'],
  ])('%s finds %s', (typed, label) => {
    const rows = [...offered(openSession), findable('Über uns')];
    expect(labels(rank<Findable>(rows, typed, []))[0]).toBe(label);
  });

  it('prefers among equals what can be done, then what was done lately, then the order', () => {
    const rows = [
      findable('Text a', { why: 'not now' }),
      findable('Text b'),
      findable('Text c'),
      findable('Text d'),
    ];
    expect(labels(rank(rows, 'text', ['Text d', 'Text a', 'Text c']))).toEqual([
      ...['Text d', 'Text c', 'Text b', 'Text a'],
    ]);
  });

  it('is a part of the rows, each once, whatever is typed and was done', () => {
    const rows = offered(openSession);
    const ids = rows.map(({ id }) => id);
    fc.assert(
      fc.property(fc.string(), fc.array(fc.constantFrom(...ids)), (typed, recent) => {
        const found = rank(rows, typed, recent);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((row) => rows.includes(row))).toBe(true);
        const shown = grouped(rows, recent).flatMap((group) => group.rows);
        expect(new Set(shown)).toEqual(new Set(rows));
        expect(shown.length).toBe(rows.length);
      }),
    );
  });

  it('is each row by its whole label', () => {
    const rows = offered(openSession);
    for (const row of rows) expect(rank(rows, row.label, [])).toContain(row);
  });
});

describe('the rows', () => {
  it('are every action, profile and section under an ID of its own', () => {
    const ids = offered(openSession).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const missing = actions.filter(({ id, unlisted }) => !unlisted && !ids.includes(id));
    expect(missing).toEqual([]);
    expect(ids).toContain('profile/default');
    expect(ids).toContain('settings/keep-alive');
  });

  it('that do harm ask, or lead to where it is asked: their name ends in an ellipsis', () => {
    const harm: readonly ActionId[] = [
      ...(['signOut', 'forgetDevice', 'forgetProfile', 'revokeAllGrants'] as const),
      ...(['wipeEverything', 'restart', 'quit'] as const),
    ];
    for (const id of harm) expect(actions.find((it) => it.id === id)?.label).toMatch(/…$/u);
    const asking = offered(openSession).filter(({ question }) => question !== null);
    expect(labels(asking)).toEqual(['Sign out…']);
  });

  it.each(Object.entries(states))(
    'offer to extend and to sign out of a session that is open, and else to sign in: %s',
    (_, { session }) => {
      const open = isOpen(session) && !session.signingOut;
      expect(why('signOut', session) === null).toBe(open);
      expect(why('copySessionId', session) === null).toBe(open);
      const out = session.state === 'signedOut' || session.state === 'expired';
      expect(why('signIn', session) === null).toBe(out);
    },
  );

  const none = 'no session is open';
  const reasons: readonly [ActionId, SessionView, string | null][] = [
    ['extendNow', signedOut, none],
    ['extendNow', signingIn, 'a sign-in is under way'],
    ['extendNow', { ...openSession, extending: true }, 'it is being extended'],
    ['signOut', { ...openSession, signingOut: true }, 'it is being signed out'],
    ['signIn', expired, null],
    ['cancelSignIn', signingIn, null],
    ['cancelSignIn', openSession, 'no sign-in is under way'],
    ['pauseWhile', halted('paused'), 'keep-alive stands still already'],
    ['pauseOff', halted('away'), null],
    ['pauseOff', token(), 'a token’s session needs no keep-alive'],
    ['keepOn', halted('maxAge'), null],
    ['keepOn', openSession, 'keep-alive is not paused'],
    ['checkTrust', token(), 'a token’s session has no trust'],
    ['copyUserId', { ...openSession, userId: null }, 'not known yet'],
    ['forgetDevice', openSession, 'it is not remembered'],
    ['handOffOff', openSession, 'set already'],
    ['gatewayOff', openSession, 'set already'],
    ['copyGateway', openSession, 'the gateway is not open'],
    ['copyGatewayToken', openSession, 'the gateway is not open'],
  ];
  it.each(reasons)('say why %s cannot be done', (id, session, reason) => {
    expect(why(id, session)).toBe(reason);
  });

  it('copy what the gateway has', () => {
    const shown = (own: Partial<typeof gatewayOn>) =>
      handOff({ gateways: { default: { ...gatewayOn, ...own } } });
    expect(why('copyGateway', openSession, shown({ state: 'taken' }))).toBeNull();
    expect(why('copyGatewayToken', openSession, shown({}))).toBeNull();
    expect(why('copyGatewayBase', openSession, shown({ hasToken: false }))).toBe(
      'no keyring has its token',
    );
    expect(why('gatewayOn', openSession, shown({}))).toBe('set already');
  });

  it('offer fast time in the practice sandbox alone, and its end while it is on', () => {
    const elsewhere = { ...inFastTime, profiles: [acme] };
    expect(why('fastTimeOn', openSession, elsewhere)).toBe('this is not the practice sandbox');
    expect(why('fastTimeOn', openSession, inFastTime)).toBe('set already');
    expect(why('fastTimeOff', openSession, inFastTime)).toBeNull();
  });

  it('tell the theme and the size of the text that are set', () => {
    const { settings } = snapshot(openSession);
    for (const textSize of textSizes) {
      const own = { settings: { ...settings, theme: 'dark', textSize } } as const;
      expect(why('themeDark', openSession, own)).toBe('set already');
      expect(why('themeLight', openSession, own)).toBeNull();
      expect(why('textSmaller', openSession, own) === null).toBe(textSize !== 100);
      expect(why('textLarger', openSession, own) === null).toBe(textSize !== 200);
    }
  });

  it('stand below what was done lately, of which at most five can be done', () => {
    const rows = offered(openSession);
    const lately = ['signIn', 'gone', ...rows.map(({ id }) => id).slice(0, 9)];
    const [recent] = grouped(rows, lately);
    expect(recent?.name).toBe('Recent');
    expect(recent?.rows.map(({ id }) => id)).toEqual([
      ...['extendNow', 'signOut', 'copySessionId', 'copyDevKey', 'copyOrganizationId'],
    ]);
  });
});

describe('the keys of actions', () => {
  const nothing = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const ctrl = (key: string, code: string, own: Partial<Pressed> = {}): Pressed => ({
    ...nothing,
    ctrlKey: true,
    key,
    code,
    ...own,
  });

  it.each<[string, Pressed, ActionId | null]>([
    ['a digit', ctrl('2', 'Digit2'), 'verify'],
    ['a digit of the pad', ctrl('0', 'Numpad0'), 'textUsual'],
    ['a digit that needs Shift', ctrl('é', 'Digit2'), 'verify'],
    ['minus at the place of a digit', ctrl('-', 'Digit6'), 'textSmaller'],
    ['plus with Shift', ctrl('+', 'Equal', { shiftKey: true }), 'textLarger'],
    ['an equals sign for plus', ctrl('=', 'Equal'), 'textLarger'],
    ['an equals sign at the place of 0', ctrl('=', 'Digit0', { shiftKey: true }), 'textLarger'],
    ['a letter under Caps Lock', ctrl('E', 'KeyE'), 'extendNow'],
    ['a letter with Shift', ctrl('C', 'KeyC', { shiftKey: true }), 'copySessionId'],
    ['the same without, which copies', ctrl('c', 'KeyC'), null],
    ['a comma', ctrl(',', 'Comma'), 'settings'],
    ['K', ctrl('k', 'KeyK'), 'palette'],
    ['Alt, which types a sign', ctrl('e', 'KeyE', { altKey: true }), null],
    ['no Ctrl', { ...ctrl('k', 'KeyK'), ctrlKey: false }, null],
    ['another digit', ctrl('7', 'Digit7'), null],
    ['Shift alone', ctrl('Shift', 'ShiftLeft', { shiftKey: true }), null],
  ])('%s', (_, pressed, action) => {
    expect(actionOfKey(pressed, false)).toBe(action);
    const onMac = { ...pressed, ctrlKey: false, metaKey: pressed.ctrlKey };
    expect(actionOfKey(onMac, true)).toBe(action);
    expect(actionOfKey({ ...onMac, metaKey: false, ctrlKey: true }, true)).toBeNull();
  });

  it('are one for one action, and read as they are on the keyboard', () => {
    const all = actions.flatMap(({ keys = [] }) => keys);
    expect(new Set(all).size).toBe(all.length);
    expect(keyWords('CommandOrControl+Shift+C', false)).toBe('Ctrl Shift C');
    expect(keyWords('CommandOrControl+Plus', true)).toBe('⌘ +');
    expect(keyWords('CommandOrControl+-', true)).toBe('⌘ −');
  });
});

describe('the section that is read', () => {
  const heights = [300, 500, 200, 80, 60];
  const part = (scrolled: number, view: number, wanted: number | null = null) => {
    const all = heights.map((_, at) => ({
      part: at,
      top: heights.slice(0, at).reduce((sum, height) => sum + height, 0) - scrolled,
    }));
    const scrollable = Math.max(0, heights.reduce((sum, height) => sum + height, 0) - view);
    return sectionInSight(all, { wanted, top: 0, bottom: view, scrolled, scrollable });
  };

  it('is the first at the top, the last at the end, and never goes back on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1100 }), (view) => {
        const end = 1140 - view;
        expect(part(0, view)).toBe(0);
        expect(part(end, view)).toBe(4);
        const way = Array.from({ length: 50 }, (_, step) => part((end * step) / 49, view));
        expect(way).toEqual([...way].sort((a, b) => a - b));
      }),
    );
  });

  it('is the first where all is in sight', () => {
    expect(part(0, 2000)).toBe(0);
  });

  it('is the one that an address led to, until its head is out of sight', () => {
    expect([part(0, 400, 1), part(300, 400, 1), part(700, 400, 1)]).toEqual([1, 1, 3]);
    expect([part(740, 400, 3), part(740, 400, 4), part(740, 400, 0)]).toEqual([3, 4, 4]);
  });
});
