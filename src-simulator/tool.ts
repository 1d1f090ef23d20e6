/**
 * simulator.mjs of the tools: the library, and the program where it is started as one. The same file is
 * both, so that a test needs nothing but its path.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { runProgram } from './cli/simulator-program.ts';

export * from './index.ts';
export { makeCertificate } from './tls/certificate.ts';
export type { OwnCertificate } from './tls/certificate.ts';

/** npm starts programs by a link to them; import.meta.main is younger than Node 20. */
function isProgram(): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  try {
    return realpathSync(started) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    return false;
  }
}

if (isProgram()) await runProgram(process.argv.slice(2));
