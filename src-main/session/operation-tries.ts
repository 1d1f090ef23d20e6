/** The operations that a person sends: sent, answered, repeated, and interrupted by the session's end. */
import { isOperationId } from '../../src-shared/bill/operations.ts';
import { means, type AppError } from '../../src-shared/result.ts';
import { isTrusted } from '../../src-shared/session-view.ts';
import type { Answered, EventOf, Step } from './session-events.ts';
import type { Open, Tries, Try } from './state.ts';

export function tryOperation(
  open: Open,
  { operation, data, now }: Omit<EventOf<'tryOperation'>, 'type'>,
): Step {
  if (open.tries[operation]?.outcome === 'pending') return [open, []];
  const call = open.calls + 1;
  const { keys, attempts: generation } = open;
  const pending: Try = { call, data, at: now.wall, outcome: 'pending', error: null };
  return [
    { ...open, calls: call, tries: { ...openTries(open.tries), [operation]: pending } },
    [{ type: 'tryOperation', operation, data, generation, call, keys, by: 'you' }],
  ];
}

/** What is under way, and what was refused for want of trust, since it can be sent again. */
function openTries(tries: Tries): Tries {
  const kept = Object.entries(tries).filter(
    ([, { outcome, error }]) => outcome === 'pending' || means(error, 'untrusted'),
  );
  return Object.fromEntries(kept);
}

/** Sends what was refused for want of trust once more, as it was. */
export function repeatOperation(open: Open, { operation, now }: EventOf<'repeatOperation'>): Step {
  const refused = open.tries[operation];
  if (refused === undefined || !means(refused.error, 'untrusted')) return [open, []];
  return tryOperation(open, { operation, data: refused.data, now });
}

export function tryOperationAnswered(open: Open, event: EventOf<'tryOperationAnswered'>): Step {
  const { operation, call, result, now } = event;
  const sent = open.tries[operation];
  if (sent?.call !== call) return [open, []];
  const error = result.ok ? null : result.error;
  const outcome = error === null ? 'accepted' : error.kind === 'refused' ? 'refused' : 'failed';
  const tries: Tries = { ...open.tries, [operation]: { ...sent, at: now.wall, outcome, error } };
  return [{ ...open, ...trustAfter(open, event), tries }, []];
}

/** The server's own word on trust outweighs what we believed, unless we learned better since. */
export function trustAfter(
  { trust, trustCall }: Open,
  event: EventOf<'tryOperationAnswered' | 'callOperationAnswered'>,
): Pick<Open, 'trust' | 'trustCall'> {
  const { call, result, now } = event;
  const before = { trust, trustCall };
  if (call <= trustCall || trust.is === 'unavailable') return before;
  const learned = { source: 'operation', at: now.wall } as const;
  if (!result.ok) {
    const isRefused = means(result.error, 'untrusted');
    return isRefused ? { trust: { is: 'untrusted', ...learned }, trustCall: call } : before;
  }
  // That another operation, or a program's call, was let through says nothing: most need no trust.
  if (event.type === 'callOperationAnswered' || !isOperationId(event.operation)) return before;
  return { trust: isTrusted(trust) ? trust : { is: 'session', ...learned }, trustCall: call };
}

/** For an operation whose answer is never read: whether BILL carried it out is not known. */
const LOST: AppError = { kind: 'line', fault: 'reset', code: null, sent: true };

/**
 * The operations that were under way when the session was found dead: the one whose answer said so
 * is refused, the others have failed.
 */
export function interruptedTries({ tries }: Open, event: Answered): Tries {
  const interrupted = Object.entries(tries).flatMap(([id, one]): [string, Try][] => {
    if (one.outcome !== 'pending') return [];
    const at = event.now.wall;
    const found =
      event.type === 'tryOperationAnswered' && event.call === one.call && !event.result.ok;
    return found
      ? [[id, { ...one, at, outcome: 'refused', error: event.result.error }]]
      : [[id, { ...one, at, outcome: 'failed', error: LOST }]];
  });
  return Object.fromEntries(interrupted);
}
