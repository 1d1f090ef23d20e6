/** Where a server choice leads. */
import { BILL_SANDBOX_URL } from '../../src-shared/bill/server.ts';
import { allowBaseUrl } from '../bill/base-url.ts';
import type { BaseUrl, Practice, Servers } from '../ports.ts';
import type { Server } from '../../src-shared/bill/server.ts';

/** Where a choice leads, as far as that is known at once; null for practice, and for no address. */
export function fixedUrl(server: Server): BaseUrl | null {
  if (server.kind === 'practice') return null;
  const allowed = allowBaseUrl(server.kind === 'bill' ? BILL_SANDBOX_URL : server.url);
  return allowed.ok ? allowed.value : null;
}

export function createServers(practice: Practice): Servers {
  return {
    resolve: (server) => {
      switch (server.kind) {
        case 'bill':
          return Promise.resolve(allowBaseUrl(BILL_SANDBOX_URL));
        case 'practice':
          return practice.start();
        case 'local':
          return Promise.resolve(allowBaseUrl(server.url));
      }
    },
  };
}
