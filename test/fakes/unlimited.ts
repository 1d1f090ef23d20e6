/** A limiter for tests that are about something else. */
import type { Limiter } from '../../src-main/ipc/limiter.ts';

export const unlimited: Limiter = { take: () => true };
