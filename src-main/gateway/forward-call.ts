/**
 * A call of a tool from its place in the line to what the tool is answered. It goes out with the keys of
 * the moment in which it is sent; where these turn out to be dead and the app signs in again, a call that
 * only reads is sent once more.
 */
import { notNow, type AppError, type Result } from '../../src-shared/result.ts';
import { errorWords } from '../../src-shared/words.ts';
import type { SessionKeys } from '../ports.ts';
import type { GatewayDoor } from './gateway-door.ts';
import { gatewayRefusal, type OwnAnswer } from './gateway-refusals.ts';
import { awaitKeys } from './await-keys.ts';
import { passCall, type Given, type ToolCall, type WholeReply } from './passed-call.ts';
import { mayPass, type GivenKeys } from './body/session-fields.ts';

/** A session that comes and goes is not waited for more often. */
const MOST_SESSIONS = 3;
/** Seconds, for a tool that may try again. */
const RETRY_AFTER_S = 5;

/** `given`: the reply went to the sink; `gone`: nobody is there to be answered. */
export type Forwarded = WholeReply | OwnAnswer | 'given' | 'gone';

/** Never rejects. `given`: what the tool wrote in the place of the keys. */
export async function forwardCall(
  door: GatewayDoor,
  call: ToolCall,
  given: readonly GivenKeys[],
): Promise<Forwarded> {
  const { head, signal } = call;
  const { profile, operation } = head;
  let mayRepeat = operation.is === 'passed' && operation.reads;
  for (let sessions = 0; sessions < MOST_SESSIONS; sessions++) {
    const keys = await awaitKeys(door, profile, signal);
    if (isAborted(signal)) return 'gone';
    if (keys === null) return gatewayRefusal('noSession');
    if (!isOurs(door, profile, keys, given)) return gatewayRefusal('foreignSession');
    const { result, reply, used, wasSent } = await sendInTurn(door, call, {
      keys,
      given,
      mayRepeat,
    });
    if (reply === 'sink') return 'given';
    if (reply !== null) {
      mayRepeat = false;
      const next = await awaitKeys(door, profile, signal);
      if (isAborted(signal)) return 'gone';
      // The app does not sign in again: the tool is told what the server said.
      if (next === null || next.sessionId === used) return reply;
      continue;
    }
    if (isAborted(signal)) return 'gone';
    // There was another session, or none, when its turn came.
    if (!result.ok && result.error.kind === 'notNow') continue;
    const error: AppError = result.ok ? { kind: 'internal' } : result.error;
    const refusal = refusalFor(error, door.serverOf(profile));
    return wasSent ? { ...refusal, hasRow: true } : refusal;
  }
  return gatewayRefusal('noSession');
}

/** Whether the live keys may stand in each place in which a tool wrote something. */
export const isOurs = (
  door: Pick<GatewayDoor, 'isOwn'>,
  profile: string,
  keys: SessionKeys,
  given: readonly GivenKeys[],
): boolean => given.every((one) => mayPass(one, keys, (id) => door.isOwn(profile, keys, id)));

/** A function, because the compiler would take the value read before the await for still true. */
const isAborted = (signal: AbortSignal) => signal.aborted;

interface Sending {
  readonly keys: SessionKeys;
  readonly given: readonly GivenKeys[];
  readonly mayRepeat: boolean;
}
interface Sent {
  readonly result: Result<null>;
  readonly reply: Given;
  /** The ID with which it was sent. */
  readonly used: string;
  readonly wasSent: boolean;
}

async function sendInTurn(
  door: GatewayDoor,
  call: ToolCall,
  { keys: { devKey, orgId, sessionId }, given, mayRepeat }: Sending,
): Promise<Sent> {
  const { profile, program, operation } = call.head;
  const { signal } = call;
  let reply: Given = null;
  let used = sessionId;
  let wasSent = false;
  const result = await door.gate.run<null>(
    { devKey, orgId, rank: 'program', signal, spends: null },
    async () => {
      const runner = door.runner(profile);
      if (runner === null) return notNow;
      const pass = async (keys: SessionKeys) => {
        // Its turn may have come with another session than the one that it was looked at for.
        if (!isOurs(door, profile, keys, given)) return notNow;
        used = keys.sessionId;
        wasSent = true;
        const passed = await passCall(door, call, { keys, holdsDead: mayRepeat });
        reply = passed.given;
        return passed.result;
      };
      // What takes no session says nothing about one.
      const keys = runner.keys();
      if (operation.is !== 'passed' || !operation.isOpen) {
        return runner.lend(program, pass, signal);
      }
      return keys === null ? notNow : pass(keys);
    },
  );
  return { result, reply, used, wasSent };
}

function refusalFor(error: AppError, server: string): OwnAnswer {
  const { what, next } = errorWords(error, server);
  const message = `${what} ${next}`.trim();
  switch (error.kind) {
    case 'tooFast':
      return { ...gatewayRefusal('busy'), retryAfter: RETRY_AFTER_S };
    case 'ownLimit':
      return { ...gatewayRefusal('busy', message), retryAfter: RETRY_AFTER_S };
    case 'line':
    case 'oddReply':
    case 'hostRefused':
      return gatewayRefusal('api', message);
    default:
      return gatewayRefusal('internal');
  }
}
