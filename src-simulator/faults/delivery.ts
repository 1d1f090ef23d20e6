/**
 * Carries a fault out on a real connection, byte by byte where needed. Knows HTTP, not BILL.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import type { Reply } from '../calls/dispatch.ts';
import type { Fault } from './fault.ts';
import type { RandomSource } from '../base/ids.ts';
import type { Fields } from '../http/request.ts';
import type { Timers } from '../base/timers.ts';

/** What it takes to send a reply as it is. */
export interface Sending {
  readonly response: ServerResponse;
  /** The reply of the rules, or one that stands in for it. */
  readonly reply: Reply;
  readonly date: string;
  /** Called when the last byte is about to go out. */
  readonly done: () => void;
}

export interface Delivery extends Sending {
  readonly socket: Socket;
  /** Resets the connection. */
  readonly reset: () => void;
  /** What the client had sent, for the fault that echoes it. */
  readonly fields: Fields | null;
  readonly random: RandomSource;
  readonly timers: Timers;
}

/** Sends the reply as it is. */
export function sendReply(to: Sending, extra: Readonly<Record<string, string>> = {}): void {
  const { status, headers, body } = to.reply;
  to.response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    date: to.date,
    // Last, so that a fault may set even these two.
    ...headers,
    ...extra,
  });
  to.done();
  to.response.end(body);
}

export async function deliverFault(to: Delivery, fault: Fault): Promise<void> {
  switch (fault.fault) {
    case 'delay':
      await to.timers.wait(fault.ms);
      sendReply(to);
      return;
    case 'html':
    case 'status':
    case 'bdc':
    case 'empty':
    case 'redirect':
    case 'endSession':
      sendReply(to);
      return;
    case 'reset':
      await reset(to, fault.at);
      return;
    case 'truncate':
      truncate(to, fault);
      return;
    case 'drip':
      await drip(to, fault);
      return;
    case 'hang':
      // Nothing: the client's patience, or close(), ends it.
      return;
    case 'garbage':
      to.socket.end(
        fault.base64 === null ? to.random.bytes(fault.bytes) : Buffer.from(fault.base64, 'base64'),
      );
      return;
    case 'oversize':
      await oversize(to, fault);
      return;
    case 'gzip':
      await gzip(to, fault.bytes);
      return;
    case 'headerFlood':
      sendReply(to, flood(fault.bytes));
      return;
    case 'echo':
      sendReply(to, echo(to.fields));
      return;
  }
}

async function reset(to: Delivery, at: 'start' | 'body'): Promise<void> {
  if (at === 'body') {
    const { head, body } = rawReply(to, 'length');
    to.socket.write(Buffer.concat([head, body.subarray(0, Math.ceil(body.length / 2))]));
    // A reset overtakes bytes that still wait; give them the time to arrive.
    await to.timers.wait(30);
  }
  to.reset();
}

function truncate(to: Delivery, fault: Extract<Fault, { fault: 'truncate' }>): void {
  const { head, body } = rawReply(to, fault.framing);
  const kept = body.subarray(0, fault.bytes ?? Math.floor(body.length / 2));
  const sent =
    fault.framing === 'chunked'
      ? Buffer.concat([Buffer.from(`${kept.length.toString(16)}\r\n`), kept, Buffer.from('\r\n')])
      : kept;
  to.socket.write(head);
  // A chunk of length 0 would be the proper end of the body, which is what must be missing.
  if (kept.length > 0) to.socket.write(sent);
  to.socket.end();
}

async function drip(to: Delivery, fault: Extract<Fault, { fault: 'drip' }>): Promise<void> {
  const { head, body } = rawReply(to, 'length');
  if (!fault.headers) to.socket.write(head);
  const rest = fault.headers ? Buffer.concat([head, body]) : body;
  for (let at = 0; at < rest.length; at += fault.bytes) {
    await to.timers.wait(fault.ms);
    if (to.socket.destroyed) return;
    if (at + fault.bytes >= rest.length) to.done();
    to.socket.write(rest.subarray(at, at + fault.bytes));
  }
  to.socket.end();
}

async function oversize(to: Delivery, fault: Extract<Fault, { fault: 'oversize' }>): Promise<void> {
  const start = '{"response_status":0,"response_message":"Success","response_data":{"padding":"';
  const end = '"}}';
  const total = Math.max(fault.bytes, start.length + end.length);
  to.response.writeHead(200, {
    'content-type': 'application/json',
    date: to.date,
    ...(fault.framing === 'length' ? { 'content-length': total } : {}),
  });
  const padding = total - start.length - end.length;
  await pipeline(Readable.from(padded(start, 'a', padding, end)), to.response);
}

async function gzip(to: Delivery, bytes: number): Promise<void> {
  to.response.writeHead(to.reply.status, {
    ...to.reply.headers,
    'content-encoding': 'gzip',
    date: to.date,
  });
  const padding = Math.max(0, bytes - Buffer.byteLength(to.reply.body));
  // Spaces after the JSON text: it stays valid JSON however large.
  await pipeline(Readable.from(padded(to.reply.body, ' ', padding, '')), createGzip(), to.response);
}

function* padded(start: string, filler: string, count: number, end: string): Generator<Buffer> {
  yield Buffer.from(start);
  const block = Buffer.alloc(65_536, filler);
  for (let left = count; left > 0; left -= block.length) {
    yield left < block.length ? block.subarray(0, left) : block;
  }
  if (end !== '') yield Buffer.from(end);
}

function flood(bytes: number): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let left = bytes, index = 1; left > 0; left -= 4096, index += 1) {
    headers[`x-flood-${String(index)}`] = 'f'.repeat(Math.min(left, 4096));
  }
  return headers;
}

function echo(fields: Fields | null): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of fields ?? []) {
    if (!/^[\w-]{1,40}$/.test(name)) continue;
    headers[`x-echo-${name}`] = /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
  }
  return headers;
}

/** The reply as bytes of its own, for faults that Node's response object would not let happen. */
function rawReply(
  to: Delivery,
  framing: 'length' | 'chunked' | 'close',
): { readonly head: Buffer; readonly body: Buffer } {
  const body = Buffer.from(to.reply.body);
  const lines = [`HTTP/1.1 ${String(to.reply.status)} Simulated`];
  for (const [name, value] of Object.entries(to.reply.headers)) lines.push(`${name}: ${value}`);
  lines.push(`date: ${to.date}`);
  if (framing === 'length') lines.push(`content-length: ${String(body.length)}`);
  if (framing === 'chunked') lines.push('transfer-encoding: chunked');
  lines.push('connection: close');
  return { head: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body };
}
