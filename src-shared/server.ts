/** Where a profile signs in. Main decides what a choice resolves to; see src-main/bill/base-url.ts. */

export type Server =
  | { readonly kind: 'bill' }
  | { readonly kind: 'practice' }
  | { readonly kind: 'local'; readonly url: string };

/** BILL's v2 sandbox since 2024 (bill-api 1.1, S-OAS). */
export const BILL_SANDBOX_URL = 'https://api-stage.bill.com/api/v2';
