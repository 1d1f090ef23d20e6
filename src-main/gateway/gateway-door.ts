/** What the gateway's server needs of the app. */
import type { Gate } from '../bill/gate.ts';
import type { PassOn } from '../bill/pass-on.ts';
import type { Recorder } from '../bill/record/recorder.ts';
import type { Cancel, Clock, Log, SessionKeys } from '../ports.ts';
import type { Runner } from '../session/runner.ts';

export interface GatewayDoor {
  readonly clock: Clock;
  readonly log: Log;
  readonly gate: Gate;
  readonly recorder: Pick<Recorder, 'begin' | 'note'>;
  readonly passOn: PassOn;
  /** Null for a profile that does not exist. */
  runner(profile: string): Pick<Runner, 'state' | 'keys' | 'lend'> | null;
  /** Calls `listener` after each change of a session. Returns the way to stop. */
  subscribe(listener: () => void): Cancel;
  /** The profile of a token that opens the gateway. */
  profileOf(token: string): string | null;
  /** Whether it is, or was, the ID of a session of this profile. */
  isOwn(profile: string, keys: SessionKeys, sessionId: string): boolean;
  /** The server of a profile as the subject of a sentence. */
  serverOf(profile: string): string;
}
