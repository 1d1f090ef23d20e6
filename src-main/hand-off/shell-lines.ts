/** The lines of the shell that the window offers to copy. None holds a secret. */
import type { HandOffView } from '../../src-shared/hand-off.ts';

/** `bin`: the folder of the tools. */
export function shellLines(bin: string, platform: NodeJS.Platform): HandOffView['lines'] {
  return {
    path: platform === 'win32' ? powerShellPath(bin) : shellPath(bin),
    execGateway: 'tabkeeper exec --gateway -- node app.js',
    exec: 'tabkeeper exec -- node app.js',
    status: 'tabkeeper status',
    call: `tabkeeper call List/Bill --data '{"start":0,"max":10}'`,
  };
}

/** Single quotes are the ones in which a shell takes everything as it stands. */
const shellPath = (bin: string) => `export PATH='${bin.replaceAll("'", "'\\''")}':"$PATH"`;
const powerShellPath = (bin: string) => `$env:Path = '${bin.replaceAll("'", "''")};' + $env:Path`;
