import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaled } from '../scale.ts';
import { anyText } from '../any-text.ts';
import {
  createScrub,
  foldCase,
  redactForm,
  redactReply,
} from '../../src-main/bill/record/redact.ts';
import { HIDDEN, maskId } from '../../src-shared/text/mask.ts';
import { canary } from './support.ts';

describe('an ID', () => {
  test('of 16 characters or more keeps two and four of them', () => {
    expect(maskId('!b23456789abcde3Rq8')).toBe('!b••••••••••3Rq8');
    expect(maskId('0123456789abcdef')).toBe('01••••••••••cdef');
  });

  test('that is shorter is hidden entirely', () => {
    for (const value of ['', 'a', '0123456789abcde']) expect(maskId(value)).toBe(HIDDEN);
  });

  test('never shows more than six characters, nor half of one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 80 }), (value) => {
        const masked = maskId(value);
        expect(Array.from(masked.replace(HIDDEN, '')).length).toBeLessThanOrEqual(6);
        expect(masked).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

test('a form keeps its order and its open fields', () => {
  const { password, devKey, sessionId, mfaId, deviceId, challengeId, code } = canary;
  const data = { challengeId, token: code, deviceId, machineName: 'Desk', rememberMe: true };
  expect(
    redactForm([
      ['userName', 'avery@northwind.test'],
      ['password', password],
      ['devKey', devKey],
      ['sessionId', sessionId],
      ['mfaId', mfaId],
      ['orgId', ''],
      ['data', JSON.stringify(data)],
    ]),
  ).toEqual([
    { name: 'userName', value: 'avery@northwind.test' },
    { name: 'password', value: HIDDEN },
    { name: 'devKey', value: '01••••••••••0XYZ' },
    { name: 'sessionId', value: '!b••••••••••3Rq8' },
    { name: 'mfaId', value: '!b••••••••••9Zk1' },
    { name: 'orgId', value: '' },
    {
      name: 'data',
      value: JSON.stringify({
        challengeId: '!a••••••••••7Qw2',
        token: HIDDEN,
        deviceId: HIDDEN,
        machineName: 'Desk',
        rememberMe: true,
      }),
    },
  ]);
});

test('data that is no JSON is hidden entirely', () => {
  expect(redactForm([['data', '{"token":"123456"']])).toEqual([{ name: 'data', value: HIDDEN }]);
});

test('the values of a bank account are hidden, as numbers and below a secret name too', () => {
  const shown = redactReply(
    {
      obj: { accountNumber: '0123456789', routingNumber: 111000025, name: 'Checking' },
      bankAccountNumbers: ['0123456789', { inner: 'x' }],
      session_id: { a: canary.sessionId },
      isTrustedToken: true,
      token: null,
    },
    [],
  );
  expect(JSON.parse(shown)).toEqual({
    obj: { accountNumber: HIDDEN, routingNumber: HIDDEN, name: 'Checking' },
    bankAccountNumbers: HIDDEN,
    session_id: HIDDEN,
    isTrustedToken: true,
    token: null,
  });
});

test('a name that holds that of a secret is hidden as well, but for those known to be none', () => {
  const shown = redactReply({ taxId: '12-3456789', taxIdType: '1', taxIdTypes: '12' }, []);
  expect(JSON.parse(shown)).toEqual({ taxId: HIDDEN, taxIdType: '1', taxIdTypes: HIDDEN });
});

test('an own __proto__ stays a name, with its secrets hidden', () => {
  const json: unknown = JSON.parse('{"__proto__":{"password":"hunter2hunter2","a":1}}');
  const shown = redactReply(json, []);
  expect(shown).toContain('__proto__');
  expect(shown).not.toContain('hunter2');
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

test('JSON deeper than anybody writes is cut off, not fallen over', () => {
  const depth = 100_000;
  const json: unknown = JSON.parse('[{"a":'.repeat(depth) + '"end"' + '}]'.repeat(depth));
  expect(redactReply(json, ['secret'])).toContain('…');
});

test('what is shown is cut after it is redacted, so no half of a secret stays at the end', () => {
  for (let before = 4000; before < 4100; before += 3) {
    const text = redactReply({ text: `${'x'.repeat(before)}${canary.sessionId}` }, [
      canary.sessionId,
    ]);
    expect(text.length).toBeLessThanOrEqual(4097);
    expect(text).not.toContain(canary.sessionId.slice(0, 6));
  }
});

test('what is shown of a long reply is its beginning, and an ellipsis', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(300), (json, most) => {
      const whole = redactReply(json, [], Infinity);
      const isWhole = whole.length <= most;
      expect(redactReply(json, [], most)).toBe(isWhole ? whole : `${whole.slice(0, most)}…`);
    }),
    { numRuns: scaled(300, 50_000) },
  );
});

test('a reply that is shorter without its secrets still says that something was left out', () => {
  const long = 'a'.repeat(200);
  const shown = redactReply({ text: long, more: [long, 1, 2], password: long }, [], 250);
  expect(shown).not.toContain(long);
  expect(shown.endsWith('…')).toBe(true);
});

/** Values as secrets are: at least four characters, and none that stands for itself in JSON. */
const secret = fc.oneof(
  fc.string({ minLength: 4, maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 4, maxLength: 30 }),
  anyText({ minLength: 4, maxLength: 30 }),
  fc.base64String({ minLength: 16, maxLength: 64 }),
);
const secretNames = fc.constantFrom(
  ...['password', 'devKey', 'sessionId', 'mfaId', 'challengeId', 'token', 'deviceId', 'DEV_KEY'],
  ...['accountNumber', 'routingNumber', 'newPassword', 'x-session-id', 'apiToken'],
);
const plainName = fc.constantFrom('text', 'message', 'url', 'list', 'obj', '__proto__', 'toString');

/** JSON with `value` somewhere under a secret name. */
const planted = (value: string) =>
  fc.letrec((tie) => ({
    here: fc.record({ name: secretNames, rest: fc.jsonValue() }).map(({ name, rest }) => ({
      [name]: value,
      rest,
    })),
    there: fc.oneof(
      { withCrossShrink: true, maxDepth: 6 },
      tie('here'),
      fc.tuple(fc.jsonValue(), tie('there')),
      fc.tuple(plainName, tie('there')).map(([name, inner]) => Object.fromEntries([[name, inner]])),
    ),
  })).there;

test('a secret under a secret name is not in what is shown, wherever it stands', () => {
  const cases = secret.chain((value) => fc.tuple(fc.constant(value), planted(value)));
  fc.assert(
    fc.property(cases, ([value, json]) => {
      const shown = redactReply(json, []);
      expect(occurs(shown, value)).toBe(false);
      const [field] = redactForm([['data', JSON.stringify(json)]]);
      expect(occurs(field?.value ?? '', value)).toBe(false);
    }),
    { numRuns: scaled(100, 15_000) },
  );
});

const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\uFFFD');

const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'URL-encoded': (text) => encodeURIComponent(wellFormed(text)),
  'URL-encoded in small letters': (text) =>
    encodeURIComponent(wellFormed(text)).replace(/%../gu, (hex) => hex.toLowerCase()),
  'encoded as in a form': (text) => new URLSearchParams({ '': text }).toString().slice(1),
  'escaped as in JSON': (text) => JSON.stringify(text).slice(1, -1),
  'escaped as in JSON, in ASCII': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
};

describe.each(Object.entries(encodings))('the backstop finds a secret %s', (_, encode) => {
  test('in any text', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const scrub = createScrub([value]);
        fc.pre(scrub(before + after) === before + after);
        const scrubbed = scrub(before + encode(value) + after);
        expect(scrubbed).toContain(HIDDEN);
        // A padded group of base64 may leave its last letter, which holds a few bits at most.
        expect(scrubbed.length).toBeLessThanOrEqual(before.length + after.length + 14);
      }),
      { numRuns: scaled(100, 15_000) },
    );
  });
});

