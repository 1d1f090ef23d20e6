/** Whether git would take a file along, asked of git itself, without a shell and without its daemons. */
import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import path from 'node:path';

export type GitVerdict =
  /** In no repository, or ignored there. */
  | { readonly is: 'fine' }
  /** `ignoreLine`: for the .gitignore in the top folder of the repository. */
  | { readonly is: 'tracked' | 'notIgnored'; readonly ignoreLine: string }
  /** There is a repository, and no program to ask. */
  | { readonly is: 'noGit' }
  | { readonly is: 'gitFailed' };

/** Milliseconds. */
const GIT_TAKES_AT_MOST = 10_000;

/** Never rejects. `folder` is real: no part of it is a link. `program`: for tests, another git. */
export async function askGit(folder: string, name: string, program = 'git'): Promise<GitVerdict> {
  const git = (...args: readonly string[]) => runGit(program, folder, args);
  const where = await git('rev-parse', '--is-inside-work-tree', '--show-prefix');
  if (where.code !== 0) {
    // Outside of a repository git fails as well as with one that it does not trust.
    if (!(await isInRepository(folder))) return { is: 'fine' };
    return { is: where.code === null ? 'noGit' : 'gitFailed' };
  }
  const [isInside = '', prefix = ''] = where.out.split('\n');
  if (isInside !== 'true') return { is: 'fine' };
  const ignoreLine = `/${escapePattern(prefix + name)}`;
  const tracked = await git('--literal-pathspecs', 'ls-files', '--error-unmatch', '--', name);
  if (tracked.code === 0) return { is: 'tracked', ignoreLine };
  if (tracked.code !== 1) return { is: 'gitFailed' };
  const ignored = await git('check-ignore', '-q', '--', `./${name}`);
  if (ignored.code === 0) return { is: 'fine' };
  return ignored.code === 1 ? { is: 'notIgnored', ignoreLine } : { is: 'gitFailed' };
}

interface Ran {
  /** Null where there is no such program. */
  readonly code: number | null;
  readonly out: string;
}

function runGit(program: string, folder: string, args: readonly string[]): Promise<Ran> {
  // The repository's own settings could name a program to be run: the one that these calls know is off.
  const all = ['-c', 'core.fsmonitor=false', '-C', folder, ...args];
  const options = { env: gitEnvironment(), timeout: GIT_TAKES_AT_MOST, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, all, options, (error, out) => {
      if (error === null) resolve({ code: 0, out });
      else if (error.code === 'ENOENT') resolve({ code: null, out });
      else resolve({ code: typeof error.code === 'number' ? error.code : -1, out });
    });
  });
}

/** Ours, without what would lead git to another repository. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(own), GIT_OPTIONAL_LOCKS: '0' };
}

async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const there = await lstat(path.join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (there) return true;
    if (path.dirname(at) === at) return false;
  }
}

/** As .gitignore takes a path literally (gitignore(5)). */
const escapePattern = (text: string): string =>
  text.replace(/[\\*?[]/gu, '\\$&').replace(/ +$/u, (spaces) => spaces.replaceAll(' ', '\\ '));
