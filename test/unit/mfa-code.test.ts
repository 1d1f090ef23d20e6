/** The six digits, however a person or a phone writes them. */
import { expect, test } from 'vitest';
import { normalizeMfaCode } from '../../src-shared/mfa-code.ts';

test.each([
  '123456',
  ' 123 456\n',
  '123-456',
  '123–456',
  '123\u2212456',
  '123\u00a0456',
  '１２３-４５６',
  '１２３－４５６',
  '\u202a123456\u202c',
  '\ufeff123\u200b456',
])('%j is 123456', (text) => {
  expect(normalizeMfaCode(text)).toBe('123456');
});

test.each(['', ' ', '-', '12345', '1234567', '12345a', '123.456', '123+456', '١٢٣٤٥٦', '1e5000'])(
  '%j is no code',
  (text) => {
    expect(normalizeMfaCode(text)).toBeNull();
  },
);
