/**
 * The HTTP shell: reads requests, asks the rules, sends replies or faults. Decides nothing of BILL's.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { SimulatorClock } from './clock.ts';
import { answer, refusalReply, successReply } from './dispatch.ts';
import type { Call, Reply } from './dispatch.ts';
import { deliverFault, sendReply } from './fault-delivery.ts';
import type { Delivery } from './fault-delivery.ts';
import { replyOfFault } from './fault-reply.ts';
import type { FaultScript } from './fault-script.ts';
import type { FaultRule } from './fault-types.ts';
import { mask } from './ids.ts';
import type { RandomSource } from './ids.ts';
import { refuse } from './outcome.ts';
import { pathOf, readFields, route, shownPath } from './request.ts';
import type { RawRequest } from './request.ts';
import type { Timers } from './timers.ts';
import type { RequestRecord } from './types.ts';
import type { World } from './world.ts';

/** The largest request body that is read; more is refused with 413 and BDC_1002. */
const BODY_LIMIT = 1_048_576;
/** Beyond this the rest of a too large body is not even thrown away any more. */
const PATIENCE = 64 * BODY_LIMIT;

export interface ShellParts {
  readonly world: () => World;
  readonly clock: SimulatorClock;
  readonly script: FaultScript;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly record: (record: Omit<RequestRecord, 'number'>) => void;
}

export interface Shell {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 and nowhere else; rejects where the port cannot be had. */
export async function openShell(port: number, parts: ShellParts): Promise<Shell> {
  const sockets = new Set<Socket>();
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    handle(request, response, parts).catch(() => {
      if (request.complete && !response.headersSent) reportOwnFault(parts, response);
      // Else the client went away, or the reply broke on the way: nobody is left to tell.
      else response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    refuseGarbage(parts, socket);
  });
  await listen(server, port);
  // A server on a TCP port has an address object.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ShellParts,
): Promise<void> {
  const { clock, script, timers } = parts;
  response.sendDate = false;
  const target = request.url ?? '';
  const to = route(target);
  const endpoint = to.kind === 'endpoint' ? to.path : pathOf(target);
  const local = isLoopbackHost(request.headers.host);
  const rule = local ? script.next(endpoint) : null;
  const raw: RawRequest = {
    method: request.method ?? '',
    target,
    contentType: request.headers['content-type'],
    contentEncoding: request.headers['content-encoding'],
    cookie: request.headers.cookie,
    body: await readBody(request),
  };
  const call = local ? decide(parts, raw, rule) : refuseHost(parts.world());
  response.on('close', call.release);
  parts.record({
    endpoint: shownPath(endpoint),
    method: raw.method,
    at: clock.now(),
    status: rule !== null && sendsNoReply(rule) ? null : call.reply.status,
    code: rule !== null && sendsNoReply(rule) ? null : call.reply.code,
    sessionMasked: call.sessionId === null ? null : mask(call.sessionId),
    fault: rule?.fault.fault ?? null,
  });
  const wait = parts.world().options.latencyMs + (rule?.delayMs ?? 0);
  if (wait > 0) await timers.wait(wait);
  if (raw.body === null) response.shouldKeepAlive = false;
  const delivery: Delivery = {
    response,
    socket: request.socket,
    reply: call.reply,
    fields: rule?.fault.fault === 'echo' ? readFields(raw, true) : null,
    date: new Date(clock.now()).toUTCString(),
    random: parts.random,
    timers,
    done: call.release,
  };
  if (rule === null) sendReply(delivery);
  else await deliverFault(delivery, rule.fault);
}

/** The rules' answer, or what the fault puts in its place. */
function decide(parts: ShellParts, raw: RawRequest, rule: FaultRule | null): Call {
  const world = parts.world();
  const now = parts.clock.now();
  if (rule === null) return answer(world, raw, now);
  const fields = readFields(raw, world.options.lenientContentType);
  const sessionId = fields?.get('sessionId') ?? null;
  // 'all' is a word of ours for every session; a client must not reach it.
  if (rule.fault.fault === 'endSession' && sessionId !== null && sessionId !== 'all') {
    world.sessions.endById(sessionId, now);
  }
  const own = replyOfFault(world, rule.fault);
  if (rule.processed) {
    const call = answer(world, raw, now);
    return own === null ? call : { ...call, reply: own };
  }
  const reply = own ?? unprocessedReply(world, rule);
  return { reply, sessionId, release: () => undefined };
}

/** A reply to spoil where the call itself was not carried out. */
function unprocessedReply(world: World, rule: FaultRule): Reply {
  return rule.fault.fault === 'oversize'
    ? successReply(world, {})
    : refusalReply(world, refuse('BDC_1001'), 200);
}

function sendsNoReply({ fault }: FaultRule): boolean {
  const silent = fault.fault === 'hang' || fault.fault === 'garbage';
  return silent || (fault.fault === 'reset' && fault.at === 'start');
}

/**
 * A page in a browser could reach this port under a name of its own (DNS rebinding); its requests
 * name that host.
 */
function isLoopbackHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
}

function refuseHost(world: World): Call {
  return {
    reply: refusalReply(world, refuse('BDC_1002'), 421),
    sessionId: null,
    release: () => undefined,
  };
}

/** The body, or null where it is over the limit (the rest is read and thrown away). */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    if (size > PATIENCE) throw new Error('The request does not end.');
  }
  return size > BODY_LIMIT ? null : Buffer.concat(chunks);
}

/** A mistake of this program's own must be seen by whoever tests against it. */
function reportOwnFault(parts: ShellParts, response: ServerResponse): void {
  const { body } = refusalReply(parts.world(), refuse('BDC_1001'), 500);
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(body);
}

/** Bytes that are no HTTP request get BILL's envelope, and the connection ends. */
function refuseGarbage(parts: ShellParts, socket: NodeJS.WritableStream): void {
  if (!socket.writable) return;
  const { body } = refusalReply(parts.world(), refuse('BDC_1002'), 400);
  socket.end(
    'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n' +
      `content-length: ${String(Buffer.byteLength(body))}\r\n` +
      `date: ${new Date(parts.clock.now()).toUTCString()}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
