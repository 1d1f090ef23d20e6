/** What the tray shows in each state: a table over the snapshot. */
import { describe, expect, it } from 'vitest';
import { refusal } from '../../fakes/refusal.ts';
import { bundledIcons } from '../../../scripts/icons/files.ts';
import {
  trayChangesIn,
  trayIconFile,
  trayModel,
  wantsOneColour,
  type TrayIcon,
  type TrayRow,
} from '../../../src-main/notify/tray-model.ts';
import type { OpenView, SessionView } from '../../../src-shared/session-view.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import {
  acme,
  expired,
  MIN as MINUTE,
  NOW as AT,
  openSession,
  signedOut,
  signingIn,
  snapshot as withSession,
} from '../../browser/snapshots.ts';

const open = (change: Partial<OpenView> = {}): OpenView => ({
  ...openSession,
  endsAtLeast: AT + 31 * MINUTE,
  ...change,
});

/** A profile for each session, named after its ID. */
const snapshot = (
  sessions: Record<string, SessionView>,
  profile: Partial<Snapshot['profiles'][number]> = {},
): Snapshot =>
  withSession(signedOut, {
    selected: 'a',
    profiles: Object.keys(sessions).map((id) => ({
      ...acme,
      ...{ id, name: `Profile ${id}` },
      ...profile,
    })),
    sessions,
  });

const labels = (rows: readonly TrayRow[]) =>
  rows.flatMap((row) => (row.is === 'line' ? [] : [row.label]));

