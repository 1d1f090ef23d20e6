/** `npm run simulator`: the program, run from its sources. */
import { runProgram } from './cli/program.ts';

await runProgram(process.argv.slice(2));
