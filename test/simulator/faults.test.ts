/** Every kind of fault, at the level of bytes, and which calls a rule hits. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import type { FaultAction } from '../../src-simulator/faults/fault.ts';
import type { FaultInput, FaultKind } from '../../src-simulator/index.ts';
import { bench, callBytes, exchangeBytes, MINUTE, signedIn } from './support.ts';
import type { Bench, FieldsIn } from './support.ts';

const INFO = '/GetSessionInfo.json';

interface Exchange {
  readonly head: string;
  readonly body: Buffer;
  readonly end: string;
}

/** One GetSessionInfo under one fault, as bytes. */
async function under(
  fault: FaultAction,
): Promise<Exchange & { readonly b: Bench; readonly session: FieldsIn; readonly real: string }> {
  const { b, session } = await signedIn();
  const real = (await b.op(INFO, session)).text;
  b.simulator.setFaults([{ endpoint: INFO, ...fault }]);
  const { received, end } = await exchangeBytes(b.simulator.port, callBytes(INFO, session));
  const at = received.indexOf('\r\n\r\n');
  const head = received.subarray(0, Math.max(0, at)).toString();
  return { b, session, real, head, body: received.subarray(at < 0 ? 0 : at + 4), end };
}

/** Whether a call after 34 minutes finds the session alive although 34 more have passed. */
async function hitEffect(
  b: Bench,
  session: FieldsIn,
  hit: () => Promise<unknown>,
): Promise<boolean> {
  b.clock.advance(34 * MINUTE);
  await hit();
  b.simulator.setFaults([]);
  b.clock.advance(34 * MINUTE);
  return (await b.op(INFO, session)).code === null;
}

