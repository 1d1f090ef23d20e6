/** How requests are read: what is tolerated, what is refused, and that nothing secret is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { OptionError } from '../../src-simulator/index.ts';
import { bench, callBytes, credentials, exchangeBytes, signedIn, text } from './support.ts';

const FORM = 'application/x-www-form-urlencoded';

describe('tolerated requests', () => {
  it('[D/C S-SLATE] carry their parameters in the query string', async () => {
    const b = await bench();
    const query = `?${new URLSearchParams(await b.session()).toString()}`;
    const reply = await b.call('/GetSessionInfo.json', {}, { query });
    expect(reply.code).toBeNull();
    const bare = await b.call('/GetSessionInfo.json', {}, { query, raw: '', headers: {} });
    expect(bare.code).toBeNull();
  });

  it('[C* S-JAVA] carry the session in the cookie that Login set', async () => {
    const b = await bench();
    const login = await b.signIn();
    const sessionId = text(login.data, 'sessionId');
    expect(login.headers['set-cookie']).toEqual([`sid=${sessionId}; Path=/; HttpOnly`]);
    const { devKey } = b.account();
    const headers = { cookie: `theme=dark; sid=${sessionId}; x=1` };
    expect((await b.call('/GetSessionInfo.json', { devKey }, { headers })).code).toBeNull();
    const wrong = { cookie: `theme=dark; notsid=${sessionId}` };
    expect((await b.call('/GetSessionInfo.json', { devKey }, { headers: wrong })).code).toBe(
      'BDC_1109',
    );
  });

  it('prefer the sessionId of the form to the cookie', async () => {
    const { b, session } = await signedIn();
    const headers = { cookie: `sid=${session['sessionId'] ?? ''}` };
    const reply = await b.call(
      '/GetSessionInfo.json',
      { ...session, sessionId: '!ax' },
      { headers },
    );
    expect(reply.code).toBe('BDC_1109');
  });

  it('[C* S-JAVA] have unknown form fields, a charset, and no Accept header', async () => {
    const b = await bench();
    const reply = await b.call(
      '/GetSessionInfo.json',
      { ...(await b.session()), client_library: 'x' },
      { headers: { 'content-type': `${FORM}; charset=UTF-8` } },
    );
    expect(reply.code).toBeNull();
  });

  it('may give a field twice with the same value, and an unknown one however often', async () => {
    const { b, session } = await signedIn();
    const once = new URLSearchParams(session).toString();
    const raw = `${once}&${once}&client_library=a&client_library=b`;
    const query = `?${once}&client_library=c`;
    expect((await b.call('/GetSessionInfo.json', {}, { raw, query })).code).toBeNull();
  });

  it('may name localhost instead of 127.0.0.1', async () => {
    const b = await bench();
    const headers = { host: `localhost:${b.simulator.port}` };
    expect((await b.call('/Errors.json', {}, { headers })).code).toBeNull();
  });
});

describe('malformed requests', () => {
  const good = 'devKey=a&sessionId=b';
  const rows = [
    { what: 'GET', sending: { method: 'GET' } },
    { what: 'PUT', sending: { method: 'PUT' } },
    {
      what: 'a JSON body',
      sending: { headers: { 'content-type': 'application/json' }, raw: '{}' },
    },
    {
      what: 'a multipart body without its end',
      sending: { headers: { 'content-type': 'multipart/form-data; boundary=x' }, raw: '--x' },
    },
    {
      what: 'a text/plain body',
      sending: { headers: { 'content-type': 'text/plain' }, raw: good },
    },
    {
      what: 'a compressed body',
      sending: { headers: { 'content-encoding': 'gzip' }, raw: Buffer.from([31, 139, 8, 0]) },
    },
    { what: 'broken percent-encoding', sending: { raw: `${good}&x=%ZZ` } },
    { what: 'a cut percent-encoding', sending: { raw: `${good}&x=%4` } },
    { what: 'percent-encoding that is not UTF-8', sending: { raw: `${good}&x=%FF` } },
    { what: 'bytes that are not UTF-8', sending: { raw: Buffer.from([0x61, 0x3d, 0xff]) } },
    { what: 'a field given twice differently', sending: { raw: `${good}&sessionId=c` } },
    { what: 'a field that differs in query and body', sending: { raw: good, query: '?devKey=z' } },
    { what: 'broken percent-encoding in the query', sending: { raw: good, query: '?x=%' } },
  ];
  for (const { what, sending } of rows) {
    it(`[D S-ERR, I for the case] with ${what} are BDC_1002`, async () => {
      const b = await bench();
      const reply = await b.call('/GetSessionInfo.json', {}, sending);
      expect(reply.code).toBe('BDC_1002');
      expect(reply.message).toBe('Unknown error occurred.');
      expect(reply.status).toBe(200);
    });
  }

  it('over 1 MiB are refused with 413 in the envelope; up to it they are read', async () => {
    const b = await bench();
    const session = new URLSearchParams(await b.session()).toString();
    const padded = (size: number) => `${session}&pad=`.padEnd(size, 'x');
    const fits = await b.call('/GetSessionInfo.json', {}, { raw: padded(1_048_576) });
    expect([fits.status, fits.code]).toEqual([200, null]);
    const over = await b.call('/GetSessionInfo.json', {}, { raw: padded(1_048_577) });
    expect([over.status, over.code]).toEqual([413, 'BDC_1002']);
  });

  it('to an unknown path are 404 whatever the method', async () => {
    const b = await bench();
    const reply = await b.call('/Nothing.json', {}, { method: 'GET' });
    expect([reply.status, reply.code]).toEqual([404, 'BDC_1121']);
  });

  it('with a Host that is not loopback are refused and change nothing', async () => {
    const { b, session } = await signedIn();
    for (const host of ['evil.test', '127.0.0.1.evil.test', 'localhost.evil.test:80']) {
      const reply = await b.call('/Logout.json', session, { headers: { host } });
      expect(reply.status).toBe(421);
    }
    expect((await b.op('/GetSessionInfo.json', session)).code).toBeNull();
  });

  it('that are no HTTP at all get an envelope with the simulated date, and the connection ends', async () => {
    const b = await bench();
    const { received } = await exchangeBytes(b.simulator.port, 'BLUBB\r\n\r\n');
    expect(received.toString()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(received.toString()).toContain('date: Tue, 24 Nov 2026 10:00:00 GMT');
    expect(received.toString()).toContain('BDC_1002');
  });

  it('without any Host header are refused', async () => {
    const b = await bench();
    const bytes = callBytes('/Errors.json', {}).replace('host: 127.0.0.1\r\n', '');
    const { received } = await exchangeBytes(b.simulator.port, bytes);
    expect(received.toString()).toMatch(/^HTTP\/1\.1 421 /);
  });
});

describe('what is told outside', () => {
  it('holds no password, key, session, challenge or mfaId', async () => {
    const b = await bench();
    const account = b.account();
    const session = await b.session();
    const challengeId = await b.challenge(session);
    const code = b.code();
    const reply = await b.authenticate(session, challengeId);
    const mfaId = text(reply.data, 'mfaId');
    await b.op('/MFAStatus.json', session, { mfaId, deviceId: 'device-1' });
    // Secrets where they do not belong must not be told either.
    await b.call('/Login.json', { ...credentials(account), sessionId: account.password });
    const query = `?${new URLSearchParams(credentials(account)).toString()}`;
    await b.call('/Nothing.json', {}, { query });
    await b.op('/Logout.json', session);
    const told = JSON.stringify([
      b.events.filter((event) => event.event !== 'ready' && event.event !== 'sms'),
      b.simulator.requests(),
    ]);
    expect(told).toContain(`…${session['sessionId']?.slice(-4) ?? '?'}`);
    const secrets = [
      account.password,
      account.devKey,
      session['sessionId'],
      challengeId,
      mfaId,
      code,
    ];
    for (const secret of secrets) expect(told).not.toContain(secret);
    // A text message tells its code, that is what it is for, but no whole challengeId.
    expect(JSON.stringify(b.of('sms'))).not.toContain(challengeId);
  });

  it('shows of an unknown path only what can be a path of the API', async () => {
    const b = await bench();
    for (const path of ['/Login.json&password=hush', '/Login.json;hush', '/Login.json%3Fhush']) {
      await b.call(path, {});
    }
    await b.call('/login.json', {});
    expect(b.simulator.requests().map((one) => one.endpoint)).toEqual([
      '/Login.json…',
      '/Login.json…',
      '/Login.json…',
      '/login.json',
    ]);
  });

  it('counts requests from 1 with endpoint, status and code', async () => {
    const b = await bench();
    await b.signIn();
    b.clock.advance(1000);
    await b.call('/Nothing.json', {});
    const method = 'POST';
    expect(b.simulator.requests()).toMatchObject([
      { number: 1, endpoint: '/Login.json', method, status: 200, code: null, fault: null },
      { number: 2, endpoint: '/Nothing.json', method, status: 404, code: 'BDC_1121' },
    ]);
    const [first, second] = b.simulator.requests();
    expect([first?.at, second?.at]).toEqual([
      '2026-11-24T10:00:00.000Z',
      '2026-11-24T10:00:01.000Z',
    ]);
    expect(b.of('request')).toHaveLength(2);
  });

  it('stops for a subscriber who left, and not for the others', async () => {
    const b = await bench();
    const heard: string[] = [];
    const listener = () => heard.push('event');
    const stop = b.simulator.subscribe(listener);
    b.simulator.subscribe(listener);
    stop();
    stop();
    await b.call('/Errors.json', {});
    expect(heard).toEqual(['event']);
  });
});

describe('the server', () => {
  it('listens on 127.0.0.1 and nowhere else', async () => {
    const b = await bench();
    expect(b.simulator.baseUrl).toBe(`http://127.0.0.1:${b.simulator.port}/api/v2`);
    const elsewhere = await fetch(`http://127.0.0.2:${b.simulator.port}/api/v2/Errors.json`, {
      method: 'POST',
    }).catch(() => 'refused');
    expect(elsewhere).toBe('refused');
  });

  it('closes at once although a call hangs, and twice is as good as once', async () => {
    const b = await bench({ faults: [{ endpoint: '*', fault: 'hang' }] });
    const hung = b.call('/Errors.json', {}).catch(() => 'cut');
    while (b.simulator.requests().length === 0) await new Promise(setImmediate);
    await Promise.all([b.simulator.close(), b.simulator.close()]);
    expect(await hung).toBe('cut');
    await expect(b.call('/Errors.json', {})).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses options it does not know or that have the wrong type', async () => {
    const wrong: [object, string][] = [
      [{ idleMinute: 3 }, 'There is no option "idleMinute".'],
      [{ idleMinutes: '35' }, 'Option idleMinutes takes a number'],
      [{ idleMinutes: Number.NaN }, 'Option idleMinutes takes a number'],
      [{ idleMinutes: -1 }, 'Option idleMinutes takes a number'],
      [{ staleMfaId: 'maybe' }, 'Option staleMfaId takes untrusted or reject'],
      [{ cookieAttributes: 'Path=/\r\nX: y' }, 'Option cookieAttributes takes a line of text'],
      [{ loginCheckOrder: 'user,user,org' }, 'Option loginCheckOrder takes'],
    ];
    for (const [options, sentence] of wrong) {
      await expect(bench({ options: options })).rejects.toThrow(sentence);
    }
  });

  it('refuses a port that is none', async () => {
    for (const port of [-1, 65_536, 1.5, Number.NaN]) {
      await expect(bench({ port })).rejects.toThrow(OptionError);
    }
  });

  it('rejects where its port is taken', async () => {
    const b = await bench();
    await expect(bench({ port: b.simulator.port })).rejects.toThrow('EADDRINUSE');
  });

  it('shares no code with the client, and loads nothing later', () => {
    const folder = join(import.meta.dirname, '../../src-simulator');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const sources = files.filter((name) => name.endsWith('.ts'));
    expect(sources).toContain('index.ts');
    for (const file of sources) {
      const source = readFileSync(join(folder, file), 'utf8');
      expect(source, file).not.toMatch(/\bimport\s*\(/);
      for (const [, from] of source.matchAll(/^(?:import|export|\}).*?'([^']+)';$/gm)) {
        expect(from, file).not.toMatch(/src-(?:main|renderer)|electron|got|valibot/);
      }
    }
  });
});
