/**
 * The code of whatever was thrown, for example `ECONNRESET` or `ENOENT`; null when there is none that
 * looks like one. Messages and stacks may hold secrets and paths: nothing here reads them.
 */
export function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  const { code } = thrown;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/u.test(code) ? code : null;
}
