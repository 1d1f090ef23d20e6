/** The tests that a mutant of the session's rules must get past: the quick and sharp ones. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/unit/session/**/*.test.ts',
      'test/unit/{notify/incident,snapshot/can-wait,snapshot/session-view,console/sent-operations}.test.ts',
      'test/gateway/lent-session.test.ts',
    ],
    // Long walks through random states: they find bugs, but cost a mutant more time than they are worth.
    exclude: ['test/unit/session/{properties,model,mfa-model}.test.ts'],
    testTimeout: 60_000,
    env: { ELECTRON_OVERRIDE_DIST_PATH: 'never' },
  },
});
