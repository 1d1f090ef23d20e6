import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Plain Node must never load the electron package: it would try to download its binary.
    env: { ELECTRON_OVERRIDE_DIST_PATH: 'never' },
    testTimeout: 40_000,
    // A machine with much to do must not be taken for a window that shows nothing.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    // The getters of the module runner cost the same in each run that one is compared with.
    benchmark: { suppressExportGetterWarnings: true },
  },
});
