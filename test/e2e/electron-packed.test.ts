/**
 * The packed archive on real Electron: the page out of app.asar, as users get it. The packed program takes
 * no orders, so the archive is opened by the Electron of the developers. `npm run pack` goes before it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Platform } from 'electron-builder';
import { afterEach, describe, expect, it } from 'vitest';
import { partsOf } from '../../scripts/pack/builder.ts';
import type { AppDriver } from '../driver/driver.ts';
import { electronMissing } from '../driver/electron-app.ts';
import { launchApp } from '../driver/launch.ts';
import { skipped } from './hosts.ts';

const report = path.resolve(import.meta.dirname, '../../release/pack.json');

function archive(): string | null {
  if (!existsSync(report)) return null;
  const { folders } = JSON.parse(readFileSync(report, 'utf8')) as { folders: readonly string[] };
  const [folder] = folders;
  return folder === undefined ? null : partsOf(folder, Platform.current()).asar;
}

const missing = electronMissing() ?? (archive() === null ? 'npm run pack has not been run' : null);

describe.skipIf(missing !== null)(
  `[E105] the packed archive, on Electron${skipped(missing)}`,
  () => {
    let app: AppDriver | undefined;
    afterEach(() => app?.close());

    it('brings the script, the styles and both fonts, and nothing against its policy', async () => {
      app = await launchApp({ host: 'electron', appPath: archive() ?? '', args: ['--practice'] });
      const { page } = app;
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.reload({ waitUntil: 'load' });
      await page.getByRole('button', { name: 'Extend now' }).waitFor();
      const fonts = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts]
          .filter(({ status }) => status === 'loaded')
          .map((one) => one.family);
      });
      expect(new Set(fonts.map((name) => name.replaceAll('"', ''))).size).toBeGreaterThanOrEqual(2);
      expect(await page.evaluate(() => document.querySelector('script')?.type)).toBe('module');
      expect(await page.evaluate(() => location.href)).toMatch(/^app:\/\/bundle\/index\.html/u);
      expect(complaints).toEqual([]);
    });
  },
);
