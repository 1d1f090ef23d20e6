/**
 * Reads a list of faults, from a JSON file or from a caller, into complete rules (see README).
 */
import type { Fault, FaultKind, FaultRule } from './fault.ts';
import { FaultsError, FieldReader } from './field-reader.ts';

const ANY_TEXT = /^[^]*$/;
/** Any path, whether it is one of BILL's or not. */
const ENDPOINT = /^(?:\*|\/[\x21-\x7e]{1,300})$/;
const LONGEST_WAIT = 600_000;
const LARGEST_BODY = 1_073_741_824;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const MAINTENANCE = '<!doctype html><title>Maintenance</title><h1>We will be back soon.</h1>\n';
const REDIRECTS = [301, 302, 303, 307, 308];

interface Kind {
  /** Whether the call takes effect unless the rule says otherwise. */
  readonly processed: boolean;
  readonly read: (fields: FieldReader) => Fault;
}

/** One entry for each kind; the compiler asks for it. */
const KINDS: { readonly [K in FaultKind]: Kind } = {
  delay: {
    processed: true,
    read: (f) => ({ fault: 'delay', ms: f.count('ms', 0, LONGEST_WAIT, 1000) }),
  },
  reset: {
    processed: false,
    read: (f) => ({ fault: 'reset', at: f.oneOf('at', ['start', 'body'], 'start') }),
  },
  truncate: {
    processed: true,
    read: (f) => ({
      fault: 'truncate',
      bytes: f.count('bytes', 0, LARGEST_BODY, null),
      framing: f.oneOf('framing', ['length', 'chunked', 'close'], 'length'),
    }),
  },
  html: {
    processed: false,
    read: (f) => ({
      fault: 'html',
      status: readStatus(f, 200),
      contentType: f.text('contentType', /^[\x20-\x7e]+$/, 'a header value', 'text/html'),
      body: f.text('body', ANY_TEXT, 'a text', MAINTENANCE),
    }),
  },
  status: {
    processed: false,
    read: (f) => ({
      fault: 'status',
      status: readStatus(f, 503),
      headers: f.headers('headers'),
      body: f.has('json')
        ? JSON.stringify(f.value('json'))
        : f.text('body', ANY_TEXT, 'a text', ''),
    }),
  },
  bdc: {
    processed: false,
    read: (f) => ({
      fault: 'bdc',
      code: f.text('code', /^BDC_\d{4}$/, 'a code such as BDC_1144', 'BDC_1001'),
      message: f.text('message', ANY_TEXT, 'a text', null),
      status: readStatus(f, 200),
    }),
  },
  drip: {
    processed: true,
    read: (f) => ({
      fault: 'drip',
      ms: f.count('ms', 1, LONGEST_WAIT, 50),
      bytes: f.count('bytes', 1, LARGEST_BODY, 1),
      headers: f.flag('headers', false),
    }),
  },
  hang: { processed: false, read: () => ({ fault: 'hang' }) },
  empty: { processed: false, read: (f) => ({ fault: 'empty', status: readStatus(f, 200) }) },
  redirect: {
    processed: false,
    read: (f) => {
      const status = f.count('status', 301, 308, 302);
      if (!REDIRECTS.includes(status)) throw f.wrong('status', `one of ${REDIRECTS.join(', ')}`);
      const location = f.requiredText('location', /^[\x21-\x7e]+$/, 'an address');
      return { fault: 'redirect', status, location };
    },
  },
  garbage: {
    processed: false,
    read: (f) => ({
      fault: 'garbage',
      bytes: f.count('bytes', 1, 1_048_576, 64),
      base64: f.text('base64', /^[A-Za-z0-9+/]+={0,2}$/, 'bytes in base64', null),
    }),
  },
  oversize: {
    processed: false,
    read: (f) => ({
      fault: 'oversize',
      bytes: f.count('bytes', 1, LARGEST_BODY, 2_097_152),
      framing: f.oneOf('framing', ['length', 'chunked'], 'length'),
    }),
  },
  gzip: {
    processed: true,
    read: (f) => ({ fault: 'gzip', bytes: f.count('bytes', 0, LARGEST_BODY, 0) }),
  },
  headerFlood: {
    processed: true,
    read: (f) => ({ fault: 'headerFlood', bytes: f.count('bytes', 1, 1_048_576, 65_536) }),
  },
  echo: { processed: true, read: () => ({ fault: 'echo' }) },
  endSession: { processed: true, read: () => ({ fault: 'endSession' }) },
};

// The keys of KINDS are exactly the kinds; Object.keys has forgotten that.
const KIND_NAMES = Object.keys(KINDS) as readonly FaultKind[];

/** Throws FaultsError with a sentence that names the entry and the key. */
export function parseFaults(value: unknown): readonly FaultRule[] {
  if (!Array.isArray(value)) throw new FaultsError('The faults must be a JSON list.');
  return value.map((entry: unknown, index) => parseRule(`Fault ${String(index + 1)}`, entry));
}

function parseRule(where: string, entry: unknown): FaultRule {
  const fields = new FieldReader(where, entry);
  const endpoint = fields.requiredText('endpoint', ENDPOINT, 'a path such as /Login.json, or *');
  const nth = fields.count('nth', 1, NO_LIMIT, null);
  if (nth !== null && ['from', 'every', 'times'].some((key) => fields.has(key))) {
    throw new FaultsError(`${where}: "nth" stands alone, without from, every and times.`);
  }
  const from = fields.count('from', 1, NO_LIMIT, nth ?? 1);
  const every = fields.count('every', 1, NO_LIMIT, 1);
  const times = fields.count('times', 1, NO_LIMIT, nth === null ? NO_LIMIT : 1);
  const kind = KINDS[fields.oneOf('fault', KIND_NAMES)];
  const fault = kind.read(fields);
  const processed = fields.flag('processed', kind.processed);
  const delayMs = fields.count('delayMs', 0, LONGEST_WAIT, 0);
  fields.finish();
  return { endpoint, from, every, times, processed, delayMs, fault };
}

function readStatus(fields: FieldReader, fallback: number): number {
  // Beyond 599 is no HTTP, but servers do it.
  return fields.count('status', 200, 999, fallback);
}
