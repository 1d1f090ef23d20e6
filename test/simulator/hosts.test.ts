/** Under which names the simulator answers, and where its replies lead back to. */
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';

import { bench, callBytes, credentials, exchangeBytes, text } from './support.ts';
import type { Bench } from './support.ts';

const ALLOWED = { allowHosts: ['api-stage.bill.com', '192.0.2.7', 'billsim_1'] };

async function apiEndPoint(b: Bench, host: string): Promise<unknown> {
  const account = b.account();
  const fields = { ...credentials(account), orgId: account.orgId };
  const reply = await b.call('/Login.json', fields, { headers: { host } });
  return reply.code === null ? text(reply.data, 'apiEndPoint') : reply.status;
}

describe('a Host', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1/api/v2'],
    ['LocalHost:8080', 'http://LocalHost:8080/api/v2'],
    ['[::1]:8080', 'http://[::1]:8080/api/v2'],
    ['api-stage.bill.com', 'http://api-stage.bill.com/api/v2'],
    ['API-Stage.Bill.com:443', 'http://API-Stage.Bill.com:443/api/v2'],
    ['192.0.2.7:80', 'http://192.0.2.7:80/api/v2'],
    ['billsim_1:8080', 'http://billsim_1:8080/api/v2'],
  ])('%s that is allowed is where Login sends the next calls', async (host, endPoint) => {
    expect(await apiEndPoint(await bench(ALLOWED), host)).toBe(endPoint);
  });

  it.each([
    'bill.com',
    'api-stage.bill.com.evil.test',
    'evil.test:80',
    'user@api-stage.bill.com',
    'api-stage.bill.com/x',
    '192.0.2.8',
    '[::2]',
    ':80',
    'localhost:',
    'localhost:123456',
  ])('"%s" that is not allowed is refused with 421, and the record says why', async (host) => {
    const b = await bench(ALLOWED);
    expect(await apiEndPoint(b, host)).toBe(421);
    const [record] = b.simulator.requests();
    expect(record).toMatchObject({ reason: 'host', code: 'BDC_1002' });
    expect(record?.hint).toContain('--allow-host');
  });
});

describe('a target with scheme and host', () => {
  async function exchange(b: Bench, target: string, host = 'evil.test'): Promise<string> {
    const account = b.account();
    const bytes = callBytes('/Login.json', { ...credentials(account), orgId: account.orgId })
      .replace('/api/v2/Login.json', target)
      .replace('host: 127.0.0.1', `host: ${host}`);
    return (await exchangeBytes(b.simulator.port, bytes)).received.toString();
  }

  it('is answered, and its host goes before the header', async () => {
    const b = await bench(ALLOWED);
    const reply = await exchange(b, 'http://api-stage.bill.com/api/v2/Login.json');
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toContain('"apiEndPoint":"http://api-stage.bill.com/api/v2"');
    expect(b.simulator.requests()).toMatchObject([{ endpoint: '/Login.json', code: null }]);
  });

  it('is counted by faults as the path it names', async () => {
    const b = await bench({ faults: [{ endpoint: '/Login.json', fault: 'empty', status: 204 }] });
    const reply = await exchange(b, 'http://localhost:80/api/v2/Login.json');
    expect(reply).toMatch(/^HTTP\/1\.1 204 /);
  });

  it('is refused where its host is not allowed, whatever the header says', async () => {
    const b = await bench(ALLOWED);
    const reply = await exchange(b, 'http://evil.test/api/v2/Login.json', '127.0.0.1');
    expect(reply).toMatch(/^HTTP\/1\.1 421 /);
  });

  it('without a path, or with a scheme that is none, is no operation', async () => {
    const b = await bench(ALLOWED);
    expect(await exchange(b, 'http://api-stage.bill.com')).toMatch(/^HTTP\/1\.1 404 /);
    expect(await exchange(b, 'ftp://api-stage.bill.com/api/v2/Login.json')).toMatch(
      /^HTTP\/1\.1 4(?:00|04|21) /,
    );
  });
});

describe('a simulator that listens beyond loopback', () => {
  it('warns before it is ready', async () => {
    const b = await bench({ host: '0.0.0.0' });
    expect(b.events.map(({ event }) => event)).toEqual(['warning', 'ready']);
    expect(b.of('warning')[0]?.message).toContain('0.0.0.0');
    expect(b.simulator.baseUrl).toBe(`http://127.0.0.1:${b.simulator.port}/api/v2`);
  });

  it.each(['127.0.0.1', '127.0.0.2', 'localhost'])(
    'does not warn on %s, which others cannot reach',
    async (host) => {
      const b = await bench({ host });
      expect(b.events.map(({ event }) => event)).toEqual(['ready']);
    },
  );

  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

  it.skipIf(own === undefined)(
    'answers to the address that the connection came in on, and to no other number',
    async () => {
      const b = await bench({ host: '0.0.0.0' });
      const ask = async (host: string) => {
        const reply = await fetch(`http://${host}:${b.simulator.port}/api/v2/Errors.json`);
        return reply.status;
      };
      expect(await ask(own ?? '')).toBe(200);
      expect(await apiEndPoint(b, `${own ?? ''}:80`)).toBe(421);
    },
  );

  it.each([
    [{ host: 'no such host' }, 'host takes a name or an address without a port'],
    [{ allowHosts: ['bill.com:443'] }, 'allowHosts takes a name or an address without a port'],
    [{ allowHosts: ['https://bill.com'] }, 'allowHosts takes'],
    [{ allowHosts: [''] }, 'allowHosts takes'],
    [{ control: { port: 70_000 } }, 'control.port takes a whole number from 0 to 65535'],
  ])('refuses %j with a sentence', async (options, sentence) => {
    await expect(bench(options)).rejects.toThrow(sentence);
  });
});
