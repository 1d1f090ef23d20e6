import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Plain Node must never load the electron package: it would try to download its binary.
    env: { ELECTRON_OVERRIDE_DIST_PATH: 'never' },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
