/**
 * The wire between a window and its page: messages in both directions over Chromium's own debugging
 * protocol. It knows which JavaScript context is the current document of the main frame, and takes
 * messages from no other.
 */
import { randomUUID } from 'node:crypto';
import type { CdpSession } from '../chromium/cdp.ts';
import type { HostPage } from '../chromium/host-page.ts';
import { pageScript, type FromPage, type ToPage } from './page-script.ts';

export interface PageLink {
  /** Ends the renderer process, as a crash does. */
  crash(): void;
  /** Lost, as in Electron, when no document with a preload is there. */
  tell(message: ToPage): void;
}

export interface LinkEvents {
  /** A document of our origin is there; messages of the one before are void. */
  readonly loaded: (pageUrl: string) => void;
  readonly message: (message: Exclude<FromPage, { kind: 'loaded' }>) => void;
  /** The document of the main frame has painted something for the first time. */
  readonly painted: () => void;
  /** The page asked for a navigation itself: a link, a script, a form. */
  readonly navigationAsked: (url: string) => void;
  readonly windowAsked: (url: string, name: string, features: string) => void;
}

/** Installs the preload in `page`, which has begun, before any document is loaded in it. */
export async function linkPage(
  { session, targetId: mainFrame }: HostPage,
  origin: string,
  preload: string | null,
  events: LinkEvents,
): Promise<PageLink> {
  const setup = { binding: `host_${randomUUID()}`, pickUp: `host_${randomUUID()}`, origin };
  let current: number | null = null;
  let receiver: Promise<string | null> = Promise.resolve(null);
  const contexts = new Set<number>();

  session.on('Runtime.executionContextCreated', ({ context }) => {
    const { frameId, isDefault } = (context.auxData ?? {}) as {
      frameId?: string;
      isDefault?: boolean;
    };
    if (frameId === mainFrame && isDefault === true) contexts.add(context.id);
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    contexts.delete(executionContextId);
    if (current === executionContextId) current = null;
  });
  session.on('Runtime.executionContextsCleared', () => {
    contexts.clear();
    current = null;
  });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== setup.binding || !contexts.has(executionContextId)) return;
    const message = JSON.parse(payload) as FromPage;
    if (message.kind === 'loaded') {
      current = executionContextId;
      receiver = pickUpReceiver(session, setup.pickUp, executionContextId);
      events.loaded(message.url);
    } else if (executionContextId === current) events.message(message);
  });
  session.on('Page.lifecycleEvent', ({ frameId, name }) => {
    if (frameId === mainFrame && name === 'firstContentfulPaint') events.painted();
  });
  session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (frameId === mainFrame) events.navigationAsked(url);
  });
  session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
    events.windowAsked(url, windowName, windowFeatures.join(',')),
  );

  await session.send('Runtime.addBinding', { name: setup.binding });
  await session.send('Page.addScriptToEvaluateOnNewDocument', {
    source: pageScript(setup, preload),
  });

  return {
    crash: () => {
      session.send('Page.crash').catch(() => undefined);
    },
    tell: (message) => {
      const addressee = current;
      if (addressee === null) return;
      receiver
        .then(async (objectId) => {
          if (objectId === null || current !== addressee) return;
          await session.send('Runtime.callFunctionOn', {
            objectId,
            functionDeclaration: 'function (message) { this(JSON.parse(message)); }',
            arguments: [{ value: JSON.stringify(message) }],
          });
        })
        // The document went away while the message was under way.
        .catch(() => undefined);
    },
  };
}

/** Takes the receiver out of the page, so that its scripts cannot find it. */
async function pickUpReceiver(
  session: CdpSession,
  name: string,
  contextId: number,
): Promise<string | null> {
  const key = JSON.stringify(name);
  try {
    const { result } = await session.send('Runtime.evaluate', {
      contextId,
      expression: `(() => { const it = globalThis[${key}]; delete globalThis[${key}]; return it; })()`,
    });
    return result.objectId ?? null;
  } catch {
    return null; // Navigated away already.
  }
}
