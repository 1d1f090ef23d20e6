/** A day in the tray with a network that flaps: the state is right, and the menu is left in peace. */
import { expect, it } from 'vitest';
import { createTrayUpdater, trayModel, type TrayModel } from '../../src-main/tray-model.ts';
import { startTabkeeper } from './tabkeeper.ts';

const MINUTE = 60_000;

it(
  'rebuilds the menu only when its text changed, over 24 hours of a flapping network',
  {
    timeout: 120_000,
  },
  async () => {
    const app = await startTabkeeper({ settings: { maxHours: 48 } });
    const menus: string[] = [];
    let last: TrayModel | null = null;
    const update = createTrayUpdater({
      setIcon: () => undefined,
      setMenu: (model) => {
        menus.push(JSON.stringify([model.tooltip, model.rows]));
        last = model;
      },
    });
    const draw = () => update(trayModel(app.app.snapshot()), false);

    await app.signIn();
    draw();
    for (let minute = 0; minute < 24 * 60; minute += 3) {
      const down = (minute / 3) % 2 === 1;
      app.simulator.setFaults(down ? [{ fault: 'reset', endpoint: '*' }] : []);
      app.app.hint({ type: 'network', online: !down });
      for (let n = 0; n < 3; n += 1) {
        await app.advance(MINUTE);
        // Drawn far more often than it changes, as snapshots come.
        for (let again = 0; again < 4; again += 1) draw();
      }
    }
    app.simulator.setFaults([]);
    app.app.hint({ type: 'network', online: true });
    await app.advance(15 * MINUTE);
    draw();

    expect(last).toMatchObject({ icon: 'live' });
    expect(app.open().state).toBe('live');
    // No text twice in a row, and at most one change a minute with one more for each change of state.
    expect(menus.every((menu, index) => menu !== menus[index - 1])).toBe(true);
    expect(menus.length).toBeLessThanOrEqual(24 * 60 * 2);
    expect(app.notices.length).toBeLessThanOrEqual(2);
    const logins = app.simulator.requests().filter(({ endpoint }) => endpoint === '/Login.json');
    expect(logins).toHaveLength(1);
    await app.close();
  },
);
