/**
 * One sign-in at a time for a profile. A second one with the same credentials joins the first, one
 * with others is refused; a sign-in that everybody has left is undone if it succeeds after all.
 */
import { createHash } from 'node:crypto';
import { fail, type Result } from '../../src-shared/result.ts';
import type { Credentials, SignedIn } from '../ports.ts';

interface Joining {
  readonly profile: string;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  readonly start: (signal: AbortSignal) => Promise<Result<SignedIn>>;
  readonly undo: (session: SignedIn) => Promise<unknown>;
}

interface Flight {
  readonly fingerprint: string;
  readonly outcome: Promise<Result<SignedIn>>;
  readonly stop: AbortController;
  passengers: number;
}

/**
 * The function that joins a sign-in. It resolves to the result of the profile's one sign-in; to
 * `cancelled` as soon as `signal` aborts; to `notNow` while a sign-in with other credentials is under
 * way. `start` gets a signal that aborts when all callers have cancelled; `undo` gets the session if it
 * succeeds after that.
 */
export function createFlights(): (joining: Joining) => Promise<Result<SignedIn>> {
  const flights = new Map<string, Flight>();

  return async ({ profile, credentials, signal, start, undo }) => {
    if (signal.aborted) return fail({ kind: 'cancelled' });
    const fingerprint = fingerprintOf(credentials);
    const known = flights.get(profile);
    if (known !== undefined && known.fingerprint !== fingerprint) return fail({ kind: 'notNow' });
    const flight = known ?? takeOff(fingerprint, start);
    flights.set(profile, flight);

    flight.passengers += 1;
    const result = await untilAborted(flight.outcome, signal);
    flight.passengers -= 1;
    if (flight.passengers === 0) {
      // The next sign-in of this profile starts a new request, even while this one is still finishing.
      if (flights.get(profile) === flight) flights.delete(profile);
      if (isAborted(signal)) abandon(flight, undo);
    }
    return isAborted(signal) ? fail({ kind: 'cancelled' }) : result;
  };
}

function takeOff(
  fingerprint: string,
  start: (signal: AbortSignal) => Promise<Result<SignedIn>>,
): Flight {
  const stop = new AbortController();
  return { fingerprint, outcome: start(stop.signal), stop, passengers: 0 };
}

/** Everybody has cancelled: the session is signed out, whether it exists already or is about to. */
function abandon({ stop, outcome }: Flight, undo: (session: SignedIn) => Promise<unknown>): void {
  stop.abort();
  outcome.then((result) => (result.ok ? undo(result.value) : null)).then(ignore, ignore);
}

function untilAborted<T>(outcome: Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  return new Promise((resolve, reject) => {
    const leave = () => resolve(fail({ kind: 'cancelled' }));
    signal.addEventListener('abort', leave, { once: true });
    outcome.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject);
  });
}

/** A function: after an `await` the compiler would still believe that `signal.aborted` is false. */
const isAborted = (signal: AbortSignal) => signal.aborted;

const ignore = () => undefined;

/** A hash of the credentials: tells two apart without keeping either. */
const fingerprintOf = (credentials: Credentials) =>
  createHash('sha256').update(JSON.stringify(credentials)).digest('base64');
