/** Serves the renderer's files at app://bundle, out of a list made once: no path is ever joined. */
import { readFileSync } from 'node:fs';
import { protocol, session, type ProxyConfig, type Session } from 'electron';
import { contentSecurityPolicy } from './csp.ts';
import { listFiles } from './bundle-files.ts';
import { SCHEME } from './origin.ts';

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

/** Not kept between starts: a partition without `persist:` lives in memory. */
const PARTITION = 'tabkeeper';

/**
 * The window needs no network, so whatever runs in the page gets none: each connection goes to a
 * proxy at port 0, where nothing can listen. app:// does not use the network.
 */
const NOWHERE: ProxyConfig = {
  mode: 'fixed_servers',
  proxyRules: '127.0.0.1:0',
  proxyBypassRules: '<-loopback>',
};

/** Serves the files below `folder`, as they are now; resolves to the session that can see them. */
export async function serveBundle(folder: string): Promise<Session> {
  const own = session.fromPartition(PARTITION);
  await own.setProxy(NOWHERE);
  const fileOf = listFiles(folder);
  own.protocol.handle(SCHEME, (request) => {
    const file = request.method === 'GET' ? fileOf(request.url) : undefined;
    if (file === undefined) return new Response('Not found', { status: 404, headers });
    return new Response(new Uint8Array(readFileSync(file.path)), {
      headers: { ...headers, 'content-type': file.type },
    });
  });
  return own;
}
