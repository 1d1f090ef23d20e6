/** How the app survives its own errors, and how it ends, in the stand-in for Electron. */
import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  beforeEnd,
  followEnding,
  surviveErrors,
} from '../../../../src-main/electron/life/lifecycle.ts';
import type { LogEntry } from '../../../../src-main/ports.ts';
import { app } from '../../../../browser-host/electron/app.ts';
import { powerMonitor } from '../../../../browser-host/electron/desktop.ts';
import { HostEvent } from '../../../../browser-host/strict.ts';
import { ManualClock } from '../../../fakes/manual-clock.ts';
import { pretend } from '../platform.ts';
import { tempDir } from '../../../temp-dir.ts';

const emitter = app as unknown as NodeJS.EventEmitter;
const power = powerMonitor as unknown as NodeJS.EventEmitter;
let quits = 0;

beforeEach(() => {
  emitter.removeAllListeners('before-quit');
  emitter.removeAllListeners('will-quit');
  power.removeAllListeners('shutdown');
  // As in a process where nobody has listened to it yet.
  Object.assign(powerMonitor, { isFirst: true, listensForShutdown: false });
  quits = 0;
  vi.spyOn(app, 'quit').mockImplementation(() => {
    quits += 1;
  });
});

describe('an error that nobody caught', () => {
  /** As the process has it: the listeners alone, since a real one would end the test. */
  function bench() {
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const before = events.map((event) => process.listeners(event as 'uncaughtException'));
    const log: LogEntry[] = [];
    const told: string[] = [];
    surviveErrors({ write: (entry) => log.push(entry) }, ({ message }) => {
      told.push(message);
      return new Promise(() => undefined);
    });
    const [uncaught, unhandled] = events.map((event, n) => {
      const [added] = process
        .listeners(event as 'uncaughtException')
        .filter((one) => before[n]?.includes(one) === false);
      if (added === undefined) throw new Error(`nobody listens to ${event}`);
      onTestFinished(() => void process.off(event, added));
      return added;
    });
    return { log, told, uncaught, unhandled };
  }

  it('is logged by its class alone, and told once without holding main up', () => {
    const { log, told, uncaught, unhandled } = bench();
    const secret = 'session !b-SECRET-3Rq8';
    uncaught?.(new TypeError(secret), 'uncaughtException');
    unhandled?.(new RangeError(secret), 'unhandledRejection');
    unhandled?.(secret as never, 'unhandledRejection');
    expect(log).toEqual([
      { event: 'failure', where: 'uncaught', name: 'TypeError' },
      { event: 'failure', where: 'unhandled', name: 'RangeError' },
      { event: 'failure', where: 'unhandled', name: 'string' },
    ]);
    expect(told).toEqual(['Tabkeeper ran into an error of its own']);
    expect(JSON.stringify([log, told])).not.toContain('SECRET');
  });
});

describe('the end', () => {
  const beforeQuit = () => {
    const event = new HostEvent();
    emitter.emit('before-quit', event);
    return event.defaultPrevented;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  function follow() {
    const asked: string[] = [];
    const clock = new ManualClock();
    const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
    const ending = followEnding({
      clock,
      letGo: () => asked.push('letGo'),
      ask: () => asked.push('ask'),
      unattended: () => asked.push('unattended'),
    });
    /** As the process has it: its other listeners would end the test. */
    const signal = (name: (typeof signals)[number]) => {
      for (const one of process.listeners(name)) {
        if (before.get(name)?.includes(one) === false) one(name);
      }
    };
    onTestFinished(() => {
      for (const name of signals) {
        for (const one of process.listeners(name)) {
          if (before.get(name)?.includes(one) === false) process.off(name, one);
        }
      }
    });
    return { asked, clock, ending, signal };
  }

  it('that the dock of macOS wants is asked about first', () => {
    pretend('darwin');
    const { asked, ending } = follow();
    expect(beforeQuit()).toBe(true);
    expect(asked).toEqual(['ask']);
    ending.quit();
    expect(quits).toBe(1);
    expect(beforeQuit()).toBe(false);
    expect(asked).toEqual(['ask', 'letGo']);
  });

  it.each(['darwin', 'linux', 'win32'] as const)(
    'that a signal wants on %s is no question, and one however often it comes at once',
    (platform) => {
      for (const name of signals) {
        pretend(platform);
        const { asked, clock, signal } = follow();
        signal(name);
        clock.advance(1000);
        signal(name);
        expect(asked).toEqual(['unattended']);
        expect(quits).toBe(0);
        // Electron's own handler may have been told as well.
        expect(beforeQuit()).toBe(true);
        expect(asked).toEqual(['unattended', 'unattended']);
        emitter.removeAllListeners('before-quit');
      }
    },
  );

  it('that a second signal wants waits for no sign-out any more', () => {
    const { asked, clock, signal } = follow();
    signal('SIGTERM');
    clock.advance(1001);
    signal('SIGINT');
    expect([asked, quits]).toEqual([['unattended'], 1]);
  });

  it.each(['linux', 'win32'] as const)('that Electron itself wants on %s is no question', (on) => {
    pretend(on);
    const { asked } = follow();
    expect(beforeQuit()).toBe(true);
    expect(asked).toEqual(['unattended']);
  });

  it('leaves a mark for a second start as soon as it has begun', async () => {
    const folder = tempDir();
    app.setPath('userData', folder);
    const { ending } = follow();
    expect([ending.hasBegun(), await readdir(folder)]).toEqual([false, []]);
    ending.begin();
    expect([ending.hasBegun(), await readdir(folder)]).toEqual([true, ['tabkeeper.ending']]);
    expect(quits).toBe(0);
  });

  it.each(['darwin', 'linux'] as const)(
    'that the system wants on %s is clean, and asks nobody',
    (platform) => {
      pretend(platform);
      const { asked } = follow();
      const event = new HostEvent();
      power.emit('shutdown', event);
      expect([event.defaultPrevented, quits]).toEqual([true, 1]);
      expect(beforeQuit()).toBe(false);
      expect(asked).toEqual(['letGo']);
    },
  );

  const answered = () => false;
  const willQuit = () => {
    const event = new HostEvent();
    emitter.emit('will-quit', event);
    return event.defaultPrevented;
  };

  it('waits for what is being written, and for nothing after that', async () => {
    let written: () => void = () => undefined;
    beforeEnd(() => new Promise<void>((resolve) => (written = resolve)), answered);
    expect(willQuit()).toBe(true);
    await Promise.resolve();
    expect(quits).toBe(0);
    written();
    await vi.waitFor(() => expect(quits).toBe(1));
    expect(willQuit()).toBe(false);
  });

  it('waits two seconds at most for what never ends', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    beforeEnd(() => new Promise(() => undefined), answered);
    willQuit();
    await vi.advanceTimersByTimeAsync(1999);
    expect(quits).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(quits).toBe(1);
  });

  it.each([
    ['darwin', true, true],
    ['darwin', false, false],
    ['linux', true, false],
    ['win32', true, false],
  ] as const)(
    'on %s while the keyring has %s to answer ends the process itself: %s',
    (platform, isAsked, kills) => {
      pretend(platform);
      emitter.removeAllListeners('quit');
      onTestFinished(() => void emitter.removeAllListeners('quit'));
      const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
      onTestFinished(() => kill.mockRestore());
      const nothing = () => Promise.resolve();
      beforeEnd(nothing, () => isAsked);
      emitter.emit('quit', new HostEvent(), 0);
      expect(kill.mock.calls).toEqual(kills ? [[process.pid, 'SIGKILL']] : []);
    },
  );
});
