/**
 * The navigations of one main frame. Who started one: main or a tool, or the page itself? Electron tells
 * `will-navigate` of the page's own only. And what comes between a load and whoever waits for it.
 */

/** How long a request waits for the word that the page asked for it: they come by different ways. */
const ASKED_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 10;
const ASKED_IS_OLD_MS = 1000;

/** Chromium's net errors. */
const ERRORS = { ERR_ABORTED: -3, ERR_FAILED: -2 } as const;

/** What `loadURL` rejects with. */
export class LoadError extends Error {
  readonly errno: number;
  readonly code: keyof typeof ERRORS;
  readonly url: string;

  constructor(code: keyof typeof ERRORS, url: string) {
    super(`${code} (${ERRORS[code]}) loading '${url}'`);
    Object.assign(this, { name: 'Error' });
    this.errno = ERRORS[code];
    this.code = code;
    this.url = url;
  }
}

interface Load {
  readonly url: string;
  /** Where the page goes, and where it is; undefined while there is none. */
  readonly target: string;
  readonly shown: string | undefined;
}

export class Navigations {
  /** Ends the wait for the load that is under way. */
  interrupt: (code: keyof typeof ERRORS) => void = () => undefined;
  private expected: string | null = null;
  private asked: { readonly url: string; readonly at: number }[] = [];

  /** Waits for `navigate`, unless another document, a crash or the end comes between. */
  async load({ url, target, shown }: Load, navigate: () => Promise<void>): Promise<void> {
    const isSameDocument = shown !== target && shown && withoutHash(shown) === withoutHash(target);
    if (!isSameDocument) this.interrupt('ERR_ABORTED');
    const interrupted = new Promise<never>((_, reject) => {
      this.interrupt = (code) => reject(new LoadError(code, url));
    });
    interrupted.catch(() => undefined);
    await Promise.race([navigate(), interrupted]);
  }

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
