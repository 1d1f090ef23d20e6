/**
 * How a connection is made: directly, or through a proxy of the system, over TLS where the URL says so.
 * Loopback is never proxied, and verification is never off. Nothing of a request is sent here, so
 * whatever fails can be tried in another way.
 */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { isLoopback } from '../../../src-shared/bill/server.ts';
import type { BaseUrl } from '../../ports.ts';
import { TIMEOUTS, type Timeouts } from '../call-limits.ts';
import { addressesOf, dial, endWith } from './dial.ts';
import { LineFailure, lineFailure } from './line-errors.ts';
import { readWays, type Way } from './proxy-ways.ts';
import { within } from './time-limit.ts';
import { createTrust, type TrustOptions } from './trusted-authorities.ts';
import { openTunnel } from './tunnel.ts';

export interface NetworkOptions extends TrustOptions {
  /**
   * What the system says of a URL, in the words of a proxy script: `DIRECT`, or
   * `PROXY host:port; DIRECT`. Without it, or where it fails, every connection is direct.
   */
  readonly proxyFor?: (url: string) => Promise<string>;
}

export interface ConnectionOptions extends NetworkOptions {
  /** Turns a host name into addresses; the system's by default. Not asked for IPs and localhost. */
  readonly lookup?: LookupFunction;
  readonly timeouts?: Timeouts;
}

/**
 * Opens a connection for one request. `ms`: for all of it. When `signal` aborts, every connection that
 * was begun for it ends, the one that was handed out too. Rejects with a LineFailure; the code of one
 * that is about the proxy begins with PROXY_.
 */
export type OpenConnection = (baseUrl: BaseUrl, ms: number, signal: AbortSignal) => Promise<Socket>;

interface Target {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

export function createConnections(options: ConnectionOptions): OpenConnection {
  const { proxyFor, lookup = systemLookup, timeouts = TIMEOUTS } = options;
  const trusted = createTrust(options);

  /** The ways to a target. A system that cannot say which is taken to say `DIRECT`, if it says so in time. */
  async function waysTo(baseUrl: BaseUrl, signal: AbortSignal): Promise<readonly Way[]> {
    if (proxyFor === undefined || isLoopback(new URL(baseUrl).hostname)) return [{ is: 'direct' }];
    const ask = async (): Promise<string> => {
      try {
        return await proxyFor(baseUrl);
      } catch {
        return 'DIRECT';
      }
    };
    const ways = readWays(await within(timeouts.response, signal, 'PROXY_LOOKUP', ask));
    if (ways.length === 0) throw new LineFailure('proxySocks', 'PROXY_SOCKS');
    return ways;
  }

  async function reach({ host, port }: Omit<Target, 'secure'>, signal: AbortSignal) {
    const addresses = await within(timeouts.lookup, signal, 'ETIMEDOUT', () =>
      addressesOf(host, lookup),
    );
    return within(timeouts.connect, signal, 'ETIMEDOUT', () => dial(addresses, port, signal));
  }

  function secured(raw: Socket, host: string, signal: AbortSignal): Promise<Socket> {
    return within(timeouts.secureConnect, signal, 'ETIMEDOUT', () =>
      handshake(raw, host, trusted(), signal),
    );
  }

  async function throughProxy(proxy: Way & { is: 'proxy' }, target: Target, signal: AbortSignal) {
    try {
      const raw = await reach(proxy, signal);
      const line = proxy.secure ? await secured(raw, proxy.host, signal) : raw;
      const host = isIP(target.host) === 6 ? `[${target.host}]` : target.host;
      await within(timeouts.response, signal, 'ETIMEDOUT', () =>
        openTunnel(line, `${host}:${target.port}`),
      );
      return line;
    } catch (thrown) {
      throw ofProxy(lineFailure(thrown));
    }
  }

  async function go(way: Way, target: Target, signal: AbortSignal): Promise<Socket> {
    const line =
      way.is === 'direct' ? await reach(target, signal) : await throughProxy(way, target, signal);
    return target.secure ? secured(line, target.host, signal) : line;
  }

  return async (baseUrl, ms, signal) => {
    const began = performance.now();
    const ways = await waysTo(baseUrl, signal);
    const target = targetOf(baseUrl);
    const failures: LineFailure[] = [];
    for (const [n, way] of ways.entries()) {
      if (!failures.every((failure) => mayGoOn(failure, way))) continue;
      const attempt = new AbortController();
      const own = AbortSignal.any([signal, attempt.signal]);
      // A way that hangs must leave time for those after it.
      const left = Math.max(1, ms - (performance.now() - began)) / (ways.length - n);
      const late = way.is === 'direct' ? 'ETIMEDOUT' : 'PROXY_ETIMEDOUT';
      try {
        return await within(left, signal, late, () => go(way, target, own));
      } catch (thrown) {
        attempt.abort();
        if (signal.aborted) throw thrown;
        failures.push(lineFailure(thrown));
      }
    }
    throw failures.find(hasAnswered) ?? failures[0] ?? new LineFailure('proxy', 'PROXY_NONE');
  };
}

function targetOf(baseUrl: BaseUrl): Target {
  const { protocol, hostname, port } = new URL(baseUrl);
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[(.*)\]$/u, '$1');
  return { host, secure, port: port === '' ? (secure ? 443 : 80) : Number(port) };
}

/** The proxy is there, and said no: only another proxy may say otherwise, as in a browser. */
const hasAnswered = ({ code }: LineFailure) => code.startsWith('PROXY_HTTP_');

/** A certificate that does not hold is no reason to look for a way around it. */
function mayGoOn(failure: LineFailure, next: Way): boolean {
  if (failure.fault === 'tls') return false;
  return next.is === 'proxy' || !hasAnswered(failure);
}

/** The same failure, but said of the proxy. */
function ofProxy({ fault, code }: LineFailure): LineFailure {
  return new LineFailure(fault, code.startsWith('PROXY_') ? code : `PROXY_${code}`);
}

/** Resolves when the server has proved who it is. Rejects with the error of the check or of the line. */
function handshake(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const line = connectTls({
      socket,
      host,
      // An address is no name that a server could be asked for (RFC 6066, section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      secureContext,
      minVersion: 'TLSv1.2',
      // Said aloud, so that no environment variable can turn the check off.
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
    });
    endWith(signal, line);
    line.once('secureConnect', () => resolve(line));
    line.once('error', reject);
    line.once('close', () => reject(new LineFailure('reset', 'ECONNRESET')));
  });
}
