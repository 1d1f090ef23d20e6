/** The shape of `window.bridge`: a function down and one up. Types only. */
import type { CommandName, Input, Output } from './contract.ts';
import type { Result } from './result.ts';
import type { Snapshot } from './snapshot.ts';

export interface Bridge {
  /** Sends a command. Resolves always; a refusal is a value. */
  call<N extends CommandName>(name: N, input: Input<N>): Promise<Result<Output<N>>>;
  /** Hands over each new snapshot. Returns the way to stop. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
}

/** The one channel down and the one channel up. */
export type CallChannel = 'tabkeeper:call';
export type SnapshotChannel = 'tabkeeper:snapshot';
