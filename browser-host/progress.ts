/**
 * What a person sees of a run without a display: one line for each change of a session's state, and
 * a screenshot of the window after it.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SessionView } from '../src-shared/session-view.ts';
import type { Snapshot } from '../src-shared/snapshot.ts';
import { stateLine, trustWords } from '../src-shared/words.ts';
import { createCodec } from './page/codec.ts';
import { onToRenderer } from './record.ts';
import { BrowserWindow } from './electron/window.ts';

/** A window that draws nothing for this long is shown as it is. */
const DRAWN_WITHIN_MS = 10_000;
/** And this long to draw what it was told. */
const DRAWN_AFTER_MS = 400;

const mfaWords = {
  start: null,
  sending: 'sending a code',
  codeWanted: 'code wanted',
  checking: 'checking the code',
} as const;

/** The line without its time, such as `live, at least 35 min, not trusted`. */
export function describe(view: SessionView, at: number): string {
  if (!('trust' in view)) return stateLine(view, at);
  const trust = trustWords(view.trust, at).title;
  const parts = [
    stateLine(view, at),
    trust.charAt(0).toLowerCase() + trust.slice(1),
    mfaWords[view.mfa.step],
    view.signingOut ? 'signing out' : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** What makes a new line: minutes that pass do not. */
function keyOf(view: SessionView): string {
  return 'trust' in view
    ? [view.state, view.trust.is, view.mfa.step, view.signingOut].join()
    : view.state;
}

function snapshotIn(value: unknown): Snapshot | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('revision' in value && 'sessions' in value) return value as Snapshot;
  return 'value' in value ? snapshotIn(value.value) : null;
}

/** Prints lines and saves screenshots until the process ends. Returns the screenshots' folder. */
export function followProgress(print: (line: string) => void): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tabkeeper-screenshots-'));
  const { decode } = createCodec();
  const keys = new Map<string, string>();
  let revision = -1;
  let count = 0;
  let saving = Promise.resolve();

  onToRenderer((_channel, text) => {
    const decoded = decode(text);
    const snapshot = snapshotIn(Array.isArray(decoded) ? decoded[0] : decoded);
    if (snapshot === null || snapshot.revision <= revision) return;
    ({ revision } = snapshot);
    for (const [profile, view] of Object.entries(snapshot.sessions)) {
      if (keys.get(profile) === keyOf(view)) continue;
      keys.set(profile, keyOf(view));
      const time = new Date(snapshot.at).toTimeString().slice(0, 8);
      print(`${time} ${describe(view, snapshot.at)}`);
      count += 1;
      const file = path.join(folder, `${String(count).padStart(3, '0')}-${view.state}.png`);
      saving = saving.then(() => saveScreenshot(file)).catch(() => undefined);
    }
  });
  return folder;
}

async function saveScreenshot(file: string): Promise<void> {
  const page = await BrowserWindow.getAllWindows()[0]?.webContents.page;
  if (!page) return;
  // The first state is told while the window is still empty.
  await page.evaluate(`(${untilDrawn.toString()})(${DRAWN_WITHIN_MS})`);
  await new Promise((resolve) => setTimeout(resolve, DRAWN_AFTER_MS));
  writeFileSync(file, await page.screenshot());
}

/** Resolves once a heading is there, and after `withinMs` whatever is there. Runs in the page. */
function untilDrawn(withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('h1, h2, h3') === null) requestAnimationFrame(look);
      else resolve();
    };
    setTimeout(resolve, withinMs);
    look();
  });
}
