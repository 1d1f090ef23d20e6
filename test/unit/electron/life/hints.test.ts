/** What the system says, told in the right order and often enough. On the host's stand-in of Electron. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hint } from '../../../../src-main/app.ts';
import { listenForHints, reportsIdle } from '../../../../src-main/electron/life/hints.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { powerMonitor } from '../../../../browser-host/electron/desktop.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';

const SECOND = 1000;

describe('the hints of the system', () => {
  let clock: ManualClock;
  let told: Hint[];
  let stop: () => void;
  beforeEach(() => {
    record.online = true;
    clock = new ManualClock();
    told = [];
    stop = listenForHints(clock, (hint) => told.push(hint));
  });
  afterEach(() => {
    stop();
    record.online = true;
  });

  const emit = (event: string) => (powerMonitor as unknown as NodeJS.EventEmitter).emit(event);

  it('are told only when something has changed', () => {
    clock.advance(60 * SECOND);
    expect(told).toEqual([]);
    record.online = false;
    clock.advance(60 * SECOND);
    expect(told).toEqual([{ type: 'network', online: false }]);
  });

  it('say first how the network is after a wake, and then that there was one', () => {
    record.online = false;
    emit('resume');
    expect(told).toEqual([{ type: 'network', online: false }, { type: 'resumed' }]);
  });

  it('see the network come back within five seconds while there is none, and after a wake', () => {
    record.online = false;
    clock.advance(15 * SECOND);
    record.online = true;
    clock.advance(5 * SECOND);
    expect(told.at(-1)).toEqual({ type: 'network', online: true });

    emit('resume');
    record.online = false;
    clock.advance(5 * SECOND);
    expect(told.at(-1)).toEqual({ type: 'network', online: false });
  });

  it('pass on that the computer goes to sleep and that it was unlocked', () => {
    emit('suspend');
    emit('unlock-screen');
    expect(told).toEqual([{ type: 'suspend' }, { type: 'resumed' }]);
  });

  it('stop when they are told to', () => {
    stop();
    record.online = false;
    emit('suspend');
    clock.advance(60 * SECOND);
    expect(told).toEqual([]);
  });
});

describe('how long nobody has touched the keyboard', () => {
  const wayland = (desktop: string, kde?: string) => ({
    XDG_SESSION_TYPE: 'wayland',
    XDG_CURRENT_DESKTOP: desktop,
    ...(kde === undefined ? {} : { KDE_SESSION_VERSION: kde }),
  });
  it.each([
    ['darwin', {}, true],
    ['win32', {}, true],
    ['linux', { XDG_SESSION_TYPE: 'x11', XDG_CURRENT_DESKTOP: 'sway' }, true],
    ['linux', wayland('GNOME'), true],
    ['linux', wayland('ubuntu:GNOME'), true],
    ['linux', wayland('KDE', '5'), true],
    ['linux', wayland('KDE', '6'), false],
    ['linux', wayland('KDE'), false],
    ['linux', wayland('sway'), false],
    ['linux', wayland('Hyprland'), false],
    ['linux', { XDG_CURRENT_DESKTOP: 'GNOME' }, false],
  ] as const)('is known on %s with %j: %s', (platform, env, known) => {
    pretend(platform);
    expect(reportsIdle(env)).toBe(known);
  });
});
