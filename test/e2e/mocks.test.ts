/** The stand-ins for logind and for a desktop's notifications, so that they stay true without Electron. */
import { afterEach, describe, expect, it } from 'vitest';
import { busMissing } from './dbus/bus.ts';
import { connect } from './dbus/connection.ts';
import { LOGIND, MANAGER, startLogind } from './dbus/logind.ts';
import { skipped } from './hosts.ts';
import { NOTIFICATIONS, startNotificationServer } from './dbus/notification-server.ts';

const noBus = busMissing();
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

describe.skipIf(noBus !== null)(`the buses that stand in for a desktop${skipped(noBus)}`, () => {
  it('have a logind that notes what is to be held back, and gives no file for it', async () => {
    const logind = await startLogind();
    cleanUp.push(() => logind.close());
    const asking = await connect(logind.socketFile);
    cleanUp.push(() => asking.close());
    const inhibit = asking.call(LOGIND, '/org/freedesktop/login1', `${MANAGER}.Inhibit`, 'ssss', [
      'shutdown',
      'electron',
      'Ensure a clean shutdown',
      'delay',
    ]);
    await expect(inhibit).rejects.toThrow('UnknownMethod');
    expect(logind.inhibited).toEqual(['shutdown']);
    logind.sleeps(true);
    logind.shutsDown(true);
  });

  it('have notifications that are replaced, closed and counted', async () => {
    const server = await startNotificationServer();
    cleanUp.push(() => server.close());
    const program = await connect(server.socketFile);
    cleanUp.push(() => program.close());
    const path = '/org/freedesktop/Notifications';
    const notify = (replaces: number, title: string) =>
      program.call(NOTIFICATIONS, path, `${NOTIFICATIONS}.Notify`, 'susssasa{sv}i', [
        ...['tabkeeper', replaces, '', title, 'body'],
        ...[[], [], -1],
      ]);
    expect(await notify(0, 'one')).toEqual([1]);
    expect(await notify(0, 'two')).toEqual([2]);
    expect(await notify(1, 'one anew')).toEqual([1]);
    expect(server.standing()).toEqual(['one anew', 'two']);
    server.click();
    await program.call(NOTIFICATIONS, path, `${NOTIFICATIONS}.CloseNotification`, 'u', [2]);
    expect(server.standing()).toEqual(['one anew']);
  });
});
