/**
 * The built window in a real browser, with a scripted main behind `window.bridge`: the files are
 * served at a secure origin with the product's own policy, so that a breach of it is seen here.
 */
import { chromium, type Browser, type Page, type ViewportSize } from 'playwright-core';
import { browserLaunch } from '../../scripts/browser.ts';
import type { CommandName, Input } from '../../src-shared/contract.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { detailOf, type View } from './snapshots.ts';

/** How the scripted main takes commands. All but `mute` still hand out the snapshot. */
export type Manner = 'accept' | 'hang' | 'reject' | 'mute';

export interface Window {
  readonly page: Page;
  /** Commands as they crossed the bridge, in order. */
  readonly sent: () => Promise<{ name: CommandName; input: unknown }[]>;
  /** Hands a snapshot to the window as main would. */
  readonly push: (snapshot: Snapshot) => Promise<void>;
  /** Draws one of the prepared views in the same page, from the beginning of a window. */
  readonly show: (view: View) => Promise<void>;
  /** Sets what one command is answered with from now on. */
  readonly answer: (name: CommandName, result: Result<unknown>) => Promise<void>;
  /** Breaches of the policy, errors and warnings of the console, uncaught errors. */
  readonly complaints: () => string[];
  readonly close: () => Promise<void>;
}

/** Lives in the page. */
interface FakeMain {
  snapshot: unknown;
  details: Record<string, unknown>;
  history: readonly HistoryEvent[];
  manner: Manner;
  answers: Record<string, unknown>;
  sent: { name: string; input: unknown }[];
  listeners: ((snapshot: unknown) => void)[];
}

type Seed = Pick<FakeMain, 'snapshot' | 'details' | 'history' | 'manner'>;

/** Lives in the page, as what follows: plain JavaScript's subset, since it is sent as text. */
function installFakeMain(seed: Seed): void {
  const main: FakeMain = { ...seed, answers: {}, sent: [], listeners: [] };
  const reply = (name: string, input: { id?: number }): Promise<unknown> => {
    if (name in main.answers) return Promise.resolve(main.answers[name]);
    if (main.manner === 'mute') return new Promise(() => undefined);
    if (main.manner === 'hang' && name !== 'getSnapshot') return new Promise(() => undefined);
    if (main.manner === 'reject' && name !== 'getSnapshot') {
      return Promise.reject(new Error('the bridge is down'));
    }
    if (name === 'getSnapshot') return Promise.resolve({ ok: true, value: main.snapshot });
    if (name === 'getRecentActions') return Promise.resolve({ ok: true, value: [] });
    if (name === 'getHistory') return Promise.resolve({ ok: true, value: main.history });
    if (name === 'getExchange') {
      return Promise.resolve({ ok: true, value: main.details[String(input.id)] });
    }
    return Promise.resolve({ ok: true, value: null });
  };
  Object.assign(globalThis, {
    fakeMain: main,
    bridge: {
      call(name: string, input: { id?: number }) {
        main.sent.push({ name, input });
        return reply(name, input);
      },
      onSnapshot(listener: (snapshot: unknown) => void) {
        main.listeners.push(listener);
        return () => {
          main.listeners = main.listeners.filter((it) => it !== listener);
        };
      },
    },
  });
}

function tellOfBreaches(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    // eslint-disable-next-line no-console -- the page's console, read by the test
    console.error(`policy: ${event.violatedDirective} ${event.sample}`);
  });
}

/** Resolves when a window stands there at its beginning, over the bridge that was installed. */
async function beginAt(hash: string): Promise<void> {
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  await drawAnew();
}

/** Of a window that is no release (mount.ts). */
declare const drawAnew: () => Promise<void>;
declare const fakeMain: FakeMain;

/** Resolves with the title of the panel, which takes the focus: its code may be loaded only now. */
const drawn = (page: Page) => page.locator('main h1').first().waitFor();

interface Options {
  readonly hash?: string;
  readonly manner?: Manner;
  readonly freezeAt?: number;
  readonly history?: readonly HistoryEvent[];
  readonly viewport?: ViewportSize;
  readonly colorScheme?: 'light' | 'dark';
  /** In a document of its own, which has loaded none of the parts that are loaded later. */
  readonly fresh?: boolean;
}

export interface Stage {
  open(snapshot: Snapshot, options?: Options): Promise<Window>;
}

const detailsOf = (snapshot: Snapshot) =>
  Object.fromEntries(snapshot.activity.map((it) => [it.id, detailOf(it)]));

/**
 * A page that serves one window after another: a document of its own would cost each of them as much again
 * as the window itself.
 */
