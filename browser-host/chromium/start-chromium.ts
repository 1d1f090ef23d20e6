/** Starts a Chromium that listens to us alone, and whose every file lies in one folder. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { browserLaunch } from '../../scripts/browser.ts';
import { pipeWire, type Wire } from './wires.ts';

export interface ChromiumOptions {
  readonly headless: boolean;
  /** Other programs may drive the window through this port of 127.0.0.1; 0: whichever is free. */
  readonly cdpPort: number | null;
}

export interface StartedChromium {
  readonly wire: Wire;
  /** Resolves to its `ws:` address once it listens on its port. Rejects when it ends before. */
  readonly endpoint: Promise<string>;
  /** Ends it with its children; resolves when it is gone. */
  readonly end: () => Promise<void>;
}

/** Every page does all that it does whether or not somebody looks at it, and nothing else is done. */
const ALWAYS = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-ipc-flooding-protection',
  '--disable-hang-monitor',
  '--disable-back-forward-cache',
  '--disable-breakpad',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-field-trial-config',
  '--disable-popup-blocking',
  '--disable-prompt-on-repost',
  '--disable-search-engine-choice-screen',
  '--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding,Translate',
  '--force-color-profile=srgb',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  '--no-startup-window',
  // Nothing is looked up or connected to, whatever a page tries past the interception.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-proxy-server',
];

const HEADLESS = [
  '--headless',
  '--hide-scrollbars',
  '--mute-audio',
  // A mouse, where the machine has none.
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

/** All that it writes goes to the folder `home`. It goes with this process at the latest. */
export async function startChromium(
  { headless, cdpPort }: ChromiumOptions,
  home: string,
): Promise<StartedChromium> {
  const { executablePath, args } = await browserLaunch();
  const port = [`--remote-debugging-port=${cdpPort}`, '--remote-debugging-address=127.0.0.1'];
  const all = [
    ...args,
    ...ALWAYS,
    ...(headless ? HEADLESS : []),
    ...(cdpPort === null ? [] : port),
    '--remote-debugging-pipe',
    `--user-data-dir=${path.join(home, 'profile')}`,
  ];
  const isWindows = process.platform === 'win32';
  const child = spawn(executablePath, all, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: home, TMP: home, TEMP: home },
    // A group of its own: it and its children are ended as one.
    detached: !isWindows,
  });
  const kill = () => {
    try {
      if (isWindows) child.kill();
      else if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  // First, so that nothing writes to the folder any more when it is removed.
  process.prependOnceListener('exit', kill);
  const gone = new Promise<void>((resolve) => {
    child.once('close', resolve).once('error', resolve);
  });
  gone.then(
    () => process.off('exit', kill),
    () => undefined,
  );

  let said = '';
  const endpoint = new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-4000);
      const address = /listening on (ws:\S+)\s/u.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Chromium has ended:\n${said}`)));
  });
  endpoint.catch(() => undefined);
  const [, , , to, from] = child.stdio;
  return {
    wire: pipeWire(to as Writable, from as Readable),
    endpoint,
    end: () => {
      kill();
      return gone;
    },
  };
}