test('the backstop finds a secret within a longer text in base64', () => {
  const long = fc.string({ minLength: 12, maxLength: 60 });
  fc.assert(
    fc.property(long, fc.string(), fc.string(), (value, before, after) => {
      const text = Buffer.from(before + value + after).toString('base64');
      expect(createScrub([value])(text)).toContain(HIDDEN);
    }),
    { numRuns: scaled(100, 15_000) },
  );
});

test('of several secrets none is left, though one may begin like another', () => {
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.string(), (values, text) => {
      const all = [...values, ...values.map((value) => value + values.join(''))];
      const scrubbed = createScrub(all)(all.join(text));
      for (const value of all) expect(occurs(scrubbed, value)).toBe(false);
    }),
    { numRuns: scaled(100, 15_000) },
  );
});

test('texts that an expression without regard to case takes for equal are folded to one', () => {
  // All characters that have another form, and each in every place of a word.
  const forms = Array.from({ length: 0x1_ff_ff }, (_, code) => String.fromCodePoint(code)).filter(
    (one) => foldCase(one) !== one || one.toLowerCase() !== one,
  );
  const all = forms.join('');
  for (const one of forms) {
    for (const [equal] of all.matchAll(new RegExp(one, 'giu'))) {
      expect(foldCase(`x${equal}x`), `${one} ${equal}`).toBe(foldCase(`x${one}x`));
      expect(foldCase(`x${equal}`), `${one} ${equal}`).toBe(foldCase(`x${one}`));
    }
  }
});

test('a secret of three characters or fewer is left to the names, or it would show in the gaps', () => {
  expect(createScrub(['a', 'abc', ''])('abc and a')).toBe('abc and a');
});

/** Whether `value` is in `text`, plain or as JSON writes it. */
function occurs(text: string, value: string): boolean {
  return text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1));
}
