/** The only pages that the app opens outside. The renderer names an ID, never a URL. */
export const links = {
  authentication: 'https://developer.bill.com/docs/authentication-overview',
  signIn: 'https://developer.bill.com/v2/docs/api-sandbox-sign-in',
  mfaHelp: 'https://support.bill.com/hc/en-us/articles/204378745',
  errorCodes: 'https://developer.bill.com/v2/docs/common-error-codes',
} as const;
