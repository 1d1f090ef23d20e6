/** How the app survives its own errors, and how it ends, in the stand-in for Electron. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { beforeEnd, followEnding, surviveErrors } from '../../../src-main/electron/lifecycle.ts';
import type { LogEntry } from '../../../src-main/ports.ts';
import { app } from '../../../browser-host/electron/app.ts';
import { powerMonitor } from '../../../browser-host/electron/desktop.ts';
import { HostEvent } from '../../../browser-host/strict.ts';
import { pretend } from './platform.ts';

vi.mock('electron', async () => ({
  ...(await import('../../../browser-host/electron/electron.ts')),
}));

const emitter = app as unknown as NodeJS.EventEmitter;
const power = powerMonitor as unknown as NodeJS.EventEmitter;
let quits = 0;

beforeEach(() => {
  emitter.removeAllListeners('before-quit');
  emitter.removeAllListeners('will-quit');
  power.removeAllListeners('shutdown');
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
  function follow(hasChosen = false) {
    const asked: string[] = [];
    const ending = followEnding({
      letGo: () => asked.push('letGo'),
      ask: () => asked.push('ask'),
      hasChosen: () => hasChosen,
    });
    return { asked, ending };
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

  it('that a signal wants elsewhere is no question', () => {
    pretend('linux');
    const { asked } = follow();
    expect(beforeQuit()).toBe(false);
    expect(asked).toEqual(['letGo']);
  });

  it('that a signal wants goes the way that was chosen once for all', () => {
    pretend('linux');
    const { asked, ending } = follow(true);
    expect(beforeQuit()).toBe(true);
    expect(asked).toEqual(['ask']);
    ending.quit();
    expect(beforeQuit()).toBe(false);
    expect(asked).toEqual(['ask', 'letGo']);
  });

  it('that the system wants is clean, and asks nobody', () => {
    pretend('darwin');
    const { asked } = follow();
    const event = new HostEvent();
    power.emit('shutdown', event);
    expect(event.defaultPrevented).toBe(true);
    expect(quits).toBe(1);
    expect(beforeQuit()).toBe(false);
    expect(asked).toEqual(['letGo']);
  });

  const willQuit = () => {
    const event = new HostEvent();
    emitter.emit('will-quit', event);
    return event.defaultPrevented;
  };

  it('waits for what is being written, and for nothing after that', async () => {
    let written: () => void = () => undefined;
    beforeEnd(() => new Promise<void>((resolve) => (written = resolve)));
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
    beforeEnd(() => new Promise(() => undefined));
    willQuit();
    await vi.advanceTimersByTimeAsync(1999);
    expect(quits).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(quits).toBe(1);
  });
});
