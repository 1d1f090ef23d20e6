/** Times and moments of the tests of a session. */
import { START } from '../../../fakes/manual-clock.ts';
import type { Instant } from '../../../../src-main/ports.ts';
import type { Moment } from '../../../../src-main/session/state.ts';

export { START };
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `ms` after the start on both clocks. The middle of all chances draws no jitter. */
export const at = (ms: number, chance = 0.5): Moment => ({ wall: START + ms, mono: ms, chance });
/** A moment at which the two clocks disagree. */
export const clocks = (wall: number, mono: number): Moment => ({
  wall: START + wall,
  mono,
  chance: 0.5,
});
/** Milliseconds after the start on both clocks, or a moment at which they disagree. */
export type When = number | Moment;
/** The moment of it. */
export const moment = (when: When): Moment => (typeof when === 'number' ? at(when) : when);
export const instant = ({ wall, mono }: Instant): Instant => ({ wall, mono });
