/** Serves the renderer's files at app://bundle, out of a list made once: no path is ever joined. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from './csp.ts';
import { isAppOrigin, SCHEME } from './origin.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false },
    },
  ]);
}

/** Serves the files below `folder`, as they are now, to the windows of `session`. */
export function serveBundle(session: Session, folder: string): void {
  const files = manifest(folder);
  session.protocol.handle(SCHEME, (request) => {
    const file =
      request.method === 'GET' && isAppOrigin(request.url)
        ? files.get(pathOf(request.url))
        : undefined;
    if (file === undefined) return new Response('Not found', { status: 404, headers });
    return new Response(new Uint8Array(readFileSync(file.path)), {
      headers: { ...headers, 'content-type': file.type },
    });
  });
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}

/** Pathname -> file. What is not in it does not exist. */
export function manifest(folder: string): ReadonlyMap<string, { path: string; type: string }> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const type = types[path.extname(entry.name)];
        const url = `/${path.relative(folder, file).split(path.sep).join('/')}`;
        return type === undefined ? [] : [[url, { path: file, type }] as const];
      }),
  );
}
