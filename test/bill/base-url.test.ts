import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaled } from '../scale.ts';
import { anyPath, anyText, anyUrl } from '../any-text.ts';
import { allowBaseUrl } from '../../src-main/bill/base-url.ts';
import type { HostRefusal } from '../../src-shared/result.ts';

const SANDBOX = 'https://api-stage.bill.com/api/v2';

describe('lets through', () => {
  test.each([
    [SANDBOX, SANDBOX],
    ['https://api-stage.bill.com/api/v2/', SANDBOX],
    ['  https://API-STAGE.bill.com:443/api/v2\n', SANDBOX],
    ['HTTPS://api-stage.bill.com/x/../api/v2', SANDBOX],
    ['http://127.0.0.1:8080/api/v2', 'http://127.0.0.1:8080/api/v2'],
    ['http://127.0.0.1:8080/api/v2///', 'http://127.0.0.1:8080/api/v2'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['https://127.0.0.1:8443/any/where', 'https://127.0.0.1:8443/any/where'],
    ['http://[::1]:3000/api/v2', 'http://[::1]:3000/api/v2'],
    ['http://[0:0:0:0:0:0:0:1]:3000', 'http://[::1]:3000'],
    ['http://LocalHost:3000/', 'http://localhost:3000'],
    // These are 127.0.0.1, and are connected to as that.
    ['http://0x7f.1/api/v2', 'http://127.0.0.1/api/v2'],
    ['http://2130706433:99/', 'http://127.0.0.1:99'],
    ['http://127.1/', 'http://127.0.0.1'],
  ])('%j as %s', (text, expected) => {
    expect(allowBaseUrl(text)).toEqual({ ok: true, value: expected });
  });
});

const refused: Readonly<Record<HostRefusal, readonly string[]>> = {
  production: [
    'https://api.bill.com/api/v2',
    'https://api.bill.com/api/v2/',
    'HTTPS://API.BILL.COM/api/v2',
    'https://api.bill.com./api/v2',
    'http://api.bill.com/api/v2',
    'https://api.bill.com:8443/api/v2',
    'https://user:pass@api.bill.com/api/v2',
    'https://app.bill.com/api/v2',
    'https://gateway.prod.bill.com/connect',
    'https://login.us.bill.com/neo/login',
    'https://bill.com/api/v2',
    'https://www.bill.com/',
    'https://anything-new.bill.com/api/v2',
  ],
  retired: [
    'https://api-sandbox.bill.com/api/v2',
    'http://api-sandbox.bill.com/api/v2',
    'https://app-sandbox.bill.com/api/v2',
    'https://app-test.bill.com/api/v2',
  ],
  insecure: [
    'http://api-stage.bill.com/api/v2',
    'http://api-stage.bill.com:443/api/v2',
    'http://API-STAGE.BILL.COM/',
  ],
  notSandbox: [
    'https://api-stage.bill.com',
    'https://api-stage.bill.com/api/v3',
    'https://api-stage.bill.com/api/v2/Login.json',
    'https://api-stage.bill.com/API/v2',
    'https://api-stage.bill.com:8443/api/v2',
    'https://api-stage.bill.com./api/v2',
    'https://api-stage.bill.com.evil.test/api/v2',
    'https://api-stage.bill.com-evil.test/api/v2',
    'https://evil-api-stage.bill.com.test/api/v2',
    'https://xapi-stage.bill.com.test/api/v2',
    'https://notbill.com/api/v2',
    'https://api-stage.notbill.com/api/v2',
    'https://api-stage.bill.com@evil.test/api/v2',
    'https://api-stage.bill.com:443@evil.test/api/v2',
    'https://api-stage%2Ebill.com/api/v2',
    'https://api-stage.bill.xn--com-9na/api/v2',
    'https://xn--api-stage-.bill.test/api/v2',
    'https://app-stage.bill.com/api/v2',
    'https://gateway.stage.bill.com/connect',
    'https://login.stage.us.bill.com/neo/login',
    'https://developer.bill.com/docs',
    'ftp://api-stage.bill.com/api/v2',
    'ws://127.0.0.1/api/v2',
    'file://localhost/etc/passwd',
    'app://bundle/index.html',
    'http://127.0.0.2/api/v2',
    'http://0.0.0.0:3000',
    'http://[::]:3000',
    'http://[::ffff:127.0.0.1]:3000',
    'http://[::ffff:7f00:1]:3000',
    'http://localhost.:3000',
    'http://localhost.evil.test:3000',
    'http://my.localhost:3000',
    'http://127.0.0.1.nip.test:3000',
    'http://192.168.0.1/api/v2',
    'http://%6cocalhost:3000/',
    'unix://localhost/tmp/socket',
  ],
  notAUrl: [
    '',
    '   ',
    'api-stage.bill.com/api/v2',
    '127.0.0.1:3000',
    'https:api-stage.bill.com/api/v2',
    'https:/api-stage.bill.com/api/v2',
    'https:///api-stage.bill.com/api/v2',
    'https:\\\\api-stage.bill.com\\api\\v2',
    'https://api-stage.bill.com\\@evil.test/api/v2',
    'https://api-\tstage.bill.com/api/v2',
    'https://api-stage.\nbill.com/api/v2',
    'https://api-stage.bill.com /api/v2',
    'https://ａpi-stage.bill.com/api/v2',
    'https://api-stage。bill。com/api/v2',
    'https://аpi-stage.bill.com/api/v2',
    'http://①27.0.0.1/',
    'http://127.0.0.1:99999/',
    'http://[::1/',
    'http://me@127.0.0.1/api/v2',
    'http://@127.0.0.1/api/v2',
    'http://me:secret@localhost:3000/api/v2',
    'https://api-stage.bill.com:x@api-stage.bill.com/api/v2',
    'http://127.0.0.1/api/v2?sessionId=1',
    'http://127.0.0.1/api/v2?',
    'http://127.0.0.1/api/v2#part',
    `${SANDBOX}?devKey=1`,
    `${SANDBOX}#`,
    'javascript:alert(1)',
    'data:text/html,x',
  ],
};

describe.each(Object.entries(refused))('refuses as %s', (reason, texts) => {
  test.each(texts)('%j', (text) => {
    expect(allowBaseUrl(text)).toEqual({ ok: false, error: { kind: 'hostRefused', reason } });
  });
});

/** Texts made of the pieces that tricks are made of. */
const pieces = fc.constantFrom(
  ...['http:', 'https:', '//', '/', '\\', '@', ':', '.', '%', '%2e', '?', '#', '[', ']', ' ', '\t'],
  ...['api-stage', 'api', 'bill', 'com', 'api-stage.bill.com', 'evil.test', '127.0.0.1', '::1'],
  ...['localhost', '0x7f', '443', '80', '/api/v2', 'é', '。', 'xn--'],
);
const tricky = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
const texts = fc.oneof(
  tricky,
  tricky.map((text) => `https://${text}`),
  tricky.map((text) => `${SANDBOX}${text}`),
  tricky.map((text) => `http://127.0.0.1${text}`),
  anyText(),
  anyUrl,
);

test('whatever the text, what comes out leads to the sandbox or to this computer', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const result = allowBaseUrl(text);
      if (!result.ok) return;
      const url = new URL(`${result.value}/Login.json`);
      expect(url.username + url.password + url.search + url.hash).toBe('');
      expect(result.value).not.toMatch(/\/$/u);
      if (url.hostname === 'api-stage.bill.com') expect(result.value).toBe(SANDBOX);
      else expect(['127.0.0.1', '[::1]', 'localhost']).toContain(url.hostname);
    }),
    { numRuns: scaled(2000, 250_000) },
  );
});

test('what comes out is let through again, unchanged', () => {
  const path = anyPath;
  fc.assert(
    fc.property(
      fc.constantFrom('http', 'https'),
      fc.constantFrom('127.0.0.1', '[::1]', 'localhost'),
      fc.integer({ min: 1, max: 65_535 }),
      path,
      (scheme, host, port, rest) => {
        const first = allowBaseUrl(`${scheme}://${host}:${port}${rest}`);
        expect(first.ok).toBe(true);
        if (first.ok) expect(allowBaseUrl(first.value)).toEqual(first);
      },
    ),
  );
});
