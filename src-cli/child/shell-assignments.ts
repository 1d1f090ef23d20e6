/** Assignments of environment variables in the words of each shell. Pure. */
import type { Shell } from '../table/command-flags.ts';

/** One a line. No value may hold a line break or a NUL: whoever read them has seen to that. */
export function assignments(of: Shell, values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${forms[of](name, value)}\n`)
    .join('');
}

const posix = (name: string, value: string) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`;

const forms: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  bash: posix,
  zsh: posix,
  fish: (name, value) =>
    `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  // PowerShell takes the typographic single quotes for the plain one.
  powershell: (name, value) => `$env:${name} = '${value.replaceAll(/['\u2018-\u201b]/gu, '$&$&')}'`,
};

/** The shell in use, as far as the environment says. */
export function shellIn(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Shell {
  const name = /[^\\/]*$/u.exec(env['SHELL'] ?? '')?.[0] ?? '';
  if (name === 'zsh' || name === 'fish') return name;
  if (name === 'pwsh' || (name === '' && platform === 'win32')) return 'powershell';
  return 'bash';
}
