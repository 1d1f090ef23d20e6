/** The two functions that the page gets. Runs sandboxed; the caller cannot choose a channel. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge, CallChannel, SnapshotChannel } from '../../../src-shared/bridge.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';

const CALL: CallChannel = 'tabkeeper:call';
const SNAPSHOT: SnapshotChannel = 'tabkeeper:snapshot';

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(CALL, name, input),
  onSnapshot: (listener) => {
    const pass = (_: IpcRendererEvent, snapshot: Snapshot) => listener(snapshot);
    ipcRenderer.on(SNAPSHOT, pass);
    return () => {
      ipcRenderer.removeListener(SNAPSHOT, pass);
    };
  },
};

contextBridge.exposeInMainWorld('bridge', bridge);
