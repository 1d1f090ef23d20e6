/** Start at login: Electron's own on macOS and Windows, our file on Linux. */
import { homedir } from 'node:os';
import { app } from 'electron';
import type { StartAtLogin } from '../../../src-shared/snapshot.ts';
import {
  autostartRefusal,
  readAutostart,
  writeAutostart,
  type AutostartPlace,
} from '../../system/autostart.ts';
import { portableProgram } from '../life/program.ts';

export interface LoginItem {
  /** As it was read last. */
  state(): StartAtLogin;
  /** Reads it anew, since the system's own settings can change it too. True: it has changed. */
  refresh(): Promise<boolean>;
  /** Sets it and reads it back. False when the system refused. */
  set(on: boolean): Promise<boolean>;
}

/** Program and arguments are for Windows; on macOS the system says who started us. */
const options = (lasting: readonly string[]) =>
  process.platform === 'win32'
    ? {
        path: portableProgram() ?? process.execPath,
        args: ['--hidden', ...lasting.map(quoteForWindows)],
      }
    : {};

/** Electron joins the arguments with blanks. A backslash before the last quote would undo it. */
const quoteForWindows = (argument: string) =>
  `"${argument.replace(/\\+$/u, (backslashes) => backslashes.repeat(2))}"`;

/** What the Task Manager of Windows switched off stays in the registry all the same. */
function isSet(lasting: readonly string[]): boolean {
  const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(options(lasting));
  return openAtLogin && (process.platform !== 'win32' || executableWillLaunchAtLogin);
}

/** True if macOS started us at login, where no argument of ours arrives. */
export function wasOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** `lasting`: the arguments that the system is to start the app with, as it runs with them now. */
export async function openLoginItem(lasting: readonly string[] = []): Promise<LoginItem> {
  const { env, execPath } = process;
  const place: AutostartPlace = { env, home: homedir(), execPath, lasting };
  const read = async (): Promise<StartAtLogin> => {
    // A development build would start a bare Electron.
    if (!app.isPackaged) return { can: false, why: 'development' };
    // macOS passes none, and would start another Tabkeeper, with other data.
    if (process.platform === 'darwin' && lasting.length > 0) return { can: false, why: 'flags' };
    if (process.platform !== 'linux') return { can: true, on: isSet(lasting) };
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
        else app.setLoginItemSettings({ openAtLogin: on, ...options(lasting) });
      } catch {
        return false;
      }
      const now = await read();
      state = now;
      return now.can && now.on === on;
    },
  };
}
