/** The stage of the specs, and the window that each of them opens. */
import { chromium, type Locator } from 'playwright-core';
import { afterEach, inject } from 'vitest';
import { openStage, type Stage, type Window } from './harness.ts';

let opened: Promise<Stage> | null = null;

/** One for all files that a worker runs: they share its page. set-up.ts ends the browser. */
export function theStage(): Promise<Stage> {
  opened ??= chromium
    .connect(inject('browserEndpoint'))
    .then((browser) => openStage({ origin: inject('windowOrigin'), browser }));
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
