/** The stage of a file of specs, and the window that each of them opens. */
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openStage, type Stage, type Window } from './harness.ts';

/** Opens a stage before the specs and closes it after them, and what a spec opened at its end. */
export function useStage(): Pick<Stage, 'open'> {
  let stage: Stage;
  let window: Window | null = null;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(async () => {
    await window?.close();
    window = null;
  });
  afterAll(() => stage.close());
  return {
    async open(...args) {
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
