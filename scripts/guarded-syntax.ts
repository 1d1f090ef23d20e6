/**
 * What may be written in one place of the product only, or nowhere in it: Electron's security checklist
 * as far as it can be read from the code, and BILL's codes and paths. eslint.config.ts applies it;
 * test/security/rules.test.ts plants each line of it, and each way around that we could think of, and
 * sees it found.
 */

interface Guarded {
  /** The files in which it may stand, and the folders, which end in a slash; none: nowhere. */
  readonly homes: readonly string[];
  readonly selectors: readonly string[];
  readonly message: string;
}

/** What is loaded when it is first needed: by which file, and how it is called there. No other import waits. */
export const lateImports: Readonly<Record<string, readonly string[]>> = {
  'src-main/bill/http.ts': ['got'],
  'src-main/electron/window/window-store.ts': ['electron-store'],
  'src-main/servers/practice.ts': ['../../src-simulator/index.ts'],
  'src-renderer/explain/explain-loader.ts': ['./explain-parts.ts'],
  'src-renderer/first-run/first-steps-loader.ts': ['./first-steps-parts.ts'],
  'src-renderer/palette/palette-loader.ts': ['./palette-parts.ts'],
  'src-renderer/panels/activity/activity-loader.ts': ['./activity-parts.ts'],
  'src-renderer/panels/console/console-loader.ts': ['./console-parts.ts', './json-editor.ts'],
  'src-renderer/panels/hand-off/hand-off-loader.ts': ['./hand-off-parts.ts'],
  'src-renderer/panels/paste/paste-reader.ts': ['./pasting.ts'],
  'src-renderer/panels/session/expert-loader.ts': ['./expert-parts.ts'],
  'src-renderer/panels/settings/settings-loader.ts': ['../Settings.svelte'],
  'src-renderer/panels/timeline/timeline-loader.ts': ['./timeline-parts.ts'],
  'src-renderer/panels/verify/verify-loader.ts': ['./verify-parts.ts'],
};
/** A pattern in a selector, which ends at the first slash. */
const oneOf = (texts: readonly string[]) =>
  `/^(?:${texts.map((text) => text.replaceAll('.', '\\.').replaceAll('/', '\\u002F')).join('|')})$/`;

/** A part of Electron by its name: imported, under another name, reached through an object, or copied. */
const part = (name: string): string[] => [
  `ImportDeclaration[importKind!="type"] > ImportSpecifier[importKind!="type"][imported.name="${name}"]`,
  `NewExpression[callee.name="${name}"]`,
  `MemberExpression[object.name="${name}"]`,
  `MemberExpression[property.name="${name}"]`,
  ...quoted(`^${name}$`),
  ...copied(name),
];
/** A part in a variable or under another name of import would be out of the sight of these rules. */
const copied = (name: string): string[] => [
  `ImportSpecifier[imported.name="${name}"]:not([local.name="${name}"])`,
  `VariableDeclarator[init.name="${name}"]`,
  `AssignmentExpression[right.name="${name}"]`,
];
/** `object["verb"]` and its like in backticks. */
const quoted = (pattern: string): string[] => [
  `MemberExpression[computed=true] > Literal.property[value=/${pattern}/]`,
  `MemberExpression[computed=true] > TemplateLiteral.property > TemplateElement[value.raw=/${pattern}/]`,
];
/** A verb, however it is reached. */
const verbs = (names: readonly string[]): string[] => {
  const pattern = `^(?:${names.join('|')})$`;
  return [
    `MemberExpression[computed=false][property.name=/${pattern}/]`,
    `ObjectPattern > Property[key.name=/${pattern}/]`,
    `ObjectPattern > Property[key.value=/${pattern}/]`,
    ...quoted(pattern),
  ];
};

const ELECTRON = '/^electron(?:\\u002F|$)/';

/** BILL's codes, the paths of its endpoints, and the names of those that no other word means. */
const OF_BILL =
  '/BDC_|\\u002F[A-Z]\\w*(?:\\u002F\\w+)*[.]json|\\b(?:GetSessionInfo|ListOrgs|MFA(?:Challenge|Authenticate|Status)|Send(?:Vendor)?Invite|PayBills)\\b/';

