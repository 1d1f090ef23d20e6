/**
 * The built app in the browser host, with everything still that would differ from run to run: both
 * clocks, what is random and in sight, the computer's name. So a picture is new only where the app is.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestHooks } from '../../src-main/electron/life/test-hooks.ts';
import type { AppDriver } from '../../test/driver/driver.ts';
import { launchApp } from '../../test/driver/launch.ts';
import { smallPng } from './small-png.ts';

/** The same moment as in `beStill`, which travels as text. */
const START = Date.UTC(2026, 2, 17, 9, 0);
const MINUTE_MS = 60_000;
const SIZE = { width: 960, height: 640 };
/** Sharp on a dense display too, at a size that a page with a dozen of them can bear. */
const SCALE = 1.5;
const THEMES = ['light', 'dark'] as const;

export interface StillApp {
  readonly app: AppDriver;
  /** Moves the app's clock. */
  readonly pass: (minutes: number) => Promise<void>;
  /** The window as a PNG in each theme. */
  readonly draw: () => Promise<readonly { readonly theme: string; readonly file: Buffer }[]>;
  readonly close: () => Promise<void>;
}

/** Starts the app with these arguments and the clock at 09:00. */
export async function openStillApp(args: readonly string[] = []): Promise<StillApp> {
  // Times are shown in the zone of the process; Chromium inherits it.
  process.env['TZ'] = 'UTC';
  const userData = await mkdtemp(path.join(tmpdir(), 'tabkeeper-pictures-'));
  const app = await launchApp({ args, userData, keyring: 'protected', before: beStill });
  const { page } = app;
  const devtools = await page.context().newCDPSession(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(hideCaret);
  const scaleTo = (deviceScaleFactor: number) =>
    devtools.send('Emulation.setDeviceMetricsOverride', {
      ...SIZE,
      deviceScaleFactor,
      mobile: false,
    });
  await page.clock.setFixedTime(START);
  let passed = 0;

  const photograph = async () =>
    Buffer.from((await devtools.send('Page.captureScreenshot', { format: 'png' })).data, 'base64');

  /** Resolves to a picture that is the same twice in a row: what comes late is there, nothing moves. */
  async function shoot(): Promise<Buffer> {
    let last = await photograph();
    for (let tries = 0; tries < 50; tries += 1) {
      const next = await photograph();
      if (next.equals(last)) return next;
      last = next;
    }
    throw new Error('The window does not come to rest.');
  }

  return {
    app,
    pass: async (minutes) => {
      passed += minutes * MINUTE_MS;
      await app.advance(minutes * MINUTE_MS);
      await page.clock.setFixedTime(START + passed);
      // As when it is shown again: the window counts on from main's time of now.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    },
    draw: async () => {
      await app.settled();
      // The last word counts, and the host has sized the page.
      await scaleTo(SCALE);
      await page.evaluate(() => document.fonts.ready);
      // What the pointer rests on looks different: here it rests on nothing.
      await page.mouse.move(0, SIZE.height - 1);
      await page.evaluate(writeFolder, { from: userData, to: '/home/avery/.config/Tabkeeper' });
      const drawn = [];
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await shoot();
        // What came late was painted in parts; at another scale all of it is painted anew.
        await scaleTo(1);
        await scaleTo(SCALE);
        drawn.push({ theme, file: smallPng(await shoot()) });
      }
      return drawn;
    },
    close: async () => {
      await app.close();
      await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Runs in main before the app, as text. */
function beStill(): void {
  const start = Date.UTC(2026, 2, 17, 9, 0);
  Date.now = () => start;
  Math.random = () => 0.5;
  const crypto = process.getBuiltinModule('node:crypto') as { randomBytes: unknown };
  const { randomBytes, createHash } = process.getBuiltinModule('node:crypto');
  // Of these lengths are session IDs, the codes of a phone, and those that a program is known by.
  crypto.randomBytes = (size: number, ...rest: []) =>
    [6, 8, 32].includes(size)
      ? createHash('sha256').update(String(size)).digest().subarray(0, size)
      : randomBytes(size, ...rest);
  const os = process.getBuiltinModule('node:os') as { hostname: unknown };
  os.hostname = () => 'avery-laptop';
  process.getBuiltinModule('node:module').syncBuiltinESMExports();
  // No time passes but what the scenes let pass.
  let hooks: TestHooks | undefined;
  Object.defineProperty(globalThis, 'tabkeeperTestHooks', {
    get: () => hooks,
    set: (given: TestHooks) => {
      hooks = given;
      given.hold();
    },
  });
}

/** Runs in the page: a caret blinks. A sheet of this kind is what the policy lets through. */
function hideCaret(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { caret-color: transparent !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** Runs in the page: the folder of this run becomes one that a reader may have. */
function writeFolder({ from, to }: { from: string; to: string }): void {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    if (text.nodeValue?.includes(from) === true) {
      text.nodeValue = text.nodeValue.replaceAll(from, to);
    }
  }
}
