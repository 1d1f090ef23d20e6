/**
 * Opens the place of the window as the app does, with electron-store on the stand-in for Electron, and
 * leaves the window elsewhere: for each folder given on stdin, what was found and what was kept.
 */
import { text } from 'node:stream/consumers';
import '../../../browser-host/register.ts';

const { createWindowPlace } = await import('../../../src-main/electron/window/window-place.ts');
const { openWindowStore } = await import('../../../src-main/electron/window/window-store.ts');
const folders = JSON.parse(await text(process.stdin)) as readonly string[];
for (const folder of folders) {
  const store = openWindowStore(folder);
  const place = createWindowPlace(store);
  const found = place.last();
  place.remember({ x: 30, y: 40, width: 500, height: 600 });
  await store.settled();
  const kept = createWindowPlace(openWindowStore(folder)).last();
  process.stdout.write(`${JSON.stringify([found, kept])}\n`);
}
