/** Adds a line to the history, or writes it anew, and is killed meanwhile. Arguments: file, moment. */
import { nodeDisk } from '../../../src-main/files/disk.ts';
import { openHistoryFile } from '../../../src-main/history/history-file.ts';
import { diskWith, fileWith } from '../../vault/disks.ts';
import { event } from '../support.ts';

const [place = '', moment = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
let armed = false;

const disk = diskWith({
  open: async (name, flags, mode) => {
    const opened = await nodeDisk.open(name, flags, mode);
    if (!armed) return opened;
    return fileWith(opened, {
      writeFile: async (bytes) => {
        const half = moment.startsWith('half');
        await opened.writeFile(half ? bytes.subarray(0, bytes.length / 2) : bytes);
        if (half) die();
      },
      sync: async () => {
        if (moment === 'before the sync') die();
        await opened.sync();
      },
    });
  },
  rename: async (from, to) => {
    if (armed && moment === 'before the rename') die();
    await nodeDisk.rename(from, to);
  },
});

const file = openHistoryFile(place, disk);
const { events } = await file.load(0);
const next = event('sleep');
armed = true;
if (moment === 'half of all anew' || moment === 'before the rename') file.renew();
await file.write([...events, next], [next]);
process.stdout.write('survived');
