/** Every code that the documents name, and every meaning, is explained; limits say when they end. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../src-main/bill/code-meanings.ts';
import { meanings } from '../../../src-shared/bill/meaning.ts';
import type { AppError, LineFault, OddReply } from '../../../src-shared/result.ts';
import type { SessionView } from '../../../src-shared/session-view.ts';
import { typedCode } from '../../../src-shared/words/errors/error-codes.ts';
import {
  explanation,
  heldUntil,
  isExplainable,
  triesItselfAt,
} from '../../../src-shared/words/errors/explanations.ts';
import { lineReasons, oddReasons } from '../../../src-shared/words/errors/line-reasons.ts';
import { fixLabel } from '../../../src-shared/words/explain-words.ts';
import { openSession } from '../../browser/snapshots.ts';
import { refusal, refusals } from '../../fakes/refusal.ts';

const facts = readFileSync(path.join(import.meta.dirname, '../../../docs/bill-api.md'), 'utf8');
const inTable = [...facts.matchAll(/^\| (BDC_\d+) /gmu)].map(([, code = '']) => code);
const elsewhere = [...(/^Seen elsewhere\b.*$/mu.exec(facts)?.[0] ?? '').matchAll(/\b1\d{3}\b/gu)];
const codes = [...inTable, ...elsewhere.map(([digits]) => `BDC_${digits}`)];

const check = (error: AppError) => {
  if (!isExplainable(error)) throw new Error('not explainable');
  const words = explanation(error, 'BILL');
  const sentences = [words.what, words.next, ...words.reasons];
  for (const sentence of sentences) expect(sentence).toMatch(/^[^%$]+[.]$/u);
  expect(new Set(words.reasons).size).toBe(words.reasons.length);
  expect(fixLabel(words.fix, true)).not.toBe('');
  return words;
};

describe('an explanation', () => {
  it('is there for some dozens of codes of docs/bill-api.md', () => {
    expect(inTable.length).toBeGreaterThan(30);
    expect(elsewhere.length).toBeGreaterThan(8);
  });

  it.each(codes)(
    'of %s has a cause, a likely reason and a fix, as the documents know it',
    (code) => {
      expect(meaningOf(code, 'named')).not.toBe('other');
      expect(check(refusal(code, { by: 'named' })).reasons.length).toBeGreaterThan(0);
    },
  );

  it.each(
    ['1114', '1115', '1116', '1117', '1118', '1119', '1122', '1124', '1128', '1129'].concat([
      '1130',
      '1131',
      '1152',
      '1171',
      '1402',
    ]),
  )('of BDC_%s says what is wrong with the body, under the meaning that the code has', (code) => {
    const { what } = check(refusal(`BDC_${code}`, { by: 'named' }));
    expect(what).not.toBe(check(refusal('BDC_1143', { by: 'named' })).what);
  });

  it.each(meanings)('of a refusal that means %s says what to do', (meaning) => {
    const { reasons, fix } = check(refusals[meaning]);
    // Of a code that nobody knows there is nothing to say.
    expect(reasons.length > 0).toBe(meaning !== 'other');
    if (meaning === 'other') expect(fix).toBe('copyForSupport');
  });

  it.each([
    ...(Object.keys(lineReasons) as LineFault[]).map((fault): AppError => ({
      kind: 'line',
      fault,
      code: 'X',
    })),
    ...(Object.keys(oddReasons) as OddReply[]).map((odd): AppError => ({
      kind: 'oddReply',
      odd,
      status: 503,
      retryAfterMs: null,
    })),
    ...(['signIn', 'textMessage', 'call'] as const).map((limit): AppError => ({
      kind: 'ownLimit',
      limit,
      until: 0,
    })),
  ])('of %j has a likely reason and a fix', (error) => {
    expect(check(error).reasons.length).toBeGreaterThan(0);
  });

  it('tells the code from the phone from a body, where one code can be either', () => {
    const named = check(refusal('BDC_1119', { by: 'named' }));
    const typed = check(refusal('BDC_1119', { by: 'mfaAuthenticate' }));
    expect([named.fix, typed.fix]).toEqual(['openConsole', 'enterCode']);
  });

  it('is for what a server or a limit said, and not for what the window asked for', () => {
    expect(isExplainable({ kind: 'notNow' })).toBe(false);
  });
});

describe('a limit', () => {
  const now = Date.UTC(2026, 10, 24, 14, 11);
  const full = Date.UTC(2026, 10, 24, 15);
  const hour = refusal('BDC_1144', { serverTime: now });
  const coded: SessionView = {
    ...openSession,
    mfa: {
      ...{ step: 'codeWanted', sentAt: now, worksUntil: now, wrongCodes: 5, error: null },
      sendAgainAt: now + 41_000,
    },
  };

  it('of an hour ends with the server’s full hour, by its clock', () => {
    expect(heldUntil(hour, 'tryAgain', null, now)).toBe(full);
    expect(heldUntil(hour, 'tryAgain', null, full)).toBeNull();
    // A clock that is far from ours tells nothing.
    const far = refusal('BDC_1144', { serverTime: now + 86_400_000 });
    expect(heldUntil(far, 'tryAgain', null, now)).toBeNull();
  });

  it('of our own ends when it says', () => {
    const own = { kind: 'ownLimit', limit: 'call', until: now + 1000 } as const;
    expect(heldUntil(own, 'tryAgain', null, now)).toBe(now + 1000);
  });

  it('of messages ends when the next one may be sent', () => {
    const many = refusal('BDC_1358', { by: 'mfaAuthenticate' });
    expect(heldUntil(many, 'sendCode', coded, now)).toBe(now + 41_000);
    expect(heldUntil(many, 'sendCode', openSession, now)).toBeNull();
  });

  it('that has no known end is tried again by Tabkeeper itself, while a session is open', () => {
    const busy: SessionView = {
      ...openSession,
      keepAlive: {
        ...openSession.keepAlive,
        nextTouchAt: now + 12_000,
        trouble: { error: refusals.tooManyAtOnce, since: now },
      },
    };
    expect(heldUntil(refusals.tooManyAtOnce, 'tryAgain', busy, now)).toBeNull();
    expect(triesItselfAt(busy, now)).toBe(now + 12_000);
    expect(triesItselfAt(openSession, now)).toBeNull();
    expect(triesItselfAt(null, now)).toBeNull();
  });
});

describe('a typed code', () => {
  it.each([
    ['1101', 'BDC_1101'],
    [' bdc 1101 ', 'BDC_1101'],
    ['BDC_1101', 'BDC_1101'],
    ['bdc-1101', 'BDC_1101'],
    ['bdc', null],
    ['11', null],
    ['extend', null],
    ['123456789', null],
  ])('is read out of %j', (text, code) => {
    expect(typedCode(text)).toBe(code);
  });
});
