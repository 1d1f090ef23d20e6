/** How a server is found: its addresses, this computer under its name, and whose certificates count. */
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { addressesOf, dial } from '../../src-main/bill/line/dial.ts';
import { readFileSync } from 'node:fs';
import {
  allowed,
  client,
  context,
  httpServer,
  keysAt,
  listen,
  rawServer,
  sessionInfo,
  touchAt,
} from './support.ts';

const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');
/** Named, so that a list of skipped tests says why. */
const needsIPv6 = hasIPv6 ? '' : ' (skipped: this computer has no ::1)';

/** A look-up that gives these addresses for any name. */
const giving =
  (...addresses: readonly string[]): LookupFunction =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('the addresses of a host', () => {
  test.each([
    [
      ['10.0.0.1', '10.0.0.2', '2001:db8::1'],
      ['10.0.0.1', '2001:db8::1', '10.0.0.2'],
    ],
    [
      ['2001:db8::1', '2001:db8::2', '10.0.0.1', '2001:db8::3'],
      ['2001:db8::1', '10.0.0.1', '2001:db8::2', '2001:db8::3'],
    ],
    [['10.0.0.1'], ['10.0.0.1']],
  ])('[C17] %j are tried in turn, the first one first', async (found, tried) => {
    expect(await addressesOf('api-stage.bill.com', giving(...found))).toEqual(tried);
  });

  test('[C17] of localhost are those of this computer, which nobody is asked for', async () => {
    const lookup = () => {
      throw new Error('asked');
    };
    expect(await addressesOf('localhost', lookup)).toEqual(['127.0.0.1', '::1']);
    expect(await addressesOf('::1', lookup)).toEqual(['::1']);
    expect(await addressesOf('127.0.0.1', lookup)).toEqual(['127.0.0.1']);
  });

  test('[C17] none at all is a name that was not found', async () => {
    await expect(addressesOf('api-stage.bill.com', giving())).rejects.toMatchObject({
      fault: 'dns',
    });
  });
});

/** A connection that does only what a test says. */
class Attempt extends EventEmitter {
  readonly host: string;
  isDestroyed = false;
  constructor(host: string) {
    super();
    this.host = host;
  }
  destroy() {
    this.isDestroyed = true;
    this.emit('close');
    return this;
  }
  fail(code: string) {
    this.emit('error', Object.assign(new Error(code), { code }));
  }
}

/** Dials without a network. Timers run when the test says so. */
function dialing(...addresses: readonly string[]) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const attempts: Attempt[] = [];
  const stop = new AbortController();
  const result = dial(addresses, 443, stop.signal, ({ host }) => {
    const attempt = new Attempt(host);
    attempts.push(attempt);
    return attempt as unknown as Socket;
  });
  result.catch(() => undefined);
  return { attempts, stop, result, later: () => vi.runOnlyPendingTimers() };
}

const slow = '10.0.0.1';
const dead = '2001:db8::1';