interface Place {
  readonly page: Page;
  /** Of the window that it serves now. */
  complaints: string[];
  /** How many documents it has opened. */
  documents: number;
}

/** Where the window is served, and the browser to open it in. */
export interface Site {
  readonly origin: string;
  readonly browser: Browser;
}

/** A browser whose pages find nobody outside of this computer, whatever the policy lets through. */
export async function startBrowser(): Promise<Browser> {
  const { executablePath, args } = await browserLaunch();
  const alone = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return chromium.launch({ executablePath, args: [...args, alone] });
}

export function openStage({ origin, browser }: Site): Stage {
  /** Whose window was closed. */
  const free: Place[] = [];

  async function openPlace(): Promise<Place> {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    await context.addInitScript(tellOfBreaches);
    const place: Place = { page: await context.newPage(), complaints: [], documents: 0 };
    // Ends what hangs, on a machine with much to do too.
    place.page.setDefaultTimeout(90_000);
    place.page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) place.complaints.push(message.text());
    });
    place.page.on('pageerror', (error) => place.complaints.push(String(error)));
    // Nothing is intercepted, for without its cache the browser would read all of the window again each time.
    place.page.on('request', (request) => {
      const url = request.url();
      if (new URL(url).origin !== origin) place.complaints.push(`asked for ${url}`);
    });
    place.page.on('response', (response) => {
      if (!response.ok()) place.complaints.push(`asked for ${response.url()}, and got nothing`);
    });
    return place;
  }

  async function openDocument(place: Place, seed: Seed, hash: string): Promise<void> {
    const { page, complaints } = place;
    place.documents += 1;
    const script = await page.addInitScript(installFakeMain, seed);
    // The number makes another document of the same address.
    await page.goto(`${origin}/?${place.documents}${hash}`).catch((error: unknown) => {
      throw new Error(`the window did not open: ${complaints.join('; ')}`, { cause: error });
    });
    await script.dispose();
    await page.evaluate(() => document.fonts.ready);
  }

  async function drawAnew(page: Page, seed: Seed, hash: string): Promise<void> {
    // As in a new document: until the pointer is used, the focus is seen.
    await page.keyboard.press('Shift');
    await page.evaluate(installFakeMain, seed);
    await page.evaluate(beginAt, hash);
  }

  return {
    async open(snapshot, options = {}) {
      const { hash = '', manner = 'accept', history = [], freezeAt, fresh = false } = options;
      const { viewport = { width: 960, height: 640 }, colorScheme = 'light' } = options;
      const place = free.pop() ?? (await openPlace());
      const { page } = place;
      const complaints: string[] = [];
      place.complaints = complaints;
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, contrast: null, forcedColors: null });
      // The window before may have stopped the clock.
      if (place.documents > 0) await page.clock.resume();
      await page.clock.install({ time: freezeAt ?? snapshot.at });
      const seed = { snapshot, manner, history, details: detailsOf(snapshot) };
      if (fresh || place.documents === 0) await openDocument(place, seed, hash);
      else await drawAnew(page, seed, hash);
      if (manner !== 'mute') await drawn(page);
      return {
        page,
        async show({ snapshot: shown, history: past, hash: at }) {
          const own = { manner, history: past ?? [], details: detailsOf(shown) };
          await drawAnew(page, { snapshot: shown, ...own }, at);
          await drawn(page);
          if (past !== undefined && at !== '#activity') await page.getByRole('slider').waitFor();
          if (shown.handOff.question !== null) await page.getByRole('dialog').waitFor();
          await page.clock.runFor(600);
        },
        sent: () =>
          page.evaluate(() => fakeMain.sent) as Promise<{ name: CommandName; input: unknown }[]>,
        push: (next) =>
          page.evaluate(
            ([it, details]) => {
              fakeMain.snapshot = it;
              Object.assign(fakeMain.details, details);
              for (const listener of fakeMain.listeners) listener(it);
            },
            [next, detailsOf(next)] as const,
          ),
        answer: (name, result) =>
          page.evaluate(
            ([command, it]) => {
              fakeMain.answers[command] = it;
            },
            [name, result] as const,
          ),
        complaints: () => complaints,
        async close() {
          // What the pointer rests on looks different.
          await page.mouse.move(0, 0);
          if (!free.includes(place)) free.push(place);
        },
      };
    },
  };
}

/** The input of the only call of that name. */
export async function inputOf<N extends CommandName>(
  window: Window,
  name: N,
): Promise<Input<N> | undefined> {
  const found = (await window.sent()).filter((it) => it.name === name);
  if (found.length > 1) throw new Error(`${name} was sent ${found.length} times`);
  return found[0]?.input as Input<N> | undefined;
}
