/**
 * Who started a navigation of the main frame: main or a tool, or the page itself? Electron tells
 * `will-navigate` of the page's own only.
 */

/** How long a request waits for the word that the page asked for it: they come by different ways. */
const ASKED_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 10;
const ASKED_IS_OLD_MS = 1000;

export class Navigations {
  private expected: string | null = null;
  private asked: { readonly url: string; readonly at: number }[] = [];

  /** Main is about to load `url`. */
  expect(url: string): void {
    this.expected = withoutHash(url);
  }

  /** What main loaded is there, or was only another fragment of the same document. */
  arrived(): void {
    this.expected = null;
  }

  /** Chromium says that the page asked for `url`. */
  noteAsked(url: string): void {
    this.asked.push({ url: withoutHash(url), at: performance.now() });
  }

  /** Whether the request for `url` is the page's doing. */
  async isOfThePage(url: string): Promise<boolean> {
    const wanted = withoutHash(url);
    if (this.expected === wanted) {
      this.expected = null;
      return false;
    }
    for (let waited = 0; waited < ASKED_WITHIN_MS; waited += LOOK_EVERY_MS) {
      // What led to no request in this time was a fragment, and says nothing of a later one.
      this.asked = this.asked.filter(({ at }) => performance.now() - at < ASKED_IS_OLD_MS);
      const before = this.asked.length;
      this.asked = this.asked.filter(({ url: other }) => other !== wanted);
      if (this.asked.length < before) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }
}

function withoutHash(url: string): string {
  return url.split('#')[0] ?? url;
}
