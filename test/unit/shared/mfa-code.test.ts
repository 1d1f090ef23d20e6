/** The six digits, however a person or a phone writes them, and why another text is no code. */
import { describe, expect, test } from 'vitest';
import { readCode } from '../../../src-shared/bill/mfa-code.ts';

/** The zero of each script that phones write numbers in, and of some that they do not. */
const zeros = [
  ...[0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66],
  ...[0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7f6, 0x1fbf0],
];

describe('a code', () => {
  test.each(zeros)('in the digits from U+%#x on', (zero) => {
    const digits = [4, 8, 2, 9, 1, 7].map((digit) => String.fromCodePoint(zero + digit));
    expect(readCode(digits.join(''))).toEqual({ code: '482917' });
    expect(readCode(`${digits.slice(0, 3).join('')}-${digits.slice(3).join('')}`)).toEqual({
      code: '482917',
    });
  });

  test.each([
    '123456',
    ' 123 456\n',
    '123-456',
    '123–456',
    '123\u2212456',
    '123\u00a0456',
    '12 34 56',
    '１２３-４５６',
    '１２３－４５６',
    '\u202a123456\u202c',
    '\ufeff123\u200b456',
    '1\ufe0f2\ufe0f3\ufe0f456',
    '١٢٣٤٥٦',
    '۱۲۳ ۴۵۶',
    'Your BILL code is 123456.',
    'Your code is 123-456. It works for 5 minutes.',
    'Code:123456',
    'code=123456',
    'ABC-123456',
    'G-123456 is your code',
    '<#> 123456 is your code. FA+9qCX9VSu',
    'رمزك هو ١٢٣٤٥٦.',
    '[BILL] 認証コード：１２３４５６（有効期限５分）',
    'Code 123456, sent at 14:07:22 on 2026-11-29, to ••01',
    'Never share it: 123456! Questions? Call 800 555 0100.',
  ])('%j is 123456', (text) => {
    expect(readCode(text)).toEqual({ code: '123456' });
  });
});

describe('no code', () => {
  test.each([
    ['', 'missing'],
    [' ', 'missing'],
    ['-', 'missing'],
    ['\u200b', 'missing'],
    ['12345', 'fewDigits'],
    ['123-45', 'fewDigits'],
    ['1234567', 'manyDigits'],
    ['123456 7', 'manyDigits'],
    ['123456 654321', 'severalCodes'],
    ['123456 or 654321', 'severalCodes'],
    ['123-456, 654-321', 'severalCodes'],
    ['12345a', 'notSixDigits'],
    ['1234567a', 'notSixDigits'],
    ['123.456', 'notSixDigits'],
    ['123+456', 'notSixDigits'],
    ['$1,234567', 'notSixDigits'],
    ['1.234567', 'notSixDigits'],
    ['1e5000', 'notSixDigits'],
    ['call 415-555-0123', 'notSixDigits'],
    ['²³¹²³¹', 'notSixDigits'],
    ['①②③④⑤⑥', 'notSixDigits'],
    ['an old code', 'notSixDigits'],
  ])('%j: %s', (text, problem) => {
    expect(readCode(text)).toEqual({ problem });
  });
});
