/** Which of the rules for requests (bill-api 1.2) one broke that could not be read. */
import { pathOf } from '../request.ts';
import type { RawRequest } from '../request.ts';
import type { Why } from './reasons.ts';

const FORM = 'application/x-www-form-urlencoded';

/** For a request of which no fields could be read. */
export function whyMalformed(request: RawRequest, lenientContentType: boolean): Why {
  const { method, body, contentEncoding, contentType } = request;
  if (method !== 'POST') return { reason: 'method', hint: 'Calls are sent with POST.' };
  if (body === null) return { reason: null, hint: 'The body is larger than this server reads.' };
  if (contentEncoding !== undefined && contentEncoding !== 'identity') {
    return { reason: 'encoding', hint: 'The body is compressed; send it as it is.' };
  }
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  const taken = type === FORM || body.length === 0 || lenientContentType;
  if (!taken) return { reason: 'contentType', hint: `Send the body as ${FORM}.` };
  const query = request.target.slice(pathOf(request.target).length + 1);
  if (!isDecodable(query) || !isDecodable(latin(body)) || !isUtf8(body)) {
    return { reason: 'encoding', hint: 'A value is not percent-encoded UTF-8.' };
  }
  return { reason: 'badField', hint: 'A field is given twice with different values.' };
}

function isDecodable(form: string): boolean {
  try {
    decodeURIComponent(form);
    return true;
  } catch {
    return false;
  }
}

/** Bytes as characters of the same number, so that only percent signs can be wrong. */
function latin(body: Buffer): string {
  return body.toString('latin1');
}

function isUtf8(body: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}
