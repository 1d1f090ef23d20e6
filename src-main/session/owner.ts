/** Whose a remembered device is: BILL trusts it for one user in one organization under one key. */
import type { Credentials } from '../ports.ts';

/** Holds the developer key, so it never leaves main in clear. */
export interface Owner {
  readonly userName: string;
  readonly orgId: string;
  readonly devKey: string;
  /** Where the device is sent, and nowhere else. Null in records of a version that did not note it. */
  readonly baseUrl: string | null;
}

export type OwnerPart = keyof Owner;

const whole: readonly OwnerPart[] = ['userName', 'orgId', 'devKey', 'baseUrl'];

/** Whether two owners are the same in `parts`, by default in all of them. */
export function isSameOwner<Part extends OwnerPart>(
  one: Pick<Owner, Part>,
  other: Pick<Owner, Part>,
  parts: readonly Part[] = whole as readonly Part[],
): boolean {
  return parts.every((part) => one[part] === other[part]);
}

/** The owner of a device that these credentials would get. */
export function ownerOf({
  userName,
  orgId,
  devKey,
  baseUrl,
}: Omit<Credentials, 'password' | 'device'>): Owner {
  return { userName, orgId, devKey, baseUrl };
}