describe('a fault', () => {
  it('delay: gives the right reply, late', async () => {
    const { b, session } = await signedIn();
    b.simulator.setFaults([{ endpoint: INFO, fault: 'delay', ms: 200 }]);
    const order: string[] = [];
    const late = b.op(INFO, session).then((reply) => order.push(`late ${String(reply.code)}`));
    while (b.simulator.requests().length < 2) await new Promise(setImmediate);
    await b.call('/Errors.json', {});
    order.push('prompt');
    await late;
    expect(order).toEqual(['prompt', 'late null']);
  });

  it('reset at start: not one byte comes back, the connection is reset', async () => {
    const { head, body, end } = await under({ fault: 'reset' });
    expect([head, body.length, end]).toEqual(['', 0, 'ECONNRESET']);
  });

  it('reset in the body: headers and half of the body, then a reset', async () => {
    const { head, body, end, b } = await under({ fault: 'reset', at: 'body' });
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(body.length).toBeGreaterThan(10);
    expect(body.length).toBeLessThan(Number(/content-length: (\d+)/.exec(head)?.[1]));
    expect(end).toBe('ECONNRESET');
    expect(b.simulator.requests().at(-1)).toMatchObject({ fault: 'reset', status: 200 });
  });

  type Sent = (real: string) => unknown;
  const json = 'application/json';
  const page = '<html>login</html>';
  const headers = { 'Retry-After': '2', 'content-type': 'text/plain' };
  it.each<[string, FaultAction, readonly string[], Sent]>([
    [
      'truncate with framing chunked: stops without the last chunk',
      { fault: 'truncate', framing: 'chunked', bytes: 10 },
      ['transfer-encoding: chunked'],
      (real) => `a\r\n${real.slice(0, 10)}\r\n`,
    ],
    [
      'truncate to 0 bytes: sends the headers and nothing else',
      { fault: 'truncate', framing: 'chunked', bytes: 0 },
      ['HTTP/1.1 200 '],
      () => '',
    ],
    [
      'html: a page with status 200',
      { fault: 'html' },
      ['HTTP/1.1 200 ', 'content-type: text/html'],
      () => expect.stringMatching(/^<!doctype html>/) as string,
    ],
    [
      'html under the name of JSON, with another status',
      { fault: 'html', status: 503, contentType: json, body: page },
      ['HTTP/1.1 503 ', `content-type: ${json}`],
      () => page,
    ],
    [
      'status: any status with headers and body',
      { fault: 'status', status: 429, headers, body: 'slow down' },
      ['HTTP/1.1 429 ', 'retry-after: 2'],
      () => 'slow down',
    ],
    [
      'status beyond 599, which is no HTTP any more',
      { fault: 'status', status: 999 },
      ['HTTP/1.1 999 '],
      () => expect.any(String) as string,
    ],
    [
      'status with json: any JSON',
      { fault: 'status', status: 200, json: { sessionId: 5 } },
      ['HTTP/1.1 200 '],
      () => '{"sessionId":5}',
    ],
    ['status 204: no body', { fault: 'status', status: 204 }, ['HTTP/1.1 204 '], () => ''],
    [
      'drip with headers: even the status line comes byte by byte, and the whole is right',
      { fault: 'drip', ms: 1, bytes: 8, headers: true },
      ['HTTP/1.1 200 '],
      (real) => real,
    ],
    [
      'empty: status 200 and a body of no bytes',
      { fault: 'empty' },
      ['HTTP/1.1 200 ', 'content-length: 0'],
      () => '',
    ],
    ...[301, 302, 303, 307, 308].map((status): [string, FaultAction, readonly string[], Sent] => [
      `redirect ${status}: to wherever the script says`,
      { fault: 'redirect', status, location: 'http://evil.test/x' },
      [`HTTP/1.1 ${status} `, 'location: http://evil.test/x'],
      () => expect.any(String) as string,
    ]),
  ])('%s', async (_, fault, heads, sent) => {
    const { head, body, real, end } = await under(fault);
    for (const one of heads) expect(head).toContain(one);
    expect(body.toString()).toEqual(sent(real));
    expect(end).toBe('closed');
  });

  it('truncate: promises the whole length and stops half-way', async () => {
    const { head, body, real, end } = await under({ fault: 'truncate' });
    expect(head).toContain(`content-length: ${real.length}`);
    expect(body.toString()).toBe(real.slice(0, Math.floor(real.length / 2)));
    expect(end).toBe('closed');
  });

  it('truncate with framing close: is complete HTTP whose JSON is cut', async () => {
    const { head, body, real } = await under({ fault: 'truncate', framing: 'close', bytes: 20 });
    expect(head).not.toMatch(/content-length|transfer-encoding/);
    expect(body.toString()).toBe(real.slice(0, 20));
  });

  it('bdc: any code in the envelope, in BILL’s words unless others are given', async () => {
    const own = await under({ fault: 'bdc', code: 'BDC_1109' });
    expect(own.body.toString()).toContain('"error_message":"Session is invalid.  Please log in."');
    const limit = await under({ fault: 'bdc', code: 'BDC_1144' });
    expect(limit.body.toString()).toContain(
      '"Max number of allowed requests per hour reached: 20000."',
    );
    const given = await under({ fault: 'bdc', code: 'BDC_9999', message: 'Odd.', status: 403 });
    expect(given.head).toMatch(/^HTTP\/1\.1 403 /);
    expect(JSON.parse(given.body.toString())).toEqual({
      response_status: 1,
      response_message: 'Error',
      response_data: { error_code: 'BDC_9999', error_message: 'Odd.' },
    });
    expect(given.b.simulator.requests().at(-1)).toMatchObject({ code: 'BDC_9999', fault: 'bdc' });
  });

  it('drip: the headers at once, the body in pieces', async () => {
    const { b, session } = await signedIn();
    b.simulator.setFaults([{ endpoint: INFO, fault: 'drip', ms: 2, bytes: 9 }]);
    const response = await fetch(b.simulator.baseUrl + INFO, {
      method: 'POST',
      body: new URLSearchParams(session),
    });
    const pieces = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece as Uint8Array));
    expect(pieces.length).toBeGreaterThan(2);
    expect(Math.max(...pieces.slice(0, 1).map((piece) => piece.length))).toBeLessThan(40);
    expect(JSON.parse(Buffer.concat(pieces).toString())).toMatchObject({ response_status: 0 });
  });

  it('hang: accepts and stays silent until the client gives up', async () => {
    const b = await bench({ faults: [{ endpoint: '*', fault: 'hang' }] });
    const abort = new AbortController();
    const hung = fetch(`${b.simulator.baseUrl}/Errors.json`, {
      method: 'POST',
      signal: abort.signal,
    }).then(
      () => 'answered',
      () => 'aborted',
    );
    while (b.simulator.requests().length < 1) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    abort.abort();
    expect(await hung).toBe('aborted');
    expect(b.simulator.requests()).toMatchObject([{ fault: 'hang', status: null, code: null }]);
  });

  it('garbage: bytes that are no HTTP, random or given', async () => {
    const random = await under({ fault: 'garbage', bytes: 100 });
    expect(random.head.length + random.body.length).toBeGreaterThanOrEqual(96);
    expect(random.body.toString('latin1')).not.toMatch(/^HTTP/);
    const base64 = Buffer.from('SSH-2.0-nope\r\n').toString('base64');
    const given = await under({ fault: 'garbage', base64 });
    expect(given.body.toString()).toBe('SSH-2.0-nope\r\n');
  });

  it('oversize: a well-formed success as large as asked, with and without a length', async () => {
    const known = await under({ fault: 'oversize', bytes: 3_000_000 });
    expect(known.head).toContain('content-length: 3000000');
    expect(known.body.length).toBe(3_000_000);
    expect(JSON.parse(known.body.toString())).toMatchObject({ response_status: 0 });
    const open = await under({ fault: 'oversize', bytes: 3_000_000, framing: 'chunked' });
    expect(open.head).not.toContain('content-length');
    expect(open.body.length).toBeGreaterThan(3_000_000);
  });

  it('gzip: the right reply, compressed unasked; with bytes a bomb', async () => {
    const { b, session } = await signedIn();
    const { text: real } = await b.op(INFO, session);
    b.simulator.setFaults([
      { endpoint: INFO, fault: 'gzip', nth: 1 },
      { endpoint: INFO, fault: 'gzip', nth: 2, bytes: 5_000_000 },
    ]);
    // HTTP/1.0, so that the body is not in chunks and ends with the connection.
    const bytes = callBytes(INFO, session).replace('HTTP/1.1', 'HTTP/1.0');
    const unpacked = [];
    for (let n = 0; n < 2; n += 1) {
      const { received } = await exchangeBytes(b.simulator.port, bytes);
      const at = received.indexOf('\r\n\r\n') + 4;
      expect(received.subarray(0, at).toString()).toContain('content-encoding: gzip');
      expect(received.length).toBeLessThan(20_000);
      unpacked.push(gunzipSync(received.subarray(at)));
    }
    expect(unpacked[0]?.toString()).toBe(real);
    expect(unpacked[1]?.length).toBe(5_000_000);
    expect(JSON.parse(unpacked[1]?.toString() ?? '')).toEqual(JSON.parse(real));
  });

  it('headerFlood: more headers than clients accept, before the right body', async () => {
    const { head, body, real } = await under({ fault: 'headerFlood', bytes: 40_000 });
    expect(head.length).toBeGreaterThan(40_000);
    expect(body.toString()).toBe(real);
  });

  it('echo: sends what the client sent back in headers', async () => {
    const { head, session, real, body } = await under({ fault: 'echo' });
    expect(head).toContain(`x-echo-sessionId: ${session['sessionId'] ?? '?'}`);
    expect(head).toContain(`x-echo-devKey: ${session['devKey'] ?? '?'}`);
    expect(body.toString()).toBe(real);
  });

  it('endSession: the session is gone when the call is answered, and only that one', async () => {
    const b = await bench();
    const other = await b.session();
    const session = await b.session();
    b.simulator.setFaults([{ endpoint: INFO, fault: 'endSession', nth: 1 }]);
    expect((await b.op(INFO, session)).code).toBe('BDC_1109');
    expect((await b.op(INFO, other)).code).toBeNull();
    expect(b.of('sessionEnded')).toMatchObject([{ reason: 'server' }]);
  });

  it('endSession cannot be turned against everybody by a sessionId of "all"', async () => {
    const { b, session } = await signedIn();
    b.simulator.setFaults([{ endpoint: INFO, fault: 'endSession', nth: 1 }]);
    await b.op(INFO, { ...session, sessionId: 'all' });
    expect((await b.op(INFO, session)).code).toBeNull();
  });

  it('waits delayMs before it strikes', async () => {
    const b = await bench({ faults: [{ endpoint: '*', fault: 'empty', delayMs: 150, nth: 1 }] });
    const order: string[] = [];
    const late = b.call('/Errors.json', {}).then(() => order.push('late'));
    while (b.simulator.requests().length < 1) await new Promise(setImmediate);
    await b.call('/Errors.json', {}).then(() => order.push('prompt'));
    await late;
    expect(order).toEqual(['prompt', 'late']);
  });
});

