/** `WebFrameMain`: one document of a window's main frame, under the address that main knows. */
import { appOrigin, toApp } from '../page/origin.ts';
import { HostEvent, type Part } from '../strict.ts';

export class HostFrame {
  url: string;
  readonly origin: string;
  readonly processId = 1;
  readonly routingId: number;
  readonly parent = null;
  /** False once another document took its place. */
  current = true;

  constructor(routingId: number, pageUrl: string) {
    this.routingId = routingId;
    this.url = toApp(pageUrl);
    this.origin = appOrigin(pageUrl);
    this satisfies Part<
      Electron.WebFrameMain,
      'url' | 'origin' | 'processId' | 'routingId' | 'parent' | 'isDestroyed'
    >;
  }

  isDestroyed(): boolean {
    return !this.current;
  }
}

/** The event of a message. `senderFrame` is null when it is asked for after a navigation. */
export function messageEvent(sender: object, frame: HostFrame): object {
  const event = Object.assign(new HostEvent(), {
    type: 'frame',
    sender,
    processId: frame.processId,
    frameId: frame.routingId,
  });
  return Object.defineProperty(event, 'senderFrame', { get: () => (frame.current ? frame : null) });
}

/** What the listeners of will-navigate and will-frame-navigate get. */
export function navigationDetails(url: string, frame: HostFrame, isMainFrame: boolean): object {
  return {
    url: toApp(url),
    isSameDocument: false,
    isMainFrame,
    frame: isMainFrame ? frame : null,
    initiator: frame,
  } satisfies Record<keyof Electron.WebContentsWillNavigateEventParams, unknown>;
}
