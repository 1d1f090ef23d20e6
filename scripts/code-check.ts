/**
 * The types and ESLint's rules, of each tsconfig or of those whose paths are given. Both ask one program:
 * types have to be checked, and then much of what the rules want to know of them is known. `npx eslint FILE`
 * finds the same in single files.
 */
import './lint-set-up.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint, type Linter } from 'eslint';
import ts from 'typescript';
import tsEslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '..');

/** In the tsconfig of test/ as well, with the same rules: what these import of packages, the tests do too. */
export const readWithTests: readonly string[] = ['browser-host', 'scripts'];

/** The tsconfigs that are checked, by their paths in the repository: each file is in one of them. */
export const projects: readonly string[] = readdirSync(root)
  .filter((name) => !readWithTests.includes(name))
  .map((name) => `${name}/tsconfig.json`)
  .filter((name) => existsSync(path.join(root, name)));

interface Project {
  readonly options: ts.CompilerOptions;
  /** Whole paths, those of components too. */
  readonly files: readonly string[];
}

const format: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => root,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

/** Throws for a tsconfig that cannot be read. */
export function readProject(tsconfig: string): Project {
  const file = path.resolve(root, tsconfig);
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(
    ...([read.config, ts.sys, path.dirname(file), undefined, file, undefined] as const),
    [{ extension: '.svelte', isMixedContent: false, scriptKind: ts.ScriptKind.Deferred }],
  );
  const wrong = read.error === undefined ? errors : [read.error];
  if (wrong.length > 0) throw new Error(ts.formatDiagnostics(wrong, format));
  return { options, files: fileNames };
}

/** What a tsconfig names is ours. */
const everything: ESLint.Options = { cwd: root, ignore: false };

interface Parser {
  parseForESLint(code: string, options: object): unknown;
}

/**
 * Modules with runes, as their parser has TypeScript read them: with the types of the runes written in.
 * Of components lint-set-up.ts sees to that.
 */
async function scriptsWithRunes(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const eslint = new ESLint(everything);
  const scripts = new Map<string, string>();
  for (const filePath of files.filter((file) => file.endsWith('.svelte.ts'))) {
    const { languageOptions } = (await eslint.calculateConfigForFile(filePath)) as Linter.Config;
    let script = readFileSync(filePath, 'utf8');
    const noted: Parser = {
      parseForESLint(code, options) {
        script = code;
        const parser = tsEslint.parser as Parser;
        return parser.parseForESLint(code, { ...options, projectService: false });
      },
    };
    const given = languageOptions?.parserOptions as object;
    const options = { ...given, filePath, parser: noted, extraFileExtensions: ['.svelte'] };
    (languageOptions?.parser as Parser).parseForESLint(script, options);
    scripts.set(filePath, script);
  }
  return scripts;
}

/** What several programs read in the same way is read once: libraries, and what folders share. */
const sources = new Map<string, ts.SourceFile | undefined>();

async function programOf({ options, files }: Project): Promise<ts.Program> {
  const scripts = await scriptsWithRunes(files);
  // Components.
  const all = { ...options, allowNonTsExtensions: true };
  const host = ts.createCompilerHost(all, true);
  const readText = host.readFile.bind(host);
  host.readFile = (name) => scripts.get(name) ?? readText(name);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, how, ...rest) => {
    const mode = typeof how === 'object' ? [how.languageVersion, how.impliedNodeFormat] : [how];
    const key = [name, ...mode, options.checkJs].join('|');
    if (!sources.has(key)) sources.set(key, readSource(name, how, ...rest));
    return sources.get(key);
  };
  return ts.createProgram(files, all, host);
}

/** What is wrong with the types, as tsc says it; empty where nothing is. */
function typeFlaws(program: ts.Program, files: readonly string[]): string {
  // Where there are components svelte-check looks at all types, and knows what Svelte makes of them.
  if (files.some((file) => file.endsWith('.svelte'))) return '';
  const flaws = files.flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  );
  return ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(flaws), format);
}

/** Which of ESLint's rules are broken; empty where none is. */
async function brokenRules(program: ts.Program, files: readonly string[]): Promise<string> {
  const parserOptions = { projectService: false, programs: [program] };
  const eslint = new ESLint({
    ...everything,
    overrideConfig: { languageOptions: { parserOptions } },
  });
  const formatter = await eslint.loadFormatter('stylish');
  return formatter.format(await eslint.lintFiles([...files]));
}

if (import.meta.main) {
  const given = process.argv.slice(2);
  for (const tsconfig of given.length > 0 ? given : projects) {
    const project = readProject(tsconfig);
    const program = await programOf(project);
    const types = typeFlaws(program, project.files);
    const rules = await brokenRules(program, project.files);
    process.stdout.write(types + rules);
    if (types + rules !== '') process.exitCode = 1;
  }
}
