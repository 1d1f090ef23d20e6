import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { compiledCode } from './scripts/compiled-code.ts';

/** What opens a browser, or one program after another: `npm run test:quick` leaves it out. */
const whole = [
  ...['e2e', 'host', 'package', 'security', 'gate'].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/cli/{commands,exec,hostile}.test.ts',
  'test/copy-as/{round-trip,session}.test.ts',
  'test/simulator/cli{,-data,-reach}.test.ts',
];
const windows = ['test/browser/**/*.test.ts'];
/** Node loads the specs by itself: no transform, and no detour at each use of an import. */
const byNode = {
  runner: './test/native-runner.ts',
  experimental: { viteModuleRunner: false, nodeLoader: false },
};
/** The stand-in of the browser host is the electron package for them. */
const electron = ['test/unit/electron/**/*.test.ts'];
/** `npm run nightly` makes the runs by chance many times longer: test/scale.ts. */
const patience = process.env['TABKEEPER_NIGHTLY'] === '1' ? 100 : 1;

/** For specs that start a browser or a program: each can take its time on a machine with much to do. */
const whatIsStarted = {
  testTimeout: 300_000 * patience,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 90_000 } },
};

export default defineConfig({
  test: {
    // Plain Node must never load the electron package: it would try to download its binary.
    env: { ELECTRON_OVERRIDE_DIST_PATH: 'never', NODE_COMPILE_CACHE: compiledCode },
    // One more than there are cores: half of the time a spec waits for a server, a browser or a child.
    maxWorkers: availableParallelism() + 1,
    // These end what hangs. A machine with much to do must not be taken for one.
    testTimeout: 120_000 * patience,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // The getters of the module runner cost the same in each run that one is compared with.
    benchmark: { include: [], suppressExportGetterWarnings: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          ...byNode,
          include: ['test/**/*.test.ts'],
          exclude: [...whole, ...windows, ...electron],
          benchmark: { include: ['test/bench/*.bench.ts'] },
          // A process for all instead of one each, which would cost as much as the specs themselves.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          setupFiles: 'test/chance.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: electron,
          isolate: false,
          setupFiles: 'test/chance.ts',
          alias: {
            electron: path.resolve(import.meta.dirname, 'browser-host/electron/electron.ts'),
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: windows,
          globalSetup: 'test/browser/set-up.ts',
          isolate: false,
          ...whatIsStarted,
        },
      },
      {
        extends: true,
        test: {
          // Vitest goes by the names of projects: these take longest, so they come first, and the short ones
          // of the others fill what is left at the end.
          name: 'app',
          ...byNode,
          include: whole,
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          setupFiles: 'test/chance.ts',
          ...whatIsStarted,
        },
      },
    ],
  },
});
