/** What closing and quitting ask, in the stand-in for Electron. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createBox } from '../../../../src-main/electron/desktop/boxes.ts';
import { askClose, askQuit } from '../../../../src-main/electron/life/closing.ts';
import { singleFlight } from '../../../../src-main/electron/life/single-flight.ts';
import type { Settings } from '../../../../src-shared/settings.ts';
import { memoryPreferences } from '../../../flow/tabkeeper.ts';
import { record } from '../../../../browser-host/record.ts';
import { pretend } from '../platform.ts';

const window = { getTitle: () => 'Tabkeeper', isDestroyed: () => false, isVisible: () => true };
const overWindow = createBox({ current: () => window as never, show: expect.unreachable });
const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);

const close = (settings: Partial<Settings>, hasTray = yes) => {
  const preferences = memoryPreferences(settings);
  return { preferences, close: () => askClose(preferences, overWindow, hasTray) };
};

beforeEach(() => {
  record.dialogs.length = 0;
  record.dialogAnswers.length = 0;
});

describe('closing the window', () => {
  it('hides where a tray is known, and says so once', async () => {
    const { close: again, preferences } = close({});
    expect(await again()).toBe('hide');
    expect(record.dialogs).toHaveLength(1);
    expect(record.dialogs[0]?.options).toMatchObject({
      message: 'Tabkeeper goes on in the tray.',
    });
    expect(await again()).toBe('hide');
    expect(record.dialogs).toHaveLength(1);
    expect(preferences.settings().closeExplained).toBe(true);
  });

  it.each([
    [0, 'hide'],
    [1, 'quit'],
  ] as const)('asks where no tray is known, and remembers: answer %i', async (answer, choice) => {
    const { close: again, preferences } = close({}, no);
    record.dialogAnswers.push(answer);
    expect(await again()).toBe(choice);
    expect(await again()).toBe(choice);
    expect(record.dialogs).toHaveLength(1);
    expect(preferences.settings().closeAction).toBe(choice);
  });

  it('asks when the tray that it was hidden in is gone, and never hides unasked', async () => {
    let tray = true;
    const { close: again, preferences } = close({}, () => Promise.resolve(tray));
    expect(await again()).toBe('hide');
    tray = false;
    record.dialogAnswers.push(2, 0);
    expect([await again(), await again(), await again()]).toEqual(['cancel', 'hide', 'hide']);
    const question = { message: 'Keep Tabkeeper running without its window?' };
    expect(record.dialogs.map(({ options }) => options)).toMatchObject([
      { message: 'Tabkeeper goes on in the tray.' },
      question,
      question,
    ]);
    expect(preferences.settings()).toMatchObject({ closeAction: 'hide', hidesWithoutTray: true });
  });

  it('asks again after a question that was cancelled', async () => {
    const { close: again } = close({}, no);
    expect([await again(), await again()]).toEqual(['cancel', 'cancel']);
    expect(record.dialogs).toHaveLength(2);
  });

  it('asks each time if that is wanted, until the box is ticked', async () => {
    const { close: again, preferences } = close({ closeAction: 'ask' });
    record.dialogAnswers.push(0, { response: 1, checkboxChecked: true });
    expect([await again(), await again()]).toEqual(['hide', 'quit']);
    expect(record.dialogs).toHaveLength(2);
    expect(preferences.settings().closeAction).toBe('quit');
  });

  it('quits without a question if that is wanted', async () => {
    expect(await close({ closeAction: 'quit' }).close()).toBe('quit');
    expect(record.dialogs).toEqual([]);
  });
});

describe('quitting', () => {
  it('remembers what is to become of open sessions if the box is ticked', async () => {
    const preferences = memoryPreferences();
    record.dialogAnswers.push(0, { response: 1, checkboxChecked: true });
    expect(await askQuit(preferences, overWindow, 1)).toBe('lapse');
    expect(await askQuit(preferences, overWindow, 2)).toBe('signOut');
    expect(await askQuit(preferences, overWindow, 2)).toBe('signOut');
    expect(record.dialogs).toHaveLength(2);
    expect(record.dialogs[1]?.options).toMatchObject({ message: '2 sessions are open.' });
  });

  it('has nothing to ask without an open session', async () => {
    expect(await askQuit(memoryPreferences(), overWindow, 0)).toBe('lapse');
    expect(record.dialogs).toEqual([]);
  });
});

describe('a box', () => {
  it('belongs to the window, so that main goes on while it waits', async () => {
    pretend('darwin');
    await overWindow({ message: 'Well?' });
    expect(record.dialogs[0]).toMatchObject({ parent: 'Tabkeeper', blocks: false });
  });

  it('on macOS shows the window first when there is none', async () => {
    pretend('darwin');
    let current: typeof window | null = null;
    const box = createBox({
      current: () => current as never,
      show: () => {
        current = window;
        return Promise.resolve();
      },
    });
    await box({ message: 'Well?' });
    expect(record.dialogs[0]).toMatchObject({ parent: 'Tabkeeper', blocks: false });
  });

  it.each(['linux', 'win32'] as const)('on %s can stand for itself', async (platform) => {
    pretend(platform);
    await createBox({ current: () => null, show: expect.unreachable })({ message: 'Well?' });
    expect(record.dialogs[0]).toMatchObject({ parent: null, blocks: false });
  });
});

describe('a single flight', () => {
  it('is one for all who ask while it is under way, and a new one after that', async () => {
    let runs = 0;
    const ask = singleFlight(() => {
      runs += 1;
      return Promise.resolve(runs);
    });
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(2);
  });

  it('is over when it fails', async () => {
    let runs = 0;
    const ask = singleFlight(() => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('no')) : Promise.resolve(runs);
    });
    await expect(ask()).rejects.toThrow('no');
    expect(await ask()).toBe(2);
  });
});
