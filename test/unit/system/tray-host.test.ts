/** Whether the desktop shows a tray: what each tool of the session bus says, and what none says. */
import { describe, expect, it } from 'vitest';
import { hasTrayHost, trayHostComesUp, watchTrayHost } from '../../../src-main/system/tray-host.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

/** The answers of the tools that are there. */
const tools =
  (answers: Readonly<Record<string, string>>, asked: string[] = []) =>
  (file: string) => {
    asked.push(file);
    return Promise.resolve(answers[file] ?? null);
  };

describe('a tray', () => {
  it.each([
    ['gdbus', '(<true>,)\n', true],
    ['gdbus', '(<false>,)\n', false],
    ['busctl', 'b true\n', true],
    ['busctl', 'b false\n', false],
    ['dbus-send', 'method return time=1 sender=:1.2\n   variant       boolean true\n', true],
  ])('is known by what %s says: %j', async (tool, output, known) => {
    expect(await hasTrayHost('linux', tools({ [tool]: output }))).toBe(known);
  });

  it('is not known where no tool is there, none answers, or the answer is none', async () => {
    const asked: string[] = [];
    expect(await hasTrayHost('linux', tools({}, asked))).toBe(false);
    expect(asked).toEqual(['gdbus', 'busctl', 'dbus-send']);
    expect(await hasTrayHost('linux', tools({ gdbus: 'untrue words' }))).toBe(false);
  });

  it('is asked for once, by the first tool that is installed', async () => {
    const asked: string[] = [];
    expect(await hasTrayHost('linux', tools({ busctl: '', 'dbus-send': 'true' }, asked))).toBe(
      false,
    );
    expect(asked).toEqual(['gdbus', 'busctl']);
  });

  it.each(['darwin', 'win32'] as const)('is always there on %s', async (platform) => {
    expect(await hasTrayHost(platform, tools({}))).toBe(true);
  });

  it('has ten seconds to come up after the login', async () => {
    const clock = new ManualClock();
    let looks = 0;
    const up = trayHostComesUp(clock, () => {
      looks += 1;
      return Promise.resolve(looks === 3);
    });
    for (let n = 0; n < 4; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      clock.advance(3000);
    }
    expect(await up).toBe(true);
    expect(looks).toBe(3);
  });

  it('that comes up between two looks is told of, once for each time', async () => {
    let there = true;
    let told = 0;
    const look = watchTrayHost(
      () => (told += 1),
      () => Promise.resolve(there),
    );
    const seen = [];
    for (there of [true, true, false, false, true, true, false, true]) {
      seen.push([await look(), told]);
    }
    expect(seen).toEqual([
      ...[true, true, false, false].map((is) => [is, 0]),
      ...[true, true, false].map((is) => [is, 1]),
      [true, 2],
    ]);
  });

  it('is not waited for any longer', async () => {
    const clock = new ManualClock();
    const up = trayHostComesUp(clock, () => Promise.resolve(false));
    for (let n = 0; n < 5; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      clock.advance(3000);
    }
    expect(await up).toBe(false);
  });
});
