/**
 * The built window in a real browser, with a scripted main behind `window.bridge`: the files are
 * served at a secure origin with the product's own policy, so that a breach of it is seen here.
 */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { CommandName, Input } from '../../src-shared/contract.ts';
import type { HistoryEvent } from '../../src-shared/history.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Snapshot } from '../../src-shared/snapshot.ts';
import { detailOf, openSession, type View } from './snapshots.ts';

/** How the scripted main takes commands. All but `mute` still hand out the snapshot. */
export type Manner = 'accept' | 'hang' | 'reject' | 'mute';

export interface Window {
  readonly page: Page;
  /** Commands as they crossed the bridge, in order. */
  readonly sent: () => Promise<{ name: CommandName; input: unknown }[]>;
  /** Hands a snapshot to the window as main would. */
  readonly push: (snapshot: Snapshot) => Promise<void>;
  /** Draws one of the prepared views in the same page, through a session in between. */
  readonly show: (view: View) => Promise<void>;
  /** Sets what one command is answered with from now on. */
  readonly answer: (name: CommandName, result: Result<unknown>) => Promise<void>;
  /** Breaches of the policy, errors and warnings of the console, uncaught errors. */
  readonly complaints: () => string[];
  readonly close: () => Promise<void>;
}

/** Lives in the page: plain JavaScript's subset, since it is sent as text. */
interface FakeMain {
  snapshot: unknown;
  details: Record<string, unknown>;
  history: readonly HistoryEvent[];
  manner: Manner;
  answers: Record<string, unknown>;
  sent: { name: string; input: unknown }[];
  listeners: ((snapshot: unknown) => void)[];
}

function installFakeMain(
  seed: Pick<FakeMain, 'snapshot' | 'details' | 'history' | 'manner'>,
): void {
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
  document.addEventListener('securitypolicyviolation', (event) => {
    // eslint-disable-next-line no-console -- the page's console, read by the test
    console.error(`policy: ${event.violatedDirective} ${event.sample}`);
  });
}

/** Lives in the page. Resolves when the window has followed. */
function goTo(hash: string): Promise<void> | void {
  if (location.hash === hash) return;
  return new Promise((resolve) => {
    addEventListener('hashchange', () => resolve(), { once: true });
    location.hash = hash;
  });
}

declare const fakeMain: FakeMain;

/** Resolves with the title of the panel, which takes the focus: its code may be loaded only now. */
const drawn = (page: Page) => page.locator('main h1').first().waitFor();

export interface Stage {
  open(
    snapshot: Snapshot,
    options?: BrowserContextOptions & {
      hash?: string;
      manner?: Manner;
      freezeAt?: number;
      history?: readonly HistoryEvent[];
    },
  ): Promise<Window>;
  close(): Promise<void>;
}

const detailsOf = (snapshot: Snapshot) =>
  Object.fromEntries(snapshot.activity.map((it) => [it.id, detailOf(it)]));

/** A page that serves one window after another. */
interface Place {
  readonly page: Page;
  /** Of the window that it serves now. */
  complaints: string[];
  /** How many windows it has served. */
  windows: number;
}

const look = { viewport: { width: 960, height: 640 }, reducedMotion: 'reduce' } as const;

/** Where the window is served, and the browser to open it in. */
export interface Site {
  readonly origin: string;
  readonly browser: Browser;
}

/** That of set-up.ts. */
const siteOfSpecs = async (): Promise<Site> => ({
  origin: inject('windowOrigin'),
  browser: await chromium.connect(inject('browserEndpoint')),
});

export async function openStage(site?: Site): Promise<Stage> {
  const { origin, browser } = site ?? (await siteOfSpecs());
  /** Pages whose window was closed, by the options of their context: a new one is dear. */
  const free = new Map<string, Place[]>();

  async function openPlace(options: BrowserContextOptions): Promise<Place> {
    const context = await browser.newContext(options);
    const place: Place = { page: await context.newPage(), complaints: [], windows: 0 };
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

  return {
    async open(
      snapshot,
      { hash = '', manner = 'accept', history = [], freezeAt, ...options } = {},
    ) {
      const all = { ...look, ...options };
      const key = JSON.stringify(all);
      const place = free.get(key)?.pop() ?? (await openPlace(all));
      const { page } = place;
      const complaints: string[] = [];
      place.complaints = complaints;
      place.windows += 1;
      // The window before may have stopped the clock.
      if (place.windows > 1) await page.clock.resume();
      await page.clock.install({ time: freezeAt ?? snapshot.at });
      const seed = { snapshot, manner, history, details: detailsOf(snapshot) };
      const script = await page.addInitScript(installFakeMain, seed);
      // The number makes another document of the same address.
      await page.goto(`${origin}/?${place.windows}${hash}`).catch((error: unknown) => {
        throw new Error(`the window did not open: ${complaints.join('; ')}`, { cause: error });
      });
      await script.dispose();
      await page.evaluate(() => document.fonts.ready);
      if (manner !== 'mute') await drawn(page);
      let revision = snapshot.revision;
      const push = (next: Snapshot) =>
        page.evaluate(
          ([it, details]) => {
            fakeMain.snapshot = it;
            Object.assign(fakeMain.details, details);
            for (const listener of fakeMain.listeners) listener(it);
          },
          [next, detailsOf(next)] as const,
        );
      return {
        page,
        async show(view) {
          // What was typed into the form before goes with the session in between.
          await push({
            ...view.snapshot,
            sessions: { default: openSession },
            revision: ++revision,
          });
          await page.evaluate((it) => {
            fakeMain.history = it;
            location.hash = '#activity';
          }, view.history ?? []);
          await page.clock.runFor(20);
          await page.evaluate(goTo, view.hash);
          await push({ ...view.snapshot, revision: ++revision });
          await drawn(page);
          if (view.history !== undefined && view.hash !== '#activity') {
            await page.getByRole('slider').waitFor();
          }
          if (view.snapshot.handOff.question !== null) await page.getByRole('dialog').waitFor();
          await page.clock.runFor(600);
        },
        sent: () =>
          page.evaluate(() => fakeMain.sent) as Promise<{ name: CommandName; input: unknown }[]>,
        push,
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
          free.set(key, [...(free.get(key) ?? []), place]);
        },
      };
    },
    close: () => browser.close(),
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
