/** The ID that a computer gives itself for BILL. */
import { describe, expect, it } from 'vitest';
import { isShortDeviceId } from '../../../src-shared/bill/device-id.ts';
import { newDeviceId } from '../../../src-main/system/new-device-id.ts';

describe('a new ID of this computer', () => {
  it('has 20 signs of a to z and 0 to 9, all of them in use, and is never the same', () => {
    const ids = Array.from({ length: 2000 }, newDeviceId);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{20}$/u);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.join('')).size).toBe(36);
  });

  it('is short enough, as one of an earlier version is not', () => {
    expect(isShortDeviceId(newDeviceId())).toBe(true);
    expect(isShortDeviceId('2b7c1a52-3f0e-4c57-9f0b-0d6b3f8c9a11')).toBe(false);
  });
});
