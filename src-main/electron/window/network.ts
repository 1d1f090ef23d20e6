/** The system's proxy settings, and the certificate authorities that the system trusts. */
import { getCACertificates } from 'node:tls';
import { session } from 'electron';
import type { NetworkOptions } from '../../bill/line/connections.ts';

/** Asks the default session: its proxy is the system's, as every session's is that nobody configured. */
export function systemNetwork(): NetworkOptions {
  return {
    proxyFor: (url) => session.defaultSession.resolveProxy(url),
    // Companies that look into TLS put their own authority into the system's list. Throws where the
    // system does not let it be read: then Node's own list is taken, and diagnostics say so.
    ca: () => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])],
  };
}
