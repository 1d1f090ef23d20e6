/** The form of the ID under which BILL knows this computer, one for each profile. It is no secret. */

const SIGNS = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** BILL's sandbox refused 49 characters and took 19; its exact limit is not known (bill-api 1.6). */
const LENGTH = 20;

/** 20 of [a-z0-9]. `pick`: a whole number from 0 to below its argument, each as likely. */
export const makeDeviceId = (pick: (below: number) => number): string =>
  Array.from({ length: LENGTH }, () => SIGNS.charAt(pick(SIGNS.length))).join('');

/** False for one that an earlier version made, which BILL may find too long. */
export const isShortDeviceId = (deviceId: string): boolean => deviceId.length <= LENGTH;
