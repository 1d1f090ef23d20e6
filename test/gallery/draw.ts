/**
 * Draws every scene of this checkout in every look: `node test/gallery/draw.ts FOLDER [ONLY]` writes
 * `FOLDER/<look>/<scene>.png`, of the scenes whose names match the pattern ONLY.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { bundles } from '../../scripts/vite.ts';
import { settled } from '../browser/geometry.ts';
import { openStage } from '../browser/harness.ts';
import { play, scenes } from '../browser/scenes.ts';
import { serve, startBrowser } from '../browser/set-up.ts';
import { NOW, signedOut, snapshot } from '../browser/snapshots.ts';

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** By size, since another one lays out the whole page. Text of 200 % halves what a window of 960 has. */
const looks: Readonly<Record<string, Media & { readonly size: readonly [number, number] }>> = {
  light: { size: [960, 640] },
  dark: { size: [960, 640], colorScheme: 'dark' },
  'high-contrast': { size: [960, 640], contrast: 'more' },
  'high-contrast-dark': { size: [960, 640], contrast: 'more', colorScheme: 'dark' },
  'forced-colours': { size: [960, 640], forcedColors: 'active' },
  wide: { size: [1920, 1080] },
  'text-200': { size: [480, 320] },
  narrow: { size: [360, 640] },
  'narrow-dark': { size: [360, 640], colorScheme: 'dark' },
};

/** A name that any system takes for a file. */
const fileOf = (scene: string) => `${scene.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '-')}.png`;

/** As high as all that main holds, so that nothing of it is left out of the picture. */
async function takeWhole(page: Page, [width, height]: readonly [number, number], file: string) {
  await page.setViewportSize({ width, height });
  await settled(page);
  const hidden = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main === null ? 0 : main.scrollHeight - main.clientHeight;
  });
  if (hidden > 0) await page.setViewportSize({ width, height: height + hidden });
  await settled(page);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}

async function draw(folder: string, only: string): Promise<void> {
  const wanted = new RegExp(only, 'u');
  const dist = await mkdtemp(path.join(tmpdir(), 'tabkeeper-gallery-'));
  await build(bundles.renderer({ release: false, maps: false, watch: false, dist }));
  const server = await serve(path.join(dist, 'renderer'));
  const browser = await startBrowser();
  const stage = await openStage({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser: await chromium.connect(browser.wsEndpoint()),
  });
  try {
    const window = await stage.open(snapshot(signedOut));
    const { page } = window;
    // Seconds that pass would be differences.
    await page.clock.pauseAt(NOW + 60_000);
    for (const look of Object.keys(looks))
      await mkdir(path.join(folder, look), { recursive: true });
    for (const [name, scene] of Object.entries(scenes)) {
      if (!wanted.test(name)) continue;
      await page.setViewportSize({ width: 960, height: 640 });
      await play(window, scene);
      for (const [look, { size, ...media }] of Object.entries(looks)) {
        await page.emulateMedia({
          ...{ colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
          ...media,
        });
        await takeWhole(page, size, path.join(folder, look, fileOf(name)));
      }
    }
  } finally {
    await stage.close();
    await browser.close();
    server.closeAllConnections();
    server.close();
    await rm(dist, { recursive: true, force: true });
  }
}

const [folder, only = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say into which folder to draw.');
await draw(folder, only);
