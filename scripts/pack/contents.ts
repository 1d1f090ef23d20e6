/** What may be in the app, file by file, and what must not be in any of them. */
import { bundledIcons } from '../icons/files.ts';
import { NOTICES_FILE } from '../notices/notices.ts';

/** What of the window is loaded when it is first needed: a script and a style each. `shared`: what two of them share. */
export const lateParts: readonly string[] = [
  ...['activity', 'console', 'expert', 'explain', 'first-steps', 'hand-off', 'palette', 'shared'],
  ...['timeline', 'verify'],
];

const asset = (name: string, end: 'js' | 'css' | 'woff2') =>
  new RegExp(String.raw`^dist/renderer/assets/${name}-[\w-]{8}\.${end}$`, 'u');

/** A name, or a pattern where a name carries the hash of its content. Each must be there once. */
const ALLOWED: readonly (string | RegExp)[] = [
  'package.json',
  'dist/main.js',
  // What main loads when it is first needed, and what two of these share.
  ...['got', 'electron-store', 'simulator', 'shared', 'runtime'].map(
    (name) => `dist/later/${name}.js`,
  ),
  'dist/preload.cjs',
  `dist/${NOTICES_FILE}`,
  'dist/renderer/index.html',
  ...[asset('index', 'js'), asset('index', 'css')],
  ...lateParts.flatMap((name) => [asset(`${name}-parts`, 'js'), asset(`${name}-parts`, 'css')]),
  // Late as well: Settings, the reader of pasted blocks, and the console's editor.
  ...[asset('Settings', 'js'), asset('Settings', 'css')],
  ...[asset('pasting', 'js'), asset('json-editor', 'js')],
  ...[
    asset('inter-latin-wght-normal', 'woff2'),
    asset('jetbrains-mono-latin-wght-normal', 'woff2'),
  ],
  ...[...bundledIcons().keys()].map((name) => `dist/icons/${name}`),
];

/** What lies beside the archive, to be run without the app. */
const TOOLS: readonly string[] = [
  ...['LICENSE', 'README.md', NOTICES_FILE, 'package.json'],
  ...['simulator.d.mts', 'simulator.mjs', 'tabkeeper.mjs', 'command-line.md'],
];

/** Where `names` is not the list of tools, one sentence. */
export function toolsTrouble(names: readonly string[]): string[] {
  const [found, wanted] = [[...names].sort().join(', '), [...TOOLS].sort().join(', ')];
  return found === wanted ? [] : [`tools/ holds ${found}, and should hold ${wanted}`];
}

const matches = (rule: string | RegExp, name: string) =>
  typeof rule === 'string' ? rule === name : rule.test(name);

/** Where `names` is not the list of what may be there, one sentence each. */
export function listTrouble(names: readonly string[]): string[] {
  return [
    ...names
      .filter((name) => !ALLOWED.some((rule) => matches(rule, name)))
      .map((name) => `${name} has no business in the app`),
    ...ALLOWED.flatMap((rule) => {
      const count = names.filter((name) => matches(rule, name)).length;
      return count === 1 ? [] : [`${String(rule)} is there ${count} times`];
    }),
  ];
}

/** Traces of tests and of work in progress. Each pattern says what it would give away. */
const FORBIDDEN: readonly (readonly [what: string, trace: RegExp])[] = [
  ['a test hook', /tabkeeperTestHooks|drawAnew/u],
  ['the movable clock', /nextTimerIn/u],
  ['the message that reloads the window', /tabkeeper:reload/u],
  ['a message from a parent process', /process\.on\(["'`](?:message|disconnect)["'`]/u],
  ['the driver of tests', /playwright|__vitest|browser host has no/u],
  ['a made-up state of the gallery', /@acme\.example|00801KTQZVJH4N8W2M6D/u],
  ['a source map', /sourceMappingURL|sourcesContent/u],
  ['something to do', /\b(?:TODO|FIXME|XXX)\b/u],
  ['a stop for a debugger', /\bdebugger\b/u],
  ['what Vite serves to developers', /import\.meta\.(?:env|hot)|\/@vite\/|localhost:5173/u],
  [
    'a secret of a build machine',
    /BEGIN (?:RSA |EC )?PRIVATE KEY|npm_[A-Za-z0-9]{36}|gh[ps]_\w{36}/u,
  ],
  ['a switch that takes Chromium’s sandbox away', /--no-sandbox/u],
];

/** Hosts that may be named in a URL. None but BILL's is ever called: others are names and advice. */
const HOSTS: readonly RegExp[] = [
  /^(?:127\.0\.0\.1|\[::1\]|localhost|unix)$/u,
  /^(?:api-stage|developer|support)\.bill\.com$/u,
  /^tabkeeper$/u, // How a request over the local API's socket names its host.
  /^www\.w3\.org$/u, // Namespaces of XML.
  /^schema\.getpostman\.com$/u, // The name of the format of Postman's collections.
  /^(?:json-schema\.org|raw\.githubusercontent\.com)$/u, // Names of ajv's schemas.
  /^(?:svelte\.dev|github\.com)$/u, // What an error of Svelte or got refers to.
];

/**
 * What is wrong with one text file of the app, one sentence each. The package.json may name the page of
 * the project, wherever that is.
 */
export function textTrouble(name: string, text: string, homepage: string | null = null): string[] {
  const own = name === 'package.json' && homepage !== null ? new URL(homepage).host : null;
  const traces = FORBIDDEN.filter(([, trace]) => trace.test(text)).map(
    ([what]) => `${name} holds ${what}`,
  );
  const hosts = [...text.matchAll(/\b(?:https?|wss?):\/\/(\[[\da-f:]+\]|[\w.-]+\.?\w)/giu)].flatMap(
    ([, host = '']) => (host === own || HOSTS.some((known) => known.test(host)) ? [] : [host]),
  );
  return [...traces, ...[...new Set(hosts)].map((host) => `${name} names the host ${host}`)];
}

/** Files that hold code of ours; the others are fonts, pictures and licences. */
export const isCode = (name: string): boolean => /\.(?:js|cjs|html|css|json)$/u.test(name);
