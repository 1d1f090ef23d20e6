import { createServer } from 'node:net';

/** Resolves to the port if nobody listens on it at 127.0.0.1; rejects otherwise. */
export function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
