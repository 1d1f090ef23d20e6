/** A day in the tray with a network that flaps: the state is right, and the menu is left in peace. */
import { expect, it } from 'vitest';
import { createTrayUpdater, trayModel, type TrayModel } from '../../src-main/notify/tray-model.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { startTabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

it('rebuilds the menu only when its text changed, over 24 hours of a flapping network', async () => {
  const app = await startTabkeeper({ settings: { maxHours: 48 } });
  const texts: string[] = [];
  const due: string[] = [];
  let menus = 0;
  let last: TrayModel | null = null;
  const update = createTrayUpdater({
    setIcon: () => undefined,
    setMenu: (model) => {
      menus += 1;
      last = model;
    },
  });
  /** What the rows say, put together by hand: the menu is to be built once for each change of it. */
  const expected = (model: TrayModel) =>
    [model.tooltip, ...model.rows.map((row) => JSON.stringify(row))].join('\n');
  const draw = (snapshot: Snapshot = app.app.snapshot()) => {
    const model = trayModel(snapshot);
    if (texts.at(-1) !== expected(model)) texts.push(expected(model));
    update(model, false);
  };
  /** The minutes that are promised are never more than are left. */
  const check = () => {
    const session = app.session();
    const left = 'mfa' in session ? (session.endsAtLeast ?? 0) - app.clock.now().wall : 0;
    const said = Number(/at least (\d+) min/u.exec(last?.tooltip ?? '')?.[1] ?? 0);
    if (said * MINUTE > Math.max(0, left)) due.push(`${said} min promised, ${left} ms left`);
  };

  await app.signIn();
  draw();
  let seen = 0;
  for (let minute = 0; minute < 24 * 60; minute += 3) {
    const down = (minute / 3) % 2 === 1;
    app.simulator.setFaults(down ? [{ fault: 'reset', endpoint: '*' }] : []);
    app.app.hint({ type: 'network', online: !down });
    for (let second = 0; second < 3 * 60; second += 10) {
      await app.advance(10_000);
      // As main draws: at each snapshot, and when the words are due to change.
      for (const snapshot of app.snapshots.slice(seen)) draw(snapshot);
      seen = app.snapshots.length;
      draw();
      check();
    }
  }
  app.simulator.setFaults([]);
  app.app.hint({ type: 'network', online: true });
  await app.advance(15 * MINUTE);
  draw();

  expect(last).toMatchObject({ icon: 'live' });
  expect(app.open().state).toBe('live');
  expect(due).toEqual([]);
  expect(menus).toBe(texts.length);
  // Drawn six times a minute, built anew about once in it: the minutes count down, nothing more.
  expect(menus).toBeGreaterThan(12 * 60);
  expect(menus).toBeLessThanOrEqual(24 * 60 * 2);
  expect(app.notices.length).toBeLessThanOrEqual(2);
  const logins = app.simulator.requests().filter(({ endpoint }) => endpoint === '/Login.json');
  expect(logins).toHaveLength(1);
  await app.close();
});
