/** The system's proxy settings, and the certificate authorities that the system trusts. */
import { getCACertificates } from 'node:tls';
import { session } from 'electron';
import type { NetworkOptions } from '../../bill/agents.ts';

/** Asks the default session: its proxy is the system's, as every session's is that nobody configured. */
export function systemNetwork(): NetworkOptions {
  return {
    proxyFor: async (url) => {
      try {
        return await session.defaultSession.resolveProxy(url);
      } catch {
        return 'DIRECT';
      }
    },
    // Companies that look into TLS put their own authority into the system's list.
    ca: () => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])],
  };
}
