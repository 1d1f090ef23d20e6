/**
 * Which hosts a request may name. A page in a browser could reach this port under a name of its own
 * (DNS rebinding); its requests name that host, and are refused.
 */
import { isIP, isIPv6 } from 'node:net';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
const WILDCARDS = ['0.0.0.0', '::'];

/** Whether a server on this address can be reached from this machine alone. */
export function isLoopback(address: string): boolean {
  const name = address.toLowerCase();
  return LOOPBACK.includes(name) || (isIP(name) === 4 && name.startsWith('127.'));
}

/** An address, or a name as DNS and container networks have them; without a port. */
export function isHostName(text: string): boolean {
  return isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9_]([\w.-]*[a-z0-9_])?$/i.test(text);
}

/** The host of a URL that leads to a server listening on `address`. */
export function reachableAt(address: string): string {
  const name = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return isIPv6(name) ? `[${name}]` : name;
}

/** Every name a client may use for this server, a certificate's list. No name twice. */
export function namesOf(address: string, allowed: readonly string[]): readonly string[] {
  return [...new Set([...LOOPBACK, address, ...allowed].map((name) => name.toLowerCase()))];
}

/**
 * @param authority what a request names: `host` or `host:port`; undefined where it names nothing
 * @param localAddress the address of this machine that the connection came in on
 */
export type HostCheck = (
  authority: string | undefined,
  localAddress: string | undefined,
) => boolean;

/** Allows loopback, the address listened on, and the names given. The port does not matter. */
export function hostCheck(address: string, allowed: readonly string[]): HostCheck {
  const names = new Set(namesOf(address, allowed));
  const anywhere = WILDCARDS.includes(address);
  return (authority, localAddress) => {
    const match = /^(?:\[([\da-f:.]+)\]|([^:[\]@/\s]+))(?::\d{1,5})?$/i.exec(authority ?? '');
    const name = (match?.[1] ?? match?.[2])?.toLowerCase();
    if (name === undefined) return false;
    // The number that the client connected to is no name that somebody could have pointed here.
    return names.has(name) || (anywhere && name === localAddress?.replace(/^::ffff:/, ''));
  };
}
