/** `webContents`: one page of Chromium, its messages, its navigations and what it tries to open. */
import { readFileSync } from 'node:fs';
import { openPage, sizePage } from '../chromium/chromium.ts';
import type { HostPage, PageAnswer, PageRequest } from '../chromium/host-page.ts';
import { HostFrame, messageEvent, navigationDetails } from './frame.ts';
import { answerInvoke, packForPage, receiveSend } from './ipc-main.ts';
import { isOurs, toApp, toPage } from '../page/origin.ts';
import { LoadError, Navigations } from './navigations.ts';
import { linkPage, type PageLink } from '../page/page-link.ts';
import type { FromPage } from '../page/page-script.ts';
import { noteToRenderer, record } from '../record.ts';
import { registeredSchemes, type HostSession } from './session.ts';
import { emitPreventable, HostEmitter, HostEvent, strict, type Part } from '../strict.ts';

const EVENTS = [
  ...['did-start-loading', 'did-finish-load', 'dom-ready', 'did-fail-load', 'will-navigate'],
  ...['will-frame-navigate', 'will-redirect', 'will-attach-webview', 'render-process-gone'],
  ...['preload-error', 'page-title-updated', 'destroyed'],
];
let lastId = 0;
const all = new Set<HostWebContents>();
export const allWebContents = (): HostWebContents[] => [...all];

export class HostWebContents extends HostEmitter {
  readonly id = (lastId += 1);
  readonly session: HostSession;
  /** Called when a person closed the page, or Chromium went away. */
  onPageGone: () => void = () => undefined;
  /** The page has painted something for the first time. */
  onPainted: () => void = () => undefined;
  page: Promise<HostPage> | null = null;
  /** The size that a page opens with. */
  size = { width: 800, height: 600 };
  /** Kept for tests to see: Chromium takes it for a whole browser only. */
  webRtcPolicy = 'default';
  private frame = new HostFrame(0, 'about:blank');
  private link: PageLink | null = null;
  private gone = false;
  private crashed = false;
  private current: HostPage | null = null;
  private readonly preload: string | null;
  private decideWindow: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  private readonly navigations = new Navigations();
  /** What was asked for last, whatever became of it. */
  private wanted = '';

  constructor(session: HostSession, preload: string | null) {
    super('webContents', EVENTS);
    this.session = session;
    this.preload = preload;
    this satisfies Part<
      Electron.WebContents,
      | ('id' | 'send' | 'getURL' | 'isDestroyed' | 'isCrashed' | 'setWindowOpenHandler')
      | 'setWebRTCIPHandlingPolicy'
      | ('loadURL' | 'reload' | 'setZoomFactor' | 'openDevTools' | 'forcefullyCrashRenderer')
    >;
    const self = strict('webContents', this);
    all.add(self);
    return self;
  }

