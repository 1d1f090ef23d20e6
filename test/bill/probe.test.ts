/** Issue 2, proof 6: a refused host costs no look-up and no packet. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BaseUrl } from '../../src-main/ports.ts';
import {
  allowed,
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  keysAt,
  sessionInfo,
  touchAt,
} from './support.ts';

let opened = 0;
let looked: string[] = [];
const count = () => {
  opened += 1;
};
/** No name leads anywhere: nothing of this file can reach a real host. */
const lookup: LookupFunction = (hostname, _options, callback) => {
  looked.push(hostname);
  callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4);
};

beforeEach(() => {
  opened = 0;
  looked = [];
  subscribe('net.client.socket', count);
});
afterEach(() => {
  unsubscribe('net.client.socket', count);
});

/** As if a mistake elsewhere had let them through. */
const forged = [
  'https://api.bill.com/api/v2',
  'https://app.bill.com/api/v2',
  'https://gateway.prod.bill.com/connect',
  'https://api-sandbox.bill.com/api/v2',
  'https://app-test.bill.com/api/v2',
  'http://api-stage.bill.com/api/v2',
  'https://api-stage.bill.com.evil.test/api/v2',
  'https://api-stage.bill.com@evil.test/api/v2',
  'https://user:secret@api-stage.bill.com/api/v2',
  'https://api-stage.bill.com:444/api/v2',
  'https://api-stage.bill.com./api/v2',
  'http://[::ffff:127.0.0.1]:80/api/v2',
  'http://192.168.0.1/api/v2',
  'http://127.0.0.1/api/v2?x=',
  'not a url',
] as BaseUrl[];

describe.each(forged)('%s is refused', (baseUrl) => {
  test('by every call, with no look-up, no client socket and no row in Activity', async () => {
    const { api, recorder } = client({ lookup });
    const keys = keysAt(baseUrl);
    const device = { mfaId: canary.mfaId, deviceId: canary.deviceId };
    const answer = { ...canary, machineName: 'm', rememberDevice: true };
    const results = await Promise.all([
      api.signIn(credentialsAt(baseUrl), context()),
      api.touch(keys, context()),
      api.signOut(keys, context()),
      api.sendMfaCode(keys, context()),
      api.submitMfaCode(keys, answer, context()),
      api.checkTrust(keys, device, context()),
      api.tryOperation(keys, '/PayBills.json', '{}', context()),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({ ok: false, error: { kind: 'hostRefused' } });
    }
    expect(looked).toEqual([]);
    expect(opened).toBe(0);
    expect(recorder.rows()).toEqual([]);
  });
});

test('the same probe sees the look-up of the sandbox host', async () => {
  const { api } = client({ lookup });
  const keys = keysAt(allowed('https://api-stage.bill.com/api/v2'));
  expect(await api.touch(keys, context())).toMatchObject({
    error: { kind: 'line', fault: 'dns', code: 'ENOTFOUND' },
  });
  expect(looked).toEqual(['api-stage.bill.com']);
});

test('the same probe sees the socket of an allowed host', async () => {
  const { baseUrl, sockets } = await httpServer((_, response) => response.end(sessionInfo));
  expect(await touchAt(baseUrl, { lookup })).toMatchObject({ ok: true });
  expect(opened).toBe(1);
  expect(sockets).toHaveLength(1);
  expect(looked).toEqual([]);
});

test('localhost is connected as 127.0.0.1 without asking anybody for its address', async () => {
  const hosts: unknown[] = [];
  const { port } = await httpServer((request, response) => {
    hosts.push(request.headers.host);
    response.end(sessionInfo);
  });
  const { api } = client({ lookup });
  const keys = keysAt(allowed(`http://localhost:${port}/api/v2`));
  expect(await api.touch(keys, context())).toMatchObject({ ok: true });
  expect(looked).toEqual([]);
  expect(hosts).toEqual([`localhost:${port}`]);
});
