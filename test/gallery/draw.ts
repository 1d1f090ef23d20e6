/**
 * Draws every scene of this checkout in every look: `node test/gallery/draw.ts FOLDER [ONLY]` writes
 * `FOLDER/<look>/<scene>.png`, of the scenes whose names match the pattern ONLY.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { bundles } from '../../scripts/vite.ts';
import { settled } from '../browser/geometry.ts';
import { openStage, startBrowser } from '../browser/harness.ts';
import { play, scenes } from '../browser/scenes.ts';
import { serve } from '../browser/set-up.ts';
import { NOW, signedOut, snapshot } from '../browser/snapshots.ts';

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** What is drawn at one size, which is set once: another one lays out the whole page. */
const sizes: readonly {
  readonly size: readonly [number, number];
  readonly looks: Readonly<Record<string, Media>>;
}[] = [
  {
    size: [960, 640],
    looks: {
      light: {},
      dark: { colorScheme: 'dark' },
      'high-contrast': { contrast: 'more' },
      'high-contrast-dark': { contrast: 'more', colorScheme: 'dark' },
      'forced-colours': { forcedColors: 'active' },
    },
  },
  { size: [1920, 1080], looks: { wide: {} } },
  // Text of 200 % halves what a window of 960 has.
  { size: [480, 320], looks: { 'text-200': {} } },
  { size: [360, 640], looks: { narrow: {}, 'narrow-dark': { colorScheme: 'dark' } } },
];

/** A name that any system takes for a file. */
const fileOf = (scene: string) => `${scene.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '-')}.png`;

/** Makes the page as high as all that main holds, so that nothing of it is left out of the picture. */
async function showWhole(page: Page): Promise<void> {
  await settled(page);
  const hidden = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main === null ? 0 : main.scrollHeight - main.clientHeight;
  });
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  if (hidden <= 0) return;
  await page.setViewportSize({ width, height: height + hidden });
  await settled(page);
}

/** A caret blinks, and forced colours paint it whatever its colour is: a field that only shows has none. */
async function stopCaret(page: Page, stop: boolean): Promise<void> {
  await page.evaluate((is) => {
    const at = document.activeElement;
    if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) at.readOnly = is;
  }, stop);
}

/** Draws what the page shows in every look. */
async function drawLooks(page: Page, fileIn: (look: string) => string): Promise<void> {
  for (const { size, looks } of sizes) {
    const [width, height] = size;
    await page.setViewportSize({ width, height });
    for (const [look, media] of Object.entries(looks)) {
      await page.emulateMedia({
        ...{ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
        ...media,
      });
      await showWhole(page);
      await page.screenshot({ path: fileIn(look), animations: 'disabled', caret: 'hide' });
    }
  }
}

async function draw(folder: string, only: string): Promise<void> {
  const wanted = new RegExp(only, 'u');
  const dist = await mkdtemp(path.join(tmpdir(), 'tabkeeper-gallery-'));
  await build(bundles.renderer({ release: false, maps: false, watch: false, dist }));
  const server = await serve(path.join(dist, 'renderer'));
  const browser = await startBrowser();
  const stage = openStage({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
  });
  try {
    const window = await stage.open(snapshot(signedOut));
    const { page } = window;
    // Seconds that pass would be differences.
    await page.clock.pauseAt(NOW + 60_000);
    for (const look of sizes.flatMap(({ looks }) => Object.keys(looks)))
      await mkdir(path.join(folder, look), { recursive: true });
    for (const [name, scene] of Object.entries(scenes)) {
      if (!wanted.test(name)) continue;
      await page.setViewportSize({ width: 960, height: 640 });
      await play(window, scene);
      // What the pointer rests on looks different: it is outside.
      await page.mouse.move(-1, -1);
      // As when it is shown again: it takes main's time of the snapshot, whatever has passed since.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await stopCaret(page, true);
      await drawLooks(page, (look) => path.join(folder, look, fileOf(name)));
      await stopCaret(page, false);
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(dist, { recursive: true, force: true });
  }
}

const [folder, only = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say into which folder to draw.');
await draw(folder, only);