describe('the tray', () => {
  it.each([
    ['live', open(), 'live', 'Extend now'],
    ['at risk', open({ state: 'atRisk' }), 'atRisk', 'Extend now'],
    ['busy', open({ state: 'busy' }), 'atRisk', 'Extend now'],
    ['checking', open({ state: 'checking' }), 'atRisk', 'Extend now'],
    ['offline', open({ state: 'offline' }), 'offline', 'Extend now'],
    ['signed out', signedOut, 'signedOut', 'Sign in'],
    ['signing in', signingIn, 'signedOut', 'Signing in…'],
    ['expired', expired, 'needsYou', 'Sign in'],
  ] as const)(
    '%s: the icon says it in its shape, and one row is the verb',
    (_, view, icon, verb) => {
      const model = trayModel(snapshot({ a: view }));
      expect(model.icon).toBe(icon);
      expect(labels(model.rows)).toContain(verb);
      expect(labels(model.rows)[0]).toBe(model.tooltip);
    },
  );

  it('resumes with one click where everything is kept, and opens the form where it is not', () => {
    const kept = trayModel(snapshot({ a: expired }, { kept: 'everything' }));
    expect(kept.rows).toContainEqual({
      is: 'action',
      label: 'Resume',
      action: { do: 'resume' },
      enabled: true,
    });
    const form = trayModel(snapshot({ a: expired }, { kept: 'allButPassword' }));
    expect(form.rows).toContainEqual(
      expect.objectContaining({ label: 'Sign in', action: { do: 'signIn' } }),
    );
  });

  it('says what the window says after BILL refused the credentials: the form is needed', () => {
    const refused: SessionView = {
      ...expired,
      error: refusal('BDC_1102', { by: 'login' }),
    };
    const views = [refused, { ...expired, againStopped: 'rejected' as const }];
    for (const view of views) {
      const { rows } = trayModel(snapshot({ a: view }, { kept: 'everything' }));
      expect(rows).toContainEqual(
        expect.objectContaining({ label: 'Sign in', action: { do: 'signIn' } }),
      );
    }
  });

  it('cannot resume a session that another tool had opened', () => {
    const { rows } = trayModel(snapshot({ a: expired }, { kept: 'everything', kind: 'session' }));
    expect(labels(rows)).toContain('Sign in');
  });

  it('shows the chosen profile among its four, wherever it stands in the list', () => {
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, signedOut]));
    const { rows } = trayModel({ ...snapshot(many), selected: 'f' });
    const profiles = rows.filter((row) => row.is === 'profile');
    expect(profiles.map(({ label }) => label.slice(0, 9))).toEqual([
      'Profile a',
      'Profile b',
      'Profile c',
      'Profile f',
    ]);
    expect(profiles.map(({ checked }) => checked)).toEqual([false, false, false, true]);
    expect(labels(rows)).toContain('More…');
  });

  it('has twelve rows at most, whatever there is to say', () => {
    const many = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, open()]));
    const model = trayModel(snapshot(many));
    const rows = model.rows.filter(({ is }) => is !== 'line');
    expect(rows.length).toBeLessThanOrEqual(12);
    expect(labels(model.rows)).toContain('More…');
  });

  it('is drawn anew when it would say another minute, and changes at no other time', () => {
    let text = '';
    let changes = 0;
    let due = 0;
    for (let ms = 0; ms < 35 * MINUTE; ms += 500) {
      const shown = {
        ...snapshot({ a: open(), b: open({ endsAtLeast: AT + 20_250 }) }),
        at: AT + ms,
      };
      const now = JSON.stringify(trayModel(shown));
      if (now !== text) {
        changes += 1;
        expect(ms - 500).toBeLessThan(due);
        expect(ms).toBeGreaterThanOrEqual(due === 0 ? 0 : due - 500);
      }
      if (now !== text || ms >= due) due = ms + trayChangesIn(shown);
      text = now;
    }
    // 31 minutes, "less than 1 min", "not known", and the other profile’s end.
    expect(changes).toBe(34);
  });

  it('promises no more than is left at any second of an hour, nor until it is drawn anew', () => {
    for (let ms = 0; ms < 32 * MINUTE; ms += 777) {
      const shown = { ...snapshot({ a: open() }), at: AT + ms };
      const said = Number(/at least (\d+) min/u.exec(trayModel(shown).tooltip)?.[1] ?? 0);
      // The millisecond is the one after the full minute, at which the timer is due.
      const leftThen = 31 * MINUTE - ms - trayChangesIn(shown) + 1;
      expect(said * MINUTE).toBeLessThanOrEqual(Math.max(0, leftThen));
    }
  });

  it('offers no pause and no verification to a token', () => {
    const token = open({
      kind: 'token',
      endsAtLeast: null,
      trust: { is: 'unavailable', source: 'tokenLogin', at: AT },
    });
    const rows = labels(trayModel(snapshot({ a: token })).rows);
    expect(rows.some((label) => /pause|verify/iu.test(label))).toBe(false);
  });

  it('offers to keep on past the age, and no pause there', () => {
    const aged = { why: 'maxAge', halt: 'maxAge' } as const;
    const view = open({ state: 'lapsing', keepAlive: { ...open().keepAlive, ...aged } });
    const { rows } = trayModel(snapshot({ a: view }));
    expect(labels(rows)).not.toContain('Pause keep-alive 30 min');
    const row = rows.find((it) => it.is === 'action' && it.label === 'Keep on for 12 h more');
    expect(row).toMatchObject({ action: { do: 'endPause' } });
  });

  it('shows the trust it has, the pause it is in, and checks the profile that is shown', () => {
    const until = AT + 30 * 24 * 60 * MINUTE;
    const view = open({
      trust: { is: 'until', until, source: 'mfaStatus', at: AT },
      state: 'lapsing',
      keepAlive: {
        ...open().keepAlive,
        ...{ why: 'paused', halt: 'paused', pausedUntil: AT + 20 * MINUTE },
      },
    });
    const model = trayModel(snapshot({ a: view, b: signedOut }));
    expect(model.icon).toBe('lapsing');
    expect(model.tooltip).toMatch(/– live until \d\d:\d\d, keep-alive paused$/u);
    expect(labels(model.rows)).toContain('Trusted until 24 Dec');
    expect(labels(model.rows)).toContain('End the pause');
    const profiles = model.rows.filter((row) => row.is === 'profile');
    expect(profiles.map(({ checked }) => checked)).toEqual([true, false]);
  });

  it('says that verification is needed when the user asked for what needs it, and only then', () => {
    const tried = (code: string): OpenView['tries'] => ({
      PayBills: {
        at: AT,
        outcome: 'refused',
        error: refusal(code, { by: 'named' }),
      },
    });
    const shown = (change: Partial<OpenView>) => {
      const { icon, rows } = trayModel(snapshot({ a: open(change) }));
      return [icon, labels(rows)[1]];
    };
    expect(shown({})).toEqual(['live', 'Verify with phone…']);
    expect(shown({ tries: tried('BDC_1361') })).toEqual(['needsYou', 'Verification needed…']);
    expect(shown({ tries: tried('BDC_1119') })).toEqual(['live', 'Verify with phone…']);
    const trust = { is: 'session', source: 'mfaAuthenticate', at: AT } as const;
    expect(shown({ tries: tried('BDC_1361'), trust })).toEqual([
      'live',
      'Trusted until the session ends',
    ]);
    // A code that nobody knows, at the step where one is typed, is no need of anything else.
    const times = { sentAt: AT, worksUntil: AT + 300_000, sendAgainAt: AT };
    const error = refusal('BDC_9999', { by: 'mfaAuthenticate' });
    const mfa = { step: 'codeWanted', ...times, wrongCodes: 1, error } as const;
    expect(shown({ mfa })).toEqual(['live', 'Verify with phone…']);
  });

  it('does not break before the first profile is read', () => {
    expect(labels(trayModel({ ...snapshot({}), selected: '' }).rows)).toEqual([
      'Open window',
      'Quit…',
    ]);
  });

  it.each([
    ['linux', 'GNOME', true],
    ['linux', 'ubuntu:GNOME', true],
    ['linux', 'GNOME-Flashback:Unity', false],
    ['linux', 'KDE', false],
    ['linux', undefined, false],
    ['darwin', 'GNOME', false],
  ] as const)('is of one colour where the whole bar is: %s, %s', (platform, desktop, one) => {
    expect(wantsOneColour(platform, { XDG_CURRENT_DESKTOP: desktop })).toBe(one);
  });

  it('has an icon file of the build for each state on each system', () => {
    const files = bundledIcons();
    const icons: TrayIcon[] = ['live', 'lapsing', 'atRisk', 'signedOut', 'offline', 'needsYou'];
    for (const icon of icons) {
      for (const platform of ['darwin', 'win32', 'linux'] as const) {
        for (const monochrome of [false, true]) {
          expect([...files.keys()]).toContain(trayIconFile(icon, platform, monochrome));
        }
      }
    }
  });
});
