/** The handlers that Electron's security checklist asks for: each refuses what it is asked. */
import { app, type Session, type WebContents } from 'electron';
import { isAppDocument } from './origin.ts';

/** Must run before the app is ready: from here on each session and each page is locked down. */
export function lockDown(): void {
  app.enableSandbox();
  app.on('session-created', denyPermissions);
  app.on('web-contents-created', (_, contents) => denyWays(contents));
}

/** Without handlers Electron grants every permission. */
function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
}

/** The window shows one document: no other page, no second window, no webview. */
function denyWays(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isAppDocument(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppDocument(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // A content security policy does not cover WebRTC. This restricts it to TCP over the session's
  // proxy, which cannot be reached for the window: see protocol.ts.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
