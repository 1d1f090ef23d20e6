/** Where a profile signs in. Main decides what a choice resolves to; see src-main/bill/base-url.ts. */

export type Server =
  | { readonly kind: 'bill' }
  | { readonly kind: 'practice' }
  | { readonly kind: 'local'; readonly url: string };

/** Whether two choices lead to one server. */
export function isSameServer(one: Server, other: Server): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'local' || other.kind !== 'local' || one.url === other.url;
}

/**
 * The names of this computer that a base URL may have, as the URL parser writes them: decimal, hex and
 * short forms of 127.0.0.1 end up here too.
 */
const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** `hostname`: as of a parsed URL. */
export const isLoopback = (hostname: string): boolean => loopbackNames.has(hostname);

/** BILL's v2 sandbox since 2024 (bill-api 1.1, S-OAS). */
export const BILL_SANDBOX_URL = 'https://api-stage.bill.com/api/v2';
