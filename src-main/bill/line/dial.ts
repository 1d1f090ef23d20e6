/**
 * From a host and a port to an open connection: the name is looked up, and its addresses are tried so
 * that none that is dead or slow keeps a good one waiting (RFC 8305, "happy eyeballs"). Node's own way
 * gives an attempt up when the next one begins, which loses a slow address beside a dead one.
 */
import { connect, isIP, isIPv6, type LookupFunction, type Socket } from 'node:net';
import { codeOf } from '../../../src-shared/text/thrown.ts';
import { LineFailure } from './line-errors.ts';

/** An address that has not answered within this time is not waited for alone (RFC 8305, section 5). */
const NEXT_AFTER_MS = 250;

/** `localhost` is this computer, whatever a name server or a hosts file says. */
const THIS_COMPUTER: readonly string[] = ['127.0.0.1', '::1'];

/**
 * The addresses of a host in the order in which they are tried: as the look-up gave them, but the two
 * families in turn. Rejects with the look-up's error, or a LineFailure for none at all.
 */
export async function addressesOf(
  host: string,
  lookup: LookupFunction,
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  if (host === 'localhost') return THIS_COMPUTER;
  const found = await new Promise<readonly string[]>((resolve, reject) => {
    lookup(host, { all: true }, (error, address) => {
      if (error !== null) reject(error);
      else resolve(Array.isArray(address) ? address.map((one) => one.address) : [address]);
    });
  });
  if (found.length === 0) throw new LineFailure('dns', 'ENOTFOUND');
  return inTurn(found);
}

/** The first address stays the first; after it those of the other family and of its own alternate. */
function inTurn(addresses: readonly string[]): readonly string[] {
  const isOfFirst = (one: string) => isIPv6(one) === isIPv6(addresses[0] ?? '');
  const own = addresses.filter(isOfFirst);
  const other = addresses.filter((one) => !isOfFirst(one));
  return addresses.flatMap((_, n) => [own[n], other[n]].filter((one) => one !== undefined));
}

/** What a computer says that lacks the family of the address: another address tells more. */
const NO_WAY = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/**
 * The first connection to one of `addresses` that opens; the other attempts end. Rejects when all
 * have failed, with the error that tells the most. `signal` ends the connection too, open or not.
 */
export function dial(
  addresses: readonly string[],
  port: number,
  signal: AbortSignal,
  /** For tests. */
  open: (to: { readonly host: string; readonly port: number }) => Socket = connect,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const waiting = [...addresses];
    const trying = new Set<Socket>();
    const errors: Error[] = [];
    let timer: NodeJS.Timeout | undefined;

    function next(): void {
      clearTimeout(timer);
      const host = waiting.shift();
      if (host !== undefined && !signal.aborted) attempt(host);
      else if (trying.size === 0) reject(mostTelling(errors));
    }

    function attempt(host: string): void {
      const socket = endWith(signal, open({ host, port }));
      trying.add(socket);
      socket.once('connect', () => {
        clearTimeout(timer);
        waiting.length = 0;
        trying.delete(socket);
        for (const slower of trying) slower.destroy();
        resolve(socket);
      });
      socket.once('error', (error) => {
        errors.push(error);
        trying.delete(socket);
        next();
      });
      if (waiting.length > 0) timer = setTimeout(next, NEXT_AFTER_MS);
    }

    next();
  });
}

function mostTelling(errors: readonly Error[]): Error {
  const telling = errors.find((error) => !NO_WAY.includes(codeOf(error) ?? ''));
  return telling ?? errors[0] ?? new LineFailure('dns', 'ENOTFOUND');
}

/** Closes `socket` when `signal` aborts. An error of it after that, or that nobody waits for, is none. */
export function endWith<S extends Socket>(signal: AbortSignal, socket: S): S {
  const end = () => socket.destroy();
  socket.on('error', () => undefined);
  socket.once('close', () => signal.removeEventListener('abort', end));
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return socket;
}