describe('several addresses', () => {
  test('[C17] a slow one is not given up for a dead one that comes after it', async () => {
    const { attempts, result, later } = dialing(slow, dead);
    expect(attempts.map(({ host }) => host)).toEqual([slow]);
    later();
    expect(attempts.map(({ host }) => host)).toEqual([slow, dead]);
    attempts[1]?.fail('ENETUNREACH');
    attempts[0]?.emit('connect');
    expect(await result).toBe(attempts[0]);
  });

  test('[C17] a dead one that says nothing does not keep a slow one waiting', async () => {
    const { attempts, result, later } = dialing(dead, slow);
    later();
    attempts[1]?.emit('connect');
    expect(await result).toBe(attempts[1]);
    expect(attempts[0]?.isDestroyed).toBe(true);
  });

  test('[C17] the next is tried at once when one fails', async () => {
    const { attempts, result } = dialing(dead, slow);
    attempts[0]?.fail('ENETUNREACH');
    attempts[1]?.emit('connect');
    expect(await result).toBe(attempts[1]);
  });

  test('[C17] the failure that tells the most is told when all fail', async () => {
    const { attempts, result } = dialing(dead, slow);
    attempts[0]?.fail('ENETUNREACH');
    attempts[1]?.fail('ECONNREFUSED');
    await expect(result).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('[C17] none is tried any more, and none stays open, when the call has ended', () => {
    const { attempts, stop, later } = dialing(dead, slow);
    stop.abort();
    expect(attempts[0]?.isDestroyed).toBe(true);
    later();
    expect(attempts).toHaveLength(1);
  });

  test('[C17] a dead IPv6 address beside a server on IPv4 is no outage', async () => {
    const server = await rawServer((socket) => socket.end());
    const socket = await dial(['100::1', '127.0.0.1'], server.port, new AbortController().signal);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });
});

describe('localhost', () => {
  /** A server on one address alone. */
  async function serverOn(host: string) {
    const server = createServer((_, response) => response.end(sessionInfo));
    await new Promise<void>((resolve) => server.listen({ port: 0, host, ipv6Only: true }, resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  }

  test.each(['127.0.0.1', ...(hasIPv6 ? ['::1'] : [])])(
    `[C17] leads to a server that listens on %s only${needsIPv6}`,
    async (host) => {
      const url = allowed(`http://localhost:${await serverOn(host)}/api/v2`);
      expect(await touchAt(url)).toMatchObject({ ok: true });
    },
  );

  test('[C17] without a server on either address refuses', async () => {
    const { port } = await rawServer(() => undefined);
    const url = allowed(`http://localhost:${port === 1 ? 2 : 1}/api/v2`);
    expect(await touchAt(url)).toMatchObject({
      error: { kind: 'line', fault: 'refused', code: 'ECONNREFUSED' },
    });
  });
});

describe('the authorities of the system', () => {
  const pem = (part: string) =>
    readFileSync(new URL(`fixtures/good.${part}.pem`, import.meta.url), 'utf8');
  const server = () =>
    listen(
      createHttpsServer({ key: pem('key'), cert: pem('cert') }, (_, res) => res.end(sessionInfo)),
      'https',
    );
  const broken: readonly (readonly [string, () => readonly string[]])[] = [
    [
      'throw',
      () => {
        throw new Error('no keychain');
      },
    ],
    ['are none', () => []],
    ['are no list', () => null as unknown as readonly string[]],
  ];

  test.each(broken)(
    '[C12] give way to the own list of Node when they %s, and it is told',
    async (_, ca) => {
      const from: string[] = [];
      const { baseUrl } = await server();
      // Node's list does not know this certificate: it was looked at, and nothing broke.
      expect(await touchAt(baseUrl, { ca, onAuthorities: (one) => from.push(one) })).toMatchObject({
        error: { kind: 'line', fault: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      });
      expect(from).toEqual(['node']);
    },
  );

  test('[C12] are asked again with the next call when they could not be read', async () => {
    const from: string[] = [];
    const { baseUrl } = await server();
    let times = 0;
    const { api } = client({
      ca: () => {
        times += 1;
        if (times === 1) throw new Error('busy');
        return [pem('cert')];
      },
      onAuthorities: (one) => from.push(one),
    });
    const ask = () => api.touch(keysAt(baseUrl), context());
    expect(await ask()).toMatchObject({ ok: false });
    expect(await ask()).toMatchObject({ ok: true });
    expect(await ask()).toMatchObject({ ok: true });
    expect([times, from]).toEqual([2, ['node', 'system']]);
  });

  test('[C12] are not asked for a server that speaks plain http', async () => {
    const { baseUrl } = await httpServer((_, response) => response.end(sessionInfo));
    const ca = vi.fn(() => []);
    await touchAt(baseUrl, { ca });
    expect(ca).not.toHaveBeenCalled();
  });
});