describe('whether the call takes effect on the server', () => {
  const defaults: { readonly [K in FaultKind]?: boolean } = {
    delay: true,
    truncate: true,
    drip: true,
    gzip: true,
    echo: true,
    headerFlood: true,
    reset: false,
    html: false,
    status: false,
    bdc: false,
    empty: false,
    redirect: false,
    garbage: false,
    oversize: false,
  };
  for (const [kind, effect] of Object.entries(defaults) as [FaultKind, boolean][]) {
    const extra = { delay: { ms: 1 }, drip: { ms: 1, bytes: 50 }, redirect: { location: '/x' } };
    const fault = {
      endpoint: INFO,
      fault: kind,
      ...(extra as Partial<Record<FaultKind, object>>)[kind],
    } as FaultInput;
    const hit = (b: Bench, session: FieldsIn) => () =>
      exchangeBytes(b.simulator.port, callBytes(INFO, session));

    it(`is ${effect ? 'yes' : 'no'} for ${kind} by default`, async () => {
      const { b, session } = await signedIn({ faults: [fault] });
      expect(await hitEffect(b, session, hit(b, session))).toBe(effect);
    });

    it(`is ${effect ? 'no' : 'yes'} for ${kind} where "processed" says so`, async () => {
      const { b, session } = await signedIn({ faults: [{ ...fault, processed: !effect }] });
      expect(await hitEffect(b, session, hit(b, session))).toBe(!effect);
    });
  }

  it('matters: a Login whose reply is lost still opens a session', async () => {
    const b = await bench({
      faults: [{ endpoint: '/Login.json', fault: 'reset', processed: true }],
    });
    await expect(b.signIn()).rejects.toThrow('ECONNRESET');
    expect(b.of('sessionStarted')).toHaveLength(1);
  });
});

