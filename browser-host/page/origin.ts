/**
 * Chromium does not know app://, so the host serves app://bundle/x at an https origin that exists
 * nowhere. This file alone knows both addresses; main sees only the first, the page only the second.
 */
const SUFFIX = '.browser-host.invalid';

/** app://bundle/x -> https://bundle.app.browser-host.invalid/x; null for what main may not open. */
export function toPage(url: string, schemes: Iterable<string>): string | null {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/iu.exec(url);
  if (match === null) return null;
  const [, scheme = '', host = '', rest = ''] = match;
  if (![...schemes].includes(scheme.toLowerCase()) || !/^[a-z0-9-]+$/iu.test(host)) return null;
  return new URL(`https://${host}.${scheme}${SUFFIX}${rest}`).href;
}

/** The way back. What is not ours stays as it is. */
export function toApp(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, pathname, search, hash } = new URL(url);
  const app = splitHost(hostname);
  if (protocol !== 'https:' || app === null) return url;
  return `${app.scheme}://${app.host}${pathname}${search}${hash}`;
}

/** The origin of a page as main sees it: `app://bundle`, or what Chromium says of a foreign one. */
export function appOrigin(url: string): string {
  const { protocol, hostname, origin } = new URL(url);
  const app = splitHost(hostname);
  return protocol !== 'https:' || app === null ? origin : `${app.scheme}://${app.host}`;
}

/** True: one of the addresses that the host makes up. */
export function isOurs(url: string): boolean {
  return URL.canParse(url) && toApp(url) !== url;
}

function splitHost(hostname: string): { host: string; scheme: string } | null {
  if (!hostname.endsWith(SUFFIX)) return null;
  const [host, scheme, ...more] = hostname.slice(0, -SUFFIX.length).split('.');
  return host && scheme && more.length === 0 ? { host, scheme } : null;
}
