/** `npm run check`: every static check, all of them even if one fails. */
import { allChecks, runCheck } from './checks.ts';

let failed = 0;
for (const check of allChecks()) {
  const { passed, output } = await runCheck(check);
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'} ${check.name}\n`);
  if (passed) continue;
  failed += 1;
  process.stdout.write(`${output.trimEnd()}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
