/** A second start of the app: the first one comes to the front, the second leaves no trace. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { onEachHost } from './hosts.ts';
import { filesBelow } from './secrets.ts';
import { firstRun } from './window.ts';

onEachHost('a second start', (host) => {
  let app: AppDriver;
  beforeEach(async () => {
    app = await launchApp({ host });
    await app.page.getByRole('heading', firstRun).waitFor();
  });
  afterEach(() => app.close());

  it('[V70] [W89] brings the first window back, and touches no file', async () => {
    await app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await app.settled();
    const ours = async () =>
      new Map([...(await filesBelow(app.userData))].filter(([file]) => OURS.test(file)));
    const before = await ours();
    expect(before.size).toBeGreaterThan(0);

    const second = await app.secondInstance();
    expect(second.code).toBe(0);
    expect(second.output).toContain('Tabkeeper is running already');
    expect(second.output).not.toContain('Error');
    await expect
      .poll(() =>
        app.evaluateMain(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((window) => [window.isVisible(), window.isMinimized()]),
        ),
      )
      .toEqual([[true, false]]);
    expect(await ours()).toEqual(before);
  });
});

/** Chromium keeps files of its own beside the app's. */
const OURS = /(?:tabkeeper\.log(?:\.1)?|preferences.*|profiles.*|window.*|vault[/\\].*)$/u;
