/** Where a server choice leads. */
import { BILL_SANDBOX_URL } from '../src-shared/server.ts';
import { allowBaseUrl } from './bill/base-url.ts';
import type { Practice, Servers } from './ports.ts';

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