describe('which calls a rule hits', () => {
  async function hits(rules: readonly FaultInput[], calls: number): Promise<string> {
    const b = await bench({ faults: rules });
    let seen = '';
    for (let n = 0; n < calls; n += 1) {
      const reply = await b.call('/Errors.json', {});
      seen += reply.status === 200 ? '.' : String(reply.status).slice(-1);
    }
    return seen;
  }
  const at = (where: object, status = 501): FaultInput => ({
    endpoint: '/Errors.json',
    fault: 'status',
    status,
    ...where,
  });

  it.each<[string, readonly FaultInput[], string]>([
    ['every one by default', [at({})], '111'],
    ['one with nth', [at({ nth: 2 })], '.1..'],
    ['those from the third with from', [at({ from: 3 })], '..111'],
    ['every third with every, counted from from', [at({ from: 2, every: 3 })], '.1..1.'],
    ['none any more after times', [at({ from: 2, times: 2 })], '.11...'],
    [
      'decided by the first rule that fits, and the second keeps its times',
      [at({ nth: 1 }), at({ times: 2 }, 502)],
      '122.',
    ],
  ])('is %s', async (_, rules, seen) => {
    expect(await hits(rules, seen.length)).toBe(seen);
  });
  it('is any endpoint with *, even an unknown path, and no other endpoint otherwise', async () => {
    const b = await bench({
      faults: [
        { endpoint: INFO, fault: 'status', status: 501 },
        { endpoint: '*', fault: 'status', status: 502, from: 2 },
      ],
    });
    expect((await b.call('/Errors.json', {})).status).toBe(200);
    expect((await b.call('/Nothing.json', {})).status).toBe(502);
    expect((await b.call(INFO, {})).status).toBe(501);
  });
  it('starts again with setFaults, and ends with an empty list', async () => {
    const b = await bench({ faults: [at({ nth: 1 })] });
    expect((await b.call('/Errors.json', {})).status).toBe(501);
    b.simulator.setFaults([at({ nth: 1 })]);
    expect((await b.call('/Errors.json', {})).status).toBe(501);
    b.simulator.setFaults([at({})]);
    b.simulator.setFaults([]);
    expect((await b.call('/Errors.json', {})).status).toBe(200);
  });
});

