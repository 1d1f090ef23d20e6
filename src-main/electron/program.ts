/** The program as a person starts it, where that is another one than the process that runs. */

/**
 * Windows' portable program, which unpacks itself into another folder each time; null elsewhere. The
 * variables are electron-builder's; those of another program that started us name that one.
 */
export function portableProgram(): string | null {
  const { env, platform } = process;
  const isOurs = env['PORTABLE_EXECUTABLE_APP_FILENAME']?.toLowerCase() === 'tabkeeper';
  return (platform === 'win32' && isOurs ? env['PORTABLE_EXECUTABLE_FILE'] : undefined) ?? null;
}
