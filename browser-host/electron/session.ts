/**
 * Sessions and their protocol handlers. A session is a browser context; every request of its pages
 * comes through `answerRequest`: the app's own scheme goes to the handler, all else is blocked.
 */
import type { PageAnswer, PageRequest } from '../chromium/host-page.ts';
import { isOurs, toApp } from '../page/origin.ts';
import { HostEmitter, strict, type Part } from '../strict.ts';

type Handler = Parameters<Electron.Protocol['handle']>[1];
type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];

const schemes = new Set<string>();
let isReady = false;
let announce: (session: HostSession) => void = () => undefined;
const sessions = new Map<string, HostSession>();

export const registeredSchemes = (): ReadonlySet<string> => schemes;

/** The app is ready: from now on there are sessions, and schemes come too late. */
export function openSessions(): void {
  isReady = true;
}

export function onSessionCreated(listener: (session: HostSession) => void): void {
  announce = listener;
}

function registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
  if (isReady) {
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  }
  schemes.clear();
  for (const { scheme, privileges } of customSchemes) {
    if (privileges?.standard !== true) {
      throw new Error(`the browser host serves standard schemes only, not ${scheme}:`);
    }
    schemes.add(scheme);
  }
}

/** `protocol` of one session. */
export class HostProtocol {
  readonly handlers = new Map<string, Handler>();

  handle(scheme: string, handler: Handler): void {
    if (!schemes.has(scheme))
      throw new Error(`the browser host serves no ${scheme}: it was not registered`);
    if (this.handlers.has(scheme)) throw new Error('The scheme has been registered');
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error('The scheme has not been registered');
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }
}

export class HostSession extends HostEmitter {
  readonly partition: string;
  readonly hostProtocol = new HostProtocol();
  /** The permission handlers, for tests to ask: Chromium itself refuses everything before them. */
  readonly permissions: {
    request: PermissionRequest;
    check: Parameters<Electron.Session['setPermissionCheckHandler']>[0];
    device: Parameters<Electron.Session['setDevicePermissionHandler']>[0];
    displayMedia: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
  } = { request: null, check: null, device: null, displayMedia: null };
  /** Null: the system's, which is none here. No request of a page comes as far as a proxy. */
  proxy: Electron.ProxyConfig | null = null;
  private beforeRequest: BeforeRequest | null = null;

  constructor(partition: string) {
    super('session', [
      'will-download',
      'select-hid-device',
      'select-serial-port',
      'select-usb-device',
    ]);
    this.partition = partition;
    this satisfies Part<
      Electron.Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setProxy'
      | 'resolveProxy'
      | 'isPersistent'
    >;
  }

  get protocol(): HostProtocol {
    return strict('protocol', this.hostProtocol);
  }

  get webRequest(): { onBeforeRequest(...args: unknown[]): void } {
    return strict('session.webRequest', {
      onBeforeRequest: (...args: unknown[]) => {
        this.beforeRequest = (args.at(-1) as BeforeRequest | null) ?? null;
      },
    });
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissions.request = handler;
  }

  setPermissionCheckHandler(handler: HostSession['permissions']['check']): void {
    this.permissions.check = handler;
  }

  setDevicePermissionHandler(handler: HostSession['permissions']['device']): void {
    this.permissions.device = handler;
  }

  setDisplayMediaRequestHandler(handler: HostSession['permissions']['displayMedia']): void {
    this.permissions.displayMedia = handler;
  }

  setProxy(config: Electron.ProxyConfig): Promise<void> {
    this.proxy = config;
    return Promise.resolve();
  }

  resolveProxy(): Promise<string> {
    const rules = this.proxy?.proxyRules;
    return Promise.resolve(rules === undefined ? 'DIRECT' : `PROXY ${rules}`);
  }

  isPersistent(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:');
  }

  /** Answers one intercepted request that was let through so far. */
  async answerRequest(request: PageRequest): Promise<PageAnswer> {
    const { method, headers, body } = request;
    const url = toApp(request.url);
    const handler = isOurs(request.url)
      ? this.hostProtocol.handlers.get(new URL(url).protocol.slice(0, -1))
      : undefined;
    if (handler === undefined || (await this.isCancelled(url, method))) {
      return { refused: 'BlockedByClient' };
    }
    const answer = await handler(new Request(url, { method, headers, body }));
    if (answer.status >= 300 && answer.status < 400) {
      throw new Error('the browser host does not follow redirects of a protocol handler');
    }
    const { status } = answer;
    return { status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  }

  private isCancelled(url: string, method: string): Promise<boolean> {
    const { beforeRequest } = this;
    if (beforeRequest === null) return Promise.resolve(false);
    return new Promise((resolve) => {
      beforeRequest({ url, method }, ({ cancel }) => resolve(cancel === true));
    });
  }
}

type BeforeRequest = (
  details: { url: string; method: string },
  decide: (answer: { cancel?: boolean }) => void,
) => void;

function sessionOf(partition: string): HostSession {
  if (!isReady) throw new Error('Session can only be received when app is ready');
  const known = sessions.get(partition);
  if (known !== undefined) return known;
  const made = strict('session', new HostSession(partition));
  sessions.set(partition, made);
  announce(made);
  return made;
}

export const session = strict('session', {
  get defaultSession(): HostSession {
    return sessionOf('');
  },
  fromPartition: (partition: string): HostSession => sessionOf(partition),
});

/** The module's own `protocol` belongs to the default session. */
export const protocol = strict('protocol', {
  registerSchemesAsPrivileged,
  handle: (scheme, handler) => sessionOf('').hostProtocol.handle(scheme, handler),
  unhandle: (scheme) => sessionOf('').hostProtocol.unhandle(scheme),
  isProtocolHandled: (scheme) => sessionOf('').hostProtocol.isProtocolHandled(scheme),
} satisfies Part<
  Electron.Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
>);
