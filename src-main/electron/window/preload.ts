/** The two functions that the page gets. Runs sandboxed; the caller cannot choose a channel. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge, CallChannel, SnapshotChannel } from '../../../src-shared/bridge.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';

const CALL: CallChannel = 'tabkeeper:call';
const SNAPSHOT: SnapshotChannel = 'tabkeeper:snapshot';

/**
 * The answer to the page's first question for a snapshot: asked while its files are on their way, and made
 * newer by what main tells meanwhile. Null once the page has it.
 */
let first: Promise<Result<Snapshot>> | null = ipcRenderer.invoke(CALL, 'getSnapshot', {});
let told: Snapshot | null = null;
const hold = (_: IpcRendererEvent, snapshot: Snapshot) => {
  told = snapshot;
};
ipcRenderer.on(SNAPSHOT, hold);
// The page hears of it where it asks.
first.catch(() => undefined);

async function takeFirst(asked: Promise<Result<Snapshot>>): Promise<Result<Snapshot>> {
  first = null;
  ipcRenderer.removeListener(SNAPSHOT, hold);
  const newest = told;
  told = null;
  const answer = await asked;
  const isOld = newest !== null && (!answer.ok || newest.revision > answer.value.revision);
  return isOld ? { ok: true, value: newest } : answer;
}

const bridge: Bridge = {
  call: ((name, input) =>
    name === 'getSnapshot' && first !== null
      ? takeFirst(first)
      : ipcRenderer.invoke(CALL, name, input)) as Bridge['call'],
  onSnapshot: (listener) => {
    const pass = (_: IpcRendererEvent, snapshot: Snapshot) => listener(snapshot);
    ipcRenderer.on(SNAPSHOT, pass);
    return () => {
      ipcRenderer.removeListener(SNAPSHOT, pass);
    };
  },
};

contextBridge.exposeInMainWorld('bridge', bridge);
