/** The program as a person starts it, where that is another one than the process that runs. */
import path from 'node:path';
import { app } from 'electron';
import { imageProgram } from '../../system/autostart.ts';

/**
 * Windows' portable program, which unpacks itself into another folder each time; null elsewhere. The
 * variables are electron-builder's; those of another program that started us name that one.
 */
export function portableProgram(): string | null {
  const { env, platform } = process;
  const isOurs = env['PORTABLE_EXECUTABLE_APP_FILENAME']?.toLowerCase() === 'tabkeeper';
  return (platform === 'win32' && isOurs ? env['PORTABLE_EXECUTABLE_FILE'] : undefined) ?? null;
}

/** Undefined where something else stands in for Electron. */
const resources: { readonly resourcesPath?: string } = process;

/** Where the command line lies: beside the archive in a packed app, else in the folder of the bundles. */
export function toolsOfBuild(bundles: string): string {
  const folder = app.isPackaged ? resources.resourcesPath : undefined;
  return path.join(folder ?? bundles, 'tools');
}

/**
 * Starts the app anew once this process has ended, with the arguments that it runs with; in view, since
 * a person asked for it.
 */
export function relaunch(): void {
  const { env, execPath, argv } = process;
  const program = portableProgram() ?? imageProgram({ env, execPath });
  app.relaunch({
    args: argv.slice(1).filter((argument) => argument !== '--hidden'),
    ...(program === null ? {} : { execPath: program }),
  });
}
