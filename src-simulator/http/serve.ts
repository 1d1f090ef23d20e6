/**
 * One request from its first byte to the last of its reply: read, answered by the rules, recorded, and
 * sent or spoilt.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { SimulatorClock } from '../base/simulated-clock.ts';
import { answer, refusalReply, successReply } from '../calls/dispatch.ts';
import type { Call, Reply } from '../calls/dispatch.ts';
import { deliverFault, sendReply } from '../faults/delivery.ts';
import { replyOfFault } from '../faults/reply.ts';
import type { FaultScript } from '../faults/script.ts';
import type { FaultRule } from '../faults/fault.ts';
import { readBody } from './body.ts';
import type { HostCheck } from './hosts.ts';
import { isMultipart, readMultipart } from './multipart.ts';
import type { Sockets } from './sockets.ts';
import { readTarget } from './target.ts';
import { mask } from '../base/ids.ts';
import type { RandomSource } from '../base/ids.ts';
import { refuse } from '../calls/outcome.ts';
import { isUnreadable, pathOf, readForm, route, shownPath } from './request.ts';
import type { RawRequest } from './request.ts';
import type { Timers } from '../base/timers.ts';
import type { Seen } from '../records.ts';
import type { World } from '../world.ts';

export interface ShellParts {
  readonly world: () => World;
  readonly clock: SimulatorClock;
  readonly script: FaultScript;
  readonly timers: Timers;
  readonly random: () => RandomSource;
  readonly record: (seen: Seen) => void;
}

/** What the server itself knows. */
export interface Door {
  readonly scheme: string;
  readonly sockets: Sockets;
  readonly isAllowed: HostCheck;
}

/** A request that has been read. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As paths are counted by faults and shown by events. */
  readonly endpoint: string;
  readonly allowed: boolean;
  readonly rule: FaultRule | null;
  readonly raw: RawRequest;
}

/** Reads one request and answers it. Throws nothing and leaves no promise behind. */
export function carryOut(
  request: IncomingMessage,
  response: ServerResponse,
  door: Door,
  parts: ShellParts,
): void {
  response.sendDate = false;
  const { headers, socket } = request;
  const target = readTarget(request.url ?? '', headers.host);
  const to = route(target.path);
  const endpoint = to.kind === 'endpoint' ? to.path : pathOf(target.path);
  const allowed = door.isAllowed(target.authority, socket.localAddress);
  const rule = allowed ? parts.script.next(endpoint) : null;
  const contentType = headers['content-type'];
  const multipart = isMultipart(contentType);

  const conclude = (body: Buffer | null, files: RawRequest['parts']): Promise<void> | null => {
    const raw: RawRequest = {
      method: request.method ?? '',
      target: target.path,
      contentType,
      contentEncoding: headers['content-encoding'],
      cookie: headers.cookie,
      origin: `${door.scheme}://${target.authority ?? ''}`,
      body,
      parts: files,
    };
    return reply({ request, response, endpoint, allowed, rule, raw }, door, parts);
  };
  const failed = () => {
    if (request.complete && !response.headersSent) reportOwnFault(parts, response);
    // Else the client went away, or the reply broke on the way: nobody is left to tell.
    else response.destroy();
  };

  request.on('error', failed);
  readBody(request, multipart ? 'multipart' : 'form', (body) => {
    // Most replies go out at once, without the detour of a promise.
    try {
      const later =
        multipart && body !== null
          ? readMultipart(contentType ?? '', body).then((files) => conclude(body, files))
          : conclude(body, undefined);
      later?.catch(failed);
    } catch {
      failed();
    }
  });
}

/** Decides, records and sends; null where all of it is done, and a promise where it takes its time. */
function reply(exchange: Exchange, door: Door, parts: ShellParts): Promise<void> | null {
  const { response, endpoint, raw, rule } = exchange;
  const world = parts.world();
  const now = parts.clock.now();
  const call = exchange.allowed ? decide(parts, raw, rule, now) : refuseHost(world);
  const silent = rule !== null && sendsNoReply(rule);
  parts.record({
    endpoint: shownPath(endpoint),
    method: raw.method,
    at: now,
    status: silent ? null : call.reply.status,
    code: silent ? null : call.reply.code,
    sessionMasked: call.sessionId === null ? null : mask(call.sessionId),
    fault: rule?.fault.fault ?? null,
    reason: call.why?.reason ?? null,
    hint: call.why?.hint ?? null,
  });
  if (raw.body === null) response.shouldKeepAlive = false;
  const wait = world.options.latencyMs + (rule?.delayMs ?? 0);
  if (wait > 0 || rule !== null) return deliver(exchange, call, wait, door, parts);
  sendReply({ response, reply: call.reply, date: dateHeader(now), done: call.release });
  return null;
}

/** Sends a reply late, spoilt, or both. */
async function deliver(
  { request, response, raw, rule }: Exchange,
  call: Call,
  wait: number,
  door: Door,
  { clock, timers, random }: ShellParts,
): Promise<void> {
  response.on('close', call.release);
  if (wait > 0) await timers.wait(wait);
  const sending = {
    response,
    reply: call.reply,
    date: dateHeader(clock.now()),
    done: call.release,
  };
  if (rule === null) {
    sendReply(sending);
    return;
  }
  const form = rule.fault.fault === 'echo' ? readForm(raw, true) : null;
  const { socket } = request;
  const reset = () => {
    door.sockets.reset(socket);
  };
  const fields = form === null || isUnreadable(form) ? null : form.fields;
  const delivery = { ...sending, socket, reset, fields, random: random(), timers };
  await deliverFault(delivery, rule.fault);
}

/** The rules' answer, or what the fault puts in its place. */
function decide(parts: ShellParts, raw: RawRequest, rule: FaultRule | null, now: number): Call {
  const world = parts.world();
  if (rule === null) return answer(world, raw, now);
  const form = readForm(raw, world.options.lenientContentType);
  const sessionId = isUnreadable(form) ? null : (form.fields.get('sessionId') ?? null);
  // 'all' is a word of ours for every session; a client must not reach it.
  if (rule.fault.fault === 'endSession' && sessionId !== null && sessionId !== 'all') {
    world.sessions.endById(sessionId, now);
  }
  const own = replyOfFault(world, rule.fault);
  const why = { reason: 'fault', hint: null } as const;
  if (rule.processed) {
    const call = answer(world, raw, now);
    return own === null ? call : { ...call, reply: own, why };
  }
  const reply = own ?? unprocessedReply(world, rule);
  return { reply, sessionId, why, release: () => undefined };
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

function refuseHost(world: World): Call {
  const hint =
    'The Host is neither loopback nor the one listened on, and no --allow-host names it.';
  return {
    reply: refusalReply(world, refuse('BDC_1002'), 421),
    sessionId: null,
    why: { reason: 'host', hint },
    release: () => undefined,
  };
}

/** A mistake of this program's own must be seen by whoever tests against it. */
function reportOwnFault(parts: ShellParts, response: ServerResponse): void {
  const { body } = refusalReply(parts.world(), refuse('BDC_1001'), 500);
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(body);
}

let shownSecond = { second: NaN, text: '' };

/** A Date header has no finer step than the second, and its text takes longer than a call. */
function dateHeader(now: number): string {
  const second = Math.floor(now / 1000);
  if (shownSecond.second !== second) {
    shownSecond = { second, text: new Date(now).toUTCString() };
  }
  return shownSecond.text;
}
