/** What differs between two folders of pictures, with a picture of each difference. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { browserLaunch } from '../../scripts/browser.ts';

export interface Picture {
  /** `<look>/<scene>.png`, in each of the folders that it is in. */
  readonly file: string;
  readonly is: 'same' | 'changed' | 'new' | 'gone';
  /** How many points differ; the whole picture where the sizes do. */
  readonly points: number;
}

async function picturesIn(folder: string): Promise<Set<string>> {
  const all = await readdir(folder, { recursive: true }).catch(() => []);
  const names = all.filter((name) => name.endsWith('.png'));
  return new Set(names.map((name) => name.replaceAll(path.sep, '/')));
}

interface Difference {
  readonly points: number;
  readonly png: string;
}

/** Lives in the page, whose canvas reads the pictures: what differs is red over a pale `after`. */
async function differenceOf([before, after]: readonly [string, string]): Promise<Difference> {
  const load = async (png: string) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    return image;
  };
  const [old, now] = await Promise.all([load(before), load(after)]);
  const canvas = document.createElement('canvas');
  const width = (canvas.width = Math.max(old.width, now.width));
  const height = (canvas.height = Math.max(old.height, now.height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  const read = (image: HTMLImageElement) => {
    context.clearRect(0, 0, width, height);
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const [was, is] = [read(old), read(now)];
  // A point at a time, as one number: alpha, blue, green, red.
  const was32 = new Uint32Array(was.data.buffer);
  const is32 = new Uint32Array(is.data.buffer);
  let points = 0;
  is32.forEach((point, at) => {
    if (was32[at] === point) {
      is32[at] = ((point & 0x00ffffff) | (70 << 24)) >>> 0;
    } else {
      points += 1;
      is32[at] = 0xff3c00dc;
    }
  });
  context.putImageData(is, 0, 0);
  return { points, png: canvas.toDataURL('image/png').split(',')[1] ?? '' };
}

async function changeOf(page: Page, folder: string, file: string): Promise<number> {
  const read = (part: string) => readFile(path.join(folder, part, file), 'base64');
  const [before, after] = await Promise.all([read('before'), read('after')]);
  if (before === after) return 0;
  const { points, png } = await page.evaluate(differenceOf, [before, after] as const);
  const into = path.join(folder, 'difference', file);
  await mkdir(path.dirname(into), { recursive: true });
  await writeFile(into, png, 'base64');
  return points;
}

/** Compares `before/` and `after/` of the folder; what differs goes to `difference/`. */
export async function compare(folder: string): Promise<readonly Picture[]> {
  const before = await picturesIn(path.join(folder, 'before'));
  const after = await picturesIn(path.join(folder, 'after'));
  const browser = await chromium.launch(await browserLaunch());
  try {
    const page = await browser.newPage();
    const found: Picture[] = [];
    for (const file of [...new Set([...after, ...before])].sort()) {
      if (!before.has(file)) found.push({ file, is: 'new', points: 0 });
      else if (!after.has(file)) found.push({ file, is: 'gone', points: 0 });
      else {
        const points = await changeOf(page, folder, file);
        found.push({ file, is: points === 0 ? 'same' : 'changed', points });
      }
    }
    return found;
  } finally {
    await browser.close();
  }
}
