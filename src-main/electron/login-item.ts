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

export interface LoginItem {
  state(): StartAtLogin;
  /** Sets it and reads it back. False when the system refused. */
  set(on: boolean): Promise<boolean>;
}

const ARGS = ['--hidden'];

export async function openLoginItem(): Promise<LoginItem> {
  const place: AutostartPlace = { env: process.env, home: homedir(), execPath: process.execPath };
  const read = async (): Promise<StartAtLogin> => {
    // A development build would start a bare Electron.
    if (!app.isPackaged) return { can: false, why: 'development' };
    if (process.platform !== 'linux') {
      return { can: true, on: app.getLoginItemSettings({ args: ARGS }).openAtLogin };
    }
    const why = autostartRefusal(place);
    return why === null ? { can: true, on: await readAutostart(place) } : { can: false, why };
  };
  let state = await read();
  return {
    state: () => state,
    set: async (on) => {
      if (!state.can) return false;
      try {
        if (process.platform === 'linux') await writeAutostart(place, on);
        else app.setLoginItemSettings({ openAtLogin: on, args: ARGS });
      } catch {
        return false;
      }
      state = await read();
      return state.can && state.on === on;
    },
  };
}
