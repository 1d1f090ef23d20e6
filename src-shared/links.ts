/**
 * The only pages that the app opens outside, with that of its own releases, which the build names.
 * The renderer names an ID, never a URL.
 */
export const links = {
  authentication: 'https://developer.bill.com/docs/authentication-overview',
  signIn: 'https://developer.bill.com/v2/docs/api-sandbox-sign-in',
  tokens: 'https://developer.bill.com/v2/docs/token-based-sign-in',
  mfaHelp: 'https://support.bill.com/hc/en-us/articles/204378745',
  errorCodes: 'https://developer.bill.com/v2/docs/common-error-codes',
} as const;

export type LinkId = keyof typeof links | 'releases';
export const linkIds = [...Object.keys(links), 'releases'] as readonly LinkId[];
