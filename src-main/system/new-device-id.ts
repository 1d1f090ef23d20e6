/** A new ID for this computer, by chance. */
import { randomInt } from 'node:crypto';
import { makeDeviceId } from '../../src-shared/bill/device-id.ts';

export const newDeviceId = (): string => makeDeviceId(randomInt);
