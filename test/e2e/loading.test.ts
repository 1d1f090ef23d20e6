/** What may come between the window and its page: a crash, another wish, the end; and a second look. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppDriver, LaunchOptions } from '../driver/driver.ts';
import { launchApp } from '../driver/launch.ts';
import { tempDir } from '../temp-dir.ts';
import { boxes, clickTray } from './desk.ts';
import { onBrowserHost } from './hosts.ts';
import { firstRun, leaveFirstRun } from './window.ts';

onBrowserHost('[E103] the window and its page', () => {
  let app: AppDriver;
  let userData: string;
  beforeEach(() => {
    userData = tempDir();
  });
  afterEach(async () => {
    await app.close();
  });
  const start = async (before: NonNullable<LaunchOptions['before']>, waitForWindow = true) => {
    app = await launchApp({ userData, before, waitForWindow });
  };
  const signInForm = async () => (await app.window()).getByRole('heading', firstRun).waitFor();

  it('survive a crash during the first load: it is loaded once more', async () => {
    await start(({ app: electronApp }) => {
      electronApp.once('web-contents-created', (_event, contents) => {
        const { handlers } = contents.session.protocol as unknown as {
          handlers: Map<string, (request: Request) => unknown>;
        };
        const serve = handlers.get('app');
        // The document is there, and waits for its script.
        handlers.set('app', (request) => {
          if (!request.url.endsWith('.js')) return serve?.(request);
          if (serve !== undefined) handlers.set('app', serve);
          contents.forcefullyCrashRenderer();
          return new Promise(() => undefined);
        });
      });
    }, false);
    await expect
      .poll(() => readFile(path.join(userData, 'tabkeeper.log'), 'utf8'))
      .toContain('"crashed"');
    // The page that comes after the one that crashed.
    const isThere = () => signInForm().then(...([() => true, () => false] as const));
    await expect.poll(isThere).toBe(true);
    expect(await boxes(app)).toEqual([]);
  });

  it('survive a page that fails to load: once more, and then a question', async () => {
    await start(({ app: electronApp }) => {
      electronApp.once('web-contents-created', (_event, contents) => {
        const { handlers } = contents.session.protocol as unknown as {
          handlers: Map<string, () => never>;
        };
        handlers.set('app', () => {
          throw new Error('the disk is gone');
        });
      });
    }, false);
    await expect.poll(async () => (await boxes(app)).length).toBe(1);
    expect((await boxes(app))[0]?.message).toBe('The window of Tabkeeper could not be loaded');
  });

  it('survive a wish for another area during the first load, which is followed after it', async () => {
    await start(({ app: electronApp }, _nothing, host) => {
      electronApp.once('web-contents-created', (_event, contents) => {
        contents.once('did-start-loading', () => {
          interface Item {
            label: string;
            submenu?: { items: Item[] };
            click: () => void;
          }
          const { items } = host.record.applicationMenu as { items: Item[] };
          const all = items.flatMap((item) => item.submenu?.items ?? []);
          setTimeout(() => all.find(({ label }) => label === 'Settings…')?.click(), 0);
        });
      });
    });
    await app.page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(app.page.url()).toMatch(/#settings$/u);
  });

  it('survive being left while it loads, and the app ends in good order', async () => {
    await start(({ app: electronApp }) => {
      electronApp.once('web-contents-created', (_event, contents) => {
        contents.once('did-start-loading', () => setTimeout(() => electronApp.quit(), 0));
      });
    }, false);
    expect(await app.exited).toBe(0);
    expect(app.stdout()).not.toContain('could not start');
  });

  it('keep what was typed when the window is shown again at the area that it shows', async () => {
    await start(({ app: electronApp }) => {
      const seen: string[] = [];
      Reflect.set(globalThis, 'loads', seen);
      electronApp.once('web-contents-created', (_event, contents) => {
        contents.on('did-start-loading', () => seen.push('begun'));
        contents.on('did-finish-load', () => seen.push('loaded'));
      });
    });
    // What main asks of the page has begun before main answers this.
    const loads = () =>
      app.evaluateMain(() => Reflect.get(globalThis, 'loads') as readonly string[]);
    const first = ['begun', 'loaded'];
    await expect.poll(loads).toEqual(first);
    await leaveFirstRun(app.page);
    const name = app.page.getByLabel('User name');
    await name.fill('somebody@example.com');

    await clickTray(app, 'Sign in');
    // As main sees it, which may hear of it later than this program.
    const url = () =>
      app.evaluateMain(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
      );
    await expect.poll(url).toMatch(/#session$/u);
    // Another fragment of the same document: nothing is loaded by it.
    const shown = [...first, 'begun'];
    expect(await loads()).toEqual(shown);
    for (let n = 0; n < 3; n += 1) {
      await clickTray(app, 'Sign in');
      expect(await loads()).toEqual(shown);
    }
    expect((await app.secondInstance()).code).toBe(0);
    expect(await loads()).toEqual(shown);
    expect(await name.inputValue()).toBe('somebody@example.com');
  });
});
