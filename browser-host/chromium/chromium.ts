/**
 * The one Chromium of the host: started when the first window needs it, started again if a user
 * closed it, gone with the process. All that it writes lies in one folder that goes with it.
 * A test driver brings its own, which serves one host after another: then only pages of it are used.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CdpLine } from './cdp.ts';
import { HostPage } from './host-page.ts';
import { startChromium, type ChromiumOptions } from './start-chromium.ts';
import { socketWire } from './wires.ts';

/** The Chromium of a test driver. */
export interface DriversChromium {
  /** Where it listens, such as `ws://127.0.0.1:20123/devtools/browser/…`. */
  readonly endpoint: string;
  /** Called with the ID of the target of each page, so that the driver knows whose it is. */
  readonly opened: (targetId: string) => void;
}

let options: ChromiumOptions = { headless: true, cdpPort: null };
let driversOwn: DriversChromium | null = null;
let line: Promise<CdpLine> | null = null;
let folder: string | null = null;
/** The browser contexts that stand for Electron's sessions. */
const contexts = new Map<string, Promise<string>>();
const contextIds = new Set<string>();

export function configureChromium(
  given: ChromiumOptions,
  ofDriver: DriversChromium | null = null,
): void {
  options = given;
  driversOwn = ofDriver;
}

async function openContext({ browser }: CdpLine): Promise<string> {
  const { browserContextId } = await browser.send('Target.createBrowserContext', {
    disposeOnDetach: true,
  });
  contextIds.add(browserContextId);
  await Promise.all([
    browser.send('Browser.setDownloadBehavior', { behavior: 'deny', browserContextId }),
    // An empty grant is Chromium's way to refuse everything else without asking.
    browser.send('Browser.grantPermissions', { permissions: [], browserContextId }),
  ]);
  return browserContextId;
}

/** What every page is to take the system's theme for; null: the system's own. */
let colours: 'light' | 'dark' | null = null;

/** Gives the pages of now and later the colours of this theme. */
export function colourPages(theme: 'system' | 'light' | 'dark'): void {
  colours = theme === 'system' ? null : theme;
  // A page that is going needs none.
  for (const page of ours) page.colour(colours).catch(() => undefined);
}

/** Every page of the host's contexts, by the ID of its target; and those that the host has opened. */
const pages = new Map<string, HostPage>();
const ours = new Set<HostPage>();
const opening = new Set<Promise<unknown>>();

/** A page for a window. It waits for `begin`. */
export async function openPage(partition: string): Promise<HostPage> {
  line ??= connect();
  const connected = await line;
  const context = contexts.get(partition) ?? openContext(connected);
  contexts.set(partition, context);
  const browserContextId = await context;
  const created = connected.browser.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
  });
  opening.add(created);
  try {
    const { targetId } = await created;
    const page = pages.get(targetId);
    if (page === undefined) throw new Error('the page was closed at once');
    ours.add(page);
    driversOwn?.opened(targetId);
    // Answered once the page runs.
    if (colours !== null) page.colour(colours).catch(() => undefined);
    return page;
  } finally {
    opening.delete(created);
  }
}

/** Gives the page the size of a window's content. */
export const sizePage = (
  page: HostPage,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> => page.resize(width, height, options.headless);

async function connect(): Promise<CdpLine> {
  const connected = await (driversOwn === null ? startOwn() : connectTo(driversOwn.endpoint));
  const { browser } = connected;
  browser.on('close', () => {
    line = null;
    contexts.clear();
    contextIds.clear();
  });
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const { targetId, browserContextId = '' } = targetInfo;
    if (!contextIds.has(browserContextId)) {
      leave(connected, sessionId).catch(() => undefined);
      return;
    }
    const page = new HostPage(connected, targetId, sessionId);
    pages.set(targetId, page);
    page.once('closed', () => {
      pages.delete(targetId);
      ours.delete(page);
    });
    closeUnlessOurs(page).catch(() => undefined);
  });
  await browser.send('Target.setAutoAttach', {
    ...{ autoAttach: true, waitForDebuggerOnStart: true, flatten: true },
    filter: [{ type: 'page' }],
  });
  return connected;
}

/** A link with a target opens a page before anybody can be asked: it goes before it has run. */
async function closeUnlessOurs(page: HostPage): Promise<void> {
  await Promise.allSettled(opening);
  if (!ours.has(page)) await page.close();
}

/** The page of another host. */
async function leave(connected: CdpLine, sessionId: string): Promise<void> {
  await connected.session(sessionId).send('Runtime.runIfWaitingForDebugger');
  await connected.browser.send('Target.detachFromTarget', { sessionId });
}

async function startOwn(): Promise<CdpLine> {
  folder ??= mkdtempSync(path.join(tmpdir(), 'tabkeeper-chromium-'));
  const { wire, endpoint } = await startChromium(options, folder);
  const started = new CdpLine(wire);
  // Where it ends at once it says why.
  await started.browser.send('Browser.getVersion').catch(() => endpoint);
  return started;
}

const connectTo = async (endpoint: string) => new CdpLine(await socketWire(endpoint));

/** For the exit handler: Chromium has been killed by then, in a handler of its own. */
export function removeChromiumFolder(): void {
  if (folder !== null)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
