/**
 * Reads an HTTP request into form fields by the rules of bill-api 1.2, the tolerated ones included.
 * Pure: bytes and headers in, fields or why there are none out.
 */

import type { Parts } from './multipart.ts';
import type { RefusalReason } from '../simulator-types.ts';

export interface RawRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly cookie: string | undefined;
  /** The simulator's own address by the host that was asked for: `http://localhost:8080`. */
  readonly origin: string;
  /** null where the body was larger than allowed. */
  readonly body: Buffer | null;
  /** What a multipart body holds; null where it cannot be read, undefined where it is none. */
  readonly parts: Parts | null | undefined;
}

export type Route =
  | { readonly kind: 'endpoint'; readonly path: string }
  | { readonly kind: 'unknownPath' }
  | { readonly kind: 'unknownVersion' }
  | { readonly kind: 'otherVersion'; readonly version: string };

export type Fields = ReadonlyMap<string, string>;

export interface Form {
  readonly fields: Fields;
  /** The files of a multipart body, by field. */
  readonly files: Parts['files'];
}

/** Why a request is no form. */
export interface Unreadable {
  readonly reason: Extract<
    RefusalReason,
    'method' | 'contentType' | 'encoding' | 'badField' | 'limit'
  >;
  /** A sentence for whoever wrote the client. Nothing of the body stands in it. */
  readonly hint: string;
}

const FORM_TYPE = 'application/x-www-form-urlencoded';
const NO_FILES: Parts['files'] = new Map();

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
 * Form fields from body, query string and the `sid` cookie, with the files of a multipart body; or why
 * the request cannot be read. A known field given twice with different values is malformed.
 */
export function readForm(request: RawRequest, lenientContentType: boolean): Form | Unreadable {
  if (request.method !== 'POST') {
    return unreadable('method', `Calls are POST, not ${shownPath(request.method)}.`);
  }
  const { body, parts } = request;
  if (body === null) return unreadable('limit', 'The body is larger than what is read.');
  const encoded = request.contentEncoding !== undefined && request.contentEncoding !== 'identity';
  if (encoded) return unreadable('encoding', 'Bodies with a Content-Encoding are not taken.');
  if (parts === null) {
    return unreadable('encoding', 'The multipart body has no boundary, no end, or too many parts.');
  }
  if (parts === undefined && !isForm(request, lenientContentType)) {
    return unreadable('contentType', `The body must be ${FORM_TYPE} or multipart/form-data.`);
  }
  const fields = new Map<string, string>();
  const query = parsePairs(request.target.slice(pathOf(request.target).length + 1));
  const pairs = parts === undefined ? parseBody(body) : parts.fields;
  if (query === null || pairs === null) {
    return unreadable('encoding', 'The percent-encoding cannot be undone, or is not UTF-8.');
  }
  for (const source of [query, pairs]) {
    for (const [name, value] of source) {
      const earlier = fields.get(name);
      if (earlier !== undefined && earlier !== value && KNOWN_FIELDS.has(name)) {
        return unreadable('badField', `The field ${name} is there twice, with different values.`);
      }
      fields.set(name, value);
    }
  }
  const cookieSession = readCookie(request.cookie, 'sid');
  if (!fields.get('sessionId') && cookieSession !== null) fields.set('sessionId', cookieSession);
  return { fields, files: parts?.files ?? NO_FILES };
}

/** The fields of a request without a body: those of its query. */
export function readQuery(request: RawRequest): Form | Unreadable {
  return readForm({ ...request, method: 'POST', body: Buffer.alloc(0), parts: undefined }, true);
}

export function isUnreadable(form: Form | Unreadable): form is Unreadable {
  return 'reason' in form;
}

function unreadable(reason: Unreadable['reason'], hint: string): Unreadable {
  return { reason, hint };
}

function isForm(request: RawRequest, lenient: boolean): boolean {
  // Everything in the query string and no body at all was accepted, whatever its type (S-SLATE).
  if (request.body?.length === 0) return true;
  const type = request.contentType?.split(';', 1)[0]?.trim().toLowerCase();
  return lenient || type === FORM_TYPE;
}

type Pairs = readonly (readonly [string, string])[];

function parseBody(body: Buffer): Pairs | null {
  const text = decodeUtf8(body);
  return text === null ? null : parsePairs(text);
}

function parsePairs(text: string): Pairs | null {
  if (text === '') return [];
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
  // Most names and values are written as they are.
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // `%ZZ`, or percent signs that are not UTF-8.
    return null;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return strictUtf8.decode(bytes);
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
