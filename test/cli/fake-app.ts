/** The local API as the contract has it, on a real socket, and as bad as a spec wants it. */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const SESSION_ID = '!b7Q/x+Zq%3Rq8~secret(1)session*9f3Kw==';
export const DEV_KEY = 'devkey-55D0:A&B=c#7e1f_secret';
export const GATEWAY_TOKEN = 'gw-3f9a1c77e2b84d5590aa1f';

export interface FakeStatus {
  profile: { id: string; name: string };
  server: string;
  baseUrl: string;
  state: string;
  organizationId: string | null;
  userId: string | null;
  trusted: boolean | null;
  trustedUntil: string | null;
  expiresAtLeast: string | null;
  keepAlive: string;
}

/** And a little more, so that it is still true when it is read. */
const inMinutes = (n: number) => new Date(Date.now() + n * 60_000 + 5000).toISOString();

export const status = (id: string, given: Partial<FakeStatus> = {}): FakeStatus => ({
  profile: { id, name: `Profile ${id}` },
  server: 'practice',
  baseUrl: 'http://127.0.0.1:4010/api/v2',
  state: 'live',
  organizationId: '00802ORGANIZATION001',
  userId: '00601USER00000000001',
  trusted: false,
  trustedUntil: null,
  expiresAtLeast: inMinutes(31),
  keepAlive: 'on',
  ...given,
});

/** An entry of the list has the ID and the name of the profile beside the rest. */
export const listed = (statuses: readonly FakeStatus[]) =>
  statuses.map(({ profile, ...standing }) => ({ ...profile, ...standing }));

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

type Answer = readonly [status: number, body: unknown];
const ok = (value: unknown): Answer => [200, { ok: true, value }];
export const refusal = (
  status: number,
  kind: string,
  message: string,
  more: { readonly code?: string; readonly meaning?: string } = {},
): Answer => [status, { ok: false, error: { kind, message, ...more } }];

