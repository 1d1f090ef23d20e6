/** Start at login: Electron's own on macOS and Windows, our file on Linux. */
import { homedir } from 'node:os';
import { app } from 'electron';
import type { StartAtLogin } from '../../src-shared/snapshot.ts';
import {
  autostartRefusal,
  readAutostart,
  writeAutostart,
  type AutostartPlace,
} from '../system/autostart.ts';
import { portableProgram } from './program.ts';

export interface LoginItem {
  /** As it was read last. */
  state(): StartAtLogin;
  /** Reads it anew, since the system's own settings can change it too. True: it has changed. */
  refresh(): Promise<boolean>;
  /** Sets it and reads it back. False when the system refused. */
  set(on: boolean): Promise<boolean>;
}

/** Program and arguments are for Windows; on macOS the system says who started us. */
const options = () =>
  process.platform === 'win32'
    ? { path: portableProgram() ?? process.execPath, args: ['--hidden'] }
    : {};

/** What the Task Manager of Windows switched off stays in the registry all the same. */
function isSet(): boolean {
  const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(options());
  return openAtLogin && (process.platform !== 'win32' || executableWillLaunchAtLogin);
}

/** True if macOS started us at login, where no argument of ours arrives. */
export function wasOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

export async function openLoginItem(): Promise<LoginItem> {
  const place: AutostartPlace = { env: process.env, home: homedir(), execPath: process.execPath };
  const read = async (): Promise<StartAtLogin> => {
    // A development build would start a bare Electron.
    if (!app.isPackaged) return { can: false, why: 'development' };
    if (process.platform !== 'linux') return { can: true, on: isSet() };
    const why = autostartRefusal(place);
    return why === null ? { can: true, on: await readAutostart(place) } : { can: false, why };
  };
  let state = await read();
  return {
    state: () => state,
    refresh: async () => {
      const before = JSON.stringify(state);
      state = await read();
      return JSON.stringify(state) !== before;
    },
    set: async (on) => {
      if (!state.can) return false;
      try {
        if (process.platform === 'linux') await writeAutostart(place, on);
        else app.setLoginItemSettings({ openAtLogin: on, ...options() });
      } catch {
        return false;
      }
      const now = await read();
      state = now;
      return now.can && now.on === on;
    },
  };
}
