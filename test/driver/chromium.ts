/**
 * The Chromium of every app that this process starts in the browser host. One is enough for all of
 * them, since each app opens a browser context of its own, with storage, cache and processes of its own,
 * and Chromium takes it away when the app is gone. To start one costs as much as the rest of an app.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startChromium } from '../../browser-host/chromium/start-chromium.ts';
import { socketWire } from '../../browser-host/chromium/wires.ts';

export interface DriverChromium {
  /** Where the browser host connects to it. */
  readonly endpoint: string;
  /** The open pages of these targets, oldest first. */
  pages(targetIds: ReadonlySet<string>): Page[];
}

interface Started {
  readonly chromium: DriverChromium;
  readonly end: () => Promise<void>;
}

let started: Promise<Started> | null = null;

/** Starts it when the first app needs it, and again when it has gone away. */
export async function driverChromium(): Promise<DriverChromium> {
  started ??= start();
  return (await started).chromium;
}

/** For a program that is to end by itself: Chromium keeps it alive. A worker of Vitest is ended. */
export async function endChromium(): Promise<void> {
  const running = started;
  started = null;
  await (await running)?.end();
}

async function start(): Promise<Started> {
  const home = mkdtempSync(path.join(tmpdir(), 'tabkeeper-chromium-'));
  const remove = () => rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  process.once('exit', remove);
  const own = await startChromium({ headless: true, cdpPort: 0 }, home);
  const endpoint = await own.endpoint;
  // With no say in what is opened there.
  const browser = await chromium.connectOverCDP(await socketWire(endpoint), { noDefaults: true });
  browser.on('disconnected', () => (started = null));
  return {
    chromium: { endpoint, pages: pagesOf(browser) },
    end: async () => {
      await own.end();
      process.off('exit', remove);
      remove();
    },
  };
}

function pagesOf(browser: Browser): DriverChromium['pages'] {
  const targets = new WeakMap<Page, string>();
  for (const context of browser.contexts()) {
    context.on('page', (page) => {
      targetOf(page).then(
        (id) => targets.set(page, id),
        // It was closed again at once.
        () => undefined,
      );
    });
  }
  return (targetIds) =>
    browser
      .contexts()
      .flatMap((context) => context.pages())
      .filter((page) => targetIds.has(targets.get(page) ?? ''));
}

/** The ID of a page's target: the same for everybody who is connected to its Chromium. */
async function targetOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return targetInfo.targetId;
}
