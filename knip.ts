/** What knip cannot see by itself: entries that no import names, and what is called by its path. */
import type { KnipConfig } from 'knip';

export default {
  entry: [
    'scripts/{build,start,dev,pack,pictures,test,check,browser}.ts',
    // Named on the command line of vitest, and in its configuration.
    'scripts/vitest-report.ts',
    'test/native-runner.ts',
    'src-main/main.ts',
    'src-main/electron/window/preload.ts',
    'src-renderer/{mount.ts,app.css}',
    'src-simulator/{index,cli,tool}.ts',
    'src-cli/tabkeeper.ts',
    // The type of the JSON beside it.
    'src-shared/bill/bill-operations.d.json.ts',
    // Resolved to by a hook, and started as a program.
    'browser-host/{run,electron/electron}.ts',
    'test/package/smoke.ts',
    'test/mutation/vitest.config.ts',
    'test/**/*.{test,bench}.ts',
    'test/bench/load/{run,bare-server}.ts',
    'test/bench/gateway/app.ts',
    'test/gallery/{gallery,draw}.ts',
    // Started as programs by the tests beside them.
    'test/**/children/*.ts',
  ],
  project: ['{scripts,src-*,browser-host,test}/**/*.{ts,mjs,svelte,css}', '*.ts'],
  // Started by its path.
  ignoreDependencies: ['svelte-check'],
  ignoreBinaries: [
    'apt-get',
    'dbus-daemon',
    'gdbus',
    'gnome-keyring-daemon',
    'mkfifo',
    'mount',
    'script',
    'umount',
  ],
  ignoreExportsUsedInFile: true,
  compilers: {
    // A package of fonts is used by the address of its files.
    css: (text: string) =>
      [...text.matchAll(/url\('(@[^']+)'\)/gu)].map(([, file]) => `import '${file}';`).join('\n'),
  },
} satisfies KnipConfig;
