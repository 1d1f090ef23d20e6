/**
 * The one Chromium of the host: started when the first window needs it, started again if a user
 * closed it, gone with the process. All that it writes lies in one folder that goes with it.
 * A test driver brings its own, which serves one host after another: then only pages of it are used.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { browserLaunch } from '../scripts/browser.ts';
import { openTransport } from './cdp-transport.ts';

export interface ChromiumOptions {
  readonly headless: boolean;
  /** Other programs may drive the window through this port of 127.0.0.1. */
  readonly cdpPort: number | null;
}

/** The Chromium of a test driver. */
export interface DriversChromium {
  /** Where it listens, such as `http://127.0.0.1:20123`. */
  readonly endpoint: string;
  /** Called with the ID of the target of each page, so that the driver knows whose it is. */
  readonly opened: (targetId: string) => void;
}

let options: ChromiumOptions = { headless: true, cdpPort: null };
let driversOwn: DriversChromium | null = null;
let browser: Promise<Browser> | null = null;
let folder: string | null = null;
const contexts = new Map<string, Promise<BrowserContext>>();

export function configureChromium(
  given: ChromiumOptions,
  ofDriver: DriversChromium | null = null,
): void {
  options = given;
  driversOwn = ofDriver;
}

/** The browser context that stands for an Electron session. */
function contextOf(partition: string): Promise<BrowserContext> {
  const known = contexts.get(partition);
  if (known !== undefined) return known;
  const made = openContext();
  contexts.set(partition, made);
  return made;
}

async function openContext(): Promise<BrowserContext> {
  browser ??= launch();
  const context = await (
    await browser
  ).newContext({
    viewport: null,
    acceptDownloads: false,
    serviceWorkers: 'block',
    // The system's own settings, as in Electron.
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
  });
  // An empty grant is Chromium's way to refuse everything else without asking.
  await context.grantPermissions([]);
  // Pages of the host answer for themselves; what is left is a page that nobody should have opened.
  await context.route('**/*', (route) => route.abort('blockedbyclient'));
  context.on('page', (page) => {
    closeUnlessOurs(page).catch(() => undefined);
  });
  return context;
}

/** What every page is to take the system's theme for; null: the system's own. */
let colours: 'light' | 'dark' | null = null;

/** Gives the pages of now and later the colours of this theme. */
export function colourPages(theme: 'system' | 'light' | 'dark'): void {
  colours = theme === 'system' ? null : theme;
  const all = [...contexts.values()].map(async (context) => {
    for (const page of (await context).pages()) await page.emulateMedia({ colorScheme: colours });
  });
  // A page that is going needs none.
  Promise.all(all).catch(() => undefined);
}

const ours = new WeakSet<Page>();
const opening = new Set<Promise<Page>>();

/** A page for a window. */
export async function openPage(partition: string): Promise<Page> {
  const context = await contextOf(partition);
  const page = context.newPage();
  opening.add(page);
  try {
    const opened = await page;
    ours.add(opened);
    driversOwn?.opened(await targetOf(opened));
    if (colours !== null) await opened.emulateMedia({ colorScheme: colours });
    return opened;
  } finally {
    opening.delete(page);
  }
}

/** Gives the page the size of a window's content. */
export async function sizePage(
  page: Page,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  if (options.headless) {
    await page.setViewportSize({ width, height });
    return;
  }
  // The browser's own bars come on top.
  const [barWidth, barHeight] = await page.evaluate(() => [
    window.outerWidth - window.innerWidth,
    window.outerHeight - window.innerHeight,
  ]);
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const bounds = { width: width + barWidth, height: height + barHeight };
  await session.send('Browser.setWindowBounds', { windowId, bounds });
  await session.detach();
}

/**
 * Resolves when the page is gone. Chromium forgets a wish to close that comes while another document,
 * such as that of an error, takes the place of the one before: then it is told once more.
 */
export async function closePage(page: Page): Promise<void> {
  page.on('framenavigated', () => {
    const again = async () => (await page.context().newCDPSession(page)).send('Page.close');
    again().catch(() => undefined);
  });
  await page.close();
}

/** A link with a target opens a page before anybody can be asked: it goes at once. */
async function closeUnlessOurs(page: Page): Promise<void> {
  await Promise.allSettled(opening);
  if (!ours.has(page)) await page.close();
}

async function launch(): Promise<Browser> {
  const started = await (driversOwn === null ? startOwn() : connectTo(driversOwn.endpoint));
  started.on('disconnected', () => {
    browser = null;
    contexts.clear();
  });
  return started;
}

async function startOwn(): Promise<Browser> {
  folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-chromium-'));
  return chromium.launch({
    ...(await chromiumLaunch(options, folder)),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** With no say in what has been opened there already. */
export const connectTo = async (endpoint: string): Promise<Browser> =>
  chromium.connectOverCDP(await openTransport(endpoint), { noDefaults: true });

/** What a Chromium of the host is started with: all that it writes goes to the folder `home`. */
export async function chromiumLaunch(
  { headless, cdpPort }: ChromiumOptions,
  home: string,
): Promise<LaunchOptions> {
  const { executablePath, args } = await browserLaunch();
  const port =
    cdpPort === null
      ? []
      : [`--remote-debugging-port=${cdpPort}`, '--remote-debugging-address=127.0.0.1'];
  return {
    executablePath,
    headless,
    // Playwright leaves the sandbox out unless told; the standard arguments leave it out as root.
    chromiumSandbox: !args.includes('--no-sandbox'),
    args: [
      ...args,
      ...port,
      // Nothing is looked up or connected to, whatever a page tries past the interception.
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--no-proxy-server',
    ],
    env: { ...process.env, TMPDIR: home, TMP: home, TEMP: home },
    artifactsDir: home,
  };
}

/** The ID of a page's target: the same for everybody who is connected to its Chromium. */
export async function targetOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return targetInfo.targetId;
}

/** For the exit handler: Playwright has killed Chromium by then, in its own handler. */
export function removeChromiumFolder(): void {
  if (folder !== null)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
