/** Row C30: calls that are given up while they are under way. */
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  afterRequest,
  allowed,
  client,
  context,
  credentialsAt,
  httpServer,
  keysAt,
  later,
  rawServer,
  sessionInfo,
} from './support.ts';

describe('[C30] a call that is given up', () => {
  test('is cancelled at once, and its connection is cut', async () => {
    const arrived = later<null>();
    const closed = later<null>();
    const { baseUrl } = await rawServer((socket) => {
      socket.on('close', () => closed.resolve(null));
      afterRequest(socket, () => arrived.resolve(null));
    });
    const { api, recorder } = client();
    const stop = new AbortController();
    const call = api.touch(keysAt(baseUrl), context({ signal: stop.signal }));
    await arrived.promise;
    stop.abort();
    // The server has not answered, and no time-out is near.
    expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
    await closed.promise;
    expect(recorder.rows()).toMatchObject([{ outcome: 'failed', error: { kind: 'cancelled' } }]);
  });

  test('is cancelled whatever reason the abort gives', async () => {
    const arrived = later<null>();
    const { baseUrl } = await rawServer((socket) =>
      afterRequest(socket, () => arrived.resolve(null)),
    );
    const stop = new AbortController();
    const call = client().api.signOut(keysAt(baseUrl), context({ signal: stop.signal }));
    await arrived.promise;
    stop.abort(new DOMException('late', 'TimeoutError'));
    expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
  });

  test('before it began, sends nothing', async () => {
    const { baseUrl, sockets } = await httpServer((_, response) => response.end(sessionInfo));
    const { api, recorder } = client();
    const signal = AbortSignal.abort();
    for (const call of [
      api.touch(keysAt(baseUrl), context({ signal })),
      api.signIn(credentialsAt(baseUrl), context({ signal })),
    ]) {
      expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
    }
    expect(sockets).toHaveLength(0);
    expect(recorder.rows()).toEqual([]);
  });

  test('a sign-in whose request is not out yet is cut, so that no password follows', async () => {
    const looked = later<() => void>();
    const lookup: LookupFunction = (_host, _options, callback) => {
      looked.resolve(() => callback(null, '127.0.0.1', 4));
    };
    const stop = new AbortController();
    const { api, recorder } = client({ lookup });
    const credentials = credentialsAt(allowed('https://api-stage.bill.com/api/v2'));
    const call = api.signIn(credentials, context({ signal: stop.signal }));
    await looked.promise;
    stop.abort();
    expect(await call).toEqual({ ok: false, error: { kind: 'cancelled' } });
    await expect.poll(() => recorder.rows()[0]?.error).toEqual({ kind: 'cancelled' });
  });
});
