/**
 * Saves generation `new` of two records and is killed at one moment of the save: right before a call of
 * `watchedDisk`, or after half of it. Prints each call of a save that nothing has ended.
 * Arguments: folder, keyring key (hex), moment.
 */
import path from 'node:path';
import type { Disk } from '../../../src-main/files/disk.ts';
import { systemClock } from '../../../src-main/system/clock.ts';
import { createVault } from '../../../src-main/vault/vault.ts';
import { MemorySecretBox } from '../../fakes/memory-secret-box.ts';
import { fileWith, watchedDisk } from '../disks.ts';

const [dir = '', key = '', moment = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const folder = path.basename(dir);
const calls: string[] = [];
let armed = false;

const watched = watchedDisk((call) => {
  if (!armed) return;
  const name = call.replace(new RegExp(` ${folder}$`, 'u'), ' vault');
  calls.push(name);
  if (name === moment) die();
});
const open: Disk['open'] = async (file, flags, mode) => {
  const opened = await watched.open(file, flags, mode);
  if (!armed || moment !== 'half of write vault.json.tmp') return opened;
  return fileWith(opened, {
    writeFile: async (bytes) => {
      await opened.writeFile(bytes.subarray(0, bytes.length / 2));
      die();
    },
  });
};

const vault = createVault({
  dir,
  box: new MemorySecretBox('linux', Buffer.from(key, 'hex')),
  clock: systemClock,
  log: () => undefined,
  onChange: () => undefined,
  disk: { ...watched, open },
});
await vault.open();
armed = true;
// In one go, so that they are one save.
await Promise.all([vault.put('one', { value: 'new' }), vault.put('two', { value: 'new' })]);
process.stdout.write(calls.join('\n'));
