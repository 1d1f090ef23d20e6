/** Notifications as each system replaces them, in the stand-in for Electron. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createFallBack,
  createNotifications,
} from '../../../../src-main/electron/desktop/notifications.ts';
import type { LogEntry } from '../../../../src-main/ports.ts';
import type { Incident } from '../../../../src-shared/incident.ts';
import { app } from '../../../../browser-host/electron/app.ts';
import { tellNotification, type Notification } from '../../../../browser-host/electron/menu.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';

const expired: Incident = { kind: 'expired', key: 'one', action: 'resume' };
const rejected: Incident = { kind: 'rejected', key: 'two', action: 'signIn' };

function bench() {
  const acted: unknown[] = [];
  const fallen: unknown[] = [];
  const log: LogEntry[] = [];
  const notify = createNotifications({
    act: (...what) => acted.push(what),
    fallBack: (profile, incident) => fallen.push([profile, incident?.kind ?? null]),
    log: { write: (entry) => log.push(entry) },
  });
  const shown = record.notifications as Notification[];
  const standing = () => shown.filter((one) => one.shown).map((one) => one.options.title);
  return { acted, fallen, log, notify, shown, standing };
}

beforeEach(() => {
  Object.assign(app, { isPackaged: true });
  record.notifications.length = 0;
  record.notificationsSupported = true;
});

describe('a notification', () => {
  it.each(['darwin', 'win32', 'linux'] as const)(
    'on %s takes the place of the one before, which is closed, and is the one that a click reaches',
    (platform) => {
      pretend(platform);
      const { notify, acted, shown, standing } = bench();
      notify('a', expired);
      notify('a', rejected);
      expect(new Set(shown.map(({ id }) => id)).size).toBe(2);
      expect(standing()).toEqual(['BILL refused the saved credentials']);
      tellNotification('click');
      expect(acted).toEqual([['a', 'signIn']]);
      shown[0]?.close();
      expect(standing()).toEqual(['BILL refused the saved credentials']);
    },
  );

  it.each([
    ['the portable program', true, { PORTABLE_EXECUTABLE_APP_FILENAME: 'Tabkeeper' }],
    ['a development run', false, {}],
  ] as const)(
    'of %s is not shown on Windows, where it would leave a link to it in the Start menu',
    (_, isPackaged, env) => {
      pretend('win32');
      Object.assign(app, { isPackaged });
      vi.stubEnv('PORTABLE_EXECUTABLE_FILE', 'D:\\Tabkeeper-portable.exe');
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      onTestFinished(() => void vi.unstubAllEnvs());
      const { notify, fallen, shown } = bench();
      notify('a', expired);
      expect([shown, fallen.at(-1)]).toEqual([[], ['a', 'expired']]);
    },
  );

  it.each(['darwin', 'linux'] as const)('on %s goes when the incident is over', (platform) => {
    pretend(platform);
    const { notify, standing } = bench();
    notify('a', expired);
    notify('b', expired);
    notify('a', null);
    notify('a', null);
    expect(standing()).toEqual(['The session expired']);
  });

  it('does its verb by its button and by a click', () => {
    const { notify, shown, acted } = bench();
    notify('a', expired);
    expect(shown[0]?.options.actions).toEqual([{ type: 'button', text: 'Resume' }]);
    shown[0]?.emit('click', {});
    shown[0]?.emit('action', {}, 0);
    expect(acted).toEqual([
      ['a', 'resume'],
      ['a', 'resume'],
    ]);
  });

  it('that failed is logged and said in another way, until it is over', () => {
    const { notify, shown, fallen, log } = bench();
    notify('a', expired);
    shown[0]?.emit('failed', {}, 'a text of the system’s, which is not logged');
    expect(log).toEqual([{ event: 'failure', where: 'notification', name: 'failed' }]);
    notify('a', null);
    expect(fallen).toEqual([
      ['a', null],
      ['a', 'expired'],
      ['a', null],
    ]);
  });

  it('that fails late says nothing about the one in its place', () => {
    pretend('linux');
    const { notify, shown, log, standing } = bench();
    notify('a', expired);
    notify('a', rejected);
    shown[0]?.emit('failed', {}, 'late');
    expect(log).toEqual([]);
    notify('a', null);
    expect(standing()).toEqual([]);
  });

  it('is said in another way where the system shows none', () => {
    record.notificationsSupported = false;
    const { notify, fallen, shown } = bench();
    notify('a', expired);
    expect(shown).toEqual([]);
    expect(fallen.at(-1)).toEqual(['a', 'expired']);
  });
});

describe('the other way', () => {
  it('is words in the menu bar of macOS: the newest, until it is over', () => {
    pretend('darwin');
    const said: string[] = [];
    const fallBack = createFallBack((words) => said.push(words), expect.unreachable);
    fallBack('a', null);
    fallBack('a', expired);
    fallBack('b', rejected);
    fallBack('b', null);
    fallBack('a', null);
    expect(said).toEqual([
      'The session expired',
      'BILL refused the saved credentials',
      'The session expired',
      '',
    ]);
  });

  it('is a window that asks for a look elsewhere, once for each', () => {
    pretend('win32');
    let nudges = 0;
    const fallBack = createFallBack(
      () => undefined,
      () => (nudges += 1),
    );
    fallBack('a', expired);
    fallBack('a', null);
    expect(nudges).toBe(1);
  });
});