/** Three words or more and a full stop: for a person, who reads it in the window, a box or a terminal. */
const SENTENCE = '/\\S\\s+\\S+\\s+[^]*[a-z][.]\\s*$/';

const guarded: readonly Guarded[] = [
  {
    // What an Error says of a mistake of ours is for whoever reads a stack.
    homes: ['src-shared/words/', 'src-simulator/'],
    selectors: [
      `Literal[value=${SENTENCE}]:not(NewExpression > *)`,
      `TemplateElement[tail=true][value.raw=${SENTENCE}]:not(NewExpression > TemplateLiteral > *)`,
      `SvelteText[value=${SENTENCE}]`,
      `SvelteLiteral[value=${SENTENCE}]`,
    ],
    message: 'Sentences that a person reads stand in src-shared/words.',
  },
  {
    // `bill/` says what an answer means, `words/` how it is put; the simulator shares no code. The names
    // that prove trust, and those that nobody may call, are for main and window alike.
    homes: [
      ...['src-main/bill/', 'src-shared/words/', 'src-simulator/'],
      'src-shared/bill/operations.ts',
    ],
    selectors: [
      `Literal[value=${OF_BILL}]`,
      `Literal[regex.pattern=${OF_BILL}]`,
      `TemplateElement[value.raw=${OF_BILL}]`,
      'Identifier[name=/^BDC_/]',
      `SvelteText[value=${OF_BILL}]`,
      `SvelteLiteral[value=${OF_BILL}]`,
    ],
    message: 'Decide by meaning: BILL’s codes and paths stand in src-main/bill and in words alone.',
  },
  {
    homes: ['src-main/electron/window/window.ts'],
    selectors: part('BrowserWindow'),
    message: 'Windows are made in src-main/electron/window/window.ts alone.',
  },
  {
    homes: ['src-main/electron/life/session-end.ts'],
    selectors: part('BaseWindow'),
    message: 'The window without a page is made in src-main/electron/life/session-end.ts alone.',
  },
  {
    homes: ['src-main/electron/desktop/desktop.ts'],
    selectors: [...part('shell'), ...verbs(['openExternal'])],
    message:
      'Pages are opened outside in src-main/electron/desktop/desktop.ts alone, from the closed list.',
  },
  {
    // electron-store opens a channel of its own, which window-store.ts takes away.
    homes: ['src-main/electron/window/ipc-host.ts', 'src-main/electron/window/window-store.ts'],
    selectors: part('ipcMain'),
    message: 'Messages come in through src-main/electron/window/ipc-host.ts alone.',
  },
  {
    homes: ['src-main/electron/window/ipc-host.ts'],
    selectors: [
      'MemberExpression[object.name="ipcMain"][property.name!="removeAllListeners"]',
      'CallExpression[callee.object.name="ipcMain"][callee.property.name!="handle"] > :not(Literal[value="electron-store-get-data"]).arguments',
    ],
    message: 'Only the channel of electron-store is touched elsewhere, to take it away.',
  },
  {
    homes: ['src-main/electron/window/preload.ts'],
    selectors: [...part('contextBridge'), ...part('ipcRenderer')],
    message: 'Nothing is exposed to the page but in src-main/electron/window/preload.ts.',
  },
  {
    homes: [],
    selectors: [
      ...['BrowserWindow', 'shell', 'ipcMain', 'contextBridge', 'ipcRenderer'].flatMap(copied),
      ...['on', 'once', 'handleOnce', 'addListener'].map(
        (verb) => `MemberExpression[object.name="ipcMain"][property.name="${verb}"]`,
      ),
      ...['send', 'sendSync', 'postMessage', 'sendToHost'].map(
        (verb) => `MemberExpression[object.name="ipcRenderer"][property.name="${verb}"]`,
      ),
      'MemberExpression[object.name="shell"][property.name!="openExternal"]',
      'MemberExpression[object.name=/^(?:shell|ipcMain|contextBridge|ipcRenderer)$/][computed=true]',
    ],
    message: 'These parts are used by their own names and for one purpose, at home too.',
  },
  {
    homes: [],
    selectors: [...['WebContentsView', 'BrowserView', 'crashReporter', 'desktopCapturer']].flatMap(
      part,
    ),
    message: 'The app has no use for this part of Electron.',
  },
  {
    homes: [],
    selectors: [
      `ImportDeclaration[source.value=${ELECTRON}][importKind!="type"] > ImportDefaultSpecifier`,
      `ImportDeclaration[source.value=${ELECTRON}][importKind!="type"] > ImportNamespaceSpecifier`,
      `ImportDeclaration[source.value=${ELECTRON}] > ImportSpecifier[imported.type="Literal"]`,
      `ImportDeclaration[source.value=${ELECTRON}] > ImportSpecifier[imported.name="default"]`,
      `ExportNamedDeclaration[source.value=${ELECTRON}][exportKind!="type"]`,
      `ExportAllDeclaration[source.value=${ELECTRON}]`,
      'TSExternalModuleReference',
      ...verbs(['mainModule']),
    ],
    message: 'Electron is imported part by part, so that it can be seen which parts are used.',
  },
  {
    // The command line starts with every key press of somebody: it loads of Node what it needs.
    homes: ['src-cli/system/builtins.ts'],
    selectors: [
      'CallExpression[callee.name="require"]',
      'ImportSpecifier[imported.name="createRequire"]',
      ...verbs(['createRequire', 'getBuiltinModule']),
    ],
    message: 'Imports are static, so that the import rules see all of them.',
  },
  {
    // The other tool of the package, which lies beside it; and what an older Node has for a module of its own.
    homes: ['src-cli/runs/run-simulator.ts', 'src-cli/system/builtins.ts'],
    selectors: [`ImportExpression:not([source.value=${oneOf(Object.values(lateImports).flat())}])`],
    message: 'Imports are static, so that the import rules see all of them.',
  },
  ...Object.entries(lateImports).map(([home, files]) => ({
    homes: [home],
    selectors: [`ImportExpression[source.value=${oneOf(files)}]`],
    message: 'This is loaded later, and from one place.',
  })),
  {
    homes: [],
    selectors: verbs([
      ...['openPath', 'openInEditor', 'setAsDefaultProtocolClient', 'executeJavaScript'],
      ...['appendSwitch', 'appendArgument', 'setCertificateVerifyProc', 'isEncryptionAvailable'],
      ...['encryptString', 'decryptString', 'setUsePlainTextEncryption', 'getAllWebContents'],
    ]),
    message: 'This opens a way around what the app is locked down to, or is going from Electron.',
  },
  {
    homes: [],
    selectors: ['name', 'value'].map(
      (key) =>
        `Property[key.${key}=/^(?:experimentalFeatures|enableBlinkFeatures|disableBlinkFeatures|bypassCSP|allowServiceWorkers|codeCache)$/]`,
    ),
    message: 'No preference or privilege of this kind.',
  },
  {
    homes: [],
    selectors: ['Literal[value=/^(?:certificate-error|--no-sandbox)$/]'],
    message: 'Certificates are judged by the system, and Chromium keeps its sandbox.',
  },
  {
    homes: ['src-main/electron/life/remote-control.ts'],
    selectors: ['Literal[value="no-sandbox"]'],
    message:
      'The switch is named in src-main/electron/life/remote-control.ts alone, which refuses it.',
  },
];

/** Every file and folder that is the home of something. */
export const homes: readonly string[] = [...new Set(guarded.flatMap((one) => one.homes))];

/** ESLint's rule over what must not stand in `home`; `null` for what is no home. */
export function guard(home: string | null): { 'no-restricted-syntax': ['error', ...object[]] } {
  const rules = guarded
    .filter((one) => home === null || !one.homes.includes(home))
    .flatMap(({ selectors, message }) => selectors.map((selector) => ({ selector, message })));
  return { 'no-restricted-syntax': ['error', ...rules] };
}
