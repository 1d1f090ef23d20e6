/** The renderer's content security policy, sent with every file of app://bundle. */

/**
 * `connect-src 'none'` is the rule against leaks: the renderer never needs the network.
 * `svelte-trusted-html` is the one Trusted Types policy that Svelte's own templates use.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');
