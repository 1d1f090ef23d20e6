/**
 * `npm run pictures`: builds the app and draws docs/pictures/ anew, light and dark, from a run through
 * the practice sandbox in the browser host. It says what it wrote, and what is as it was. `--built`
 * draws what is built already.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endChromium } from '../test/driver/chromium.ts';
import { buildAll } from './build.ts';
import { readOnlyFlags } from './flags.ts';
import { playScenes } from './pictures/scenes.ts';

const folder = path.resolve(import.meta.dirname, '../docs/pictures');

async function drawAll(): Promise<void> {
  const drawn = new Set<string>();
  await mkdir(folder, { recursive: true });
  await playScenes(async (scene, { draw }) => {
    for (const { theme, file } of await draw()) {
      const name = `${scene}-${theme}.png`;
      drawn.add(name);
      const target = path.join(folder, name);
      const before = await readFile(target).catch(() => null);
      await writeFile(target, file);
      const news = before === null ? 'new' : before.equals(file) ? 'as it was' : 'changed';
      console.log(`docs/pictures/${name}: ${Math.ceil(file.length / 1000)} kB, ${news}`);
    }
  });
  for (const name of await readdir(folder)) {
    if (drawn.has(name)) continue;
    await rm(path.join(folder, name));
    console.log(`docs/pictures/${name}: removed, since no scene draws it`);
  }
}

const read = readOnlyFlags('pictures', process.argv.slice(2), {
  built: { type: 'boolean', default: false },
});
if ('refusal' in read) {
  console.error(`${read.refusal} It takes --built, which draws what is built already.`);
  process.exit(2);
}
if (!read.values.built) await buildAll({ release: false });
try {
  await drawAll();
} finally {
  await endChromium();
}
