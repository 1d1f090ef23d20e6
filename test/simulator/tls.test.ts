/** HTTPS with a certificate of the simulator's own, for clients that trust its authority alone. */
import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { describe, expect, it } from 'vitest';

import { makeCertificate } from '../../src-simulator/tls/certificate.ts';
import { namesOf } from '../../src-simulator/http/hosts.ts';
import type { OwnCertificate } from '../../src-simulator/tls/certificate.ts';
import { bench, credentials, text } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

const NAMES = namesOf('127.0.0.1', ['api-stage.bill.com', '192.0.2.7']);

async function secured(more: Parameters<typeof bench>[0] = {}) {
  const own = await makeCertificate(NAMES);
  const b = await bench({ tls: own, allowHosts: ['api-stage.bill.com'], ...more });
  return { own, b };
}

interface Trust {
  readonly ca?: string;
  /** The name that the client believes to call. */
  readonly name?: string;
}

/** Resolves to the reply's text, or to the code of the error. */
function post(b: Bench, path: string, fields: FieldsIn, { ca, name }: Trust): Promise<string> {
  return new Promise((resolve) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port: b.simulator.port, path: `/api/v2${path}`, method: 'POST' },
        agent: false,
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: name ?? '127.0.0.1' },
        ...(ca === undefined ? {} : { ca }),
        ...(name === undefined ? {} : { servername: name }),
      },
      (response) => {
        let reply = '';
        response.on('data', (chunk) => (reply += String(chunk)));
        response.on('end', () => resolve(reply));
        response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    sent.end(new URLSearchParams(fields).toString());
  });
}

function login(b: Bench, trust: Trust): Promise<string> {
  const account = b.account();
  return post(b, '/Login.json', { ...credentials(account), orgId: account.orgId }, trust);
}

describe('a client over HTTPS', () => {
  it('that trusts the authority alone signs in, and is sent back to the same host', async () => {
    const { own, b } = await secured();
    expect(b.simulator.baseUrl).toBe(`https://127.0.0.1:${b.simulator.port}/api/v2`);
    const reply = await login(b, { ca: own.ca });
    expect(reply).toContain('"apiEndPoint":"https://127.0.0.1/api/v2"');
    const named = await login(b, { ca: own.ca, name: 'api-stage.bill.com' });
    expect(named).toContain('"apiEndPoint":"https://api-stage.bill.com/api/v2"');
    const { response_data: data } = JSON.parse(named) as { response_data: unknown };
    const session = { devKey: b.account().devKey, sessionId: text(data, 'sessionId') };
    expect(await post(b, '/GetSessionInfo.json', session, { ca: own.ca })).toContain('Success');
  });

  it('that does not trust the authority, or means another name, is not answered', async () => {
    const { own, b } = await secured();
    expect(await login(b, {})).toMatch(/CERT|SIGNATURE|ISSUER|VERIFY/);
    const other = await makeCertificate(NAMES);
    expect(await login(b, { ca: other.ca })).toMatch(/CERT|SIGNATURE|ISSUER|VERIFY/);
    expect(await login(b, { ca: own.ca, name: 'bill.com' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(b.simulator.requests()).toEqual([]);
  });

  it('that speaks plain HTTP gets no answer, and the others still do', async () => {
    const { own, b } = await secured();
    await expect(b.call('/Errors.json', {})).rejects.toThrow();
    expect(await login(b, { ca: own.ca })).toContain('Success');
  });

  it.each([
    [{ fault: 'reset', at: 'start' }, 'ECONNRESET'],
    [{ fault: 'reset', at: 'body' }, 'ECONNRESET'],
    [{ fault: 'truncate' }, 'ECONNRESET'],
    [{ fault: 'garbage', base64: 'AAECAw==' }, 'HPE_'],
    [{ fault: 'drip', ms: 1, bytes: 50 }, 'Success'],
    [{ fault: 'status', status: 503, body: 'later' }, 'later'],
  ] as const)('meets the fault %j as over plain HTTP', async (fault, outcome) => {
    const { own, b } = await secured({ faults: [{ endpoint: '*', ...fault }] });
    expect(await login(b, { ca: own.ca })).toContain(outcome);
  });
});

describe('a certificate made at start', () => {
  it('names loopback, the host and each allowed one, and is of its authority', async () => {
    const { own } = await secured();
    const [cert, ca] = [new X509Certificate(own.cert), new X509Certificate(own.ca)];
    for (const name of ['localhost', 'api-stage.bill.com']) {
      expect(cert.checkHost(name)).toBe(name);
    }
    for (const address of ['127.0.0.1', '::1', '192.0.2.7']) {
      expect(cert.checkIP(address)).toBe(address);
    }
    expect(cert.checkHost('bill.com')).toBeUndefined();
    expect([cert.verify(ca.publicKey), cert.checkIssued(ca), cert.ca, ca.ca]).toEqual([
      ...[true, true, false, true],
    ]);
    const year = 366 * 86_400_000;
    expect(Date.parse(cert.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(cert.validTo)).toBeGreaterThan(Date.now());
    expect(Date.parse(cert.validTo) - Date.parse(cert.validFrom)).toBeLessThanOrEqual(year);
  });

  it('is another one each time, and gives no key of the authority away', async () => {
    const [one, other] = await Promise.all([makeCertificate(NAMES), makeCertificate(NAMES)]);
    expect(one.ca).not.toBe(other.ca);
    expect(Object.keys(one).sort()).toEqual([
      'ca',
      'cert',
      'key',
    ] satisfies (keyof OwnCertificate)[]);
    expect(one.key).toContain('BEGIN PRIVATE KEY');
    expect(one.ca).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/);
    // The one key is the server's.
    const ca = new X509Certificate(one.ca);
    expect(new X509Certificate(one.cert).publicKey.equals(ca.publicKey)).toBe(false);
    const { createPrivateKey } = await import('node:crypto');
    expect(ca.checkPrivateKey(createPrivateKey(one.key))).toBe(false);
  });
});