  get mainFrame(): HostFrame {
    return this.frame;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.gone) throw new TypeError('Object has been destroyed');
    const packed = packForPage(args);
    noteToRenderer(channel, packed);
    this.link?.tell({ kind: 'message', channel, args: packed });
  }

  getURL(): string {
    return this.frame.url === 'about:blank' ? '' : this.frame.url;
  }

  isDestroyed(): boolean {
    return this.gone;
  }

  isCrashed(): boolean {
    return this.crashed;
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.decideWindow = handler;
  }

  setWebRTCIPHandlingPolicy(
    policy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0],
  ): void {
    this.webRtcPolicy = policy;
  }

  /** As CSS zooms: the page's width stays what it is to its media queries, unlike in Electron. */
  setZoomFactor(factor: number): void {
    const { current } = this;
    if (current === null || this.gone) return;
    current
      .evaluate(`document.documentElement.style.zoom = ${JSON.stringify(String(factor))}`)
      .catch(() => undefined);
  }

  openDevTools(): void {
    record.ignored.push('webContents.openDevTools');
  }

  forcefullyCrashRenderer(): void {
    this.link?.crash();
  }

  /**
   * Rejects as Electron's does (lib/browser/api/web-contents.ts, _awaitNextLoad): with ERR_ABORTED when
   * another document is asked for meanwhile, with ERR_FAILED when the page is destroyed or crashes.
   */
  loadURL(url: string): Promise<void> {
    const loading = this.load(url);
    // Electron adds the same: a caller that does not wait is no unhandled rejection.
    loading.catch(() => undefined);
    return loading;
  }

  private async load(url: string): Promise<void> {
    const target = toPage(url, registeredSchemes());
    if (target === null)
      throw new Error(`the browser host opens registered schemes only, not ${url}`);
    this.wanted = url;
    const shown = this.current?.url;
    this.page ??= this.open(new URL(target).origin);
    const { page } = this;
    try {
      await this.navigations.load({ url, target, shown }, async () =>
        this.navigate(await page, target),
      );
    } catch (error) {
      if (error instanceof LoadError) throw error;
      // A request that was cancelled is told to nobody, as in Electron.
      this.emit('did-fail-load', new HostEvent(), -2, 'ERR_FAILED', url, true, 1, 0);
      throw new LoadError('ERR_FAILED', url);
    }
  }

  private async navigate(page: HostPage, target: string): Promise<void> {
    this.emit('did-start-loading');
    this.navigations.expect(target);
    try {
      await page.load(target);
    } finally {
      this.navigations.arrived();
    }
  }

  reload(): void {
    const again = async () => {
      const page = await this.page;
      if (page === null || this.gone) return;
      // An error page stands in the place of the one that could not be loaded.
      const url = isOurs(page.url) ? toApp(page.url) : this.wanted;
      // Chromium would load it anew in the same tab; Playwright, which drives it in tests, gives it up.
      const { crashed } = this;
      this.crashed = false;
      if (crashed) this.page = null;
      await this.load(url);
      if (crashed) await page.close();
    };
    // A window that went away in the meantime has nothing to reload.
    again().catch(() => undefined);
  }

  /** Ends the page, as the end of a window does. */
  async end(): Promise<void> {
    if (this.gone) return;
    this.gone = true;
    this.navigations.interrupt('ERR_FAILED');
    this.frame.current = false;
    this.link = null;
    all.delete(this);
    const page = await this.page?.catch(() => null);
    if (page) await page.close();
    this.emit('destroyed', new HostEvent());
  }

  private async open(origin: string): Promise<HostPage> {
    const page = await openPage(this.session.partition);
    this.current = page;
    page.on('domReady', () => this.emit('dom-ready', new HostEvent()));
    page.on('loaded', () => this.loaded(page));
    page.on('navigated', (url) => {
      if (isOurs(url)) this.frame.url = toApp(url);
      else this.replaceFrame(url);
    });
    page.on('crashed', () => {
      this.crashed = true;
      this.navigations.interrupt('ERR_FAILED');
      this.emit('render-process-gone', new HostEvent(), { reason: 'crashed', exitCode: 5 });
    });
    page.on('closed', () => {
      if (!this.gone && page === this.current) this.onPageGone();
    });
    await page.begin((request) =>
      this.answer(request).catch((error: unknown) => this.failed(request, error)),
    );
    await sizePage(page, this.size);
    this.link = await linkPage(page, origin, this.preload && readFileSync(this.preload, 'utf8'), {
      loaded: (pageUrl) => this.replaceFrame(pageUrl),
      message: (message) => this.receive(message),
      painted: () => this.onPainted(),
      navigationAsked: (url) => this.navigations.noteAsked(url),
      windowAsked: (url, name, features) => this.askForWindow(url, name, features),
    });
    return page;
  }

  private loaded(page: HostPage): void {
    this.emit('did-finish-load', new HostEvent());
    page.evaluate('document.title').then(
      (title) => this.emit('page-title-updated', new HostEvent(), title, true),
      () => undefined,
    );
  }

  private replaceFrame(pageUrl: string): void {
    this.frame.current = false;
    this.frame = new HostFrame(this.frame.routingId + 1, pageUrl);
  }

  private receive(message: Exclude<FromPage, { kind: 'loaded' }>): void {
    const { frame } = this;
    switch (message.kind) {
      case 'invoke':
        answerInvoke(messageEvent(this, frame), message.channel, message.args).then(
          (value) => {
            noteToRenderer(message.channel, value);
            if (frame.current) this.link?.tell({ kind: 'reply', id: message.id, value });
          },
          (error: unknown) => {
            const text = error instanceof Error ? error.message : String(error);
            noteToRenderer(message.channel, JSON.stringify(text));
            if (frame.current) this.link?.tell({ kind: 'refusal', id: message.id, message: text });
          },
        );
        return;
      case 'send':
        receiveSend(messageEvent(this, frame), message.channel, message.args);
        return;
      case 'open':
        this.askForWindow(message.url, message.name, message.features);
        return;
      case 'navigate':
        this.leaveForOtherScheme(message.url);
        return;
      case 'preload-error':
        process.stderr.write(`preload: ${message.message}\n`);
        this.emit('preload-error', new HostEvent(), this.preload, new Error(message.message));
    }
  }

  private askForWindow(url: string, frameName: string, features: string): void {
    const details = {
      url: toApp(url),
      frameName,
      features,
      disposition: features === '' ? 'foreground-tab' : 'new-window',
      referrer: { url: '', policy: 'strict-origin-when-cross-origin' },
    } satisfies Electron.HandlerDetails;
    if (this.decideWindow?.(details).action === 'deny') return;
    throw new Error(`the browser host opens no second window: ${details.url}`);
  }

  /** True: a listener prevented it. */
  private isPrevented(url: string, isMainFrame: boolean): boolean {
    const details = navigationDetails(url, this.frame, isMainFrame);
    const first = isMainFrame && emitPreventable(this, 'will-navigate', details);
    return emitPreventable(this, 'will-frame-navigate', details) || first;
  }

  private leaveForOtherScheme(url: string): void {
    if (this.isPrevented(url, true)) return;
    if (toPage(url, registeredSchemes()) === null) {
      process.stderr.write(`the browser host does not follow ${new URL(url).protocol} links\n`);
      return;
    }
    this.loadURL(url).catch(() => undefined);
  }

  private async answer(request: PageRequest): Promise<PageAnswer> {
    const { url, document } = request;
    if (document !== null) {
      const isMainFrame = document === 'main';
      const ofThePage = !isMainFrame || (await this.navigations.isOfThePage(url));
      if (ofThePage && this.isPrevented(url, isMainFrame)) return { refused: 'Aborted' };
    }
    return this.session.answerRequest(request);
  }

  private failed({ url }: PageRequest, error: unknown): PageAnswer {
    if (!this.gone) process.stderr.write(`${toApp(url)}: ${String(error)}\n`);
    return { refused: 'Failed' };
  }
}
