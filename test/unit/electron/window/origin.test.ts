import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled } from '../../../scale.ts';
import { anyText, anyUrl } from '../../../any-text.ts';
import {
  isAppDocument,
  isAppOrigin,
  START_URL,
} from '../../../../src-main/electron/window/origin.ts';

const ours = [
  'app://bundle',
  'app://bundle/',
  'app://bundle/index.html',
  'app://bundle/a/b.js?x#y',
];
const lookAlikes = [
  '',
  'app:',
  'app:bundle',
  'app:/bundle/index.html',
  'app:///bundle/index.html',
  'app://bundle.evil/',
  'app://evil.bundle/',
  'app://bundle@evil/',
  'app://user@bundle/',
  'app://user:pass@bundle/',
  'app://:pass@bundle/',
  'app://bundle:80/',
  'app://bundle:0/',
  'app://bundl%65/',
  'app://bundle%2eevil/',
  'app://bundle%00/',
  'app://bundle./',
  'app://bundlе/', // a Cyrillic е
  'app://bundle\\@evil/',
  'APP://BUNDLE/',
  'app://BUNDLE/index.html',
  'apps://bundle/',
  'http://bundle/index.html',
  'https://app//bundle/index.html',
  'https://evil.example/app://bundle/index.html',
  'file:///app/bundle/index.html',
  'file://bundle/index.html',
  'javascript:app://bundle/index.html',
  'blob:app://bundle/0a1b2c3d',
  'filesystem:app://bundle/index.html',
  'view-source:app://bundle/index.html',
  'data:text/html,app://bundle/index.html',
  'about:blank',
  'null',
  '//bundle/index.html',
];

describe('our own origin', () => {
  it.each(ours)('is %j', (url) => {
    expect(isAppOrigin(url)).toBe(true);
  });

  it.each(lookAlikes)('is not %j', (url) => {
    expect(isAppOrigin(url)).toBe(false);
    expect(isAppDocument(url)).toBe(false);
  });

  it('is not what only has it somewhere in its text', () => {
    const before = fc.constantFrom('http://', 'https://', 'file://', 'blob:', 'javascript:', 'x');
    fc.assert(
      fc.property(before, fc.string(), fc.string(), (scheme, host, rest) => {
        expect(isAppOrigin(`${scheme}${host}app://bundle/${rest}`)).toBe(false);
      }),
    );
  });

  it('is not a host that only begins or ends with ours, nor one with a name before it', () => {
    const part = fc
      .stringMatching(/^[a-z0-9.@:%-]{1,12}$/u)
      .filter((text) => !/^[@:]*$/u.test(text));
    fc.assert(
      fc.property(part, (text) => {
        expect(isAppOrigin(`app://bundle${text}/`)).toBe(text === '');
        expect(isAppOrigin(`app://${text}bundle/`)).toBe(false);
      }),
    );
  });

  it('never throws, whatever it is asked', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), anyUrl), (text) => {
        expect(isAppOrigin(text)).toBe(false);
        expect(isAppDocument(text)).toBe(false);
      }),
      { numRuns: scaled(1000) },
    );
  });
});

describe('the one document', () => {
  it.each([START_URL, `${START_URL}#session`, 'app://bundle/a/../index.html', `${START_URL}?`])(
    'is %j',
    (url) => {
      expect(isAppDocument(url)).toBe(true);
    },
  );

  it.each([
    'app://bundle/',
    'app://bundle/index.html?a=b',
    'app://bundle/index.html/',
    'app://bundle/INDEX.HTML',
    'app://bundle/%69ndex.html',
    'app://bundle//index.html',
    'app://bundle/index.html%00',
    'app://bundle/index.html;a',
    'app://bundle/assets/index.html',
    'app://bundle/other.html',
  ])('is not %j', (url) => {
    expect(isAppDocument(url)).toBe(false);
  });
});