export class FakeApp {
  readonly userData = mkdtempSync(path.join(tmpdir(), 'tk-cli-'));
  readonly address =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\tabkeeper-test-${randomBytes(8).toString('hex')}`
      : path.join(this.userData, 's');
  readonly key = randomBytes(32).toString('hex');
  readonly calls: Call[] = [];
  /** Tokens that are good, with their scopes. */
  readonly grants = new Map<string, readonly string[]>();
  statuses = [status('one')];
  gateway: { url: string; token: string } | null = {
    url: 'http://127.0.0.1:4011/api/v2',
    token: GATEWAY_TOKEN,
  };
  /** What the person says to a question. */
  person: 'granted' | 'refused' | 'expired' = 'granted';
  /** The code of the phone. */
  code = '123456';
  /** In the place of the answer to a command. */
  instead = new Map<string, Answer | ((response: ServerResponse) => void)>();
  /** In the place of the true proof. */
  proof: string | null = null;

  readonly #streams = new Set<ServerResponse>();
  readonly #waiting: (() => void)[] = [];
  readonly #server = createServer((request, response) => {
    this.#take(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<FakeApp> {
    const app = new FakeApp();
    await new Promise<void>((resolve) => app.#server.listen(app.address, resolve));
    mkdirSync(path.join(app.userData, 'hand-off'), { mode: 0o700 });
    app.writeEndpoint({ v: 1, address: app.address, key: app.key, pid: process.pid });
    return app;
  }

  file(name: string): string {
    return path.join(this.userData, 'hand-off', name);
  }

  writeEndpoint(value: unknown): void {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    writeFileSync(this.file('endpoint.json'), text, { mode: 0o600 });
  }

  /** A grant, as the person gave it before. */
  grant(...scopes: readonly string[]): string {
    const token = randomBytes(24).toString('base64url');
    this.grants.set(token, scopes);
    return token;
  }

  /** The same, kept where the command line keeps its own. */
  keep(...scopes: readonly string[]): string {
    const token = this.grant(...scopes);
    writeFileSync(this.file('cli.json'), JSON.stringify({ v: 1, token, scopes }), { mode: 0o600 });
    return token;
  }

  change(id: string, change: Partial<FakeStatus>): void {
    this.statuses = this.statuses.map((one) =>
      one.profile.id === id ? { ...one, ...change } : one,
    );
    for (const stream of this.#streams) this.#tell(stream);
  }

  /** Resolves once so many listen to the events. */
  async listened(many = 1): Promise<void> {
    while (this.#streams.size < many) await new Promise<void>((wake) => this.#waiting.push(wake));
  }

  dropListeners(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** As when the process is killed: nothing is tidied up. */
  die(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  close(): void {
    this.die();
    rmSync(this.userData, { recursive: true, force: true });
  }

  #tell(stream: ServerResponse): void {
    for (const one of this.statuses)
      stream.write(`event: status\ndata: ${JSON.stringify(one)}\n\n`);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://tabkeeper');
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    this.calls.push({ path: pathname, headers: request.headers, body });
    const name = pathname.replace('/v1/', '');
    const instead = this.instead.get(name);
    if (typeof instead === 'function') {
      instead(response);
      return;
    }
    if (name === 'events') {
      this.#open(request, response);
      return;
    }
    const [code, value] = instead ?? this.#answer(name, request, searchParams, body);
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  }

  #open(request: IncomingMessage, response: ServerResponse): void {
    if (this.#scopes(request) === undefined) {
      response.writeHead(401).end(JSON.stringify(refusal(401, 'noGrant', 'No access.')[1]));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
    this.#tell(response);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #scopes(request: IncomingMessage): readonly string[] | undefined {
    return this.grants.get((request.headers.authorization ?? '').replace('Bearer ', ''));
  }

  #answer(
    name: string,
    request: IncomingMessage,
    query: URLSearchParams,
    body: Readonly<Record<string, unknown>>,
  ): Answer {
    if (name === 'hello') {
      const proof = createHmac('sha256', this.key)
        .update(query.get('nonce') ?? '')
        .digest('hex');
      return [200, { v: 1, version: '9.9.9', proof: this.proof ?? proof }];
    }
    if (name === 'grants') return [202, { id: 'abc123', code: 'ABCD-1234', expiresAt: '' }];
    if (name === 'grants/abc123') return [200, this.#outcome()];
    const given = this.#scopes(request);
    if (given === undefined) return refusal(401, 'noGrant', 'No access.');
    const needed = scopeOf[name];
    if (needed === undefined) return refusal(404, 'unknownCommand', 'There is no such command.');
    if (!needed.some((scope) => given.includes(scope)))
      return refusal(403, 'scope', 'Not covered.');
    return this.#command(name, body);
  }

  #outcome() {
    if (this.person !== 'granted') return { state: this.person };
    const asked = this.calls.findLast((call) => call.path === '/v1/grants');
    return { state: 'granted', token: this.grant(...(asked?.body['scopes'] as string[])) };
  }

  #command(
    name: string,
    { profile, code, operation, data }: Readonly<Record<string, unknown>>,
  ): Answer {
    const id = String(profile);
    const found = this.statuses.find((one) => one.profile.id === id);
    if (name === 'listProfiles') return ok(listed(this.statuses));
    if (found === undefined) return refusal(404, 'unknownProfile', 'There is no such profile.');
    switch (name) {
      case 'getStatus':
        return ok(found);
      case 'getSession':
        return ok({ ...found, sessionId: SESSION_ID, devKey: DEV_KEY });
      case 'getGateway':
        return this.gateway === null
          ? refusal(409, 'noGateway', 'The gateway is off.')
          : ok(this.gateway);
      case 'callOperation':
        return ok([{ operation, data }]);
      case 'extendNow':
        this.change(id, { expiresAtLeast: inMinutes(35) });
        return ok(null);
      case 'submitMfaCode':
        if (code !== this.code)
          return refusal(502, 'api', 'Wrong code.', { code: 'BDC_1355', meaning: 'wrongCode' });
        this.change(id, { trusted: true });
        return ok(null);
      default:
        return ok(null);
    }
  }
}

const scopeOf: Readonly<Record<string, readonly string[]>> = {
  listProfiles: ['status'],
  getStatus: ['status'],
  callOperation: ['read', 'call'],
  extendNow: ['call'],
  sendMfaCode: ['call'],
  submitMfaCode: ['call'],
  getGateway: ['call'],
  getSession: ['session'],
};
