/**
 * How a connection is made: directly or through the proxy of the system, with the certificate
 * authorities of Node and of the system. Loopback is never proxied, and verification is never off.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { isLoopback } from '../../src-shared/bill/server.ts';
import type { BaseUrl } from '../ports.ts';

export interface NetworkOptions {
  /**
   * What the system says of a URL, in the words of a proxy script: `DIRECT`, or
   * `PROXY host:port; DIRECT`. Without it every connection is direct.
   */
  readonly proxyFor?: (url: string) => Promise<string>;
  /** Certificate authorities (PEM) to trust; Node's own without it. Asked once, when first needed. */
  readonly ca?: () => readonly string[];
}

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** The agents for one request. Errors: `line` with `proxySocks`, for a proxy that we do not speak to. */
export type AgentsFor = (baseUrl: BaseUrl) => Promise<Result<Agents>>;

// No kept connections: with calls minutes apart a server has closed them, and a post on a closed one
// fails although it was never seen.
const fresh = { keepAlive: false } as const;

export function createAgents({ proxyFor, ca }: NetworkOptions): AgentsFor {
  let context: SecureContext | null = null;
  /** Reading hundreds of certificates takes its time: once, and not for a local server. */
  function secureContext(): SecureContext {
    context ??= createSecureContext({
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca: [...ca()] }),
    });
    return context;
  }

  function agents(secure: boolean, proxy: string | null): Agents {
    const proxyEnv = proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } };
    return {
      http: new HttpAgent({ ...fresh, ...proxyEnv }),
      https: new HttpsAgent({
        ...fresh,
        ...proxyEnv,
        minVersion: 'TLSv1.2',
        // Said aloud, so that no environment variable can turn the check off.
        rejectUnauthorized: true,
        ...(secure ? { secureContext: secureContext() } : {}),
      }),
    };
  }

  return async (baseUrl) => {
    const { hostname, protocol } = new URL(baseUrl);
    const secure = protocol === 'https:';
    if (proxyFor === undefined || isLoopback(hostname)) return ok(agents(secure, null));
    const proxy = readProxy(await proxyFor(baseUrl));
    if (proxy.is === 'unsupported') return fail({ kind: 'line', fault: 'proxySocks', code: null });
    return ok(agents(secure, proxy.is === 'proxy' ? proxy.url : null));
  };
}

export type ProxyWay =
  { readonly is: 'direct' | 'unsupported' } | { readonly is: 'proxy'; readonly url: string };

/**
 * The first way of a proxy script's answer that we can go; `unsupported` if there is none.
 */
export function readProxy(answer: string): ProxyWay {
  const ways = answer.split(';').map((way) => way.trim());
  for (const way of ways) {
    const [kind = '', host = ''] = way.split(/\s+/u);
    const scheme = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }[kind.toUpperCase()];
    if (scheme !== undefined && /^[\w.[\]:-]+$/u.test(host)) {
      return { is: 'proxy', url: `${scheme}://${host}` };
    }
    if (kind.toUpperCase() === 'DIRECT') return { is: 'direct' };
  }
  return { is: ways.every((way) => way === '') ? 'direct' : 'unsupported' };
}
