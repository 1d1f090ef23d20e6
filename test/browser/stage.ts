/** The stage of the specs, and the window that each of them opens. */
import type { Locator } from 'playwright-core';
import { afterEach, inject } from 'vitest';
import { openStage, startBrowser, type Stage, type Window } from './harness.ts';

let opened: Promise<Stage> | null = null;

/**
 * One for all files that a worker runs: they share its page. The browser is the worker's own, and ends with
 * it: all that is said to one of all workers would go through Vitest's own process.
 */
export function theStage(): Promise<Stage> {
  opened ??= startBrowser().then((browser) =>
    openStage({ origin: inject('windowOrigin'), browser }),
  );
  return opened;
}

/** Closes what a spec opened at its end. */
export function useStage(): Pick<Stage, 'open'> {
  let window: Window | null = null;
  afterEach(async () => {
    await window?.close();
    window = null;
  });
  return {
    async open(...args) {
      const stage = await theStage();
      window = await stage.open(...args);
      return window;
    },
  };
}

/** What has the focus, by its name. */
export const focused = (page: Window['page']) =>
  page.evaluate(() => {
    const it = document.activeElement;
    return it?.getAttribute('aria-label') ?? it?.textContent.trim() ?? '';
  });

/** Pastes as the keys would: the browser's own event, with a clipboard of ours. */
export const paste = (field: Locator, text: string) =>
  field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
