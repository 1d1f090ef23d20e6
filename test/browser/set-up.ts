/**
 * Once for all specs here: a server hands out the renderer, which is built into a folder of its own unless
 * `npm test` has just built it.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { bundles } from '../../scripts/vite.ts';
import { contentSecurityPolicy } from '../../src-main/electron/window/csp.ts';

const built = path.resolve(import.meta.dirname, '../../dist');

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server; a secure one, as each at 127.0.0.1. */
    readonly windowOrigin: string;
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Serves the files of `folder` under the product's own policy. */
export async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    // Chromium asks each server once for what an app's window has no place for.
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-security-policy': contentSecurityPolicy,
          'content-type': types[path.extname(file)] ?? 'application/octet-stream',
          // The names of the others change with what is in them.
          'cache-control': file.endsWith('.html') ? 'no-store' : 'max-age=86400, immutable',
        });
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const isBuilt = process.env['TABKEEPER_BUILT'] === '1';
  const dist = isBuilt ? built : await mkdtemp(path.join(tmpdir(), 'tabkeeper-renderer-'));
  if (!isBuilt) await build(bundles.renderer({ release: false, maps: false, watch: false, dist }));
  const server = await serve(path.join(dist, 'renderer'));
  project.provide('windowOrigin', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    if (!isBuilt) await rm(dist, { recursive: true, force: true });
  };
}