describe('a list of faults', () => {
  const refusals: [unknown, string][] = [
    [{}, 'The faults must be a JSON list.'],
    [['x'], 'Fault 1 must be an object.'],
    [[{ fault: 'hang' }], 'Fault 1: "endpoint" must be a path such as /Login.json, or *.'],
    [[{ endpoint: 'Login', fault: 'hang' }], 'Fault 1: "endpoint" must be a path such as'],
    [[{ endpoint: '/a b', fault: 'hang' }], 'Fault 1: "endpoint" must be a path such as'],
    [[{ endpoint: '*' }], 'Fault 1: "fault" must be one of delay, reset'],
    [[{ endpoint: '*', fault: 'explode' }], 'Fault 1: "fault" must be one of delay, reset'],
    [
      [
        { endpoint: '*', fault: 'hang' },
        { endpoint: '*', fault: 'hang', ntn: 2 },
      ],
      'Fault 2 has an unknown key "ntn".',
    ],
    [[{ endpoint: '*', fault: 'hang', nth: 0 }], 'Fault 1: "nth" must be a whole number from 1'],
    [[{ endpoint: '*', fault: 'hang', nth: 1.5 }], 'Fault 1: "nth" must be a whole number from 1'],
    [[{ endpoint: '*', fault: 'hang', nth: 1, from: 1 }], 'Fault 1: "nth" stands alone'],
    [[{ endpoint: '*', fault: 'delay', ms: '5' }], 'Fault 1: "ms" must be a whole number'],
    [[{ endpoint: '*', fault: 'delay', ms: -1 }], 'Fault 1: "ms" must be a whole number'],
    [[{ endpoint: '*', fault: 'status', status: 99 }], 'Fault 1: "status" must be a whole number'],
    [
      [{ endpoint: '*', fault: 'status', headers: { x: 'a\r\nb: c' } }],
      'Fault 1: "headers" must be an object of header names and texts.',
    ],
    [
      [{ endpoint: '*', fault: 'status', headers: { 'x y': 'a' } }],
      'Fault 1: "headers" must be an object of header names and texts.',
    ],
    [[{ endpoint: '*', fault: 'bdc', code: '1144' }], 'Fault 1: "code" must be a code such as'],
    [[{ endpoint: '*', fault: 'redirect' }], 'Fault 1: "location" must be an address.'],
    [
      [{ endpoint: '*', fault: 'redirect', status: 304, location: '/' }],
      'Fault 1: "status" must be one of 301, 302, 303, 307, 308.',
    ],
    [[{ endpoint: '*', fault: 'garbage', base64: '%%' }], 'Fault 1: "base64" must be bytes'],
    [
      [{ endpoint: '*', fault: 'hang', processed: 1 }],
      'Fault 1: "processed" must be true or false.',
    ],
    [[{ endpoint: '*', fault: 'hang', bytes: 1 }], 'Fault 1 has an unknown key "bytes".'],
  ];
  for (const [list, sentence] of refusals) {
    it(`is refused: ${sentence} ${JSON.stringify(list)}`, async () => {
      await expect(bench({ faults: list as readonly FaultInput[] })).rejects.toThrow(sentence);
    });
  }

  it('that is bad leaves the script as it was', async () => {
    const b = await bench({ faults: [{ endpoint: '*', fault: 'status', status: 501 }] });
    expect(() => b.simulator.setFaults([{ endpoint: '*', fault: 'delay', ms: -1 }])).toThrow('ms');
    expect((await b.call('/Errors.json', {})).status).toBe(501);
  });
});
