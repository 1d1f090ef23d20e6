/**
 * tabkeeper.mjs of the tools: hands the session that the running app keeps open to other programs.
 * Results go to stdout, all else to stderr; exit codes are in table/exit-codes.ts.
 */
import { runWords } from './command-line.ts';

process.exitCode = await runWords(process.argv.slice(2));
