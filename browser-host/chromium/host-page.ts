/** One page of Chromium, as much of it as a window needs. */
import { EventEmitter } from 'node:events';
import type { CdpLine, CdpSession } from './cdp.ts';

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** It is for a document: of the main frame, or of one inside it. */
  readonly document: 'main' | 'inner' | null;
}

export type PageAnswer =
  | { readonly refused: 'Aborted' | 'BlockedByClient' | 'Failed' }
  | {
      readonly status: number;
      readonly headers: Iterable<readonly [name: string, value: string]>;
      readonly body: Buffer;
    };

interface Events {
  /** The document of the main frame is there, and then all that belongs to it. */
  domReady: [];
  loaded: [];
  /** The main frame has another document, or another fragment of the same one. */
  navigated: [url: string];
  crashed: [];
  closed: [];
  /** Of a load nothing will come any more: told before `crashed`, `closed`, and for an error's page. */
  loadEnded: [why: string];
}

export class HostPage extends EventEmitter<Events> {
  readonly session: CdpSession;
  /** Also that of its main frame. */
  readonly targetId: string;
  url = 'about:blank';
  isClosed = false;
  readonly #line: CdpLine;
  #document = '';

  constructor(line: CdpLine, targetId: string, sessionId: string) {
    super();
    this.#line = line;
    this.targetId = targetId;
    this.session = line.session(sessionId);
    this.#watch();
  }

  /** Sets the page up, which has waited for it, and lets it run: `answer` is asked for every request. */
  async begin(answer: (request: PageRequest) => Promise<PageAnswer>): Promise<void> {
    const { send } = this.session;
    await Promise.all([
      send('Page.enable'),
      send('Page.setLifecycleEventsEnabled', { enabled: true }),
      send('Runtime.enable'),
      send('Inspector.enable'),
      // It has the focus, whatever else is on the screen.
      send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      this.#intercept(this.session, answer),
    ]);
  }

  /** Resolves when all of it is there; rejects when it cannot be loaded. What is shown is loaded anew. */
  load(url: string): Promise<void> {
    const before = this.#document;
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        this.off('loaded', onLoaded).off('loadEnded', onEnd);
        if (error === undefined) resolve();
        else reject(error);
      };
      const onLoaded = () => {
        if (this.#document !== before) settle();
      };
      const onEnd = (why: string) => settle(new Error(why));
      this.on('loaded', onLoaded).on('loadEnded', onEnd);
      this.#begin(url).then((isNew) => {
        if (!isNew) settle();
      }, settle);
    });
  }

  /** Resolves to false where it is only another fragment. */
  async #begin(url: string): Promise<boolean> {
    if (url === this.url) {
      await this.session.send('Page.reload');
      return true;
    }
    const { loaderId, errorText } = await this.session.send('Page.navigate', { url });
    if (errorText !== undefined) throw new Error(errorText);
    // Chromium's word for that may come later.
    if (loaderId === undefined) this.#moved(url);
    return loaderId !== undefined;
  }

  /** The value of the expression in the page, or of what it promises. */
  async evaluate(expression: string): Promise<unknown> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result } = await this.session.send('Runtime.evaluate', asked);
    return result.value as unknown;
  }

  async bringToFront(): Promise<void> {
    await this.session.send('Page.bringToFront');
  }

  /** Gives it the colours of a theme; null: the system's. */
  async colour(theme: 'light' | 'dark' | null): Promise<void> {
    const features = [{ name: 'prefers-color-scheme', value: theme ?? '' }];
    await this.session.send('Emulation.setEmulatedMedia', { features });
  }

  /** Gives its content this size. */
  async resize(width: number, height: number, headless: boolean): Promise<void> {
    const { send } = this.session;
    if (headless) {
      const screen = { screenWidth: width, screenHeight: height, deviceScaleFactor: 1 };
      const metrics = { width, height, ...screen, mobile: false };
      await send('Emulation.setDeviceMetricsOverride', metrics);
      return;
    }
    // The browser's own bars come on top.
    const bars = await this.evaluate('[outerWidth - innerWidth, outerHeight - innerHeight]');
    const [barWidth = 0, barHeight = 0] = bars as number[];
    const { windowId } = await send('Browser.getWindowForTarget');
    const bounds = { width: width + barWidth, height: height + barHeight };
    await send('Browser.setWindowBounds', { windowId, bounds });
  }

  /** Resolves to a PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.session.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  /**
   * Resolves when the page is gone. Chromium forgets a wish to close that comes while another document,
   * such as that of an error, takes the place of the one before: then it is told once more.
   */
  async close(): Promise<void> {
    if (this.isClosed) return;
    const gone = new Promise<void>((resolve) => this.once('closed', resolve));
    const close = () => {
      this.#line.browser
        .send('Target.closeTarget', { targetId: this.targetId })
        .catch(() => undefined);
    };
    this.on('navigated', close);
    close();
    await gone;
  }

  #watch(): void {
    const { send, on } = this.session;
    on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.#document = frame.loaderId;
      this.#moved(frame.url + (frame.urlFragment ?? ''));
      if (frame.unreachableUrl !== undefined) this.emit('loadEnded', 'the page cannot be loaded');
    });
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.targetId) this.#moved(url);
    });
    on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (frameId !== this.targetId || loaderId !== this.#document) return;
      if (name === 'DOMContentLoaded') this.emit('domReady');
      if (name === 'load') this.emit('loaded');
    });
    on('Page.javascriptDialogOpening', ({ type }) => {
      // Whoever drives the page besides may have answered it.
      send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' }).catch(
        () => undefined,
      );
    });
    on('Inspector.targetCrashed', () => {
      this.emit('loadEnded', 'the page has crashed');
      this.emit('crashed');
    });
    on('close', () => {
      this.isClosed = true;
      this.emit('loadEnded', 'the page is closed');
      this.emit('closed');
    });
  }

  #moved(url: string): void {
    this.url = url;
    this.emit('navigated', url);
  }

  /** Also for the frames and workers inside that have processes of their own. */
  async #intercept(
    session: CdpSession,
    answer: (request: PageRequest) => Promise<PageAnswer>,
  ): Promise<void> {
    session.on('Target.attachedToTarget', ({ sessionId }) => {
      // It may be gone again already.
      this.#intercept(this.#line.session(sessionId), answer).catch(() => undefined);
    });
    session.on('Fetch.requestPaused', ({ requestId, request, resourceType, frameId }) => {
      const isDocument = resourceType === 'Document';
      const body = request.postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64'));
      const asked = {
        ...{ url: request.url, method: request.method, headers: request.headers },
        body: body === undefined ? null : new Uint8Array(Buffer.concat(body)),
        document: isDocument ? (frameId === this.targetId ? 'main' : 'inner') : null,
      } as const;
      // A browser asks for it by itself; Electron does not.
      const isIcon = new URL(request.url).pathname === '/favicon.ico';
      const answered = isIcon ? Promise.resolve({ refused: 'Aborted' } as const) : answer(asked);
      answered
        .then((given) => reply(session, requestId, given))
        // The page went away while it was under way.
        .catch(() => undefined);
    });
    const attach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
    await Promise.all([
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      session.send('Target.setAutoAttach', attach),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
  }
}

async function reply(session: CdpSession, requestId: string, answer: PageAnswer): Promise<void> {
  if ('refused' in answer) {
    await session.send('Fetch.failRequest', { requestId, errorReason: answer.refused });
    return;
  }
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: answer.status,
    responseHeaders: [...answer.headers].map(([name, value]) => ({ name, value })),
    body: answer.body.toString('base64'),
  });
}
