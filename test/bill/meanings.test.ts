/** What each code of BILL's means, where it is answered. */
import { describe, expect, it } from 'vitest';
import { paths, type Endpoint } from '../../src-main/bill/paths.ts';
import { meaningOf } from '../../src-main/bill/code-meanings.ts';
import type { Meaning } from '../../src-shared/bill/meaning.ts';
import { refusals } from '../fakes/refusal.ts';
import facts from '../../src-shared/bill/bill-operations.json' with { type: 'json' };
import { isOperationId, operationIds } from '../../src-shared/bill/operations.ts';

const endpoints = Object.keys(paths) as Endpoint[];
const signIns = ['login', 'listOrganizations'] as const;

/** Codes that mean the same wherever they are answered. */
const everywhere = {
  BDC_1001: 'serverFault',
  BDC_1102: 'keyRefused',
  BDC_1103: 'keyRefused',
  BDC_1104: 'keyRefused',
  BDC_1178: 'keyRefused',
  BDC_1105: 'orgRefused',
  BDC_1106: 'orgRefused',
  BDC_1123: 'orgRefused',
  BDC_1107: 'locked',
  BDC_1110: 'locked',
  BDC_1109: 'sessionInvalid',
  BDC_1144: 'hourLimit',
  BDC_1322: 'tooManyAtOnce',
  BDC_1354: 'noPhone',
  BDC_1356: 'codeExpired',
  BDC_1374: 'codeExpired',
  BDC_1358: 'tooManyCodes',
  BDC_1361: 'untrusted',
  BDC_1003: 'unsupported',
  BDC_1005: 'unsupported',
  BDC_1121: 'unsupported',
} as const;

/** Codes that may stand for a wrong MFA code, since BILL's own for that is not known. */
const elsewhere = {
  BDC_1002: 'badRequest',
  BDC_1101: 'wrongCredentials',
  BDC_1108: 'bodyRefused',
  BDC_1111: 'userInactive',
  BDC_1113: 'signInFailed',
  BDC_1114: 'bodyRefused',
  BDC_1115: 'bodyRefused',
  BDC_1116: 'bodyRefused',
  BDC_1117: 'bodyRefused',
  BDC_1118: 'bodyRefused',
  BDC_1119: 'bodyRefused',
  BDC_1120: 'notFound',
  BDC_1122: 'bodyRefused',
  BDC_1124: 'bodyRefused',
  BDC_1128: 'bodyRefused',
  BDC_1130: 'bodyRefused',
  BDC_1131: 'bodyRefused',
  BDC_1152: 'bodyRefused',
  BDC_1171: 'bodyRefused',
  BDC_1402: 'bodyRefused',
  BDC_1150: 'cannotPay',
  BDC_1151: 'cannotPay',
  BDC_1024: 'other',
  BDC_9999: 'other',
} as const;

describe('the meaning of a code', () => {
  it.each(Object.entries(everywhere))('of %s is %s at every endpoint', (code, meaning) => {
    const found = endpoints.map((endpoint) => meaningOf(code, endpoint));
    expect(new Set<Meaning>(found)).toEqual(new Set([meaning]));
  });

  it.each(Object.entries(elsewhere))(
    'of %s is %s, but a wrong code where a code from the phone is checked',
    (code, meaning) => {
      for (const endpoint of endpoints) {
        const expected = endpoint === 'mfaAuthenticate' ? 'wrongCode' : meaning;
        expect([endpoint, meaningOf(code, endpoint)]).toEqual([endpoint, expected]);
      }
    },
  );

  it('of an invalid parameter is an ID of the sign-in, the code that was typed, or the body', () => {
    for (const endpoint of endpoints) {
      const expected = signIns.includes(endpoint as never)
        ? 'idRefused'
        : endpoint === 'mfaAuthenticate'
          ? 'wrongCode'
          : 'bodyRefused';
      expect([endpoint, meaningOf('BDC_1129', endpoint)]).toEqual([endpoint, expected]);
    }
  });

  it('of invalid entity data is the ID of the computer where it goes along, and else the body', () => {
    const withDevice: readonly Endpoint[] = ['login', 'mfaAuthenticate', 'mfaStatus'];
    for (const endpoint of endpoints) {
      const expected = withDevice.includes(endpoint) ? 'deviceRefused' : 'bodyRefused';
      expect([endpoint, meaningOf('BDC_1143', endpoint)]).toEqual([endpoint, expected]);
    }
  });

  it('is known for each refusal that the tests of a session use', () => {
    for (const [meaning, error] of Object.entries(refusals)) expect(error.meaning).toBe(meaning);
  });

  it.each(['', 'BDC_1109 ', 'bdc_1109', 'constructor', '__proto__', '1109'])(
    'of %j is not guessed',
    (code) => {
      expect(meaningOf(code, 'getSessionInfo')).toBe('other');
    },
  );
});

it('learns trust from four operations, each of which the facts name as always protected', () => {
  const found = facts.filter(({ name }) => isOperationId(name));
  expect(found.map(({ name }) => name).sort()).toEqual([...operationIds].sort());
  expect(found.map(({ protected: need }) => need)).toEqual(Array(4).fill('always'));
});
