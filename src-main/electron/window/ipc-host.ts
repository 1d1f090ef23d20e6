/** The door: whose message is it? Only the main frame of our own window comes in. */
import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { CallChannel, SnapshotChannel } from '../../../src-shared/bridge.ts';
import { fail } from '../../../src-shared/result.ts';
import type { Snapshot } from '../../../src-shared/snapshot.ts';
import type { Route } from '../../ipc/router.ts';
import type { Log } from '../../ports.ts';
import { isAppOrigin } from './origin.ts';

const CALL: CallChannel = 'tabkeeper:call';
const SNAPSHOT: SnapshotChannel = 'tabkeeper:snapshot';

/** Answers the messages of the window that `currentWindow` returns, and of nobody else. */
export function hostIpc(currentWindow: () => BrowserWindow | null, route: Route, log: Log): void {
  ipcMain.handle(CALL, (event: IpcMainInvokeEvent, name: unknown, input: unknown) => {
    // Checked before anything is awaited: the frame is gone after a navigation.
    if (isOurs(event, currentWindow())) return route({ kind: 'window' }, name, input);
    const unknown = { caller: 'unknown', command: 'unknown' } as const;
    log.write({ event: 'command-refused', ...unknown, reason: 'notAllowed' });
    return fail({ kind: 'notAllowed' });
  });
}

function isOurs(event: IpcMainInvokeEvent, window: BrowserWindow | null): boolean {
  if (window === null || window.isDestroyed()) return false;
  const { senderFrame: frame, sender } = event;
  const contents = window.webContents;
  return (
    frame !== null && sender === contents && frame === contents.mainFrame && isAppOrigin(frame.url)
  );
}

/** Sends a snapshot up, if there is a window to see it. */
export function sendSnapshot(window: BrowserWindow | null, snapshot: Snapshot): void {
  if (window === null || window.isDestroyed()) return;
  window.webContents.send(SNAPSHOT, snapshot);
}
