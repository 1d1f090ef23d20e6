/** `npm run simulator`: the program, run from its sources. */
import { runProgram } from './cli/simulator-program.ts';

await runProgram(process.argv.slice(2));
