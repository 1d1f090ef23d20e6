/** What a curl, wget or HTTPie command sends: its data, its headers, and where. */
import { formFacts } from '../form.ts';
import { isJson } from '../../text/parse-json.ts';
import { isLoopback } from '../../bill/server.ts';
import { urlBase } from '../code/code.ts';
import { fact, type Carried, HOLE, type Fact } from '../facts.ts';

/** A word of a command; null when its value depends on what the shell would do. */
export type Word = string | null;

/** Short options of curl that take a value, right behind them or as the next word. */
const TAKES = /[AbcCdDeEFhHKmoPQrtTuUwxXyYz]/u;
/** Long ones that take a value and name no data, so that the value is not taken for an address. */
const OTHERS = new Set(
  `proxy preproxy proxy-user socks4 socks4a socks5 socks5-hostname referer user-agent user request
  output cookie cookie-jar cacert capath cert cert-type key key-type pass connect-to resolve interface
  doh-url max-time connect-timeout retry retry-delay limit-rate write-out config netrc-file range
  ciphers tls-max dns-servers oauth2-bearer aws-sigv4 unix-socket proto proto-default proto-redir
  upload-file output-document timeout tries http-user http-password directory-prefix method
  certificate ca-certificate`.split(/\s+/u),
);
/** Short names of the options that matter. */
const LONG: Readonly<Record<string, string>> = {
  d: 'data',
  F: 'form',
  H: 'header',
  X: 'request',
  x: 'proxy',
};

/** The facts of one command. `stdin`: what is piped or written into it, if that is known. */
export function curlFacts(
  words: readonly Word[],
  within: string,
  carried: Carried,
  stdin: string | null,
): Fact[] {
  const bodies: Word[] = [];
  const facts: Fact[] = [];
  const options = optionsOf(words);
  for (const { name, value } of options) {
    if (name === 'data' || name === 'data-ascii' || name === 'data-binary') {
      bodies.push(
        value?.startsWith('@') ? (/^@(?:-|\/dev\/stdin)$/u.test(value) ? stdin : null) : value,
      );
    } else if (/^(?:data-raw|post-data|body-data|json|url-query)$/u.test(name)) bodies.push(value);
    else if (name === 'data-urlencode' || name === 'form' || name === 'form-string') {
      facts.push(...rawField(name, value));
    } else if (name === 'header') facts.push(...headerFields(value));
    else if (name === 'url' && value !== null) facts.push(...addressFacts(value, carried));
  }
  facts.push(...bodyFacts(bodies, carried));
  const foreign = options.some(({ name, value }) => name === 'url' && isForeign(value ?? ''));
  return facts.map((one) => ({
    ...one,
    within: `${within}>${one.within === 'form' ? '' : one.within}`,
    path: foreign ? ['other database', ...one.path] : one.path,
  }));
}

function optionsOf(words: readonly Word[]): { name: string; value: Word }[] {
  const all: { name: string; value: Word }[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? null;
    const long = word === null ? null : /^--([a-z][\w-]*)(?:=([\s\S]*))?$/u.exec(word);
    if (word === null) continue;
    if (long !== null) {
      const [, name = '', joined] = long;
      const takes =
        /^(?:data|form|post-data|body-data|json|url|header)/u.test(name) || OTHERS.has(name);
      all.push({ name, value: joined ?? (takes ? (words[++at] ?? null) : '') });
    } else if (/^-[A-Za-z]/u.test(word)) {
      const letter = word.slice(1).search(TAKES);
      if (letter === -1) continue;
      const name = word.charAt(letter + 1);
      const joined = word.slice(letter + 2);
      all.push({ name: LONG[name] ?? name, value: joined === '' ? (words[++at] ?? null) : joined });
    } else if (
      /^(?:https?:\/\/|[\w.-]+\.bill\.com\/|localhost[:/]|127\.0\.0\.1[:/])/iu.test(word)
    ) {
      all.push({ name: 'url', value: word });
    }
  }
  return all;
}

/** JSON, or a form's body; several of these are one. */
function bodyFacts(bodies: readonly Word[], carried: Carried): Fact[] {
  const known = bodies.filter((body) => body !== null);
  const json = known.filter(isJson).flatMap((body) => carried(body) ?? []);
  return [...json, ...formFacts(known.filter((body) => !isJson(body)).join('&'), carried)];
}

/** A field whose value is sent as it stands. */
function rawField(option: string, text: Word): Fact[] {
  const at = text?.indexOf('=') ?? -1;
  if (text === null || at < 1 || text.slice(0, at).includes('@')) return [];
  const value = text.slice(at + 1);
  // `-F name=@file`, `-F 'name=value;type=text/plain'`
  const more = option === 'form' && /^[@<"]|;/u.test(value);
  return [fact(text.slice(0, at), more ? null : value, 'form')];
}

function headerFields(text: Word): Fact[] {
  const at = text?.indexOf(':') ?? -1;
  if (text === null || at < 1 || /^host:/iu.test(text)) return [];
  return [fact(text.slice(0, at), text.slice(at + 1).trim(), 'form')];
}

/** The server, and the fields of the query. */
function addressFacts(url: string, carried: Carried): Fact[] {
  const query = url.indexOf('?');
  const fields = query === -1 ? [] : formFacts(url.slice(query + 1).replace(/#.*$/u, ''), carried);
  const base = urlBase(query === -1 ? url : url.slice(0, query));
  return [fact('url', base.includes('\u2026') ? '' : base, 'form'), ...fields];
}

/** A call to somebody else's server carries somebody else's values. */
function isForeign(url: string): boolean {
  const host =
    /^(?:https?:\/\/)?(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/iu.exec(url)?.[1]?.toLowerCase() ?? '';
  if (host === '' || host.includes(HOLE) || /[{}<>\u2026]|^\.{3}$/u.test(host)) return false;
  // The last two are this computer, seen from a container or bound to every address.
  if (isLoopback(host) || host === 'host.docker.internal' || host === '0.0.0.0') return false;
  // BILL's operations begin with a capital, wherever they are sent through.
  return !/(?:^|\.)bill\.com$/u.test(host) && !/\/api\/v2\b|\/[A-Z]\w+\.json\b/u.test(url);
}
