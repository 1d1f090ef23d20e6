/**
 * Reads an HTTP request into form fields by the rules of bill-api 1.2, the tolerated ones included.
 * Pure: bytes and headers in, fields or "malformed" out.
 */

export interface RawRequest {
  readonly method: string;
  /** The request target as it came: path and query. */
  readonly target: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly cookie: string | undefined;
  /** null where the body was larger than allowed. */
  readonly body: Buffer | null;
}

export type Route =
  | { readonly kind: 'endpoint'; readonly path: string }
  | { readonly kind: 'unknownPath' }
  | { readonly kind: 'unknownVersion' }
  | { readonly kind: 'otherVersion'; readonly version: string };

export type Fields = ReadonlyMap<string, string>;

/** The form fields of this surface. Others are ignored, however often they come (C* S-JAVA). */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'userName',
  'password',
  'orgId',
  'devKey',
  'mfaId',
  'deviceId',
  'sessionId',
  'data',
]);

/** Splits off the version. Paths are compared as they came: case matters (D S-FAQ). */
export function route(target: string): Route {
  const path = pathOf(target);
  const match = /^\/api\/(v[^/]*)(\/.*)$/.exec(path);
  const [, version, rest] = match ?? [];
  if (version === undefined || rest === undefined) return { kind: 'unknownPath' };
  if (version === 'v2') return { kind: 'endpoint', path: rest };
  const other = /^v(\d{1,4})$/.exec(version);
  if (other?.[1] !== undefined) return { kind: 'otherVersion', version: other[1] };
  return { kind: 'unknownVersion' };
}

/** The path without the query. */
export function pathOf(target: string): string {
  return target.split('?', 1)[0] ?? '';
}

/** A path as events may show it: a mistyped one can carry what belongs into the form. */
export function shownPath(path: string): string {
  const shown = /^[\w./-]{0,100}/.exec(path)?.[0] ?? '';
  return shown === path ? shown : `${shown}…`;
}

/**
 * Form fields from body, query string and the `sid` cookie; null where the request is malformed.
 * A known field given twice with different values is malformed.
 */
export function readFields(request: RawRequest, lenientContentType: boolean): Fields | null {
  if (request.method !== 'POST' || request.body === null) return null;
  if (!isForm(request, lenientContentType)) return null;
  const body = decodeUtf8(request.body);
  if (body === null) return null;
  const query = request.target.slice(pathOf(request.target).length + 1);
  const fields = new Map<string, string>();
  for (const source of [query, body]) {
    const pairs = parseForm(source);
    if (pairs === null) return null;
    for (const [name, value] of pairs) {
      const earlier = fields.get(name);
      if (earlier !== undefined && earlier !== value && KNOWN_FIELDS.has(name)) return null;
      fields.set(name, value);
    }
  }
  const cookieSession = readCookie(request.cookie, 'sid');
  if (!fields.get('sessionId') && cookieSession !== null) fields.set('sessionId', cookieSession);
  return fields;
}

function isForm(request: RawRequest, lenient: boolean): boolean {
  if (request.contentEncoding !== undefined && request.contentEncoding !== 'identity') return false;
  // Everything in the query string and no body at all was accepted, whatever its type (S-SLATE).
  if (request.body?.length === 0) return true;
  const type = request.contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return true;
  return lenient && type !== 'multipart/form-data';
}

function parseForm(text: string): readonly (readonly [string, string])[] | null {
  const pairs: [string, string][] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decodePart(at < 0 ? part : part.slice(0, at));
    const value = decodePart(at < 0 ? '' : part.slice(at + 1));
    if (name === null || value === null) return null;
    pairs.push([name, value]);
  }
  return pairs;
}

function decodePart(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // `%ZZ`, or percent signs that are not UTF-8.
    return null;
  }
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      const value = part.slice(at + 1).trim();
      return value === '' ? null : decodePart(value.replaceAll('+', '%2B'));
    }
  }
  return null;
}
