/**
 * How a program is started on Windows: `npm` is a script there, which cmd.exe alone can run, and what
 * cmd.exe is given has to survive its reading. The quoting is that of cross-spawn. Pure but for the look
 * at the disk.
 */
import { fs, path } from '../system/builtins.ts';

export interface WindowsCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Node must not quote the arguments again. */
  readonly isVerbatim: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What spawn() is to be given. A program that is not found is left to spawn(), which says so. */
export function windowsCommand(
  program: string,
  args: readonly string[],
  env: Environment,
  exists: (file: string) => boolean = (file) => fs().existsSync(file),
): WindowsCommand {
  const file = find(program, env, exists) ?? program;
  if (!/\.(?:cmd|bat)$/iu.test(file)) return { program: file, args, isVerbatim: false };
  // A shim of npm reads its arguments a second time.
  const isShim = /node_modules[\\/]\.bin[\\/][^\\/]+\.cmd$/iu.test(file);
  const words = [escapedProgram(file), ...args.map((arg) => escapedArgument(arg, isShim))];
  return {
    program: env['comspec'] ?? env['ComSpec'] ?? 'cmd.exe',
    args: ['/d', '/s', '/c', `"${words.join(' ')}"`],
    isVerbatim: true,
  };
}

function find(program: string, env: Environment, exists: (file: string) => boolean): string | null {
  const { win32 } = path();
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = /[\\/]/u.test(program) ? [''] : ['.', ...(env[key] ?? '').split(';')];
  const known = (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';');
  const endings = win32.extname(program) === '' ? known : ['', ...known];
  for (const folder of folders) {
    for (const ending of endings) {
      const file = (folder === '' ? program : win32.join(folder, program)) + ending;
      if (exists(file)) return file;
    }
  }
  return null;
}

const META = /([()\][%!^"`<>&|;, *?])/gu;

const escapedProgram = (file: string) => file.replace(META, '^$1');

function escapedArgument(text: string, isReadTwice: boolean): string {
  // As CommandLineToArgvW takes them apart: backslashes count before a quote alone.
  const quoted = `"${text.replace(/(\\*)"/gu, '$1$1\\"').replace(/(\\*)$/u, '$1$1')}"`;
  const once = quoted.replace(META, '^$1');
  return isReadTwice ? once.replace(META, '^$1') : once;
}
