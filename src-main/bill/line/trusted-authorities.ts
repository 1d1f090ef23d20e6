/** Whose certificates are taken: the authorities that the system trusts, or Node's own list. */
import { createSecureContext, type SecureContext } from 'node:tls';

/** Where the authorities came from; see `createTrust`. */
export type Authorities = 'system' | 'node';

export interface TrustOptions {
  /** Certificate authorities (PEM) to trust; Node's own without it. Asked once, when first needed. */
  readonly ca?: () => readonly string[];
  /** Told whenever they are read: `node` says that `ca` threw, gave none, or gave what nobody can read. */
  readonly onAuthorities?: (from: Authorities) => void;
}

/**
 * The context of TLS connections. Where `ca` fails, Node's own list takes its place: that shuts out a
 * company's proxy, but not BILL; the next connection asks again.
 */
export function createTrust({ ca, onAuthorities }: TrustOptions): () => SecureContext {
  let context: SecureContext | null = null;
  const ofNode = () => createSecureContext({ minVersion: 'TLSv1.2' });

  return () => {
    if (context !== null) return context;
    if (ca === undefined) return (context = ofNode());
    try {
      // Reading hundreds of certificates takes its time: once, and not for a local server.
      const list = [...ca()];
      if (list.length === 0) throw new Error('no authorities');
      context = createSecureContext({ minVersion: 'TLSv1.2', ca: list });
      onAuthorities?.('system');
      return context;
    } catch {
      onAuthorities?.('node');
      return ofNode();
    }
  };
}
