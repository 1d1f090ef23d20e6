/** The app with its gateway on a real port, tools that speak to it, and servers behind it as bad as wanted. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { toolAt, type Tool } from './tool.ts';
import { PROFILE, startTabkeeper, type FlowOptions, type Tabkeeper } from '../flow/tabkeeper.ts';

export interface World {
  readonly tabkeeper: Tabkeeper;
  readonly tool: Tool;
  /** `http://127.0.0.1:PORT/api/v2` */
  readonly address: string;
  /** The live one. */
  readonly sessionId: () => string;
  readonly devKey: () => string;
}

/** Signed in, and the gateway is on. */
export async function startWorld(options: FlowOptions = {}): Promise<World> {
  const tabkeeper = await startTabkeeper(options);
  onTestFinished(() => tabkeeper.close());
  await tabkeeper.signIn();
  return worldOf(tabkeeper);
}

export async function worldOf(tabkeeper: Tabkeeper, profile = PROFILE): Promise<World> {
  await tabkeeper.call('setGateway', { profile, on: true });
  const { address, tool } = toolOf(tabkeeper, profile);
  const keys = () => {
    const live = tabkeeper.app.liveKeys(profile);
    if (live === null) throw new Error('there is no session');
    return live;
  };
  return {
    ...{ tabkeeper, tool, address },
    sessionId: () => keys().sessionId,
    devKey: () => keys().devKey,
  };
}

export function toolOf(tabkeeper: Tabkeeper, profile = PROFILE) {
  const access = tabkeeper.app.gatewayOf(profile);
  if (access === null) throw new Error('the gateway is off');
  return { ...access, tool: toolAt(Number(new URL(access.address).port), access.token) };
}

export const success = (data: unknown) =>
  JSON.stringify({ response_status: 0, response_message: 'Success', response_data: data });

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly form: URLSearchParams;
}

export const SESSION = '!bUpstreamSession_0123456789-abcdefghijklm3Rq8';
export const DEV_KEY = '01UPSTREAMDEVKEY00XY';

/** A server behind the app that signs in and does with every other call what `answer` does. */
async function startUpstream(
  answer: (seen: Seen, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly seen: readonly Seen[] }> {
  const seen: Seen[] = [];
  const org = { orgId: '00801UPSTREAMORG0001', organizationId: '00801UPSTREAMORG0001' };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    response.on('error', () => undefined);
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = '', url = '', rawHeaders, headers } = incoming;
      const form = new URLSearchParams(body.toString('latin1'));
      const session = { sessionId: SESSION, ...org, usersId: '00601UPSTREAMUSER001' };
      if (url.endsWith('/Login.json')) {
        response.end(success(session));
        return;
      }
      const one = { method, url, rawHeaders, headers, body, form };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/v2`, seen };
}

/** The app signed in to such a server, and the gateway in front of it. */
export async function startBefore(
  answer: (seen: Seen, response: ServerResponse) => void,
  options: FlowOptions = {},
): Promise<World & { readonly seen: readonly Seen[] }> {
  const { url, seen } = await startUpstream(answer);
  const tabkeeper = await startTabkeeper(options);
  onTestFinished(() => tabkeeper.close());
  await tabkeeper.signIn({
    server: { kind: 'local', url },
    orgId: '00801UPSTREAMORG0001',
    devKey: DEV_KEY,
  });
  return { ...(await worldOf(tabkeeper)), seen };
}
