/** Our own origin, and nothing that only looks like it. */
export const SCHEME = 'app';
export const HOST = 'bundle';
export const START_URL = `${SCHEME}://${HOST}/index.html`;

/** True for a URL of app://bundle, compared by parsed parts. Never throws. */
export function isAppOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  return protocol === `${SCHEME}:` && host === HOST && username === '' && password === '';
}

/** True for the one document that the window may show, whatever its fragment. */
export function isAppDocument(text: string): boolean {
  if (!isAppOrigin(text)) return false;
  const { pathname, search } = new URL(text);
  return pathname === '/index.html' && search === '';
}
