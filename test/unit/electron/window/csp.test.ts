import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../../src-main/electron/window/csp.ts';

describe('the content security policy', () => {
  it('is exactly this', () => {
    const directives = Object.fromEntries(
      contentSecurityPolicy.split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'svelte-trusted-html',
    });
  });

  it.each(['unsafe-', '*', 'http:', 'https:', 'blob:', 'ws:', 'allow-duplicates', '\n'])(
    'has no %j',
    (text) => {
      expect(contentSecurityPolicy).not.toContain(text);
    },
  );
});
