/** Asks a proxy to connect us (RFC 9110, section 9.3.6), and reads the head of its answer. */
import type { Duplex } from 'node:stream';
import { codeOf } from '../../../src-shared/text/thrown.ts';
import { LineFailure } from './line-errors.ts';

/** No proxy has more to say before it connects. */
const LONGEST_HEAD = 16 * 1024;

/**
 * Sends CONNECT for `target` (`host:port`) over a connection to a proxy. Resolves when the proxy has
 * connected us: what comes over the connection from then on is the server's. Rejects with a LineFailure
 * whose code begins with PROXY_. Has no limit of time, and closes nothing.
 */
export function openTunnel(proxy: Duplex, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);

    const read = () => {
      for (let chunk: unknown; (chunk = proxy.read() as unknown) !== null;) {
        if (chunk instanceof Buffer) head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end !== -1) {
          const failure = failureOf(head.toString('latin1', 0, end));
          const rest = head.subarray(end + 4);
          settle(failure);
          if (failure === null && rest.length > 0) proxy.unshift(rest);
          return;
        }
        const begins = 'HTTP/1.'.startsWith(head.toString('latin1', 0, 7));
        if (!begins || head.length > LONGEST_HEAD) {
          settle(notHttp());
          return;
        }
      }
    };
    const closed = () => settle(new LineFailure('proxy', 'PROXY_CLOSED'));
    const failed = (error: Error) =>
      settle(new LineFailure('proxy', `PROXY_${codeOf(error) ?? 'FAILED'}`));

    function settle(failure: LineFailure | null): void {
      proxy.off('readable', read).off('end', closed).off('close', closed).off('error', failed);
      if (failure === null) resolve();
      else reject(failure);
    }

    proxy.on('readable', read).on('end', closed).on('close', closed).on('error', failed);
    proxy.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nUser-Agent: Tabkeeper\r\n\r\n`);
    read();
  });
}

const notHttp = () => new LineFailure('proxy', 'PROXY_PROTOCOL');

/** Null for a proxy that has connected us. */
function failureOf(head: string): LineFailure | null {
  const status = /^HTTP\/1\.[01] (\d{3})(?: |\r|$)/u.exec(head)?.[1];
  if (status === undefined) return notHttp();
  if (status.startsWith('2')) return null;
  return new LineFailure(status === '407' ? 'proxyAuth' : 'proxy', `PROXY_HTTP_${status}`);
}
