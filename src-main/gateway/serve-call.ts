/** What becomes of a request whose head was let through: answered here, refused, or passed on. */
import { splitForm } from './body/form-body.ts';
import { forwardCall, isOurs, type Forwarded } from './forward-call.ts';
import type { GatewayDoor } from './gateway-door.ts';
import type { ReadHead } from './gateway-head.ts';
import { gatewayRefusal } from './gateway-refusals.ts';
import { openSession } from './open-session.ts';
import { signedInAnswer, signedOutAnswer } from './own-answers.ts';
import type { Sink } from './passed-call.ts';
import { isRefused, type ReadBody } from './body/tool-body.ts';

export interface Incoming {
  readonly head: ReadHead;
  readonly rawHeaders: readonly string[];
  readonly readBody: () => Promise<ReadBody>;
  /** Aborts when the tool has gone, or its access has. */
  readonly signal: AbortSignal;
  readonly sink: Sink;
}

/** `origin`: of the gateway. Rejects when the tool goes while its body is read. */
export async function serveCall(
  door: GatewayDoor,
  origin: string,
  { head, rawHeaders, readBody, signal, sink }: Incoming,
): Promise<Forwarded> {
  const { profile, operation, prefix } = head;
  const at = door.runner(profile)?.state().at;
  // Said before the body is read. Whoever signs out wants no session.
  if (at !== 'open' && at !== 'signingIn' && operation.is !== 'signOut') {
    return gatewayRefusal('noSession');
  }
  const query = splitForm(head.query);
  if (query === null) return gatewayRefusal('body');
  const body = await readBody();
  if (isRefused(body)) return body;
  const given = [query.given, ...(body === null ? [] : [body.given])];
  if (operation.is === 'passed') {
    return forwardCall(door, { head, rawHeaders, body, query: query.rest, signal, sink }, given);
  }
  const keys = await openSession(door, profile, signal);
  if (keys !== null && !isOurs(door, profile, keys, given)) return gatewayRefusal('foreignSession');
  if (operation.is === 'signOut') return signedOutAnswer();
  const state = door.runner(profile)?.state();
  return state?.at === 'open'
    ? signedInAnswer(state, `${origin}${prefix}/api/v2`)
    : gatewayRefusal('noSession');
}
