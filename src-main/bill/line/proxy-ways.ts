/** What a proxy script says of a URL, read into the ways that we can go. Pure. */

export type Way =
  | { readonly is: 'direct' }
  | {
      readonly is: 'proxy';
      /** It is spoken to over TLS itself, whatever goes through it. */
      readonly secure: boolean;
      /** A name or an address, without brackets. */
      readonly host: string;
      readonly port: number;
    };

const DIRECT: Way = { is: 'direct' };
const SCHEMES: Readonly<Record<string, 'http' | 'https'>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
};

/**
 * The ways of an answer such as `PROXY a:8080; HTTPS b:443; DIRECT`, in its order and without those
 * that we cannot go (SOCKS, what is malformed). An empty answer is `DIRECT`. Empty where nothing is left.
 */
export function readWays(answer: string): readonly Way[] {
  const parts = answer
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length === 0 ? [DIRECT] : parts.flatMap(readWay);
}

function readWay(part: string): readonly Way[] {
  const [word = '', authority = ''] = part.split(/\s+/u);
  const kind = word.toUpperCase();
  if (kind === 'DIRECT') return [DIRECT];
  const scheme = Object.hasOwn(SCHEMES, kind) ? SCHEMES[kind] : undefined;
  const isAuthority = /^[\w.[\]:-]+$/u.test(authority);
  if (scheme === undefined || !isAuthority || !URL.canParse(`${scheme}://${authority}`)) return [];
  const { hostname, port } = new URL(`${scheme}://${authority}`);
  const secure = scheme === 'https';
  const host = hostname.replace(/^\[(.*)\]$/u, '$1');
  return [{ is: 'proxy', secure, host, port: port === '' ? (secure ? 443 : 80) : Number(port) }];
}
