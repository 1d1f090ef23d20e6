/**
 * The reply a fault puts in the place of the real one.
 */
import { refusalReply } from '../calls/dispatch.ts';
import type { Reply } from '../calls/dispatch.ts';
import type { Fault } from './fault.ts';
import { refuse } from '../calls/outcome.ts';
import type { World } from '../world.ts';

/** Null where the fault has no reply of its own and spoils the real one. */
export function replyOfFault(world: World, fault: Fault): Reply | null {
  switch (fault.fault) {
    case 'html':
      return plain(fault.status, { 'content-type': fault.contentType }, fault.body);
    case 'status':
      return plain(fault.status, fault.headers, fault.body);
    case 'empty':
      return plain(fault.status, { 'content-type': world.options.contentType }, '');
    case 'redirect':
      return plain(fault.status, { location: fault.location }, '');
    case 'bdc':
      return refusalReply(world, { ...refuse(fault.code), text: fault.message }, fault.status);
    case 'delay':
    case 'reset':
    case 'truncate':
    case 'drip':
    case 'hang':
    case 'garbage':
    case 'oversize':
    case 'gzip':
    case 'headerFlood':
    case 'echo':
    case 'endSession':
      return null;
  }
}

function plain(status: number, headers: Readonly<Record<string, string>>, body: string): Reply {
  return { status, code: null, headers, body };
}
