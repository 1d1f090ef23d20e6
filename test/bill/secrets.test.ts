/** No failure of the client carries a secret out: not in a value, not in an error, not on a stream. */
import { inspect } from 'node:util';
import got from 'got';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lineError } from '../../src-main/bill/line/line-errors.ts';
import {
  FAST,
  afterRequest,
  allowed,
  canary,
  client,
  context,
  credentialsAt,
  httpServer,
  keysAt,
  later,
  rawServer,
  refusal,
  success,
  type Local,
} from './support.ts';

const forms = Object.values(canary).flatMap((value) => [
  value,
  encodeURIComponent(value),
  new URLSearchParams({ '': value }).toString().slice(1),
  JSON.stringify(value).slice(1, -1),
  Buffer.from(value).toString('base64'),
]);

function leaks(value: unknown): string[] {
  const text = [
    inspect(value, { showHidden: true, depth: Infinity, maxStringLength: Infinity }),
    typeof value === 'string' ? value : JSON.stringify(value),
  ].join('\n');
  return forms.filter((form) => text.includes(form));
}

let printed = '';
beforeEach(() => {
  printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
  for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...args: unknown[]) => {
      printed += inspect(args, { showHidden: true, depth: 20 });
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('the trap is real: got’s own error holds the password', async () => {
  const { baseUrl } = await rawServer((socket) => socket.destroy());
  const thrown: unknown = await got
    .post(baseUrl, { form: { password: canary.password }, retry: { limit: 0 } })
    .catch((error: unknown) => error);
  expect(leaks(inspect(thrown, { showHidden: true, depth: 10 }))).not.toEqual([]);
  expect(leaks(lineError(thrown))).toEqual([]);
});

const echo = Object.values(canary).join(' ');
const servers: Readonly<Record<string, () => Promise<Local>>> = {
  'that cuts the connection': () => rawServer((socket) => socket.destroy()),
  'that resets it after the request': () =>
    rawServer((socket) => afterRequest(socket, () => socket.resetAndDestroy())),
  'that never answers': () => rawServer(() => undefined),
  'that answers with garbage made of the request': () =>
    rawServer((socket) => afterRequest(socket, (request) => socket.end(request))),
  'that sends the request back as a page': () =>
    httpServer((_, response) => response.end(`<html>${echo}`)),
  'that sends JSON cut in the middle of a secret': () =>
    httpServer((_, response) =>
      response.end(success({ sessionId: canary.sessionId }).slice(0, -12)),
    ),
  'that sends secrets as JSON of another shape': () =>
    httpServer((_, response) => response.end(JSON.stringify({ canary, echo }))),
  'that refuses with the secrets in its text': () =>
    httpServer((_, response) => response.end(refusal('BDC_1129', echo))),
  'that redirects with the secrets in the address': () =>
    httpServer((_, response) =>
      response
        .writeHead(307, { location: `http://127.0.0.1:1/?${encodeURIComponent(echo)}` })
        .end(),
    ),
  'that answers with a status and secrets in each header': () =>
    httpServer((_, response) =>
      response
        .writeHead(500, { 'x-a': encodeURIComponent(echo), 'set-cookie': canary.sessionId })
        .end(echo.slice(0, 10)),
    ),
};

describe.each(Object.entries(servers))('a server %s', (_, start) => {
  test('gets no secret into a result, Activity, the log or the console', async () => {
    const { baseUrl } = await start();
    const { api, recorder, log } = client({ timeouts: FAST });
    const keys = keysAt(baseUrl);
    const { mfaId, deviceId } = canary;
    const answer = { ...canary, machineName: 'm', rememberDevice: true };
    const { code: token, ...named } = canary;
    const account = { ...named, token };
    const results = [
      await api.signIn({ ...credentialsAt(baseUrl), device: { mfaId, deviceId } }, context()),
      await api.submitMfaCode(keys, answer, context()),
      await api.tryOperation(
        keys,
        '/Crud/Create/VendorBankAccount.json',
        JSON.stringify(account),
        context(),
      ),
    ];
    const details = recorder.rows().map(({ id }) => recorder.detail(id));
    expect(details.length).toBeGreaterThanOrEqual(3);
    // The server knows more than one call says: what a call did not send is known by name only.
    const sent = { results: results.slice(0, 1), details: details.slice(-1) };
    const ofLogin = new Set<string>([canary.password, canary.devKey, mfaId, deviceId]);
    expect(leaks(sent).filter((form) => ofLogin.has(form))).toEqual([]);
    expect(leaks({ result: results[2], detail: details[0] })).toEqual([]);
    expect(leaks(log)).toEqual([]);
    expect(leaks(printed)).toEqual([]);
  });
});

test('a cancelled call gets no secret out', async () => {
  const arrived = later<null>();
  const { baseUrl } = await rawServer((socket) =>
    afterRequest(socket, () => arrived.resolve(null)),
  );
  const { api, recorder, log } = client();
  const stop = new AbortController();
  const call = api.signOut(keysAt(baseUrl), context({ signal: stop.signal }));
  await arrived.promise;
  stop.abort(new Error(echo));
  const result = await call;
  expect(result).toEqual({ ok: false, error: { kind: 'cancelled' } });
  expect(leaks([result, recorder.detail(1), log, printed])).toEqual([]);
});

test('a look-up that throws is an internal failure without a word of what it said', async () => {
  const lookup = () => {
    throw new TypeError(echo);
  };
  const { api, recorder, log } = client({ lookup });
  const keys = keysAt(allowed('https://api-stage.bill.com/api/v2'));
  const result = await api.touch(keys, context());
  expect(result).toMatchObject({ ok: false });
  expect(leaks([result, recorder.detail(1), log, printed])).toEqual([]);
});

test('only the code of an error is read, and only when it looks like one', () => {
  const trap = Object.defineProperties(new Error(echo), {
    code: { value: 'ECONNRESET' },
    message: {
      get: () => {
        throw new Error('read');
      },
    },
    options: {
      get: () => {
        throw new Error('read');
      },
    },
  });
  expect(lineError(trap)).toEqual({ kind: 'line', fault: 'reset', code: 'ECONNRESET' });
  for (const code of [canary.password, `E${canary.devKey} x`, 7, null, 'toString', 'constructor']) {
    expect(lineError({ code })).toEqual({ kind: 'internal' });
  }
  for (const thrown of [null, undefined, 'ECONNRESET', 5]) {
    expect(lineError(thrown)).toEqual({ kind: 'internal' });
  }
});
