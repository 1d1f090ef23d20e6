/**
 * What a start costs over that of an empty app in the same browser host, in the medians of alternating
 * runs: until the window is shown, until its first frame with something in it, until its first view is
 * painted (the largest thing in it), and the memory of main a moment later.
 * `node test/bench/start/run.ts [RUNS [FOLDER]]`, after `npm run build -- --release`; FOLDER: of another build
 * with its package.json. Figures for a person to compare; no test depends on them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endChromium } from '../../driver/chromium.ts';
import { launchApp } from '../../driver/launch.ts';

const [, , runs = '7', appPath] = process.argv;
const RUNS = Number(runs);
const SETTLES_WITHIN_MS = 500;

const emptyMain = `
import { app, BrowserWindow, protocol, session } from 'electron';
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.whenReady().then(async () => {
  const own = session.fromPartition('empty');
  const headers = { 'content-type': 'text/html' };
  own.protocol.handle('app', () => new Response('<h1>Empty</h1>', { headers }));
  const window = new BrowserWindow({ show: false, webPreferences: { session: own, sandbox: true } });
  window.once('ready-to-show', () => window.show());
  await window.loadURL('app://bundle/index.html');
});
`;

interface Times {
  readonly shown: number;
  readonly frame: number;
  readonly usable: number;
  readonly rss: number;
  readonly cpu: number;
}

declare global {
  var bench: { readonly from: number; shown: number } | undefined;
}

async function once(folder: string | undefined): Promise<Times> {
  const app = await launchApp({
    ...(folder === undefined ? {} : { appPath: folder }),
    before: ({ app: electron }) => {
      const bench = { from: Date.now(), shown: 0 };
      globalThis.bench = bench;
      electron.on('browser-window-created', (_event, window) => {
        window.once('show', () => (bench.shown = Date.now()));
      });
    },
  });
  try {
    await delay(SETTLES_WITHIN_MS);
    const { frame, usable } = await app.page.evaluate(paints);
    const { from, shown, rss, cpu } = await app.evaluateMain(() => {
      const { user, system } = process.cpuUsage();
      const times = globalThis.bench ?? { from: 0, shown: 0 };
      return { ...times, rss: process.memoryUsage().rss, cpu: (user + system) / 1000 };
    });
    return {
      ...{ shown: shown - from, frame: frame - from, usable: usable - from },
      ...{ rss: rss / 1e6, cpu },
    };
  } finally {
    await app.close();
  }
}

/** Lives in the page: the first paint with something in it, and that of the largest thing; epoch ms. */
async function paints(): Promise<{ readonly frame: number; readonly usable: number }> {
  const last = (type: string, name = '') =>
    new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        const found = list.getEntries().filter((entry) => entry.name === name);
        const newest = found.at(-1);
        if (newest !== undefined) resolve(performance.timeOrigin + newest.startTime);
      }).observe({ type, buffered: true });
    });
  return {
    frame: await last('paint', 'first-contentful-paint'),
    usable: await last('largest-contentful-paint'),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const folder = await mkdtemp(path.join(tmpdir(), 'tabkeeper-empty-'));
await writeFile(
  path.join(folder, 'package.json'),
  '{"name":"empty","type":"module","main":"main.js","version":"1.0.0"}',
);
await writeFile(path.join(folder, 'main.js'), emptyMain);
const empty: Times[] = [];
const ours: Times[] = [];
try {
  // The first of each warms the disk and the browser.
  for (let run = 0; run <= RUNS; run++) {
    const pair = [await once(folder), await once(appPath)] as const;
    if (run === 0) continue;
    empty.push(pair[0]);
    ours.push(pair[1]);
  }
  for (const [name, unit] of [
    ...[['shown', 'ms'] as const, ['frame', 'ms'] as const, ['usable', 'ms'] as const],
    ...[['rss', 'MB'] as const, ['cpu', 'ms'] as const],
  ]) {
    const [of, than] = [ours, empty].map((all) => median(all.map((one) => one[name])));
    const over = (of ?? 0) - (than ?? 0);
    console.log(`${name}: ${of?.toFixed(0)} ${unit}, ${over.toFixed(0)} more than empty`);
  }
} finally {
  await endChromium();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
