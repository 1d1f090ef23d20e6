/** The end of a session on Windows, closed to the tray: a window hears of it, and none is there. */
import { expect, it } from 'vitest';
import { followSessionEnd } from '../../../../src-main/electron/life/session-end.ts';
import { baseWindows } from '../../../../browser-host/electron/base-window.ts';
import { powerMonitor } from '../../../../browser-host/electron/desktop.ts';
import { HostEvent } from '../../../../browser-host/strict.ts';
import { pretend } from '../platform.ts';

const follow = () => {
  const heard: string[] = [];
  followSessionEnd({ mayEnd: () => heard.push('mayEnd'), ends: () => heard.push('ends') });
  return heard;
};

it.each(['darwin', 'linux'] as const)(
  'needs no window on %s, where powerMonitor tells it',
  (on) => {
    pretend(on);
    follow();
    expect(baseWindows()).toEqual([]);
  },
);

it('is told to a window that is never shown, since powerMonitor has no word for it', () => {
  pretend('win32');
  const heard = follow();
  const power = powerMonitor as unknown as NodeJS.EventEmitter;
  power.on('shutdown', () => heard.push('powerMonitor'));
  power.emit('shutdown');
  const [window] = baseWindows();
  expect(window?.hostOptions).toMatchObject({ show: false, skipTaskbar: true });
  window?.emit('query-session-end', new HostEvent());
  window?.emit('session-end', new HostEvent());
  expect(heard).toEqual(['mayEnd', 'ends']);
});
