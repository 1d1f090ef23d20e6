/**
 * Start at login on Linux: a file that the desktop reads (XDG autostart). Electron has no function for
 * it there. Written atomically, read back for the switch.
 */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AUTOSTART_COMMENT } from '../../src-shared/words.ts';
import { replaceFile } from '../files/replace-file.ts';

export interface AutostartPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly execPath: string;
  /** What the app runs with, and must be started with: without it, it would find other data. */
  readonly lasting: readonly string[];
}

/**
 * A packaged format that keeps us from writing outside: the reason, or null. A variable alone proves
 * nothing, since whoever starts us from within another package hands theirs down.
 */
export function autostartRefusal({ env, execPath }: AutostartPlace): 'flatpak' | 'snap' | null {
  if (env['FLATPAK_ID'] !== undefined && isUnder('/app', execPath)) return 'flatpak';
  return isUnder(env['SNAP'], execPath) ? 'snap' : null;
}

function isUnder(folder: string | undefined, file: string): boolean {
  if (folder === undefined || !path.posix.isAbsolute(folder)) return false;
  const inside = path.posix.relative(folder, file);
  return inside !== '' && inside !== '..' && !inside.startsWith('../');
}

export function autostartFile({ env, home }: AutostartPlace): string {
  const base = env['XDG_CONFIG_HOME'];
  const config = base !== undefined && path.isAbsolute(base) ? base : path.join(home, '.config');
  return path.join(config, 'autostart', 'dev.tabkeeper.app.desktop');
}

/** The file of the AppImage that runs, which is not where it was unpacked; null for anything else. */
export function imageProgram({
  env,
  execPath,
}: Pick<AutostartPlace, 'env' | 'execPath'>): string | null {
  return (isUnder(env['APPDIR'], execPath) ? env['APPIMAGE'] : undefined) ?? null;
}

/** What the desktop runs. */
export function autostartCommand(place: AutostartPlace): string {
  const flags = ['--hidden', ...place.lasting.map(quoteExec)];
  return [quoteExec(imageProgram(place) ?? place.execPath), ...flags].join(' ');
}

/**
 * One argument of an Exec line. The Desktop Entry Specification quotes twice: the argument within
 * double quotes, and the whole as a string value, where a backslash is written as two. A percent
 * sign would begin a field code.
 */
export function quoteExec(argument: string): string {
  const quoted = argument.replace(/["`$\\]/gu, '\\$&').replaceAll('%', '%%');
  return `"${quoted.replaceAll('\\', '\\\\')}"`;
}

export function autostartEntry(place: AutostartPlace): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Tabkeeper',
    `Comment=${AUTOSTART_COMMENT}`,
    `Exec=${autostartCommand(place)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** True only if the desktop would start this very program: a moved AppImage counts as off. */
export async function readAutostart(place: AutostartPlace): Promise<boolean> {
  try {
    const text = await readFile(autostartFile(place), 'utf8');
    // Others may have edited it: blanks around the equals sign mean nothing.
    const lines = text.split('\n').map((line) => line.trim().replace(/\s*=\s*/u, '='));
    const off = lines.includes('Hidden=true') || lines.includes('X-GNOME-Autostart-enabled=false');
    return !off && lines.includes(`Exec=${autostartCommand(place)}`);
  } catch {
    return false;
  }
}

/** Rejects when the disk refuses. A path with a line break cannot be written into such a file. */
export async function writeAutostart(place: AutostartPlace, on: boolean): Promise<void> {
  const file = autostartFile(place);
  if (!on) {
    await rm(file, { force: true });
    return;
  }
  if (/[\r\n]/u.test(autostartCommand(place))) throw new Error('a path with a line break');
  // The desktop's own files are readable by all.
  await replaceFile(file, Buffer.from(autostartEntry(place)), { mode: 0o644 });
}
