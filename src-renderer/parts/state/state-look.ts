/** One shape and one colour for each state: shape first, so that colour is never alone. */
import type { SessionView } from '../../../src-shared/session-view.ts';

export type Shape = 'full' | 'bars' | 'half' | 'hollow' | 'slash' | 'bang';
export type Tone = 'accent' | 'warn' | 'danger' | 'quiet' | 'plain';

export interface Look {
  readonly shape: Shape;
  readonly tone: Tone;
}

const looks: Readonly<Record<SessionView['state'], Look>> = {
  signedOut: { shape: 'hollow', tone: 'plain' },
  signingIn: { shape: 'half', tone: 'plain' },
  expired: { shape: 'bang', tone: 'danger' },
  live: { shape: 'full', tone: 'accent' },
  lapsing: { shape: 'bars', tone: 'quiet' },
  atRisk: { shape: 'half', tone: 'warn' },
  checking: { shape: 'half', tone: 'plain' },
  busy: { shape: 'half', tone: 'plain' },
  offline: { shape: 'slash', tone: 'plain' },
};

/** While nothing is known. */
export const unknownLook: Look = { shape: 'hollow', tone: 'plain' };

export function lookOf(session: SessionView): Look {
  return looks[session.state];
}
