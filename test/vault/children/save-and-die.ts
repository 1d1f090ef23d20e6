/**
 * Saves generation `new` of two records and is killed at one moment of the save.
 * Arguments: folder, keyring key (hex), moment.
 */
import { nodeDisk } from '../../../src-main/vault/disk.ts';
import { createVault } from '../../../src-main/vault/vault.ts';
import { systemClock } from '../../../src-main/system/clock.ts';
import { MemorySecretBox } from '../../fakes/memory-secret-box.ts';
import { diskWith, fileWith } from '../disks.ts';

const [dir = '', key = '', moment = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
let armed = false;

const disk = diskWith({
  open: async (path, flags, mode) => {
    const isTemp = armed && path.endsWith('.tmp') && path.includes('vault.json');
    if (isTemp && moment === 'beforeOpen') die();
    const file = await nodeDisk.open(path, flags, mode);
    if (!isTemp || moment !== 'midWrite') return file;
    return fileWith(file, {
      writeFile: async (bytes) => {
        await file.writeFile(bytes.subarray(0, bytes.length / 2));
        die();
      },
    });
  },
});

const vault = createVault({
  dir,
  box: new MemorySecretBox('linux', Buffer.from(key, 'hex')),
  clock: systemClock,
  log: () => undefined,
  onChange: () => undefined,
  fs: disk,
  onStep: (step) => {
    if (armed && step === moment) die();
  },
});
await vault.open();
armed = true;
// In one go, so that they are one save.
await Promise.all([vault.put('one', { value: 'new' }), vault.put('two', { value: 'new' })]);
process.stdout.write('survived');
