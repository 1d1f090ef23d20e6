/**
 * Waits for the vault, puts one record in it and lets go. Prints when it had it, as JSON.
 * Arguments: folder, keyring key (hex), record, moment to start at (epoch ms).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createVault } from '../../../src-main/vault/vault.ts';
import { systemClock } from '../../../src-main/system/clock.ts';
import { MemorySecretBox } from '../../fakes/memory-secret-box.ts';

const [dir = '', key = '', record = '', at = '0'] = process.argv.slice(2);
const vault = createVault({
  dir,
  box: new MemorySecretBox('linux', Buffer.from(key, 'hex')),
  clock: systemClock,
  log: () => undefined,
  onChange: () => undefined,
});
await sleep(Math.max(0, Number(at) - Date.now()));
await vault.open();
let refused = 0;
while (vault.status().is !== 'ready') {
  refused += 1;
  await sleep(2);
  await vault.retry();
}
// The machine's monotonic clock, the same for all processes.
const from = process.hrtime.bigint();
const saved = await vault.put(record, { value: record });
await sleep(15);
const again = await vault.put(record, { value: `${record} again` });
const to = process.hrtime.bigint();
await vault.close();
process.stdout.write(
  JSON.stringify({ from: String(from), to: String(to), refused, answers: [saved, again] }),
);
