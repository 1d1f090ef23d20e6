/** Which headers go on, each way. Pure; lists are names and values in turn, as Node gives and takes them. */

/** Of one connection, and no affair of the next one's (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'http2-settings'],
];

/** What opens something, says where the tool got the address from, or is said anew by us. */
const NOT_SENT = new Set([
  ...HOP_BY_HOP,
  ...['authorization', 'cookie', 'cookie2', 'referer', 'forwarded', 'via'],
  ...['host', 'content-length', 'content-type', 'content-encoding', 'accept-encoding', 'expect'],
]);

/**
 * What would set something at the tool for the gateway's address, lead it elsewhere, let a page read the
 * reply, or is not true any more of what is passed on.
 */
const NOT_GIVEN_BACK = new Set([
  ...HOP_BY_HOP,
  ...['set-cookie', 'set-cookie2', 'location', 'content-location', 'refresh', 'alt-svc'],
  ...['strict-transport-security', 'clear-site-data', 'www-authenticate', 'authentication-info'],
  ...['content-length', 'content-encoding', 'content-md5', 'content-digest', 'digest', 'etag'],
]);

/** `secrets`: a header that holds one of these stays here, whatever it is called. */
export function sentHeaders(raw: readonly string[], secrets: readonly string[]): string[] {
  const kept = without(raw, NOT_SENT, /^(?:x-forwarded-|proxy-|sec-)/u);
  return pairs(kept)
    .filter(([, value]) => !secrets.some((secret) => value.includes(secret)))
    .flat();
}

/** `mask` takes the session's own secrets out of a value. */
export function givenHeaders(raw: readonly string[], mask: (text: string) => string): string[] {
  const kept = without(raw, NOT_GIVEN_BACK, /^(?:access-control-|proxy-)/u);
  return pairs(kept).flatMap(([name, value]) => [name, mask(value)]);
}

function without(raw: readonly string[], names: ReadonlySet<string>, family: RegExp): string[] {
  const all = pairs(raw);
  // Whatever the sender says is for this connection alone.
  const named = all
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) =>
      value
        .toLowerCase()
        .split(',')
        .map((one) => one.trim()),
    );
  return all
    .filter(([name]) => {
      const plain = name.toLowerCase();
      return !names.has(plain) && !family.test(plain) && !named.includes(plain);
    })
    .flat();
}

const pairs = (raw: readonly string[]): (readonly [name: string, value: string])[] =>
  Array.from({ length: Math.floor(raw.length / 2) }, (_, at) => [
    raw[2 * at] ?? '',
    raw[2 * at + 1] ?? '',
  ]);
